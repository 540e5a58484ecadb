"""The rows themselves: counted, noted on, deleted, private for good; and what is typed outlives a crash."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from calljournal.calls import LegState
from calljournal.contracts.journal_commands import (
    CountRows,
    DeleteCalls,
    KeepNumberPrivate,
    KeepTyped,
    ListPrivateNumbers,
    ListRows,
    ListTyped,
    NoteCall,
)
from calljournal.contracts.service import AddContacts, BookCall, GetRow, RowsDeleted, WatchLines
from calljournal.contracts.work_commands import AddCall, ExportPerson, ForgetPerson, MergeCalls
from calljournal.engine import Engine
from calljournal.engine.rows import LONGEST_NOTE
from calljournal.errors import NotFound, Refused, StoreFailed
from calljournal.settings import save
from calljournal.store import Store
from calljournal.worklog import Kind
from tests.engine.conftest import Lab, settled, until
from tests.engine.test_keeping import ANNA, in_any_file
from tests.store.made import START, after, call, ended_call, entry, live_entry, report
from tests.store.test_forgetting import digits_in

NUMBER = "+41 44 000 12 34"
LIVE = 'at 0 call A from "+41 44 000 12 34" "Keller" rings 101\nat 1 A answered by 101\nat 4 A ended by caller\n'


async def spoken(engine: Engine, *numbers: str) -> list[str]:
    """Have talked with these numbers, a quarter of an hour apart; give the rows' ids."""
    return [(await engine.do(AddCall(number, minutes=5, again=True))).entry.id for number in numbers]


# --- counted, noted on -----------------------------------------------------------------------------------------------


def test_what_is_listed_is_counted(lab: Lab) -> None:
    """By the same conditions, whatever the page."""

    async def work(engine: Engine) -> None:
        await spoken(engine, NUMBER, NUMBER, "079 000 11 22")
        query = ListRows(number="12 34", limit=1, offset=1, session=True)
        assert len(await engine.do(query)) == 1
        assert await engine.do(CountRows(query)) == 2
        assert await engine.do(CountRows()) == 3

    lab.run(work)


def test_a_note_is_shown_and_found(lab: Lab) -> None:
    """As a change of its row; blanks around it are none of it, and an empty one takes it away."""

    async def work(engine: Engine) -> None:
        (one,) = await spoken(engine, NUMBER)
        async with engine.changes() as changes:
            noted = await engine.do(NoteCall(one[:8], "  wants an offer\n"))
            assert noted.note == "wants an offer"
            assert (await until(changes, lambda row: row.note is not None))[-1] == noted
        assert [row.entry.id for row in await engine.do(ListRows(text="OFFER"))] == [one]
        assert (await engine.do(NoteCall(one, " "))).note is None
        with pytest.raises(Refused, match="10000 characters"):
            await engine.do(NoteCall(one, "x" * (LONGEST_NOTE + 1)))
        with pytest.raises(NotFound):
            await engine.do(NoteCall("nothing", "x"))

    lab.run(work)


def test_a_note_on_a_live_call_stays(lab: Lab) -> None:
    """What the line goes on to tell does not take it away."""
    lab.plays(LIVE, speed=20)

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.entry.state == "talking")
            await engine.do(NoteCall(seen[-1].entry.id, "about the roof"))
            seen = await until(changes, lambda row: not row.entry.live)
        assert (await engine.do(GetRow(seen[-1].entry.id))).note == "about the roof"

    lab.run(work)


# --- deleted ---------------------------------------------------------------------------------------------------------


def test_deleted_rows_are_gone_everywhere(lab: Lab) -> None:
    """Whoever listens hears which; what they were one entry with is shown anew; what was booked stays booked."""

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        first, second, booked = await spoken(engine, NUMBER, NUMBER, NUMBER)
        await engine.do(MergeCalls((first, second)))
        booking = await engine.do(BookCall(booked, Kind.TIME))
        async with engine.changes() as changes:
            assert await engine.do(DeleteCalls((second, booked))) == 2
            assert await anext(change async for change in changes if isinstance(change, RowsDeleted)) == RowsDeleted(
                (second, booked)
            )
            assert [row.together for row in await until(changes, lambda row: row.entry.id == first)] == [()]
        assert [row.entry.id for row in await engine.do(ListRows())] == [first]
        assert set(engine._rows) == {first}
        assert booking.id is not None
        assert (await engine._crm.work_item(booking.id)) is not None
        with pytest.raises(NotFound):
            await engine.do(DeleteCalls((first, second)))
        assert await engine.do(CountRows()) == 1

    lab.run(work)


