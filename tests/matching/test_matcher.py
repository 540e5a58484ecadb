from typing import Any

import pytest

from calljournal.calls import Owners, Party, Presentation
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.matching import PENDING, Candidate, ContactKind, Match, MatchKind, decide, question
from calljournal.numbers import DialRules
from tests.calls import making


def entry(party: Party) -> Entry:
    (call,) = making.tracker().apply(making.report(0, party=party))
    (row,) = Journal({"line": LineProfile(Owners.parse("101"), DialRules())}, lambda: "R").record(call)
    return row


@pytest.mark.parametrize(
    ("party", "asked"),
    [
        (making.ANNA, "+41440001234"),
        (Party("1811", external=True), "1811"),
        (making.PENDING, PENDING),
        (making.WITHHELD, Match(MatchKind.NONE, "withheld")),
        (Party(None, "Anna", Presentation.UNAVAILABLE), Match(MatchKind.NONE, "unavailable")),
        (Party("", external=True), Match(MatchKind.NONE, "unavailable")),
        (Party("102", external=False), Match(MatchKind.NONE, "internal")),
    ],
)
def test_what_the_books_are_asked(party: Party, asked: str | Match) -> None:
    assert question(entry(party)) == asked


def someone(name: str, kind: str = "person", **more: Any) -> Candidate:
    return Candidate(id=more.pop("id", name.lower()), kind=ContactKind(kind), name=name, **more)


ANNA, BEAT = someone("Anna", "contact"), someone("Beat")
FIRM, OLD, FAX = someone("Firm", "company"), someone("Aaron", active=False), someone("Aida", means="fax")


@pytest.mark.parametrize(
    ("found", "chosen", "kind", "reason", "names"),
    [
        ([], None, "none", "unknown", []),
        ([], "anna", "none", "unknown", []),
        ([ANNA], None, "one", "exact", ["Anna"]),
        ([ANNA, ANNA], None, "one", "exact", ["Anna"]),
        ([ANNA, someone("Anna", "contact", id="anna", means="mobile")], None, "one", "exact", ["Anna"]),
        ([FAX, OLD, FIRM, BEAT, ANNA], None, "several", "exact", ["Anna", "Beat", "Firm", "Aaron", "Aida"]),
        ([BEAT, ANNA], "beat", "one", "chosen", ["Beat"]),
        ([BEAT, ANNA], "gone", "several", "exact", ["Anna", "Beat"]),
        ([ANNA], "beat", "one", "exact", ["Anna"]),
        ([ANNA, someone("Anna", "contact", id="anna", book="other")], None, "several", "exact", ["Anna", "Anna"]),
    ],
)
def test_the_answer(found: list[Candidate], chosen: str | None, kind: str, reason: str, names: list[str]) -> None:
    match = decide(found, chosen)
    assert (match.kind, match.reason, [contact.name for contact in match.contacts]) == (kind, reason, names)
    assert match == decide(reversed(found), chosen), "whatever the order in which the books answered"


@pytest.mark.parametrize(
    ("match", "certain", "contact"),
    [
        (Match(MatchKind.ONE, "exact", (ANNA,)), True, ANNA),
        (Match(MatchKind.ONE, "chosen", (ANNA,)), True, ANNA),
        (Match(MatchKind.ONE, "switchboard", (ANNA,)), False, ANNA),
        (Match(MatchKind.SEVERAL, "exact", (ANNA, BEAT)), False, None),
        (Match(MatchKind.NONE, "unknown"), False, None),
        (PENDING, False, None),
    ],
)
def test_what_may_be_booked_on(match: Match, certain: bool, contact: Candidate | None) -> None:
    assert (match.certain, match.contact) == (certain, contact)
