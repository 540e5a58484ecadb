"""Calls that no line saw: added by hand, they are found, matched, guarded and booked like all others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calljournal.calls import Presentation
from calljournal.contracts.crm import Contact
from calljournal.contracts.export_commands import BeginExport, ExportedCalls
from calljournal.contracts.rows import to_json
from calljournal.contracts.service import (
    AddContacts,
    BookCall,
    ChooseContact,
    FindMatch,
    ForgetChoice,
    GetRow,
    ListRows,
    RowChanged,
    UndoEdit,
    WatchLines,
)
from calljournal.contracts.work_commands import AddCall, ForgetPerson, ListUnbooked
from calljournal.crm.local.book import LocalBook
from calljournal.engine import Engine
from calljournal.errors import AlreadyBooked, NotFound, Refused, Unreachable
from calljournal.matching import Candidate
from calljournal.settings import save
from calljournal.worklog import Kind
from tests.engine.conftest import Lab
from tests.engine.test_matching import COMPANY, PERSON, calls, contact, id_of, names, played
from tests.store.made import call, entry, live_entry

ANNA = contact("Anna Keller", PERSON, "079 000 11 22")
FIRM = contact("Donau GmbH", COMPANY, "+49 30 12345-0")
NUMBER = "+41 79 000 11 22"


def ago(minutes: float) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


async def known(engine: Engine, *people: Contact) -> list[str]:
    """Put people in the book, and give their ids."""
    await engine.do(AddContacts(people))
    return [await id_of(engine, one.name) for one in people]


# --- what becomes of it ----------------------------------------------------------------------------------------------


def test_a_call_with_a_number_is_a_row_like_any_other(lab: Lab) -> None:
    """Shown at once, looked up, found again, and the same over a restart."""
    at = ago(30)

    async def add(engine: Engine) -> None:
        (anna,) = await known(engine, ANNA)
        async with engine.changes() as changes:
            row = await engine.do(AddCall(number=NUMBER, minutes=12.5, at=at))
            change = await anext(changes)
            assert isinstance(change, RowChanged)
            assert (change.row.entry, change.row.match.kind) == (row.entry, "pending")  # facts first, names later
            assert await anext(changes) == RowChanged(row)
        facts = to_json(row)
        assert facts["match"]["contacts"] == [{"id": anna, "name": "Anna Keller", "company": None, "reasons": ["own"]}]
        expected: dict[str, object] = {
            "line": "manual",
            "owner": "mobile",
            "own": "mobile",
            "direction": "outgoing",
            "scope": "external",
            "state": "ended",
            "outcome": "answered",
            "number": "+41790001122",
            "presentation": "allowed",
            "display": "079 000 11 22",
            "name": None,
            "talk_seconds": 750.0,
            "held_seconds": 0.0,
            "legs": [],
        }
        assert {name: facts[name] for name in expected} == expected
        assert (row.entry.started, row.entry.answered, row.entry.ended) == (at, at, at + timedelta(minutes=12.5))

    async def later(engine: Engine) -> None:
        (row,) = await engine.do(ListRows(number="79000 11", person="anna", outcome="answered"))
        assert names(row.match) == ["Anna Keller"]
        assert await engine.do(ListRows(session=True)) == ()

    lab.run(add)
    lab.run(later)


def test_without_a_time_it_has_just_ended(lab: Lab) -> None:
    """It is the user's, who has an extension here; and the other side's, who called."""
    save(lab.places.settings_file, ("user", "owner"), "101")

    async def work(engine: Engine) -> None:
        before = datetime.now(UTC)
        row = await engine.do(AddCall(number=NUMBER, minutes=5, incoming=True))
        assert row.entry.ended is not None
        assert abs(row.entry.ended - before) < timedelta(minutes=1)
        assert (row.entry.owner, row.entry.own, row.entry.direction) == ("101", "mobile", "incoming")
        assert (row.match.kind, row.match.reason) == ("none", "unknown")

    lab.run(work)


def test_it_waits_to_be_booked_and_is_booked_once(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        (anna,) = await known(engine, ANNA)
        row = await engine.do(AddCall(number=NUMBER, minutes=12, at=ago(30)))
        (waits,) = await engine.do(ListUnbooked())
        assert (waits.rows[0].entry.id, waits.draft.contact, waits.draft.measured_minutes) == (row.entry.id, anna, 12)
        booking = await engine.do(BookCall(row.entry.id, Kind.TIME))
        assert booking.id
        with pytest.raises(AlreadyBooked):
            await engine.do(BookCall(row.entry.id, Kind.TIME))
        assert [one.id for one in (await engine.do(GetRow(row.entry.id))).booked] == [booking.id]
        assert await engine.do(ListUnbooked()) == ()

    lab.run(work)


def test_it_goes_out_with_the_others(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        row = await engine.do(AddCall(number=NUMBER, minutes=12, at=ago(30)))
        export = await engine.do(BeginExport("calls", "calls.csv", "csv", "{}"))
        assert await engine.do(ExportedCalls(export.id)) == (row,)

    lab.run(work)


@pytest.mark.parametrize(
    ("typed", "number", "scope"),
    [("117", "117", "external"), ("044/000 12 34", "+41440001234", "external"), ("312", "312", "internal")],
)
def test_numbers_of_every_kind(lab: Lab, typed: str, number: str, scope: str) -> None:
    async def work(engine: Engine) -> None:
        row = await engine.do(AddCall(number=typed, minutes=1))
        assert (row.entry.number, row.entry.scope, row.entry.presentation) == (number, scope, "allowed")

    lab.run(work)


def test_who_was_spoken_with_last_stands_first(lab: Lab) -> None:
    """A call by hand counts."""

    async def work(engine: Engine) -> None:
        _, max_ = await known(engine, ANNA, contact("Max Muster", PERSON, "079 000 11 22"))
        assert names(await engine.do(FindMatch(NUMBER))) == ["Anna Keller", "Max Muster"]
        await engine.do(AddCall(contact=max_, minutes=3))
        assert names(await engine.do(FindMatch(NUMBER))) == ["Max Muster", "Anna Keller"]

    lab.run(work)


def test_a_book_that_is_away_delays_no_row(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is there; who it was comes later."""
    find, times = LocalBook.find, [0]

    async def away(book: LocalBook, numbers: tuple[str, ...]) -> tuple[Candidate, ...]:
        times[0] += 1
        if times[0] == 1:
            raise Unreachable("the book does not answer")
        return tuple(await find(book, numbers))

    async def work(engine: Engine) -> None:
        await known(engine, ANNA)
        monkeypatch.setattr(LocalBook, "find", away)
        row = await engine.do(AddCall(number=NUMBER, minutes=3))
        assert row.match.kind == "pending"
        await engine._lookup.settle()
        assert names((await engine.do(GetRow(row.entry.id))).match) == ["Anna Keller"]

    lab.run(work)


