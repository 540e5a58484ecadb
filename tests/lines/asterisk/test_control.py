"""Redirection and transfers: which action is sent on which channel, and what is told of it."""

from dataclasses import replace

import pytest

from calljournal.calls import LegEnd, LegState
from calljournal.contracts.line import (
    Answer,
    BlindTransfer,
    CancelTransfer,
    CompleteTransfer,
    Consult,
    HangUp,
    Hold,
    LineCommand,
    LineState,
    Redirect,
)
from calljournal.lines.asterisk.protocol import Message
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.fed import Line, answer, ring
from tests.lines.asterisk.script import Chan, block, response, trunk
from tests.lines.asterisk.wired import QUICK, make, play, rings, running

OWN = "1.1"


def talking() -> tuple[Line, Chan, Chan]:
    """101 talks to an outside caller."""
    line, caller = Line(context="internal"), trunk()
    called = ring(line, caller)
    answer(line, caller, called)
    return line, caller, called


def sent(line: Line) -> dict[str, str]:
    """The last action, without its id."""
    fields = {name: value for name, value in line.sent[-1].fields if name != "ActionID"}
    return {"Action": line.sent[-1].name, **fields}


def answered(line: Line, words: str = "", *, success: bool = True) -> None:
    """Asterisk answers the last action."""
    action_id = dict(line.sent[-1].fields)["ActionID"]
    line.happens(response(action_id, ("Message", words), success=success))


def refusal(line: Line, command: LineCommand) -> str:
    """Give a command that is refused at once, and give the words."""
    before = len(line.sent)
    line.command(command)
    assert len(line.sent) == before
    result = line.results[-1]
    assert (result.command, result.ok) == (command.id, False)
    return result.error or ""


def local(uid: str = "1.5", number: str = "102", linked: str = "1.0") -> Message:
    """The link through which a consultation calls."""
    return Chan(f"Local/{number}@internal-00000000;1", uid, linked).new()


def unhold(channel: Chan) -> Message:
    """The first call is back."""
    return block("Unhold", *channel.fields())


def hold(channel: Chan) -> Message:
    """The other side waits."""
    return block("Hold", *channel.fields())


def passed_on(channel: Chan) -> Message:
    """An attended transfer by one telephone alone; that it names nobody to whom was seen on a real Asterisk."""
    sides = [*channel.fields("OrigTransferer"), *channel.fields("SecondTransferer")]
    return block("AttendedTransfer", ("Result", "Success"), *sides, ("DestType", "Bridge"))


def test_a_talk_is_redirected_by_the_other_sides_channel() -> None:
    """Our own ends by itself; where it went is known from the command, with the outside-line prefix."""
    line, caller, own = talking()
    line.command(Redirect("8", OWN, "00440005566"))
    place = {"Context": "internal", "Exten": "00440005566", "Priority": "1"}
    assert sent(line) == {"Action": "Redirect", "Channel": caller.name, **place}
    answered(line, "Redirect successful")
    line.happens(caller.leaves(), own.leaves(), own.hangs_up(16))
    assert line.results[-1].ok
    assert (line.leg(OWN).end, line.leg(OWN).transferred_to) == (LegEnd.ANSWERED, "00440005566")


def test_what_rings_is_redirected_and_counts_as_forwarded() -> None:
    """Asterisk ends it as if the caller had given up; another telephone that rang along was merely cancelled."""
    line, caller = Line(context="internal"), trunk()
    own = ring(line, caller)
    other = Chan("PJSIP/102-00000009", "1.2", "1.0", "102")
    line.happens(other.new(), caller.calls(other, "102"), other.becomes("Ringing"))
    line.command(Redirect("8", OWN, "103"))
    assert sent(line)["Channel"] == caller.name
    answered(line)
    line.happens(caller.done(own, "CANCEL"), own.hangs_up(16), caller.done(other, "CANCEL"), other.hangs_up(16))
    assert line.leg(OWN).end is LegEnd.FORWARDED
    assert line.leg("1.2").end is LegEnd.CANCELLED


