"""Tests of matching."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from calljournal.calls import Owners, Party, Presentation
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.matching import (
    PENDING,
    UNKNOWN,
    Candidate,
    ContactKind,
    Match,
    MatchKind,
    Question,
    alike,
    at_switchboard,
    chosen,
    ending_of,
    exact,
    is_normalised,
    question,
    question_of,
    rank,
)
from calljournal.numbers import DialRules, read_pbx, read_person
from tests.calls import making

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
CALLER = "+493012345678"


def entry(party: Party) -> Entry:
    (call,) = making.tracker().apply(making.report(0, party=party))
    (row,) = Journal({"line": LineProfile(Owners.parse("101"), DialRules())}, lambda: "R").record(call)
    return row


# --- what to ask -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "asked"),
    [
        (making.ANNA, Question("+41440001234")),
        (Party("1811", external=True), Question("1811")),
        (making.PENDING, PENDING),
        (making.WITHHELD, Match(MatchKind.NONE, "withheld")),
        (Party(None, "Anna", Presentation.UNAVAILABLE), Match(MatchKind.NONE, "unavailable")),
        (Party("", external=True), Match(MatchKind.NONE, "unavailable")),
        (Party("102", external=False), Question("102", internal=True)),
    ],
)
def test_what_the_books_are_asked(party: Party, asked: Question | Match) -> None:
    assert question(entry(party)) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("044 000 12 34", Question("+41440001234")),
        ("117", Question("117")),
        ("103", Question("103", internal=True)),
        ("", Match(MatchKind.NONE, "unavailable")),
        (" 0440001 ", Question("0440001")),
    ],
)
def test_what_is_asked_for_a_number_by_itself(text: str, asked: Question | Match) -> None:
    assert question_of(read_person(text, DialRules(internal=(3, 3)))) == asked


@pytest.mark.parametrize(("sent", "reason"), [("anonymous", "withheld"), ("unavailable", "unavailable")])
def test_who_sends_no_number_is_nobody(sent: str, reason: str) -> None:
    assert question_of(read_pbx(sent, DialRules(), "incoming")) == Match(MatchKind.NONE, reason)


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        ("+41440001234", "440001234"),
        ("+3906" + "1234567", "61234567"),
        ("+", None),
        ("+999123456", "999123456"),
        ("0440001", "440001"),
        ("*31#0 44 00-012", "3104400012"),
        ("044000", None),
        ("117", None),
        ("", None),
    ],
)
def test_the_digits_that_a_number_may_share(number: str, ending: str | None) -> None:
    assert ending_of(number) == ending


def test_what_is_normalised() -> None:
    assert is_normalised("+41440001234")
    assert not is_normalised("0440001234")


# --- the very number -------------------------------------------------------------------------------------------------


def someone(name: str, kind: str = "person", **more: Any) -> Candidate:
    return Candidate(id=more.pop("id", name.lower()), kind=ContactKind(kind), name=name, **more)


ANNA, BEAT = someone("Anna", "contact"), someone("Beat")
FIRM, OLD, FAX = someone("Firm", "company"), someone("Aaron", active=False), someone("Aida", means="fax")
HEIR = someone("Aline", "contact", inherited=True)


@pytest.mark.parametrize(
    ("found", "kind", "names"),
    [
        ([], "none", []),
        ([ANNA], "one", ["Anna"]),
        ([FAX], "one", ["Aida"]),
        ([ANNA, ANNA], "one", ["Anna"]),
        ([ANNA, someone("Anna", "contact", means="mobile")], "one", ["Anna"]),
        ([ANNA, someone("Anna", "contact", means="fax")], "one", ["Anna"]),
        ([FAX, HEIR, OLD, FIRM, BEAT, ANNA], "several", ["Anna", "Beat", "Aaron", "Aline", "Firm", "Aida"]),
        ([ANNA, someone("Anna", "contact", book="other")], "several", ["Anna", "Anna"]),
    ],
)
def test_who_has_the_very_number(found: list[Candidate], kind: str, names: list[str]) -> None:
    """Fax last; then people before companies, own before inherited numbers, active before inactive, by name."""
    match = exact(found)
    assert (match.kind, [contact.name for contact in match.contacts]) == (kind, names)
    assert match.reason == ("exact" if found else "unknown")
    assert match == exact(reversed(found)), "whatever the order in which the books answered"


def test_each_says_why_it_stands_where_it_does() -> None:
    silent = someone("Abel", "contact", inherited=True, means="fax", active=False)
    reasons = {contact.name: contact.reasons for contact in exact([ANNA, HEIR, FAX, OLD, silent]).contacts}
    assert reasons == {
        "Anna": ("own",),
        "Aline": ("inherited",),
        "Aida": ("own", "fax"),
        "Aaron": ("own", "inactive"),
        "Abel": ("inherited", "fax", "inactive"),
    }


def test_who_was_spoken_with_last_comes_first_among_equals() -> None:
    """It is not before what matters more, and says so."""
    spoken = {"beat": NOW - timedelta(days=9), "cara": NOW, "firm": NOW, "aida": NOW}
    match = rank(exact([ANNA, BEAT, someone("Cara"), FIRM, FAX]), spoken)
    assert [contact.name for contact in match.contacts] == ["Cara", "Beat", "Anna", "Firm", "Aida"]
    assert [contact.reasons[-1] for contact in match.contacts] == ["recent", "recent", "own", "recent", "recent"]
    assert (match.kind, match.reason) == ("several", "exact")


# --- the user's choice -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", [[], [BEAT], [ANNA, BEAT]])
def test_the_one_who_was_chosen(found: list[Candidate]) -> None:
    """Whoever else has the number, and if nobody has it."""
    match = chosen(found, ANNA)
    assert (match.kind, match.reason, match.contacts[0].id, match.certain) == ("one", "chosen", "anna", True)


def test_the_one_who_was_chosen_bears_the_number_that_was_found() -> None:
    found = someone("Anna", "contact", typed="044/000 12 34")
    assert chosen([BEAT, found], ANNA).contacts[0].typed == "044/000 12 34"


# --- the same switchboard --------------------------------------------------------------------------------------------


def at(name: str, number: str | None = "+4930123450", trunk: str | None = "+493012345", **more: Any) -> Candidate:
    return someone(name, more.pop("kind", "company"), number=number, trunk=trunk, **more)


@pytest.mark.parametrize(
    ("found", "kind", "names", "extension"),
    [
        ([], "none", [], None),
        ([at("Firm")], "one", ["Firm"], "678"),
        ([at("Firm", "+493012345", None)], "one", ["Firm"], "678"),
        ([at("Firm"), at("Firm", "+493012345", None)], "one", ["Firm"], "678"),
        ([at("Firm", "+49301234567")], "none", [], None),
        ([at("Firm", None, None)], "none", [], None),
        ([at("Firm"), at("Other")], "several", ["Firm", "Other"], "678"),
        ([at("Firm"), at("Other", "+49301234", None)], "several", ["Firm", "Other"], None),
        ([at("Firm"), at("Anna", kind="contact", company="Firm")], "one", ["Firm"], "678"),
        ([at("Firm"), at("Anna", kind="contact", company="Other")], "several", ["Anna", "Firm"], "678"),
        ([at("Firm"), at("Beat", kind="person")], "several", ["Beat", "Firm"], "678"),
        ([at("Anna", kind="contact", company="Firm")], "one", ["Anna"], "678"),
        ([at("Firm", means="fax"), at("Other")], "several", ["Other", "Firm"], "678"),
        ([at("Firm", company="Firm")], "one", ["Firm"], "678"),
    ],
)
def test_the_same_switchboard(found: list[Candidate], kind: str, names: list[str], extension: str | None) -> None:
    """The company is likely, never certain; its own people are not told apart from it; two companies are several."""
    match = at_switchboard(found, CALLER)
    assert (match.kind, [contact.name for contact in match.contacts]) == (kind, names)
    assert (match.reason, match.extension) == ("switchboard" if names else "unknown", extension)
    assert not match.certain


# --- numbers that look alike -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("found", "kind"), [([], "none"), ([ANNA], "one"), ([ANNA, BEAT], "several")])
def test_numbers_that_look_alike(found: list[Candidate], kind: str) -> None:
    match = alike(found)
    assert (match.kind, match.reason) == (kind, "ending" if found else "unknown")
    assert not match.certain


# --- the answer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("match", "certain", "contact"),
    [
        (Match(MatchKind.ONE, "exact", (ANNA,)), True, ANNA),
        (Match(MatchKind.ONE, "chosen", (ANNA,)), True, ANNA),
        (Match(MatchKind.ONE, "switchboard", (ANNA,), "678"), False, ANNA),
        (Match(MatchKind.ONE, "ending", (ANNA,)), False, ANNA),
        (Match(MatchKind.SEVERAL, "exact", (ANNA, BEAT)), False, None),
        (UNKNOWN, False, None),
        (PENDING, False, None),
    ],
)
def test_what_may_be_booked_on(match: Match, certain: bool, contact: Candidate | None) -> None:
    assert (match.certain, match.contact) == (certain, contact)


def test_a_match_of_an_older_version_is_read() -> None:
    """Matches are kept as JSON beside their rows."""
    old = b'{"kind":"one","reason":"exact","contacts":[{"id":"anna","kind":"contact","name":"Anna"}]}'
    assert msgspec.json.decode(old, type=Match) == Match(MatchKind.ONE, "exact", (ANNA,))