# --- who it was, said by a person ------------------------------------------------------------------------------------


def test_with_a_contact_it_is_that_contact(lab: Lab) -> None:
    """No number is invented; whatever comes into the book, it stays so, until the contact goes."""

    async def add(engine: Engine) -> None:
        anna, firm = await known(engine, ANNA, FIRM)
        row = await engine.do(AddCall(contact=anna, minutes=3, at=ago(60)))
        assert (row.match.reason, names(row.match), row.match.certain) == ("chosen", ["Anna Keller"], True)
        assert (row.entry.number, row.display, row.entry.presentation) == (None, None, "unavailable")
        await engine.do(AddCall(contact=firm, minutes=3, at=ago(30)))
        assert (await engine.do(BookCall(row.entry.id, Kind.TIME))).id

    async def later(engine: Engine) -> None:
        await engine.do(AddContacts((contact("Beat Frei", PERSON),)))
        firm, anna = await engine.do(ListRows())
        assert (names(firm.match), names(anna.match)) == (["Donau GmbH"], ["Anna Keller"])
        await engine.do(UndoEdit())
        await engine.do(UndoEdit())
        assert (await engine.do(GetRow(firm.entry.id))).match.reason == "unavailable"
        assert names((await engine.do(GetRow(anna.entry.id))).match) == ["Anna Keller"]  # booked on, she stays

    lab.run(add)
    lab.run(later)


