"""Who it was, on the simulated line: the rules in their order, the user's choice, and what becomes of the journal."""

from collections.abc import Sequence

import pytest

from calljournal.calls import Presentation
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.service import (
    AddContacts,
    BookCall,
    ChooseContact,
    FindMatch,
    ForgetChoice,
    GetRow,
    ListRows,
    RepairNumbers,
    UndoEdit,
    WatchLines,
)
from calljournal.crm.local.book import LocalBook
from calljournal.engine import Engine
from calljournal.errors import NeedsConfirming, NotFound, Refused
from calljournal.matching import Candidate, ContactKind, Match
from calljournal.settings import save
from calljournal.worklog import Kind
from tests.engine.conftest import Lab, settled

COMPANY, PERSON, AT_COMPANY = ContactKind.COMPANY, ContactKind.PERSON, ContactKind.CONTACT
CALLER = "+49 30 12345-678"


def calls(*numbers: str) -> str:
    """Play calls that our telephone 101 answers, one after the other."""
    lines: list[str] = []
    for at, number in enumerate(numbers):
        name = chr(ord("A") + at)
        party = number if number in ("withheld", "unavailable", "102") else f'"{number}"'
        lines += [f"at {at * 100} call {name} from {party} rings 101", f"at {at * 100 + 3} {name} answered by 101"]
        lines.append(f"at {at * 100 + 60} {name} ended by caller")
    return "\n".join(lines) + "\n"


def contact(name: str, kind: ContactKind, *typed: str, company: str | None = None, **more: bool) -> Contact:
    means = tuple(Means(MeansKind.PHONE, text, str(at)) for at, text in enumerate(typed))
    return Contact("", kind, name, company, means=means, **more)  # type: ignore[arg-type]  # words by name


FIRM = contact("Donau GmbH", COMPANY, "+49 30 12345-0")
ANNA = contact("Anna Keller", AT_COMPANY, "+49 30 12345-67", company="Donau GmbH")
BEAT = contact("Beat Frei", AT_COMPANY, company="Donau GmbH", active=False)


async def played(engine: Engine, book: Sequence[Contact], count: int = 1) -> tuple[JournalRow, ...]:
    """Fill the book, let the calls happen, and give their rows, the first call first."""
    await engine.do(AddContacts(tuple(book)))
    await engine.do(WatchLines())
    return (await settled(engine, count))[::-1]


def names(match: Match) -> list[str]:
    return [one.name for one in match.contacts]


async def chosen(engine: Engine, entry: str, name: str) -> JournalRow:
    return await engine.do(ChooseContact(entry, await id_of(engine, name)))


async def id_of(engine: Engine, name: str) -> str:
    (found,) = [one for one in await engine._crm.contacts(name, 9) if one.name == name]
    return found.id


# --- the switchboard -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", ["+49 30 12345-0", "+49 30 12345"])
def test_a_direct_dial_is_at_the_companys_switchboard(lab: Lab, stored: str) -> None:
    """The company, with the extension and its people; never booked on without a confirming word."""
    lab.plays(calls(CALLER))

    async def work(engine: Engine) -> None:
        firm = contact("Donau GmbH", COMPANY, stored)
        (row,) = await played(engine, [firm, ANNA, BEAT])
        assert (row.match.kind, row.match.reason, row.match.extension) == ("one", "switchboard", "678")
        assert names(row.match) == ["Donau GmbH"]
        assert [one.name for one in row.match.people] == ["Anna Keller", "Beat Frei"]
        assert row.display == "+49 30 12345678"  # not the switchboard's number
        for kind in Kind:
            with pytest.raises(NeedsConfirming, match="same switchboard, extension 678"):
                await engine.do(BookCall(row.entry.id, kind))
            assert (await engine.do(BookCall(row.entry.id, kind, confirmed=True))).id

    lab.run(work)


