"""The judgement of the comparison with Asterisk's own call records, on fixed records."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calljournal.calls import Owners
from tests.catalogue.cdr import CallRecord, billed, misbilled
from tests.catalogue.comparison import Compared
from tests.catalogue.comparison_page import page
from tests.catalogue.comparison_words import REMARKS
from tests.catalogue.incoming import withheld_by_presentation_alone
from tests.catalogue.plays import KINDS, title
from tests.catalogue.row import Row
from tests.pbx.phones import CALLER

OWNERS = Owners.parse("101+191,102")
START = datetime(2026, 3, 9, 8, tzinfo=UTC)


def talked(owner: str, seconds: float, number: str | None = CALLER, held: float = 0.0) -> Row:
    """The row of somebody who talked, and held the call for a while."""
    end = START + timedelta(seconds=seconds + held)
    return Row(owner, "incoming", number, "answered", START, end, START, held=held)


def record(dstchannel: str, billsec: float, channel: str = "PJSIP/trunk-00000001", **fields: str) -> CallRecord:
    """A record of a call from outside to 101."""
    plain = CallRecord(CALLER, "101", channel, dstchannel, "Dial", "PJSIP/101,15,t", "ANSWERED", 0, 9, billsec, "1.0")
    return replace(plain, **fields)  # type: ignore[arg-type]


def judged(wanted: list[Row], *records: CallRecord) -> dict[str, str]:
    """Say in what the records are wrong."""
    return misbilled(wanted, billed(records, OWNERS))


def test_a_plain_call_is_right() -> None:
    """The telephone that was called has the caller, for as long as they talked."""
    assert judged([talked("101", 5)], record("PJSIP/101-00000002", 5.2)) == {}


def test_ringing_that_is_billed_is_wrong() -> None:
    """After a blind transfer the second record begins with the ringing."""
    wanted = [talked("101", 5), talked("102", 4)]
    records = record("PJSIP/101-00000002", 5), record("PJSIP/102-00000003", 6.1, dst="102")
    assert judged(wanted, *records) == {"102": "6 s instead of 4 s"}


def test_the_whole_hour_with_one_person_is_wrong() -> None:
    """Who keeps the time of a colleague, and who has none."""
    wanted = [talked("101", 5), talked("102", 4)]
    wrong = {"101": "9 s instead of 5 s", "102": "nothing instead of 4 s"}
    assert judged(wanted, record("PJSIP/101-00000002", 9)) == wrong


def test_who_did_not_talk_must_have_nothing() -> None:
    """Neither a telephone that rang nor somebody who had no part in the call."""
    missed = Row("101", "incoming", CALLER, "missed", START, START)
    assert judged([missed], record("PJSIP/101-00000002", 3)) == {"101": "3 s, but did not talk"}
    assert judged([], record("PJSIP/102-00000002", 3)) == {"102": f"3 s with {CALLER}"}


def test_records_that_were_not_answered_bill_nobody() -> None:
    """Whatever their `billsec`: in a queue it is that of the caller."""
    missed = Row("101", "incoming", CALLER, "missed", START, START)
    assert judged([missed], record("PJSIP/101-00000002", 3, disposition="NO ANSWER")) == {}


def test_two_telephones_are_one_person() -> None:
    """The second telephone's record is hers."""
    assert judged([talked("101", 5)], record("PJSIP/191-00000002", 5)) == {}


@pytest.mark.parametrize("billsec", [5, 8])
def test_held_time_may_be_billed_or_not(billsec: float) -> None:
    """A firm may do as it likes."""
    assert judged([talked("101", 5, held=3)], record("PJSIP/101-00000002", billsec)) == {}


@pytest.mark.parametrize(
    ("dst", "lastdata"),
    [
        ("00440001234", "PJSIP/0440001234@trunk,40,T"),
        ("s", "PJSIP/0440001234@trunk,40,Tb(func-apply-sipheaders^s^1)"),
    ],
)
def test_a_dialled_number_is_read_with_the_outside_line(dst: str, lastdata: str) -> None:
    """Where a subroutine of the dialplan hides it, out of what `Dial` was told."""
    outgoing = record("PJSIP/trunk-00000002", 5, "PJSIP/101-00000001", dst=dst, lastdata=lastdata, src="+41440000101")
    assert judged([talked("101", 5)], outgoing) == {}


def test_another_number_is_wrong() -> None:
    """The time is right, and goes to another client."""
    wrong = {"101": "nothing instead of 5 s, 5 s with +41440009999"}
    assert judged([talked("101", 5)], record("PJSIP/101-00000002", 5, src="+41440009999")) == wrong


def test_talk_with_a_colleague_counts_only_within_the_house() -> None:
    """No client pays for it; but where the call was within the house, both have its seconds, with whatever number."""
    inside = record("PJSIP/102-00000003", 4, "PJSIP/101-00000002", src="101", dst="s")
    assert judged([talked("101", 5)], record("PJSIP/101-00000002", 5), inside) == {}
    both = [talked("101", 4, "102").inside(), talked("102", 4, "101").inside()]
    assert judged(both, inside) == {}
    assert judged(both, replace(inside, billsec=6)) == {"101": "6 s instead of 4 s", "102": "6 s instead of 4 s"}


def test_a_withheld_number_is_not_on_the_page() -> None:
    """Asterisk records it; we do not pass it on."""
    row = replace(talked("101", 5, None), presentation="withheld")
    one = Compared(withheld_by_presentation_alone, [row], [], [], [record("PJSIP/101-00000002", 5)])
    text = page([[one, one]])
    assert "(the withheld number) → 101" in text
    assert CALLER not in text


def test_every_remark_is_about_a_play() -> None:
    """None speaks of a call that is not played any more."""
    assert set(REMARKS) <= set(map(title, KINDS))
