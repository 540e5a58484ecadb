"""What is said of a caller, and what is not."""

from datetime import timedelta
from typing import Any

import pytest

from calljournal.calls import Direction, Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.ringing.caller import Discretion, Shown, discretion, initials, last_spoken, shown, stage
from calljournal.journal import RowState
from calljournal.matching import PENDING, Match, MatchKind
from tests.desktop.ringing.conftest import WITHHELD
from tests.desktop.samples import ANNA, BEAT, CLAIRE, MEIER, NOW, make_row, match


def ringing(**facts: Any) -> JournalRow:
    return make_row("a", 0, state=RowState.RINGING, **facts)


def said(row: JournalRow, level: Discretion = Discretion.FULL) -> tuple[str, ...]:
    return shown(row, level).lines


def test_person_company_number_and_own_line() -> None:
    head = "Incoming call to 101"
    assert said(ringing()) == (head, "Anna Keller", "Keller Treuhand AG", "044 000 12 34")


def test_a_line_is_named_where_there_are_several() -> None:
    assert shown(ringing(), Discretion.FULL, line="asterisk:main").head == "Incoming call to 101 (asterisk:main)"


def test_an_uncertain_match_is_marked_and_says_why() -> None:
    lines = said(ringing(match=Match(MatchKind.ONE, "switchboard", (MEIER,), "44")))
    assert lines[1] == "Meier & Söhne GmbH ?"
    assert lines[-1] == "Only likely: same switchboard, extension 44"
    assert said(ringing(match=match(MEIER, reason="ending")))[-1] == "Only likely: their number looks alike"


def test_several_matches_are_named_as_such() -> None:
    assert said(ringing(match=match(ANNA, BEAT)))[1:] == (
        "Anna Keller or Beat Frei?",
        "Keller Treuhand AG",
        "044 000 12 34",
        "Several contacts have this number",
    )
    assert said(ringing(match=match(ANNA, BEAT, CLAIRE)))[1:3] == (
        "One of 3 contacts",
        "Anna Keller, Beat Frei, Claire Dubois",
    )


def test_an_unknown_number_and_a_name_that_was_sent() -> None:
    assert said(ringing(match=match()))[1:] == ("044 000 12 34",)
    assert said(ringing(match=match(), name="Survey Institute"))[1:] == (
        "Survey Institute",
        "The telephone system sent this name",
        "044 000 12 34",
    )


def test_a_withheld_number_is_said_to_be_withheld() -> None:
    assert said(ringing(**WITHHELD)) == ("Incoming call to 101", "Number withheld")
    assert said(ringing(**WITHHELD), Discretion.INITIALS) == ("Incoming call to 101", "Number withheld")
    pending = ringing(number=None, display=None, presentation=Presentation.PENDING, match=PENDING)
    assert said(pending)[1] == "Number not known yet"


def test_room_is_kept_for_what_may_come() -> None:
    assert shown(ringing(match=PENDING), Discretion.FULL).details == ("", "", "", "", None)
    assert shown(ringing(match=match()), Discretion.FULL, last=None).details == (None,) * 5


def test_initials_show_nothing_else() -> None:
    assert shown(ringing(), Discretion.INITIALS, last="Last spoken", projects=("VAT",)) == Shown(
        "Incoming call to 101", "A. K.", last="Last spoken"
    )
    assert shown(ringing(match=match(MEIER, reason="ending")), Discretion.INITIALS).who == "M. S. G. ?"
    assert shown(ringing(match=match(ANNA, BEAT)), Discretion.INITIALS).who == "One of 2 contacts"
    assert shown(ringing(match=match(), name="Survey Institute"), Discretion.INITIALS).who == "S. I."
    assert shown(ringing(match=match()), Discretion.INITIALS).who == "Not in the address book"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anna Keller", "A. K."), ("& Söhne", "S."), ("044 000 12 34", ""), ("a b c d", "A. B. C."), ("", "")],
)
def test_initials_of_names(name: str, expected: str) -> None:
    assert initials(name) == expected


@pytest.mark.parametrize("row", [ringing(), ringing(match=match(ANNA, BEAT)), ringing(**WITHHELD)])
def test_a_call_is_nothing_but_a_call(row: JournalRow) -> None:
    assert shown(row, Discretion.CALL, line="x", last="y", projects=("z",)) == Shown("Incoming call", "Incoming call")


def test_how_discreet() -> None:
    assert discretion("full", False) is Discretion.FULL
    assert discretion("initials", None) is Discretion.INITIALS
    assert discretion("full", True) is Discretion.CALL
    assert discretion("something new", False) is Discretion.CALL


def test_last_spoken() -> None:
    missed, live = make_row("m", 5), make_row("l", 1, state=RowState.TALKING)
    assert last_spoken((live, missed, make_row("a", 40, talk=700)), NOW) == "Last spoken today 15:02, 12 min"
    assert last_spoken((make_row("a", 60 * 24, talk=20),), NOW) == "Last spoken yesterday 15:42, under a minute"
    long_ago = last_spoken((make_row("a", 60 * 24 * 30, talk=60),), NOW)
    assert long_ago is not None
    assert "15:42" in long_ago
    assert "yesterday" not in long_ago
    assert last_spoken((missed,), NOW) is None


def test_how_far_it_is() -> None:
    talking = make_row("a", 0, state=RowState.TALKING)
    assert stage(talking, NOW + timedelta(seconds=13)) == "Talking 0:07"
    assert stage(make_row("a", 0, state=RowState.HELD), NOW) == "On hold"
    assert stage(ringing(), NOW) == "Ringing…"
    assert stage(make_row("a", 0, state=RowState.DIALLING, direction=Direction.OUTGOING), NOW) == "Dialling…"
