"""How legs end, whom they are joined to, and what transfers make of them."""

import pytest

from calljournal.calls import Direction, LegEnd, LegState, Presentation
from tests.lines.asterisk.fed import CALLER, Line, answer, ring, tell
from tests.lines.asterisk.script import Chan, block, dialling, phone, trunk


@pytest.mark.parametrize(
    ("status", "cause", "rang", "end"),
    [
        ("CANCEL", 127, True, LegEnd.CANCELLED),
        ("CANCEL", 26, True, LegEnd.ELSEWHERE),
        ("NOANSWER", 0, True, LegEnd.NO_ANSWER),
        ("NOANSWER", 19, True, LegEnd.NO_ANSWER),
        ("NOANSWER", 21, True, LegEnd.REJECTED),
        ("BUSY", 17, False, LegEnd.BUSY),
        ("NOANSWER", 0, False, LegEnd.UNREACHABLE),
        ("CHANUNAVAIL", 20, False, LegEnd.UNREACHABLE),
        ("CANCEL", 23, False, LegEnd.FORWARDED),
    ],
)
@pytest.mark.parametrize("hangup_first", [False, True])
def test_how_an_incoming_call_ends(status: str, cause: int, rang: bool, end: LegEnd, hangup_first: bool) -> None:
    """By status and cause together; which of the two events comes first makes no difference."""
    line, caller = Line(), trunk()
    called = phone("101", "1.1", "1.0")
    line.happens(caller.new(), called.new(), caller.calls(called, "101"))
    if rang:
        line.happens(called.becomes("Ringing"))
    events = [caller.done(called, status), called.hangs_up(cause)]
    line.happens(*(reversed(events) if hangup_first else events), caller.hangs_up(cause))
    assert line.leg("1.1").end is end
    assert line.leg("1.1").state is LegState.ENDED


@pytest.mark.parametrize(
    ("status", "cause", "end"),
    [
        ("BUSY", 17, LegEnd.BUSY),
        ("NOANSWER", 21, LegEnd.REJECTED),
        ("NOANSWER", 19, LegEnd.NO_ANSWER),
        ("NOANSWER", 1, LegEnd.FAILED),
        ("CONGESTION", 34, LegEnd.FAILED),
        ("CHANUNAVAIL", 0, LegEnd.FAILED),
        ("CANCEL", 127, LegEnd.CANCELLED),
    ],
)
def test_how_an_outgoing_call_ends(status: str, cause: int, end: LegEnd) -> None:
    """By what became of the telephone that was called."""
    line, own = Line(), dialling("101", "00440001234")
    called = Chan("PJSIP/trunk-00000002", "1.1", "1.0", "00440001234")
    line.happens(own.new(), called.new(), own.calls(called, "0440001234@trunk"), own.done(called, status))
    line.happens(called.hangs_up(cause), own.hangs_up(cause))
    leg = line.leg("1.0")
    assert (leg.direction, leg.party.number, leg.party.external) == (Direction.OUTGOING, "00440001234", True)
    assert leg.end is end


def test_who_calls_through_a_local_pair_is_told_by_the_pair_how_it_ended() -> None:
    """103 sends the call on to 104, who does not answer: Asterisk gives up the pair, and takes the ringing back."""
    line, own = Line("101"), dialling("101", "103")
    one, two = (Chan(f"Local/104@internal-00000001;{n}", f"1.{n}", "1.0") for n in (1, 2))
    carla, dario = Chan("PJSIP/103-00000005", "1.5", "1.0", "103"), Chan("PJSIP/104-00000006", "1.6", "1.0", "104")
    line.happens(own.new(), carla.new(), own.calls(carla, "103"), carla.becomes("Ringing"))
    forward = block("DialEnd", *own.fields(), *carla.fields("Dest"), ("DialStatus", "CANCEL"), ("Forward", "104"))
    line.happens(one.new(), two.new(), forward, own.calls(one, "104@internal"), carla.hangs_up(23))
    line.happens(dario.new(), two.calls(dario, "104"), dario.becomes("Ringing"))
    line.happens(own.done(one, "NOANSWER"), one.hangs_up(0), two.done(dario, "CANCEL"), two.hangs_up(0))
    line.happens(dario.hangs_up(16), own.hangs_up(19))
    assert line.leg("1.0").end is LegEnd.NO_ANSWER