def test_a_redirection_that_is_refused_leaves_no_trace() -> None:
    """The caller gives up later: missed."""
    line, caller = Line(context="internal"), trunk()
    own = ring(line, caller)
    line.command(Redirect("8", OWN, "103"))
    answered(line, "Permission denied", success=False)
    assert "write` needs call" in (line.results[-1].error or "")
    line.happens(caller.done(own, "CANCEL"), own.hangs_up(127))
    assert line.leg(OWN).end is LegEnd.CANCELLED


def test_a_blind_transfer_is_done_by_the_own_channel() -> None:
    """Its event says where the call went."""
    line, _caller, own = talking()
    line.command(BlindTransfer("8", OWN, "102"))
    assert sent(line) == {"Action": "BlindTransfer", "Channel": own.name, "Context": "internal", "Exten": "102"}
    answered(line, "Transfer succeeded")
    assert line.results[-1].ok


def test_a_consultation_has_begun_when_the_number_is_called() -> None:
    """And the own telephone waits for it: Asterisk's own answer says nothing. Then hanging up completes it, once."""
    line, _caller, own = talking()
    line.command(Consult("8", OWN, "102"))
    assert sent(line) == {"Action": "Atxfer", "Channel": own.name, "Context": "internal", "Exten": "102"}
    answered(line, "Atxfer successfully queued")
    assert "no attended transfer" in refusal(line, CompleteTransfer("9", OWN))
    line.happens(hold(own), local())
    assert [result.command for result in line.results] == ["9"]
    line.happens(own.enters("b3"))
    assert (line.results[-1].command, line.results[-1].ok) == ("8", True)
    for command in (Consult("10", OWN, "104"), BlindTransfer("11", OWN, "104"), Redirect("12", OWN, "104")):
        assert "is going on" in refusal(line, command)
    line.command(CompleteTransfer("13", OWN))
    assert sent(line) == {"Action": "Hangup", "Channel": own.name, "Cause": "16"}
    answered(line)
    assert line.results[-1].ok
    assert line.translator.overdue("8") == []
    line.happens(passed_on(own), own.hangs_up(16))
    assert line.leg(OWN).transferred_to == "102"
    assert refusal(line, CancelTransfer("14", OWN)) == "this call has ended already"


def test_a_consultation_is_cancelled() -> None:
    """By us, or by whoever was asked: afterwards another one may begin."""
    line, _caller, own = talking()
    line.command(Consult("8", OWN, "102"))
    line.happens(hold(own), local(), own.enters("b2"))
    line.command(CancelTransfer("9", OWN))
    assert sent(line) == {"Action": "CancelAtxfer", "Channel": own.name}
    answered(line)
    line.happens(unhold(own))
    line.command(Consult("10", OWN, "102"))
    line.happens(hold(own), local("1.9"), own.enters("b3"), unhold(own))
    assert [(result.command, result.ok) for result in line.results] == [("8", True), ("9", True), ("10", True)]
    assert "no attended transfer" in refusal(line, CompleteTransfer("11", OWN))


def test_a_consultation_that_comes_to_nothing_says_why() -> None:
    """Not understood, broken off, overdue, ended, no code for it: words that say what is missing."""
    line, _caller, own = talking()
    line.command(Consult("1", OWN, "102"))
    line.told(line.translator.overdue("1"))
    assert "needs the option t" in (line.results[-1].error or "")
    line.command(Consult("2", OWN, "102"))
    line.happens(hold(own))
    line.told(line.translator.overdue("2"))
    assert "pbx-transfer" in (line.results[-1].error or "")
    line.command(Consult("3", OWN, "102"))
    line.happens(hold(own), unhold(own))
    assert "broke the transfer off" in (line.results[-1].error or "")
    line.command(Consult("4", OWN, "102"))
    answered(line, "No attended transfer feature code found", success=False)
    assert "features.conf" in (line.results[-1].error or "")
    line.command(Consult("5", OWN, "102"))
    line.happens(own.hangs_up(16))
    assert line.results[-1].error == "this call has ended already"
    assert [result.command for result in line.results] == ["1", "2", "3", "4", "5"]