def test_two_companies_in_reach_are_several(lab: Lab) -> None:
    """Even a confirming word books on neither; the one whom we spoke with last is offered first."""
    lab.plays(calls("+49 30 23125-1", CALLER))

    async def work(engine: Engine) -> None:
        other = contact("Zeppelin AG", COMPANY, "+49 30 12345", "+49 30 23125-1")
        first, row = await played(engine, [FIRM, other], 2)
        assert (first.match.reason, names(first.match)) == ("exact", ["Zeppelin AG"])
        assert (row.match.kind, row.match.reason, row.match.extension) == ("several", "switchboard", "678")
        assert set(names(row.match)) == {"Donau GmbH", "Zeppelin AG"}
        with pytest.raises(NeedsConfirming, match="several"):
            await engine.do(BookCall(row.entry.id, Kind.TIME, confirmed=True))
        found = await engine.do(FindMatch(CALLER))
        assert names(found) == ["Zeppelin AG", "Donau GmbH"]
        assert [one.reasons for one in found.contacts] == [("own", "recent"), ("own",)]

    lab.run(work)


def test_the_row_says_it_in_json(lab: Lab) -> None:
    """Scripts read why it is the one, at which extension, and who else is there."""
    lab.plays(calls(CALLER))

    async def work(engine: Engine) -> None:
        (row,) = await played(engine, [FIRM, ANNA])
        firm, anna = await id_of(engine, "Donau GmbH"), await id_of(engine, "Anna Keller")
        assert to_json(row)["match"] == {
            "kind": "one",
            "reason": "switchboard",
            "extension": "678",
            "contacts": [{"id": firm, "name": "Donau GmbH", "company": None, "reasons": ["own"]}],
            "people": [{"id": anna, "name": "Anna Keller", "company": "Donau GmbH"}],
        }

    lab.run(work)


# --- the other rules -------------------------------------------------------------------------------------------------


def test_the_rules_in_their_order(lab: Lab) -> None:
    """The number itself; else its switchboard; else what looks alike; a company offers its people."""
    book = [
        FIRM,
        ANNA,
        contact("Swiss AG", COMPANY, "044 000 12 00"),
        contact("Odd", PERSON, "*21*0790001122#"),
        contact("Fax", PERSON, "079 000 11 33"),
    ]

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts(tuple(book)))
        for number, expected in {
            "+49 30 12345-67": ("one", "exact", ["Anna Keller"], None),
            "+49 30 12345-0": ("one", "exact", ["Donau GmbH"], None),
            "+49 30 12345-68": ("one", "switchboard", ["Donau GmbH"], "68"),
            "044 000 12 34": ("one", "switchboard", ["Swiss AG"], "34"),
            "044 000 13 34": ("none", "unknown", [], None),
            "079 000 11 22": ("one", "ending", ["Odd"], None),
            "079 000 11 44": ("none", "unknown", [], None),
            "0001133": ("none", "unknown", [], None),
            "117": ("none", "unknown", [], None),
            "103": ("none", "internal", [], None),
            "": ("none", "unavailable", [], None),
        }.items():
            match = await engine.do(FindMatch(number))
            assert (match.kind, match.reason, names(match), match.extension) == expected, number
        assert [one.name for one in (await engine.do(FindMatch("+49 30 12345-0"))).people] == ["Anna Keller"]
        withheld = await engine.do(FindMatch("anonymous", caller=True))
        assert (withheld.kind, withheld.reason) == ("none", "withheld")
        alike = await engine.do(FindMatch("99*0790001133", caller=True))
        assert (alike.kind, alike.reason, names(alike), alike.certain) == ("one", "ending", ["Fax"], False)

    lab.run(work)