def test_with_neither_it_is_somebody(lab: Lab) -> None:
    """To be said later, and taken back; of no other row without a number."""

    async def work(engine: Engine) -> None:
        (anna,) = await known(engine, ANNA)
        row = await engine.do(AddCall(minutes=3, at=ago(30)))
        other = await engine.do(AddCall(minutes=3, at=ago(30)))  # two calls with somebody: nobody can tell
        assert (row.match.kind, row.match.reason) == ("none", "unavailable")
        assert names((await engine.do(ChooseContact(row.entry.id, anna))).match) == ["Anna Keller"]
        assert names((await engine.do(ChooseContact(other.entry.id, anna))).match) == ["Anna Keller"]
        assert (await engine.do(ForgetChoice(row.entry.id))).match.reason == "unavailable"
        assert names((await engine.do(GetRow(other.entry.id))).match) == ["Anna Keller"]

    lab.run(work)


def test_a_person_can_be_named_for_a_withheld_call(lab: Lab) -> None:
    """For that row alone; it survives a change of the book, a restart and further reports of the call."""
    lab.plays(calls("withheld", "withheld"))

    async def choose(engine: Engine) -> None:
        first, second = await played(engine, [ANNA], 2)
        row = await engine.do(ChooseContact(first.entry.id, await id_of(engine, "Anna Keller")))
        assert (row.match.reason, names(row.match), row.entry.number) == ("chosen", ["Anna Keller"], None)
        assert (await engine.do(GetRow(second.entry.id))).match.reason == "withheld"
        await engine.do(AddContacts((FIRM,)))
        assert names((await engine.do(GetRow(first.entry.id))).match) == ["Anna Keller"]

    async def later(engine: Engine) -> None:
        second, first = await engine.do(ListRows())
        for row in (first, second):
            engine._lookup.consider(row.entry)  # as when a call that lasted over the restart goes on
        await engine._lookup.settle()
        assert names((await engine.do(GetRow(first.entry.id))).match) == ["Anna Keller"]
        assert (await engine.do(GetRow(second.entry.id))).match.reason == "withheld"
        with pytest.raises(NotFound, match="no contact 'c99'"):
            await engine.do(ChooseContact(second.entry.id, "c99"))
        assert (await engine.do(ForgetChoice(first.entry.id))).match.reason == "withheld"

    lab.run(choose)
    lab.run(later)


def test_who_it_was_cannot_be_said_of_every_call(lab: Lab) -> None:
    """Not of a private or forgotten one, nor while nobody knows whether there is a number."""
    asked = live_entry("entry-1", number=None, display=None, name=None, presentation=Presentation.PENDING, legs=())

    async def work(engine: Engine) -> None:
        (anna,) = await known(engine, ANNA)
        await engine._store.save_call(call(), [asked], ago(0))
        with pytest.raises(Refused, match="try again in a moment"):
            await engine.do(ChooseContact("entry-1", anna))
        row = await engine.do(AddCall(minutes=3))
        await engine._store.annotate(row.entry.id, None, private=True)
        with pytest.raises(Refused, match="private"):
            await engine.do(ChooseContact(row.entry.id, anna))
        forgotten = await engine.do(AddCall(number="079 000 11 23", minutes=3))
        await engine.do(ForgetPerson("079 000 11 23"))
        with pytest.raises(Refused, match="forgotten"):
            await engine.do(ChooseContact(forgotten.entry.id, anna))

    lab.run(work)


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "began", "words"),
    [
        (AddCall(number="hello", minutes=3), None, "'hello' cannot be read as a number"),
        (AddCall(number="", minutes=3), None, "cannot be read"),
        (AddCall(number=NUMBER, contact="c1", minutes=3), None, "not both"),
        (AddCall(minutes=0), None, "a second at least"),
        (AddCall(minutes=-3), None, "a second at least"),
        (AddCall(minutes=1e-9), None, "a second at least"),
        (AddCall(minutes=float("nan")), None, "a second at least"),
        (AddCall(minutes=24 * 60 + 1), None, "24 hours at most"),
        (AddCall(minutes=12), 5, "end in the future"),
        (AddCall(minutes=12), -5, "end in the future"),
        (AddCall(), -5, "begun in the future"),
        (AddCall(), 25 * 60, "24 hours is the longest"),
        (AddCall(minutes=12), 91 * 24 * 60, "kept for 90 days"),
    ],
)
def test_what_cannot_have_been_is_refused(lab: Lab, command: AddCall, began: float | None, words: str) -> None:
    """In words that say what to do; nothing is added. `began` is so many minutes ago, when the test runs."""
    command = command if began is None else replace(command, at=ago(began))

    async def work(engine: Engine) -> None:
        with pytest.raises(Refused, match=words):
            await engine.do(command)
        with pytest.raises(NotFound, match="`calljournal contacts TEXT`"):
            await engine.do(AddCall(contact="c99", minutes=3))
        assert await engine.do(ListRows()) == ()

    lab.run(work)


