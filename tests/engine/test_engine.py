"""The whole path on the simulated line: a call becomes a saved row, gets its name, and is booked once."""

import asyncio
import sqlite3
from collections.abc import Sequence

import pytest

from calljournal.contracts.crm import Contact, Crm, Means, MeansKind, Phase, Project
from calljournal.contracts.line import LineState
from calljournal.contracts.service import (
    COMMANDS,
    AddContacts,
    AddProject,
    BookCall,
    ChooseContact,
    EndCall,
    GetLines,
    GetRow,
    ListRows,
    Notice,
    PlaceCall,
    Placed,
    ReloadSettings,
    TestLine,
    WatchLines,
)
from calljournal.crm.local import manifest as local
from calljournal.engine import Engine
from calljournal.errors import (
    AlreadyBooked,
    BadSettings,
    NeedsConfirming,
    NewerStore,
    NotFound,
    Refused,
    StoreFailed,
    Unreachable,
)
from calljournal.journal import Outcome
from calljournal.matching import Candidate, ContactKind
from calljournal.settings import save
from calljournal.store import Store
from calljournal.worklog import Booking, Draft, Kind, Wishes
from tests.engine.conftest import LINE, Lab, settled, until

ANSWERED = """
at 0   call A from "+41 44 000 12 34" "Keller" rings 101, 102
at 3   A answered by 101
at 20  A held by 101
at 25  A resumed by 101
at 93  A ended by caller
"""
KELLER = Contact(
    "",
    ContactKind.CONTACT,
    "Anna Keller",
    "Keller AG",
    ("Seeweg 1", "8000 Zürich"),
    (Means(MeansKind.PHONE, "044/000 12 34"),),
)


def test_a_call_becomes_a_row_a_name_and_a_booked_hour(lab: Lab) -> None:
    """From the first ring to the time entry in the SQLite file, each step in its order."""
    lab.plays(ANSWERED)

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((KELLER,)))
        project = await engine.do(AddProject(Project("", "Audit", phases=(Phase("", "Meetings"),))))
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.entry.owner == "101" and not row.entry.live)
        assert seen[0].entry.state == "ringing"
        assert seen[0].match.kind == "pending"  # the fact first, the name later
        rows = await settled(engine, 2)
        mine = next(row for row in rows if row.entry.owner == "101")
        other = next(row for row in rows if row.entry.owner == "102")
        assert mine.entry.outcome is Outcome.ANSWERED
        assert (mine.entry.talk_seconds, mine.entry.held_seconds) == (85.0, 5.0)
        assert mine.match.contacts[0].name == "Anna Keller"
        assert mine.display == "044/000 12 34"  # as typed in the book
        assert (other.entry.outcome, other.entry.answered_by) == (Outcome.ELSEWHERE, "101")
        command = BookCall(mine.entry.id, Kind.TIME, Wishes(project="Audit", phase="Meetings", text="Contract"))
        async with engine.changes() as changes:
            booking = await engine.do(command)
            shown = await until(changes, lambda row: bool(row.booked))
        assert shown[-1].booked == (booking,)
        with pytest.raises(AlreadyBooked):
            await engine.do(command)
        assert (await engine.do(BookCall(mine.entry.id, Kind.ACTIVITY))).kind is Kind.ACTIVITY
        assert await engine.do(ListRows(unbooked=True)) == ()
        assert project.id

    lab.run(work)
    with sqlite3.connect(lab.places.data / "book.db") as book:
        names = [row[1] for row in book.execute("PRAGMA table_info(time_entries)")]
        entry = dict(zip(names, book.execute("SELECT * FROM time_entries").fetchone(), strict=True))
    assert entry["minutes"] == entry["measured_minutes"] == 1.5
    assert entry["text"] == "Contract"


def test_rounding_and_held_time_are_settings(lab: Lab) -> None:
    """What is billed follows the firm's rule; what was measured stays beside it."""
    lab.plays(ANSWERED)
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6, "how": "up"})
    save(lab.places.settings_file, ("firm", "count_held"), False)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        rows = await settled(engine, 2)
        mine = next(row for row in rows if row.entry.answered)
        await engine.do(BookCall(mine.entry.id, Kind.TIME))

    lab.run(work)
    with sqlite3.connect(lab.places.data / "book.db") as book:
        assert book.execute("SELECT minutes, measured_minutes FROM time_entries").fetchall() == [(6.0, 1.42)]


def test_several_matches_are_never_picked_silently(lab: Lab) -> None:
    """Two people with one number: booking asks, and a choice is remembered."""
    lab.plays(ANSWERED)
    twin = Contact("", ContactKind.PERSON, "Beat Frei", means=(Means(MeansKind.MOBILE, "+41440001234"),))

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((KELLER, twin)))
        await engine.do(WatchLines())
        rows = await settled(engine, 2)
        mine = next(row for row in rows if row.entry.answered)
        assert (mine.match.kind, len(mine.match.contacts)) == ("several", 2)
        with pytest.raises(NeedsConfirming, match="Beat Frei"):
            await engine.do(BookCall(mine.entry.id, Kind.TIME))
        chosen = next(contact for contact in mine.match.contacts if contact.name == "Beat Frei")
        row = await engine.do(ChooseContact(mine.entry.id, chosen.id))
        assert (row.match.kind, row.match.reason, row.match.contacts[0].name) == ("one", "chosen", "Beat Frei")
        assert (await engine.do(BookCall(mine.entry.id, Kind.TIME))).id

    lab.run(work)