def test_a_consultation_of_which_nothing_was_heard_fails_with_the_connection() -> None:
    """Taken on or not, it has one result."""
    for taken_on in (True, False):
        line, _caller, _own = talking()
        line.command(Consult("8", OWN, "102"))
        if taken_on:
            answered(line, "Atxfer successfully queued")
        line.told(line.translator.disconnected())
        assert [(result.command, result.ok) for result in line.results] == [("8", False)]


@pytest.mark.parametrize(
    "said", ["No such channel", "Channel does not exist: PJSIP/101-00000002", "Channel specified does not exist"]
)
def test_a_call_that_ended_meanwhile(said: str) -> None:
    """Asterisk has three ways to say so."""
    line, _caller, _own = talking()
    line.command(BlindTransfer("8", OWN, "102"))
    answered(line, said, success=False)
    assert line.results[-1].error == "this call has ended already"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (BlindTransfer("8", OWN, "102"), "nobody talks"),
        (Consult("8", OWN, "102"), "nobody talks"),
        (CompleteTransfer("8", OWN), "no attended transfer"),
        (Redirect("8", OWN, "1\r\nAction: X"), "cannot be dialled"),
        (Redirect("8", OWN, ""), "cannot be dialled"),
        (Redirect("8", "1.0", "102"), "ended already"),  # the caller's own channel is no leg of ours
        (Consult("8", OWN, "+41440005566"), "a + cannot be dialled"),
        (Hold("8", OWN), "do it at the telephone"),
        (Answer("8", OWN), "do it at the telephone"),
    ],
)
def test_what_cannot_be_done_with_a_call_that_rings(command: LineCommand, words: str) -> None:
    """Nothing is sent to Asterisk."""
    line = Line()
    ring(line, trunk())
    assert words in refusal(line, command)


def test_a_call_is_sent_on_before_its_telephone_has_said_that_it_rings() -> None:
    """Its row is there already; some telephones never say so."""
    line, caller = Line(context="internal"), trunk()
    own = Chan("PJSIP/101-00000002", "1.1", "1.0", "101")
    line.happens(caller.new(), own.new(), caller.calls(own, "101"))
    assert line.leg("1.1").state is LegState.RINGING
    line.command(Redirect("8", "1.1", "102"))
    assert sent(line) == {
        "Action": "Redirect", "Channel": caller.name, "Context": "internal", "Exten": "102", "Priority": "1"
    }  # fmt: skip


def test_a_call_that_i_dial_cannot_be_sent_on_before_it_is_answered() -> None:
    """There is nobody yet who could be sent; nor is there in a call that has ended."""
    line = Line()
    own = Chan("PJSIP/101-00000001", "1.1", "1.1", "101", "Ring")
    own.exten = "00440001234"
    line.happens(own.new())
    assert "only a call that rings here" in refusal(line, Redirect("8", "1.1", "102"))
    line.happens(own.hangs_up(16))
    assert "ended already" in refusal(line, HangUp("9", "1.1"))


def test_the_line_itself_says_when_a_consultation_is_overdue() -> None:
    """Asterisk took it on, and nothing came of it."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, limits=replace(QUICK, consult=0.01))) as watched:
            await watched.lamp(LineState.CONNECTED)
            caller, own = rings(server)
            server.send(own.becomes("Up"), caller.becomes("Up"), own.enters(), caller.enters())
            await watched.until(lambda: getattr(watched.leg(OWN), "state", None) is LegState.TALKING)
            watched.line.send(Consult("1", OWN, "102"))
            await watched.until(lambda: watched.results())
            assert "needs the option t" in (watched.results()[0].error or "")

    play(story)