def test_rows_that_are_kept_for_ever_may_be_of_any_day(lab: Lab) -> None:
    save(lab.places.settings_file, ("firm", "retention", "unbooked"), 0)

    async def work(engine: Engine) -> None:
        await engine.do(AddCall(minutes=12, at=ago(400 * 24 * 60)))
        assert len(await engine.do(ListRows())) == 1

    lab.run(work)


def test_a_call_that_a_line_saw_is_not_added_again(lab: Lab) -> None:
    """The same number or contact at the same time: probably the same call, unless a person says that it is not."""

    async def work(engine: Engine) -> None:
        (anna,) = await known(engine, ANNA)
        seen = entry(legs=(), number="+41790001122", started=ago(61), answered=ago(60), ended=ago(50))
        await engine._store.save_call(call(), [seen], ago(0))
        await engine._lookup.again(seen)
        for same in (
            AddCall(number=NUMBER, minutes=12, at=ago(62)),
            AddCall(number=NUMBER, minutes=2, at=ago(58)),
            AddCall(contact=anna, minutes=10, at=ago(65)),
        ):
            with pytest.raises(Refused, match=r"\(entry-1\): probably the same; add --again"):
                await engine.do(same)
        assert len(await engine.do(ListRows())) == 1
        await engine.do(AddCall(number=NUMBER, minutes=10, at=ago(66)))  # four of ten minutes at once
        await engine.do(AddCall(number="079 000 11 23", minutes=10, at=ago(60)))
        await engine.do(AddCall(number=NUMBER, minutes=10, at=ago(60), again=True))
        with pytest.raises(Refused, match="probably the same"):  # nor twice by hand
            await engine.do(AddCall(number="079 000 11 23", minutes=10, at=ago(60)))
        assert len(await engine.do(ListRows())) == 4

    lab.run(work)


def test_a_missed_call_was_no_talk(lab: Lab) -> None:
    """Who calls back from the mobile telephone has talked once; who is on the line now talks there already."""
    missed = entry("entry-1", legs=(), number="+41790001122", started=ago(20), answered=None, ended=ago(19.5))
    lasts = live_entry("entry-2", legs=(), number="+41790001123", started=ago(20), answered=ago(20))

    async def work(engine: Engine) -> None:
        await engine._store.save_call(call(), [missed, lasts], ago(0))
        await engine.do(AddCall(number=NUMBER, minutes=20))
        for minutes in (10.0, None):
            with pytest.raises(Refused, match="it still lasts"):
                await engine.do(AddCall(number="079 000 11 23", minutes=minutes))

    lab.run(work)


def test_lines_leave_it_alone(lab: Lab) -> None:
    """What a line tells when it connects is about its own calls."""
    lab.plays(calls("044 000 12 34"))

    async def work(engine: Engine) -> None:
        row = await engine.do(AddCall(number=NUMBER))
        await engine.do(WatchLines())
        await engine._recorder.caught_up()
        assert (await engine.do(GetRow(row.entry.id))).entry == row.entry

    lab.run(work)