def test_dial_and_hang_up(lab: Lab) -> None:
    """A number is dialled as a person wrote it, through our own telephone, and shown as the one that was dialled."""
    lab.plays("# nothing happens by itself\n", speed=1)

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            assert await engine.do(PlaceCall("044 000 77 11", owner="102")) == Placed("00440007711")
            seen = await until(changes, lambda row: row.entry.state == "dialling")
            entry = seen[-1].entry
            assert (entry.owner, entry.number, entry.direction) == ("102", "+41440007711", "outgoing")
            assert await engine.do(EndCall()) == entry.id
            seen = await until(changes, lambda row: not row.entry.live)
            assert seen[-1].entry.outcome is Outcome.CANCELLED
        with pytest.raises(NotFound, match="no call"):
            await engine.do(EndCall())
        with pytest.raises(Refused, match="cannot dial"):
            await engine.do(PlaceCall("nobody knows"))
        with pytest.raises(NotFound, match="no owner"):
            await engine.do(PlaceCall("044 000 77 11", owner="555"))
        with pytest.raises(NotFound, match="no line"):
            await engine.do(PlaceCall("044 000 77 11", line="asterisk:main"))

    lab.run(work)


def test_a_call_in_progress_survives_a_restart_of_the_program(lab: Lab) -> None:
    """What was live when the program ended is lost when its line no longer knows it, and is never doubled."""
    lab.plays(
        'at 0 call A from "+41 44 000 12 34" rings 101\nat 1 A answered by 101\nat 900 A ended by caller\n', speed=100
    )

    async def first(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            await until(changes, lambda row: row.entry.state == "talking")

    async def second(engine: Engine) -> None:
        assert [row.entry.state for row in await engine.do(ListRows())] == ["talking"]
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: not row.entry.live)
        assert seen[-1].entry.outcome is Outcome.LOST
        assert len(await engine.do(ListRows())) == 1

    lab.run(first)
    lab.plays("")
    lab.run(second)


def test_calls_of_a_line_that_is_removed_are_lost(lab: Lab) -> None:
    """A line that is gone will never tell how its calls ended: they do not ring for ever."""
    lab.plays('at 0 call A from "+41 44 000 12 34" rings 101\nat 900 A ended by caller\n', speed=1)

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            await until(changes, lambda row: row.entry.state == "ringing")
            save(lab.places.settings_file, ("lines", LINE), None)
            await engine.do(ReloadSettings())
            seen = await until(changes, lambda row: not row.entry.live)
        assert seen[-1].entry.outcome is Outcome.LOST
        assert await engine.do(GetLines()) == ()

    lab.run(work)


def test_a_change_of_the_firms_numbers_reaches_its_lines(lab: Lab) -> None:
    """The outside-line prefix is set while the program runs: the next number is dialled with it."""
    lab.plays("", speed=1)

    async def work(engine: Engine) -> None:
        assert await engine.do(PlaceCall("044 000 77 11")) == Placed("00440007711")
        save(lab.places.settings_file, ("firm", "count_held"), False)
        await engine.do(ReloadSettings())
        assert [info.state for info in await engine.do(GetLines())] == [LineState.CONNECTED]
        save(lab.places.settings_file, ("firm", "outside"), "9")
        await engine.do(ReloadSettings())
        assert await engine.do(PlaceCall("044 000 77 11")) == Placed("90440007711")

    lab.run(work)