def test_of_two_trunks_the_one_that_got_farther_counts() -> None:
    """The first trunk is congested, the second one rings in vain."""
    line, own = Line(), dialling("101", "00440001234")
    line.happens(own.new())
    for uid, status, cause in (("1.1", "CONGESTION", 34), ("1.2", "NOANSWER", 19)):
        called = Chan(f"PJSIP/trunk-{uid}", uid, "1.0", "00440001234")
        line.happens(own.calls(called, "0440001234@trunk"), own.done(called, status), called.hangs_up(cause))
    line.happens(own.hangs_up(19))
    assert line.leg("1.0").end is LegEnd.NO_ANSWER


def test_a_colleague_who_takes_it_later_took_it_all_the_same() -> None:
    """101 rings in vain, then the PBX tries 103: not missed, answered elsewhere, said after the end of the leg."""
    line, caller = Line(), trunk()
    first = ring(line, caller)
    line.happens(caller.done(first, "NOANSWER"), first.hangs_up(0))
    assert line.leg("1.1").end is LegEnd.NO_ANSWER
    second = phone("103", "1.2", "1.0", 3)
    line.happens(caller.calls(second, "103"))
    answer(line, caller, second)
    assert (line.leg("1.1").end, line.leg("1.1").answered_by) == (LegEnd.ELSEWHERE, "103")


def test_joined_only_to_a_person() -> None:
    """A menu and queue music answer, too; only a telephone or trunk that is up counts."""
    line, own = Line(), dialling("101", "700")
    line.happens(own.new(), own.becomes("Up"), own.enters("hold", "holding_bridge"))
    other = Chan("PJSIP/trunk-00000009", "9.0", "9.0", CALLER, "Up")
    line.happens(other.new(), other.enters("hold", "holding_bridge"))
    voice = Chan("CBAnn/x-1;1", "8.0", "8.0", state="Up")
    line.happens(own.enters("room"), voice.enters("room"))
    assert line.leg("1.0").state is LegState.DIALLING
    line.happens(own.hangs_up())
    assert (line.leg("1.0").end, line.leg("1.0").answered) == (LegEnd.ANSWERED, None)


def test_local_channels_are_links_never_persons() -> None:
    """A group behind Local channels: joined through both bridges, to the caller who is behind."""
    line, caller = Line("102"), trunk()
    one, two = (Chan(f"Local/102@internal-00000001;{n}", f"1.{n}", "1.0") for n in (1, 2))
    called = phone("102", "1.3", "1.0", 3)
    line.happens(caller.new(), one.new(), two.new(), caller.calls(one, "102@internal"), called.new())
    line.happens(two.calls(called, "102"), called.becomes("Ringing"), tell("allowed"))
    assert (line.leg("1.3").direction, line.leg("1.3").party.number) == (Direction.INCOMING, CALLER)
    line.happens(called.becomes("Up"), two.done(called, "ANSWER"), called.enters("b1"), two.becomes("Up"))
    line.happens(two.enters("b1"), one.becomes("Up"), one.enters("b2"))
    assert line.leg("1.3").state is LegState.RINGING
    line.happens(caller.becomes("Up"), caller.enters("b2"))
    assert line.leg("1.3").state is LegState.TALKING
    assert list(line.legs) == ["1.3"]