def test_a_live_call_is_not_deleted(lab: Lab) -> None:
    """Nor a timer that runs; the words say when it can be."""

    async def work(engine: Engine) -> None:
        row = await engine.do(AddCall(NUMBER))
        with pytest.raises(Refused, match="still lasts"):
            await engine.do(DeleteCalls((row.entry.id,)))
        assert await engine.do(CountRows()) == 1

    lab.run(work)


def test_a_late_word_of_a_deleted_call_does_not_bring_it_back(lab: Lab) -> None:
    """A telephone system may correct what it said of a call that has ended."""
    lab.plays("")

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        line = next(iter(engine._lines.profiles))
        generation = engine._lines.next_generation(line)
        ended = report(line=line, generation=generation, endpoint="101", state=LegState.ENDED, ended=after(60))
        engine._take(ended)
        (row,) = await settled(engine, 1)
        await engine.do(DeleteCalls((row.entry.id,)))
        engine._take(replace(ended, voicemail=True, at=after(70)))
        await engine._recorder.caught_up()
        assert await engine.do(ListRows()) == ()
        assert row.entry.id not in engine._rows

    lab.run(work)


# --- private for good ------------------------------------------------------------------------------------------------


def test_a_number_is_private_for_good(lab: Lab) -> None:
    """Its calls of before at once, but for what is booked; each that is added later; until that is taken back."""

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        first, second, booked, other = await spoken(engine, NUMBER, NUMBER, NUMBER, "079 000 11 22")
        await engine.do(BookCall(booked, Kind.TIME))
        async with engine.changes() as changes:
            assert set(await engine.do(KeepNumberPrivate(first))) == {first, second}
            await until(changes, lambda row: row.private)
        shown = {row.entry.id: (row.private, bool(row.match.contacts)) for row in await engine.do(ListRows())}
        assert shown == {first: (True, False), second: (True, False), booked: (False, True), other: (False, False)}
        (kept,) = await engine.do(ListPrivateNumbers())
        assert (kept.number, kept.shown) == ("+41440001234", "044 000 12 34")
        added = await engine.do(AddCall(NUMBER, minutes=5, again=True))
        assert (added.private, added.entry.number, added.match.contacts) == (True, None, ())
        with pytest.raises(Refused, match="no number"):
            await engine.do(KeepNumberPrivate(first))
        assert await engine.do(KeepNumberPrivate(number="044 000 12 34", on=False)) == ()
        assert await engine.do(ListPrivateNumbers()) == ()
        with pytest.raises(NotFound, match="044 000 12 34"):
            await engine.do(KeepNumberPrivate(number="+41440001234", on=False))
        assert (await engine.do(AddCall(NUMBER, minutes=5, again=True))).entry.number == "+41440001234"

    lab.run(work)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (KeepNumberPrivate(), "one of them"),
        (KeepNumberPrivate("a", "b"), "one of them"),
        (KeepNumberPrivate(number="hello"), "cannot be read"),
        (KeepNumberPrivate(number=""), "one of them|cannot be read"),
    ],
)
def test_what_is_no_number_is_refused(lab: Lab, command: KeepNumberPrivate, words: str) -> None:
    """In words that say what to write."""

    async def work(engine: Engine) -> None:
        with pytest.raises(Refused, match=words):
            await engine.do(command)

    lab.run(work)


