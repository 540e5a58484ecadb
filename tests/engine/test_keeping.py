"""The engine deletes what is old enough by itself, keeps private calls private, and forgets people for good."""

import asyncio
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import (
    AddContacts,
    BookCall,
    Change,
    GetRow,
    ListRows,
    Notice,
    RowsDeleted,
    WatchLines,
)
from calljournal.contracts.work_commands import (
    AddCall,
    BackUp,
    ExportPerson,
    ForgetPerson,
    ListWork,
    MakePrivate,
    TidyUp,
)
from calljournal.crm.local.book import LocalBook
from calljournal.engine import Engine
from calljournal.errors import CallJournalError, NotFound, Refused, Unreachable
from calljournal.journal import Entry
from calljournal.matching import ContactKind
from calljournal.settings import save
from calljournal.store import Store
from calljournal.worklog import Kind, Part, Wishes
from tests.engine.conftest import Lab, until
from tests.store.made import START, after, booked, draft, ended_call, entry, live_entry
from tests.store.test_forgetting import HELD, digits_in

LIVE = 'at 0 call A from "+41 44 000 12 34" "Keller" rings 101\nat 1 A answered by 101\nat 4 A ended by caller\n'
ANNA = Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, "044 000 12 34"),))


class SetClock:
    """A clock that is set by hand."""

    anchored = 0

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Give the moment that it was set to."""
        return self.moment


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ten minutes, or for a window to listen."""
    monkeypatch.setattr("calljournal.engine.keeping.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("calljournal.engine.keeping.LISTENING_SECONDS", 0.05)


async def saved(lab: Lab, *rows: Entry, private: str = "") -> None:
    """Save rows before the engine is started."""
    store = await Store.open(lab.places.data)
    await store.save_call(ended_call(), rows, START)
    if private:
        await store.make_private(private)
    await store.close()


@asynccontextmanager
async def at(lab: Lab, clock: SetClock) -> AsyncIterator[Engine]:
    """Start an engine by another clock, and stop it."""
    engine = Engine(lab.places, clock)
    await engine.start()
    try:
        async with asyncio.timeout(20):
            yield engine
    finally:
        await engine.stop()


async def told(changes: AsyncIterator[Change]) -> tuple[str, list[str]]:
    """Give the next notice, and the rows that were deleted before it."""
    deleted: list[str] = []
    async for change in changes:
        if isinstance(change, RowsDeleted):
            deleted += change.entries
        if isinstance(change, Notice):
            return change.text, deleted
    raise AssertionError("the changes ended")


# --- kept long enough ------------------------------------------------------------------------------------------------


def test_old_rows_go_at_the_start_and_daily(lab: Lab) -> None:
    """What is old enough is deleted at the start, and then once a day; whoever listens hears what, and which rows."""
    young = replace(entry("young"), started=after(86400), answered=after(86400), ended=after(86460))

    async def whole() -> None:
        await saved(lab, entry("old"), entry("mine"), young, private="mine")
        clock = SetClock(START + timedelta(days=90, seconds=61))
        async with at(lab, clock) as engine, engine.changes() as changes:
            text, _ = await told(changes)
            assert text == (
                "deleted: 1 call older than 90 days from which nothing was booked, 1 private call older than 7 days"
            )
            assert [row.entry.id for row in await engine.do(ListRows())] == ["young"]
            await engine.do(GetRow("young"))
            clock.moment += timedelta(days=1)
            text, deleted = await told(changes)
            assert text == "deleted: 1 call older than 90 days from which nothing was booked"
            assert deleted == ["young"]
            with pytest.raises(NotFound):
                await engine.do(GetRow("young"))

    asyncio.run(whole())


def test_what_nobody_heard_is_said_on_demand_and_at_the_end(lab: Lab) -> None:
    """Once, by whichever comes first; whoever listens later hears it too."""
    words = "deleted: 1 call older than 90 days from which nothing was booked"
    clock = SetClock(START + timedelta(days=90, seconds=61))

    async def whole() -> None:
        await saved(lab, entry("one"))
        async with at(lab, clock) as engine:
            assert await engine.do(TidyUp()) == (words,)
            assert await engine.do(TidyUp()) == ()
        assert engine.unheard() == ()
        await saved(lab, entry("two"))
        async with at(lab, clock) as engine:
            while await engine.do(ListRows()):  # noqa: ASYNC110  (whoever listens, hears it)
                await asyncio.sleep(0.01)
        assert (engine.unheard(), engine.unheard()) == ((words,), ())
        await saved(lab, entry("three"))
        async with at(lab, clock) as engine:
            await asyncio.sleep(0.2)
            async with engine.changes() as changes:
                assert (await told(changes))[0] == words
        assert engine.unheard() == ()

    asyncio.run(whole())


def test_it_is_done_now_on_demand(lab: Lab) -> None:
    """`TidyUp` says in its answer what it deleted; where nothing is old enough it says nothing."""

    async def whole() -> None:
        save(lab.places.settings_file, ("firm", "retention"), {"unbooked": 1, "private": 0})
        await saved(lab, entry("old"), entry("mine"), private="mine")
        clock = SetClock(after(61))
        async with at(lab, clock) as engine:
            assert await engine.do(TidyUp()) == ()
            clock.moment += timedelta(hours=24)
            (said,) = await engine.do(TidyUp())
            assert said == "deleted: 1 call older than 1 day from which nothing was booked"
            clock.moment += timedelta(days=20_000)
            assert await engine.do(TidyUp()) == ()
            assert [row.entry.id for row in await engine.do(ListRows())] == ["mine"]

    asyncio.run(whole())


def test_a_disk_that_does_not_do_it_is_told(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine goes on, and tries again the next day."""
    working = Store.delete

    async def fails(*_: object, **__: object) -> None:
        raise CallJournalError("the disk is full; make room")

    async def whole() -> None:
        await saved(lab, entry("old"))
        clock = SetClock(START + timedelta(days=100))
        monkeypatch.setattr(Store, "delete", fails)
        async with at(lab, clock) as engine, engine.changes() as changes:
            text, _ = await told(changes)
            assert "make room" in text
            monkeypatch.setattr(Store, "delete", working)
            clock.moment += timedelta(days=1)
            assert (await told(changes))[0].startswith("deleted: 1 call")

    asyncio.run(whole())
    assert "make room" in caplog.text


# --- of this session only --------------------------------------------------------------------------------------------


async def at_the_next_start(lab: Lab, clock: SetClock) -> list[str]:
    """Start an engine, and give what is in the journal then."""
    async with at(lab, clock) as engine:
        left = [row.entry.id for row in await engine.do(ListRows())]
    assert engine.unheard() == ()  # it is what the firm wants: nobody is told each time
    return left


@pytest.mark.usefixtures("caplog")  # that the book is away is logged
def test_with_session_only_the_calls_of_before_go_at_the_start(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are over, booked or not; what lives or waits for the book stays, and so does all of this session.

    So does what the book refused: what was typed there is not lost.
    """

    async def is_away(*_: object) -> None:
        raise Unreachable("it is away")

    monkeypatch.setattr(LocalBook, "book", is_away)
    save(lab.places.settings_file, ("firm", "journal", "keep"), "session")
    clock = SetClock(after(120))
    stay = {"timed", "on-its-way", "refused"}

    async def whole() -> None:
        rows = [entry(name) for name in ("waits", "mine", "booked", "on-its-way", "refused")]
        await saved(lab, *rows, private="mine")
        store = await Store.open(lab.places.data)
        await store.save_call(ended_call(), [live_entry("timed", line="manual")], START)
        booking = draft("draft-1", "booked", parts=(Part("booked", 56.0),))
        await store.claim(booking, again=False)
        await store.save_booking(booked(booking))
        await store.claim(draft("draft-2", "on-its-way", parts=(Part("on-its-way", 56.0),)), again=False)
        await store.save_draft(draft("draft-3", "refused"))
        await store.drop_draft("draft-3", "the project is closed")
        await store.close()
        async with at(lab, clock) as engine:
            assert {row.entry.id for row in await engine.do(ListRows())} == stay
            await engine.do(AddCall(minutes=1, at=after(30)))
            assert len(await engine.do(ListRows())) == 4
            assert await engine.do(TidyUp()) == ()
            assert len(await engine.do(ListRows())) == 4
            assert [one.id for one in await engine._store.bookings_of("booked")] == ["t57"]
        assert set(await at_the_next_start(lab, clock)) == stay

    asyncio.run(whole())


def test_nothing_of_them_is_left_in_the_file(lab: Lab) -> None:
    """The room is given back at once."""
    save(lab.places.settings_file, ("firm", "journal", "keep"), "session")

    async def whole() -> None:
        await saved(lab, *(entry(f"row-{number}") for number in range(300)))
        before = (lab.places.data / "journal.db").stat().st_size
        assert await at_the_next_start(lab, SetClock(after(120))) == []
        assert (lab.places.data / "journal.db").stat().st_size < before / 2
        assert digits_in(lab.places.data) == []

    asyncio.run(whole())


def test_with_the_history_they_stay(lab: Lab) -> None:
    """That is the default."""

    async def whole() -> None:
        await saved(lab, entry("one"))
        assert await at_the_next_start(lab, SetClock(after(120))) == ["one"]

    asyncio.run(whole())


def test_very_many_do_not_hold_up_the_start(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest goes behind it, and whoever listens hears of each; calls of this session stay."""
    monkeypatch.setattr("calljournal.engine.keeping.AT_START", 1)
    monkeypatch.setattr("calljournal.store.retention.PORTION", 2)
    monkeypatch.setattr("calljournal.store.retention.delete.__defaults__", (2,))
    save(lab.places.settings_file, ("firm", "journal", "keep"), "session")
    clock = SetClock(after(120))

    async def whole() -> None:
        await saved(lab, *(entry(f"row-{number}") for number in range(5)))
        async with at(lab, clock) as engine, engine.changes() as changes:
            clock.moment = after(300)
            added = await engine.do(AddCall(minutes=1))
            deleted: list[str] = []
            while len(deleted) < 3:
                change = await anext(changes)
                deleted += change.entries if isinstance(change, RowsDeleted) else ()
            assert sorted(deleted) == ["row-2", "row-3", "row-4"]
            assert [row.entry.id for row in await engine.do(ListRows())] == [added.entry.id]

    asyncio.run(whole())


def test_what_could_not_be_deleted_is_told_and_stays(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine starts all the same."""
    save(lab.places.settings_file, ("firm", "journal", "keep"), "session")

    async def fails(*_: object, **__: object) -> None:
        raise CallJournalError("the disk is full; make room")

    async def whole() -> None:
        await saved(lab, entry("one"))
        monkeypatch.setattr(Store, "delete", fails)
        async with at(lab, SetClock(after(120))) as engine:
            assert [row.entry.id for row in await engine.do(ListRows())] == ["one"]
        assert engine.unheard()[0] == "the calls of earlier sessions could not be deleted: the disk is full; make room"

    asyncio.run(whole())
    assert "make room" in caplog.text


# --- private ---------------------------------------------------------------------------------------------------------


def test_a_live_call_is_made_private_for_good(lab: Lab) -> None:
    """Nothing that is shown from then on names the caller, and when the call has ended no file holds the number."""
    lab.plays(LIVE, speed=20)

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.entry.state == "talking")
            private = await engine.do(MakePrivate(seen[-1].entry.id[:8]))
            assert (private.entry.number, private.private) == (None, True)
            seen = await until(changes, lambda row: row.private)
            seen += await until(changes, lambda row: not row.entry.live)
        of_private = [row for row in seen if row.private]
        assert len(of_private) > 1
        assert not any(word in repr(of_private) for word in ("440001234", "000 12 34", "Keller"))
        (row,) = await engine.do(ListRows())
        assert (row.private, row.match.reason, row.entry.talk_seconds) == (True, "unavailable", pytest.approx(3, abs=1))

    lab.run(work)
    assert digits_in(lab.places.data) == []


def test_a_private_call_stays_so_when_the_program_is_started_again(lab: Lab) -> None:
    """The call is taken up from the disk, where its number still stands for the line's sake; its row shows none."""
    lab.plays('at 0 call A from "+41 44 000 12 34" "Keller" rings 101\nat 900 A ended by caller\n', speed=1)

    async def first(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.entry.state == "ringing")
        await engine.do(MakePrivate(seen[-1].entry.id))

    async def second(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: not row.entry.live)  # its line knows it no more
        assert not any(row.entry.number or row.entry.name or row.match.contacts for row in seen)

    lab.run(first)
    lab.plays("")
    lab.run(second)
    assert digits_in(lab.places.data) == []


def test_a_look_up_under_way_does_not_name_a_private_call(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book answers after the call was made private: the row stays without a name."""
    lab.plays(LIVE, speed=1)
    asked, answer = asyncio.Event(), asyncio.Event()

    async def work(engine: Engine) -> None:
        find = engine._crm.find

        async def slowly(keys: tuple[str, ...]) -> object:
            asked.set()
            await answer.wait()
            return await find(keys)

        await engine.do(AddContacts((ANNA,)))
        monkeypatch.setattr(engine._crm, "find", slowly)
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.entry.live)
            await asked.wait()
            await engine.do(MakePrivate(seen[-1].entry.id))
            await until(changes, lambda row: row.private)
            answer.set()
            await engine._lookup.settle()
            assert not (await engine.do(GetRow(seen[-1].entry.id))).match.contacts
            assert not engine._rows[seen[-1].entry.id].match.contacts

    lab.run(work)


# --- a person --------------------------------------------------------------------------------------------------------


def in_any_file(lab: Lab) -> list[str]:
    """Give the files of the program in which the digits stand, looking into archives too."""
    found = digits_in(lab.places.config)
    for file in lab.places.config.rglob("*"):
        if file.is_file() and zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                parts = (archive.read(name) for name in archive.namelist())
                found += [file.name for part in parts if any(one in part for one in HELD)]
    return found


async def talk_and_book(engine: Engine) -> str:
    """Add Anna, talk to her by two telephones, book one of the calls; give her id."""
    await engine.do(AddContacts((ANNA,)))
    row = await engine.do(AddCall(number="044 000 12 34", minutes=10))
    booking = await engine.do(BookCall(row.entry.id, Kind.TIME, Wishes(text="she is at 044/000.12.34 from May on")))
    await engine.do(AddCall(number="+41 (0)44 000 12 34", minutes=5, incoming=True, again=True))
    assert booking.id is not None
    (person,) = (await engine.do(GetRow(row.entry.id))).match.contacts
    return person.id


@pytest.mark.parametrize("by_id", [True, False])
def test_no_file_of_the_data_folder_holds_the_digits(lab: Lab, by_id: bool) -> None:
    """By number or by contact: journal, book, their logs and the backups have lost it; the hours are all there."""

    async def work(engine: Engine) -> None:
        person = await talk_and_book(engine)
        lab.places.backups.mkdir()
        await engine.do(BackUp(str(lab.places.backups / "before-restore.zip")))
        assert "before-restore.zip" in in_any_file(lab)
        said = await engine.do(ForgetPerson(person if by_id else "0041 44 000 12 34"))
        assert in_any_file(lab) == []  # while it runs
        assert any("2 calls" in words for words in said)
        assert any("1 backup in the data folder" in words for words in said)
        assert "elsewhere" in said[-1]
        assert any("by its name alone" in words for words in said) is by_id
        rows = await engine.do(ListRows())
        assert [(row.entry.number, row.match.contacts) for row in rows] == [(None, ())] * 2
        (hour,) = await engine.do(ListWork())
        assert (hour.measured_minutes, hour.text) == (10.0, "she is at (number removed) from May on")

    lab.run(work)
    assert in_any_file(lab) == []


def test_the_digits_are_not_brought_back_by_the_next_start(lab: Lab) -> None:
    """Rows are read and looked up again, and what is shown is what is left."""

    async def forget(engine: Engine) -> None:
        await engine.do(ForgetPerson(await talk_and_book(engine)))

    async def look(engine: Engine) -> None:
        assert [row.display for row in await engine.do(ListRows())] == [None, None]
        with pytest.raises(NotFound):
            await engine.do(ForgetPerson("c99"))

    lab.run(forget)
    lab.run(look)
    assert in_any_file(lab) == []


def test_all_that_is_kept_is_given_out(lab: Lab) -> None:
    """Contact, calls, bookings with their history, choices: one JSON object."""

    async def work(engine: Engine) -> None:
        person = await talk_and_book(engine)
        for who in (person, "044 000 12 34"):
            kept = json.loads(await engine.do(ExportPerson(who)))
            assert kept["numbers"] == ["+41440001234"]
            assert [call["talk_seconds"] for call in kept["calls"]] == [600.0, 300.0]
            assert [one["name"] for one in kept["book"]["contacts"]] == ["Anna Keller"]
            assert [one["minutes"] for one in kept["book"]["work"]] == [10.0]
        assert json.loads(await engine.do(ExportPerson("044 000 99 99")))["calls"] == []

    lab.run(work)


def test_a_number_of_others_stays_with_them(lab: Lab) -> None:
    """The switchboard of a colleague is not forgotten with a contact: it is said, and may be forgotten by itself."""
    board = Means(MeansKind.PHONE, "044 000 12 00")

    async def work(engine: Engine) -> None:
        both = [
            replace(ANNA, means=(*ANNA.means, board)),
            Contact("", ContactKind.PERSON, "Beat Huber", means=(board,)),
        ]
        await engine.do(AddContacts(tuple(both)))
        row = await engine.do(AddCall(number="044 000 12 00", minutes=5))
        anna = next(one.id for one in row.match.contacts if one.name == "Anna Keller")
        said = await engine.do(ForgetPerson(anna))
        assert any("+41440001200 stays" in words for words in said)
        left = await engine.do(GetRow(row.entry.id))
        assert (left.entry.number, [one.name for one in left.match.contacts]) == ("+41440001200", ["Beat Huber"])
        await engine.do(ForgetPerson("044 000 12 00"))
        assert (await engine.do(GetRow(row.entry.id))).entry.number is None

    lab.run(work)


@pytest.mark.parametrize(
    ("who", "error", "words"),
    [
        ("Anna", NotFound, "calljournal contacts"),
        ("103", Refused, "in the house"),
        ("117", Refused, "a service"),
        ("12345", Refused, "too short"),
    ],
)
def test_what_is_no_person_is_refused(lab: Lab, who: str, error: type[Exception], words: str) -> None:
    """The error says what to type instead."""

    async def work(engine: Engine) -> None:
        for command in (ExportPerson(who), ForgetPerson(who)):
            with pytest.raises(error, match=words):
                await engine.do(command)

    lab.run(work)