def test_an_originate_through_local_channels_is_outgoing() -> None:
    """Local/101@internal: the own line is the telephone behind it, what it dials is told by the far end."""
    line = Line("101")
    one, two = (Chan(f"Local/101@internal-00000001;{n}", f"1.{n}", "1.1") for n in (1, 2))
    called = phone("101", "1.3", "1.1", 3)
    line.happens(one.new(), two.new(), block("DialBegin", *one.fields("Dest"), ("DialString", "101@internal")))
    line.happens(called.new(), two.calls(called, "101"), called.becomes("Ringing"))
    assert line.leg("1.3").direction is Direction.OUTGOING
    assert (line.leg("1.3").party.number, line.leg("1.3").state) == (None, LegState.DIALLING)
    line.happens(called.becomes("Up"), two.done(called, "ANSWER"), called.enters("b1"), two.becomes("Up"))
    line.happens(two.enters("b1"), one.becomes("Up"))
    far = Chan("PJSIP/trunk-00000009", "1.4", "1.1", "00440001234")
    one.exten = "00440001234"
    line.happens(far.new(), one.calls(far, "0440001234@trunk"))
    assert (line.leg("1.3").party.number, line.leg("1.3").party.external) == ("00440001234", True)
    line.happens(far.becomes("Up"), one.enters("b2"), far.enters("b2"))
    assert line.leg("1.3").state is LegState.TALKING


def test_who_receives_a_consultation_has_the_outside_party_from_the_transfer_on() -> None:
    """An internal party gives way to an outside one, an outside one stays; a number that was asked for is not again."""
    line, caller = Line("102"), trunk()
    colleague = phone("103", "1.1", "1.0")
    line.happens(caller.new(), colleague.new(), caller.calls(colleague, "103"))
    answer(line, caller, colleague)
    assert line.legs == {}  # nobody of ours takes part
    consulting = dialling("103", "102", "2.0")
    called = ring(line, consulting, "102", "2.1")
    answer(line, consulting, called, "b2")
    assert line.leg("2.1").party.number == "103"
    line.happens(caller.leaves("b1"), caller.enters("b2", swaps="2.0"))
    assert line.leg("2.1").party.presentation is Presentation.PENDING
    line.happens(tell("allowed"))
    assert (line.leg("2.1").party.number, line.leg("2.1").party.external) == (CALLER, True)
    line.happens(caller.hangs_up(), called.hangs_up())
    assert line.leg("2.1").party.number == CALLER


def test_an_administrators_redirect_is_a_transfer() -> None:
    """AMI Redirect tells no transfer: the telephone is gone without asking, the caller dials on."""
    line, caller = Line(), trunk()
    first = ring(line, caller)
    answer(line, caller, first)
    line.happens(caller.leaves(), first.leaves(), first.hangs_up())
    assert line.leg("1.1").transferred_to is None
    second = phone("102", "1.2", "1.0", 3)
    line.happens(second.new(), caller.calls(second, "102"))
    assert line.leg("1.1").transferred_to == "102"
    answer(line, caller, second)
    line.happens(caller.asks_for_the_end(), second.hangs_up(), caller.hangs_up())
    assert line.leg("1.1").transferred_to == "102"


def test_a_dialplan_that_goes_on_is_no_transfer() -> None:
    """The telephone hangs up itself, and the caller is sent on to a survey: nobody passed the call on."""
    line, caller = Line(), trunk()
    first = ring(line, caller)
    answer(line, caller, first)
    line.happens(first.asks_for_the_end(), first.leaves(), first.hangs_up())
    line.happens(caller.calls(phone("102", "1.2", "1.0", 3), "102"))
    assert line.leg("1.1").transferred_to is None


def test_a_pick_up_is_answered_by_who_picked_up() -> None:
    """103 takes the call that rings at 101."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    taker = dialling("103", "*8", "2.0")
    line.happens(taker.new(), block("Pickup", *taker.fields(), *called.fields("Target")), called.hangs_up(26))
    assert (line.leg("1.1").end, line.leg("1.1").answered_by) == (LegEnd.ELSEWHERE, "103")
