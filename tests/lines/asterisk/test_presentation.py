"""No number is let out that must not be seen; and who is a trunk."""

import pytest

from calljournal.calls import LegEnd, Presentation
from calljournal.lines.asterisk.translate import ASK
from tests.lines.asterisk.fed import CALLER, Line, answer, ring, tell
from tests.lines.asterisk.script import Chan, block, dialling, phone, response, trunk


def test_no_number_is_let_out_before_it_is_known_to_be_allowed() -> None:
    """At DialBegin the question goes out; until the answer the number is pending, and its name too."""
    line, caller = Line(), trunk()
    caller.caller_name = "Muster AG"
    ring(line, caller)
    assert line.asked() == [caller.name]
    assert {(leg.party.number, leg.party.name) for leg in line.reports} == {(None, None)}
    assert line.leg("1.1").party.presentation is Presentation.PENDING
    line.happens(tell("allowed_not_screened"))
    assert line.leg("1.1").party.presentation is Presentation.ALLOWED
    assert (line.leg("1.1").party.number, line.leg("1.1").party.name) == (CALLER, "Muster AG")
    assert line.asked() == [caller.name]


@pytest.mark.parametrize(
    ("value", "presentation"),
    [("prohib_not_screened", Presentation.WITHHELD), ("unavailable", Presentation.UNAVAILABLE)],
)
def test_a_withheld_number_never_leaves_the_line(value: str, presentation: Presentation) -> None:
    """Neither before nor after the answer does any report hold the number that Asterisk sends all the time."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    line.happens(tell(value))
    answer(line, caller, called)
    line.happens(caller.hangs_up(), called.hangs_up())
    assert line.leg("1.1").end is LegEnd.ANSWERED
    assert line.leg("1.1").party.presentation is presentation
    assert CALLER not in repr(line.reports)


def test_a_late_answer_istold_all_the_same() -> None:
    """The answer comes when the call is over: better late than never."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    line.happens(called.hangs_up(127), caller.hangs_up(127), tell("allowed"))
    assert line.leg("1.1").party.number == CALLER


def test_no_answer_leaves_the_number_pending_and_says_so() -> None:
    """An account without the right to ask: the leg stays pending, with a note; the core gives up after its time."""
    line = Line()
    ring(line, trunk())
    line.happens(response(ASK + "1.0", ("Message", "Permission denied"), success=False))
    leg = line.leg("1.1")
    assert leg.party.presentation is Presentation.PENDING
    assert leg.anomalies == ("Asterisk did not tell whether the number is withheld",)


def test_a_channel_variable_saves_the_question() -> None:
    """With `channelvars` the events say it; what they said before DialBegin does not count."""
    line, caller = Line(), trunk()
    caller.presentation = "allowed_not_screened"
    called = phone("101", "1.1", "1.0")
    line.happens(caller.new(), called.new())
    caller.presentation = "prohib_not_screened"
    line.happens(caller.calls(called, "101"), called.becomes("Ringing"))
    caller.presentation = "allowed"  # what was withheld once stays so
    answer(line, caller, called)
    assert line.asked() == []
    assert line.leg("1.1").party.presentation is Presentation.WITHHELD
    assert CALLER not in repr(line.reports)


def test_a_number_that_is_a_word_is_not_asked_for() -> None:
    """`anonymous` says it already; nobody is asked for a colleague either."""
    line = Line()
    ring(line, trunk("anonymous"))
    assert line.leg("1.1").party.presentation is Presentation.WITHHELD
    line.happens(trunk("<unknown>", "2.0").new())
    ring(line, trunk("<unknown>", "2.0"), uid="2.1")
    assert line.leg("2.1").party.presentation is Presentation.UNAVAILABLE
    ring(line, dialling("103", "101", "3.0"), uid="3.1")
    assert (line.leg("3.1").party.number, line.leg("3.1").party.external) == ("103", False)
    assert line.asked() == []


def test_a_code_of_the_dialplan_withholds_too() -> None:
    """`CID-CallingPres: 32` in a NewCallerid says prohibited."""
    line, caller = Line(), trunk()
    line.happens(caller.new(), block("NewCallerid", *caller.fields(), ("CID-CallingPres", "35 (Prohibited, Network)")))
    called = phone("101", "1.1", "1.0")
    line.happens(caller.calls(called, "101"), called.becomes("Ringing"))
    assert line.leg("1.1").party.presentation is Presentation.WITHHELD


def test_a_short_number_through_a_known_trunk_is_outside() -> None:
    """117 calls: the trunk was seen before, or is named."""
    line = Line()
    ring(line, trunk())
    ring(line, trunk("117", "2.0"), uid="2.1")
    assert line.leg("2.1").party.external is True
    named = Line(trunk="trunk,other")
    ring(named, trunk("117", "2.0"), uid="2.1")
    assert named.leg("2.1").party.external is True
    new = Line()
    ring(new, trunk("117", "2.0"), uid="2.1")
    assert new.leg("2.1").party.external is False  # nothing else is known of it


def test_own_endpoint_and_extension_may_differ() -> None:
    """`anna:101`: the telephone is PJSIP/anna; never is our own number taken for the other side's."""
    line = Line("anna:101")
    called = phone("anna", "1.1", "1.0")
    called.number, called.connected = "101", "101"
    line.happens(called.becomes("Ringing"))
    assert line.leg("1.1").endpoint == "anna"
    assert (line.leg("1.1").party.number, line.leg("1.1").party.presentation) == (None, Presentation.UNAVAILABLE)


def test_other_technologies_are_own_only_by_their_whole_name() -> None:
    """SIP/101 is not PJSIP/101, unless it is named so."""
    line = Line("101,SIP/102")
    for name, uid in (("SIP/101-1", "1.1"), ("SIP/102-1", "2.1"), ("PJSIP/102-1", "3.1")):
        line.happens(Chan(name, uid, "9.0", "x", "Ringing").new())
    assert {leg.endpoint for leg in line.legs.values()} == {"SIP/102"}