def test_while_it_rings_it_is_shown_and_then_no_more(lab: Lab) -> None:
    """Number and name stand there as usual; with the end they go from the row, and nothing shows them again."""
    lab.plays(LIVE, speed=20)

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        await engine.do(KeepNumberPrivate(number=NUMBER))
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            seen = await until(changes, lambda row: row.private)
        assert any(row.match.contact is not None for row in seen)
        live, over = ([row for row in seen if row.entry.live is lives] for lives in (True, False))
        assert all(row.entry.number for row in live)
        assert over
        assert not any(word in repr(over) for word in ("440001234", "000 12 34", "Keller"))
        await engine._lookup.settle()
        (row,) = await engine.do(ListRows())
        assert row == engine._rows[row.entry.id] == over[-1]
        assert (row.settled, row.match.reason) == ("private", "unavailable")

    lab.run(work)


def test_it_becomes_private_though_the_program_was_killed(lab: Lab) -> None:
    """A call that was live then is ended by what the line says, or for the want of one; the next start sees to it."""
    save(lab.places.settings_file, ("firm", "retention"), {"unbooked": 0, "private": 0})

    async def killed(engine: Engine) -> None:
        """What a program leaves that was killed while calls were live, and one that ended before it could see to it."""
        lost = [live_entry("line-is-gone", line="simulator:gone", call="gone")]
        await engine._store.save_call(call("gone"), lost, START)
        await engine._store.save_call(ended_call("ended"), [entry("ended", call="ended")], START)
        await engine._store._database.run(
            lambda connection: connection.execute(
                "INSERT INTO private_numbers VALUES ('+41440001234', '044 000 12 34', '2026-03-09T08:15:02.120457Z')"
            )
        )

    async def next_start(engine: Engine) -> None:
        rows = await engine.do(ListRows())
        assert {row.entry.id: (row.private, row.entry.number) for row in rows} == {
            "line-is-gone": (True, None),
            "ended": (True, None),
        }

    lab.run(killed)
    lab.run(next_start)


def test_a_disk_that_does_not_do_it_keeps_nobody_from_telephoning(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine starts, and says that it could not."""

    async def fails(*_: object) -> None:
        raise StoreFailed("the disk is full; make room")

    async def keep(engine: Engine) -> None:
        await engine.do(KeepNumberPrivate(number=NUMBER))

    async def work(engine: Engine) -> None:
        assert await engine.do(ListRows()) == ()

    lab.run(keep)
    monkeypatch.setattr(Store, "sweep_private", fails)
    lab.run(work)
    assert "make room" in caplog.text


def test_it_is_told_and_forgotten_with_the_person(lab: Lab) -> None:
    """`ExportPerson` gives it out; after `ForgetPerson` no file has the digits, and what that means is said."""

    async def work(engine: Engine) -> None:
        await spoken(engine, NUMBER)
        await engine.do(KeepNumberPrivate(number=NUMBER))
        await engine.do(KeepTyped("time", "some-call", {"text": "ring 044 000 12 34"}))
        kept = json.loads(await engine.do(ExportPerson(NUMBER)))
        assert [one["number"] for one in kept["private_numbers"]] == ["+41440001234"]
        assert [one["about"] for one in kept["typed"]] == ["some-call"]
        assert in_any_file(lab)
        said = await engine.do(ForgetPerson(NUMBER))
        assert "not private for good any more" in said[0]
        assert await engine.do(ListPrivateNumbers()) == ()
        assert in_any_file(lab) == []
        assert not any("not private" in words for words in await engine.do(ForgetPerson("079 000 11 22")))

    lab.run(work)
    assert digits_in(lab.places.data) == []


# --- typed -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_there_after_a_crash(lab: Lab) -> None:
    """With when it was typed last; without fields it is done with."""

    async def typing(engine: Engine) -> None:
        for text in ("Cl", "Clause 7"):
            await engine.do(KeepTyped("time", "call-1", {"text": text}))
        await engine.do(KeepTyped("contact", "", {"name": "Anna"}))

    async def next_start(engine: Engine) -> None:
        first, second = await engine.do(ListTyped())
        assert (first.form, first.about, first.fields) == ("time", "call-1", {"text": "Clause 7"})
        assert isinstance(first.at, datetime)
        assert first.at < second.at
        await engine.do(KeepTyped("time", "call-1"))
        assert [one.form for one in await engine.do(ListTyped())] == ["contact"]

    lab.run(typing)
    lab.run(next_start)
