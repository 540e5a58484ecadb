"""Click-to-dial and hanging up."""

from datetime import timedelta

import pytest

from calljournal.calls import Direction, LegEnd, LegState
from calljournal.contracts.line import Dial, HangUp, Result
from tests.lines.asterisk.fed import START, Line, ring
from tests.lines.asterisk.script import Chan, block, phone, response, trunk


def dial(line: Line, number: str = "00440001234", command: str = "7", endpoint: str = "101") -> None:
    """Click-to-dial."""
    line.command(Dial(command, endpoint, number))


QUEUED = response("calljournal-dial-7", ("Message", "Originate successfully queued"))


def originated(line: Line) -> Chan:
    """The own telephone rings for a command of ours."""
    own = phone("101", "calljournal-7", "calljournal-7")
    line.happens(QUEUED, own.new(), block("DialBegin", *own.fields("Dest"), ("DialString", "101")))
    line.happens(own.becomes("Ringing"))
    return own


def test_click_to_dial_is_one_outgoing_leg() -> None:
    """The dialled number from the first report on; answered only when the other side is there."""
    line = Line(context="internal", ring=20)
    dial(line)
    (action,) = [action for action in line.sent if action.name == "Originate"]
    assert dict(action.fields) == {
        "ActionID": "calljournal-dial-7",
        "Channel": "PJSIP/101",
        "Context": "internal",
        "Exten": "00440001234",
        "Priority": "1",
        "Timeout": "20000",
        "Async": "true",
        "ChannelId": "calljournal-7",
    }
    assert line.reports == []
    own = originated(line)
    assert line.results == [Result(line.config.name, "7", ok=True)]
    line.happens(own.becomes("Up"))
    far = Chan("PJSIP/trunk-00000009", "1.1", "calljournal-7", "00440001234")
    line.happens(own.calls(far, "0440001234@trunk"), far.becomes("Ringing"))
    assert line.leg("calljournal-7").state is LegState.DIALLING
    line.happens(far.becomes("Up"), own.done(far, "ANSWER"), own.enters(), far.enters())
    assert line.leg("calljournal-7").state is LegState.TALKING
    assert {leg.party.number for leg in line.reports} == {"00440001234"}
    assert {leg.direction for leg in line.reports} == {Direction.OUTGOING}
    assert set(line.legs) == {"calljournal-7"}
    assert line.leg("calljournal-7").started == START + timedelta(seconds=1)  # the command


def test_click_to_dial_fails_when_the_own_telephone_is_not_taken() -> None:
    """Busy, rejected, unanswered: the call did not come about."""
    for cause in (17, 19, 21, 0):
        line = Line()
        dial(line)
        own = originated(line)
        line.happens(own.hangs_up(cause))
        assert line.leg("calljournal-7").end is LegEnd.FAILED


def test_click_to_dial_from_an_endpoint_that_asterisk_does_not_know() -> None:
    """No channel ever comes to be: the OriginateResponse alone ends the leg."""
    line = Line()
    dial(line)
    failure = [("Response", "Failure"), ("ActionID", "calljournal-dial-7"), ("Reason", "0"), ("Uniqueid", "<null>")]
    line.happens(QUEUED)
    assert line.leg("calljournal-7").state is LegState.DIALLING
    line.happens(block("OriginateResponse", *failure))
    assert line.leg("calljournal-7").end is LegEnd.FAILED


def test_a_refused_dial_command_leaves_no_call() -> None:
    """The result says why, and what to change."""
    line = Line()
    dial(line)
    line.happens(response("calljournal-dial-7", ("Message", "Permission denied"), success=False))
    assert (line.results[0].ok, line.reports) == (False, [])
    assert "manager.conf" in (line.results[0].error or "")
    line.happens(block("OriginateResponse", ("ActionID", "calljournal-dial-7"), ("Response", "Failure")))
    assert line.reports == []


@pytest.mark.parametrize(("endpoint", "number"), [("103", "117"), ("101", ""), ("101", "1\r\nAction: X"), ("101", "x")])
def test_what_cannot_be_dialled_is_refused_at_once(endpoint: str, number: str) -> None:
    """Nothing is sent to Asterisk."""
    line = Line()
    sent = len(line.sent)
    dial(line, number, endpoint=endpoint)
    assert [result.ok for result in line.results] == [False]
    assert len(line.sent) == sent


def test_hanging_up_ends_the_channel_of_the_leg() -> None:
    """An incoming call is rejected so, an outgoing one cancelled."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    line.command(HangUp("8", "1.1"))
    assert dict(line.sent[-1].fields)["Channel"] == called.name
    line.happens(response("calljournal-hangup-8"), caller.done(called, "CANCEL"), called.hangs_up(16))
    assert [result.ok for result in line.results] == [True]
    assert line.leg("1.1").end is LegEnd.REJECTED
    line.command(HangUp("9", "1.1"))
    assert line.results[-1].error == "this call has ended already"
    dial(line)
    own = originated(line)
    line.command(HangUp("10", "calljournal-7"))
    line.happens(own.hangs_up(16))
    assert line.leg("calljournal-7").end is LegEnd.CANCELLED


def test_a_command_without_answer_fails_with_the_connection() -> None:
    """Nobody waits forever for a result."""
    line = Line()
    dial(line)
    line.told(line.translator.disconnected())
    assert [(result.command, result.ok) for result in line.results] == [("7", False)]
    line.connect()
    assert line.snapshots[-1].legs == frozenset()