def test_a_full_disk_is_told_and_loses_no_call(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows that the disk does not take are shown, kept, and saved when it takes them again."""
    lab.plays(ANSWERED)
    working = Store.save_calls

    async def full(*_: object) -> None:
        raise StoreFailed("the disk is full; make room")

    async def work(engine: Engine) -> None:
        monkeypatch.setattr(Store, "save_calls", full)
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            told = [change async for change in _first(changes, 40)]
        assert any(isinstance(change, Notice) and "make room" in change.text for change in told)
        monkeypatch.setattr(Store, "save_calls", working)
        rows: Sequence[object] = ()
        while len(rows) < 2:
            await asyncio.sleep(0.02)
            rows = await engine.do(ListRows())

    monkeypatch.setattr("calljournal.engine.recorder.RETRY_SECONDS", 0.05)
    lab.run(work)


async def _first(changes, count):  # type: ignore[no-untyped-def]  # a helper of the test above
    for _ in range(count):
        try:
            yield await asyncio.wait_for(anext(changes), 0.5)
        except TimeoutError:
            return


class UnreachableBook:
    """The local book behind a cable that can be pulled."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self.reachable = False

    def __getattr__(self, name: str) -> object:
        return getattr(self.crm, name)

    async def find(self, keys: Sequence[str]) -> Sequence[Candidate]:
        return await self.crm.find(keys)

    async def book(self, draft: Draft) -> Booking:
        if not self.reachable:
            raise Unreachable("the book does not answer")
        return await self.crm.book(draft)


def test_a_book_that_does_not_answer_keeps_the_draft(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The draft waits on disk, guards its call, and is booked once when the book is reached, even after a restart."""
    lab.plays(ANSWERED)
    books: list[UnreachableBook] = []

    def pulled(config: object) -> object:
        books.append(UnreachableBook(local.LocalBook(config)))  # type: ignore[arg-type]
        return books[-1]

    async def offline(engine: Engine) -> None:
        await engine.do(WatchLines())
        mine = next(row for row in await settled(engine, 2) if row.entry.answered)
        booking = await engine.do(BookCall(mine.entry.id, Kind.TIME))
        assert booking.id is None
        with pytest.raises(AlreadyBooked, match="waiting"):
            await engine.do(BookCall(mine.entry.id, Kind.TIME))

    with monkeypatch.context() as patch:
        patch.setattr("calljournal.engine.engine.crm_manifest", lambda _: _manifest(pulled))
        lab.run(offline)
    lab.plays("")

    async def online(engine: Engine) -> None:
        async with engine.changes() as changes:
            while not any(booking.id for row in await engine.do(ListRows()) for booking in row.booked):
                await anext(changes)

    lab.run(online)
    with sqlite3.connect(lab.places.data / "book.db") as book:
        assert book.execute("SELECT count(*) FROM time_entries").fetchone() == (1,)


def _manifest(make: object) -> object:
    from dataclasses import replace

    return replace(local.MANIFEST, make=make)  # type: ignore[arg-type]


def test_a_booking_that_the_book_refuses_frees_the_call(lab: Lab) -> None:
    """A project that does not exist is refused in words, and the call can be booked on another."""
    lab.plays(ANSWERED)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        mine = next(row for row in await settled(engine, 2) if row.entry.answered)
        with pytest.raises(NotFound, match="Nowhere"):
            await engine.do(BookCall(mine.entry.id, Kind.TIME, Wishes(project="Nowhere")))
        assert (await engine.do(BookCall(mine.entry.id, Kind.TIME))).id

    lab.run(work)


def test_a_line_that_cannot_be_opened_says_why(lab: Lab) -> None:
    """A wrong setting, or a system that is not installed: a lamp with words, and no exception."""
    lab.plays(ANSWERED, scenario_typo="x")
    save(lab.places.settings_file, ("lines", "pigeon:post"), {"system": "pigeon"})

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        lamps = {info.name: info for info in await engine.do(GetLines())}
        assert lamps[LINE].state is LineState.REFUSED
        assert "scenario_typo" in lamps[LINE].message
        assert "pigeon" in lamps["pigeon:post"].message
        assert (await engine.do(TestLine("pigeon:post"))).state is LineState.REFUSED

    lab.run(work)


def test_settings_that_cannot_be_read_are_named_and_left_alone(lab: Lab) -> None:
    """The file is told by name and place; nothing of it is overwritten."""
    lab.places.settings_file.write_text('[firm]\ncountry = "Switzerland"\n')
    with pytest.raises(BadSettings, match=r"settings.toml.*country"):
        lab.run(_nothing)
    lab.places.settings_file.write_text("[firm\n")
    with pytest.raises(BadSettings, match="no TOML file"):
        lab.run(_nothing)
    assert lab.places.settings_file.read_text() == "[firm\n"


def test_a_journal_of_a_newer_version_is_not_touched(lab: Lab) -> None:
    """An older program says so and keeps its hands off."""
    lab.run(_nothing)
    file = lab.places.data / "journal.db"
    with sqlite3.connect(file) as database:
        table = database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'").fetchone()[0]
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        values = {"version": 9999, "number": 9999}
        row = [values.get(column, "9999_from_the_future") for column in columns]
        database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    with pytest.raises(NewerStore):
        lab.run(_nothing)


async def _nothing(engine: Engine) -> None:
    await engine.do(GetLines())


def test_an_unknown_entry_is_told(lab: Lab) -> None:
    """An id that is none raises NotFound, whatever is done with it."""

    async def work(engine: Engine) -> None:
        for command in (GetRow("zz"), EndCall("zz"), BookCall("zz", Kind.TIME), ChooseContact("zz", "c1")):
            with pytest.raises(NotFound):
                await engine.do(command)  # type: ignore[arg-type]

    lab.run(work)


def test_every_command_has_somebody_who_carries_it_out(lab: Lab) -> None:
    """The tables of the engine and its parts, and the list in the contract, name the same commands, each once."""

    async def work(engine: Engine) -> None:
        assert sorted(map(str, [*Engine._HANDLERS, *engine._parts])) == sorted(map(str, COMMANDS))

    lab.run(work)