def test_who_has_no_number_matches_nobody(lab: Lab) -> None:
    """Withheld, missing and internal numbers; and no choice is remembered for them."""
    lab.plays(calls("withheld", "unavailable", "102").replace("rings 101", "rings 101", 1))

    async def work(engine: Engine) -> None:
        rows = await played(engine, [FIRM], 3)
        mine = [row for row in rows if row.entry.owner == "101"]
        assert [(row.match.kind, row.match.reason) for row in mine] == [
            ("none", "withheld"),
            ("none", "unavailable"),
            ("none", "internal"),
        ]
        assert mine[0].entry.presentation is Presentation.WITHHELD
        with pytest.raises(Refused, match="no outside number"):
            await chosen(engine, mine[2].entry.id, "Donau GmbH")
        for row in mine[:2]:
            assert names((await chosen(engine, row.entry.id, "Donau GmbH")).match) == ["Donau GmbH"]
        assert (await engine.do(FindMatch("anonymous", caller=True))).reason == "withheld"
        assert (await engine.do(FindMatch(""))).reason == "unavailable"

    lab.run(work)


def test_a_number_that_hits_is_one_question(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The switchboard is asked for only if nobody has the number; a mobile number has none."""
    asked: list[str] = []

    async def no_switchboards(_: object, numbers: Sequence[str], trunks: Sequence[str]) -> Sequence[Candidate]:
        asked.append("switchboards")
        return ()

    async def no_ending(_: object, digits: str, readable: bool) -> Sequence[Candidate]:
        asked.append(f"ending {digits} {readable}")
        return ()

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        monkeypatch.setattr(LocalBook, "find_switchboards", no_switchboards)
        monkeypatch.setattr(LocalBook, "find_ending", no_ending)
        for number, expected in {
            "+49 30 12345-67": [],
            "+49 30 12345-68": ["switchboards", "ending 301234568 False"],
            "079 000 11 22": ["ending 790001122 False"],
            "117": [],
        }.items():
            asked.clear()
            await engine.do(FindMatch(number))
            assert asked == expected, number

    lab.run(work)


# --- the user's choice -----------------------------------------------------------------------------------------------


def test_a_choice_is_remembered_and_forgotten(lab: Lab) -> None:
    """The next call of the number is matched by it; forgotten, the rules count again."""
    lab.plays(calls(CALLER, CALLER))

    async def work(engine: Engine) -> None:
        first, second = await played(engine, [FIRM, ANNA, BEAT], 2)
        row = await chosen(engine, first.entry.id, "Beat Frei")
        assert (row.match.reason, names(row.match), row.match.certain) == ("chosen", ["Beat Frei"], True)
        assert not row.match.contacts[0].active
        assert (await engine.do(BookCall(first.entry.id, Kind.TIME))).id
        assert (await engine.do(FindMatch(CALLER))).reason == "chosen"
        row = await engine.do(ForgetChoice(first.entry.id))
        assert (row.match.reason, row.match.extension, names(row.match)) == ("switchboard", "678", ["Donau GmbH"])
        assert (await engine.do(GetRow(first.entry.id))).match == row.match
        assert (await engine.do(ForgetChoice(second.entry.id))).match.reason == "switchboard"
        with pytest.raises(NotFound):
            await engine.do(ForgetChoice("zz"))

    lab.run(work)


def test_somebody_can_be_chosen_for_an_unknown_number(lab: Lab) -> None:
    """Though no rule finds them; after a restart too. Whoever is gone from the book is no choice any more."""
    lab.plays(calls("079 000 11 22"))

    async def choose(engine: Engine) -> None:
        (row,) = await played(engine, [FIRM])
        assert row.match.reason == "unknown"
        row = await chosen(engine, row.entry.id, "Donau GmbH")
        assert (names(row.match), row.match.certain, row.display) == (["Donau GmbH"], True, "079 000 11 22")

    async def later(engine: Engine) -> None:
        match = await engine.do(FindMatch("+41 79 000 11 22"))
        assert (match.reason, names(match)) == ("chosen", ["Donau GmbH"])
        (row,) = await engine.do(ListRows())
        await engine._store.remember_choice(str(row.entry.number), "c999", row.entry.started)
        assert (await engine.do(FindMatch("+41 79 000 11 22"))).reason == "unknown"
        assert names((await engine.do(ForgetChoice(row.entry.id))).match) == []

    lab.run(choose)
    lab.run(later)


# --- the book changes ------------------------------------------------------------------------------------------------


def test_who_is_added_to_the_book_is_found_in_the_calls_that_were(lab: Lab) -> None:
    """A caller who was unknown gets the name when the contact comes into the book, and loses it with the contact."""
    lab.plays(calls("044 000 12 34", "044 000 12 35"))
    new = contact("Anna Keller", PERSON, "044 000 12 34")

    async def work(engine: Engine) -> None:
        known, other = await played(engine, [], 2)
        assert (known.match.reason, other.match.reason) == ("unknown", "unknown")
        await engine.do(AddContacts((new,), dry_run=True))
        assert (await engine.do(GetRow(known.entry.id))).match.reason == "unknown"
        await engine.do(AddContacts((new,)))
        assert names((await engine.do(GetRow(known.entry.id))).match) == ["Anna Keller"]
        assert (await engine.do(GetRow(other.entry.id))).match.reason == "unknown"
        await engine.do(UndoEdit())
        assert (await engine.do(GetRow(known.entry.id))).match.reason == "unknown"

    lab.run(work)


def test_a_choice_holds_for_all_calls_of_the_number(lab: Lab) -> None:
    lab.plays(calls("044 000 12 34", "044 000 12 34"))

    async def work(engine: Engine) -> None:
        first, second = await played(engine, [contact("Beat Frei", PERSON)], 2)
        await chosen(engine, second.entry.id, "Beat Frei")
        assert names((await engine.do(GetRow(first.entry.id))).match) == ["Beat Frei"]
        await engine.do(ForgetChoice(first.entry.id))
        assert (await engine.do(GetRow(second.entry.id))).match.reason == "unknown"

    lab.run(work)


def test_a_repaired_number_is_found_in_the_calls_that_were(lab: Lab) -> None:
    lab.plays(calls("044 000 12 34"))

    async def work(engine: Engine) -> None:
        (row,) = await played(engine, [contact("Anna Keller", PERSON, "044 000 12")])
        assert row.match.reason == "unknown"
        await engine.do(RepairNumbers(("c1.1",), text="044 000 12 34"))
        assert names((await engine.do(GetRow(row.entry.id))).match) == ["Anna Keller"]

    lab.run(work)


# --- what telephone systems send -------------------------------------------------------------------------------------


def test_a_colleague_in_the_book_is_known_by_the_internal_number(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((contact("Ines Intern", PERSON, "312"),)))
        assert names(await engine.do(FindMatch("312", caller=True))) == ["Ines Intern"]
        assert (await engine.do(FindMatch("313", caller=True))).reason == "internal"
        assert (await engine.do(FindMatch("+41 44 000 03 12"))).reason == "unknown"

    lab.run(work)


def test_a_switchboard_that_calls_without_its_0_is_one(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((FIRM,)))
        match = await engine.do(FindMatch("+493012345", caller=True))
        assert (match.reason, match.extension, names(match)) == ("switchboard", None, ["Donau GmbH"])

    lab.run(work)


@pytest.mark.parametrize("sent", ["0491713920012", "0041440001234", "00041440001234", "041440001234"])
def test_digits_with_two_meanings_find_who_has_either(lab: Lab, sent: str) -> None:
    """Behind the outside-line prefix 0 in Germany, 0491713920012 is +49 171..., without it a number in Leer."""
    save(lab.places.settings_file, ("firm", "country"), "DE")
    save(lab.places.settings_file, ("firm", "area"), "30")
    people = contact("Max Muster", PERSON, "0171 3920012"), contact("Anna Keller", PERSON, "+41 44 000 12 34")

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts(people))
        match = await engine.do(FindMatch(sent, caller=True))
        assert names(match) == ["Max Muster" if "171" in sent else "Anna Keller"]
        assert match.certain == (match.reason == "exact")

    lab.run(work)
