"""Calls and rows are saved whole and at once, and live calls are taken up again."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.calls import Call, Party, Presentation
from calljournal.contracts.service import ListRows
from calljournal.errors import Bug, NewerStore, StoreFailed
from calljournal.journal import Entry, EntryLeg, Outcome, RowState, Scope
from calljournal.store import FILE_NAME, Store
from tests.store.made import NUMBER, START, after, call, ended_call, entry, live_entry, match, report


def with_store(home: Path, *works: Callable[[Store], Awaitable[None]]) -> None:
    """Open the store for each of these in turn."""

    async def whole(work: Callable[[Store], Awaitable[None]]) -> None:
        store = await Store.open(home)
        try:
            await work(store)
        finally:
            await store.close()

    for work in works:
        asyncio.run(whole(work))


def test_a_row_comes_back_as_it_was(home: Path) -> None:
    """Every fact of a row is kept, to the microsecond, over a restart."""
    rows = [
        entry(),
        live_entry("entry-2", number="103", scope=Scope.INTERNAL, display="103", name=None),
        entry("entry-3", number=None, presentation=Presentation.WITHHELD, display=None, name=None, legs=()),
        entry("entry-4", transferred_to=NUMBER, answered_by=None, outcome=Outcome.TRANSFERRED, anomalies=()),
        entry("entry-5", answered=None, outcome=Outcome.ELSEWHERE, answered_by="102", talk_seconds=0, held_seconds=0),
    ]

    async def save(store: Store) -> None:
        await store.save_call(ended_call(), rows, START)

    async def look(store: Store) -> None:
        for row in rows:
            assert (await store.row(row.id)).entry == row

    with_store(home, save, look)


def test_saving_facts_again_leaves_all_else(home: Path) -> None:
    """A row's note, privacy and match stay when its facts change; nothing becomes two rows."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry()], START)
        await store.save_match("entry-1", match())
        await store.annotate("entry-1", "wants an offer", private=True)
        await store.save_call(ended_call(), [entry()], START)
        (row,) = await store.rows(ListRows(), START)
        assert row.entry == entry()
        assert (row.match, row.note, row.private) == (match(), "wants an offer", True)

    with_store(home, work)


def test_live_calls_are_taken_up_again(home: Path) -> None:
    """What was live when the program ended comes back whole, with its rows and when it was last seen."""
    live, own = call(), live_entry()

    async def save(store: Store) -> None:
        await store.save_call(live, [own], after(8))
        await store.save_call(live, [], after(9))
        await store.save_call(call("call-2"), [live_entry("entry-2", call="call-2")], after(8))
        await store.save_call(ended_call("call-2"), [entry("entry-2", call="call-2")], after(9))

    async def look(store: Store) -> None:
        assert await store.live_calls() == [(live, after(9), (own,))]

    with_store(home, save, look)


def test_a_line_that_is_alive_keeps_its_calls_seen(home: Path) -> None:
    """Between reports the calls of a line have been seen as long as the line was; never earlier than before."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry()], after(8))
        await store.sighted("simulator:demo", after(600))
        await store.sighted("simulator:demo", after(300))
        await store.sighted("asterisk:main", after(900))
        ((_, seen, _),) = await store.live_calls()
        assert seen == after(600)

    with_store(home, work)


def test_a_call_that_was_merged_leaves_its_rows_to_the_survivor(home: Path) -> None:
    """A row without an older one of its owner goes over; after a restart it is one of the surviving call's."""
    first, second = live_entry("entry-1"), live_entry("entry-2", owner="102", call="call-2")

    async def merge(store: Store) -> None:
        await store.save_call(call("call-1"), [first], START)
        await store.save_call(call("call-2", report("leg-2")), [second], START)
        await store.save_call(Call("call-2", "simulator:demo", (), merged_into="call-1"), [], START)
        await store.save_call(call("call-1", report(), report("leg-2")), [first], START)

    async def look(store: Store) -> None:
        ((restored, _, rows),) = await store.live_calls()
        assert restored.id == "call-1"
        assert rows == (first, replace(second, call="call-1"))

    with_store(home, merge, look)


def test_a_row_that_was_merged_away_is_not_taken_up(home: Path) -> None:
    """Only the surviving row of an owner belongs to the live call."""

    async def work(store: Store) -> None:
        await store.save_call(call("call-1"), [live_entry()], START)
        merged = live_entry("entry-2", merged_into="entry-1")
        await store.save_call(Call("call-2", "simulator:demo", (), merged_into="call-1"), [merged], START)
        ((_, _, rows),) = await store.live_calls()
        assert [row.id for row in rows] == ["entry-1"]

    with_store(home, work)


def test_a_live_call_that_cannot_be_read_is_recorded_as_lost(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What another version wrote of a live call does not keep the program from starting, nor ring for ever."""

    async def save(store: Store) -> None:
        await store.save_call(call(), [live_entry()], after(8))
        await store._database.run(lambda c: c.execute("UPDATE calls SET body = '{}'").close())

    async def look(store: Store) -> None:
        assert await store.live_calls() == []
        row = (await store.row("entry-1")).entry
        assert (row.state, row.outcome, row.ended) == (RowState.ENDED, Outcome.LOST, after(8))

    with_store(home, save, look, look)
    assert caplog.text.count("recorded as lost") == 1


HIDDEN = [Presentation.WITHHELD, Presentation.PENDING]
SAID = Party("0440001234", None, Presentation.WITHHELD)


@pytest.mark.parametrize(
    ("calls", "rows"),
    [
        *((ended_call(), entry(presentation=how, display=None, name=None)) for how in HIDDEN),
        *((ended_call(), entry(presentation=how, number=None, name=None)) for how in HIDDEN),
        *((ended_call(), entry(presentation=how, number=None, display=None)) for how in HIDDEN),
        (ended_call(), entry(presentation=Presentation.UNAVAILABLE, display=None)),
        (call("call-1", report(party=SAID)), live_entry()),
        (call("call-1", report(party=Party(None, "Keller", Presentation.PENDING))), live_entry()),
        (call("call-1", report(party=Party(None, None, Presentation.WITHHELD))), live_entry()),
    ],
)
def test_a_withheld_number_does_not_reach_the_disk(home: Path, calls: Call, rows: Entry) -> None:
    """Whatever went wrong before: the last door stays shut, and nothing of the row is stored."""

    async def work(store: Store) -> None:
        with pytest.raises(Bug):
            await store.save_call(calls, [rows], START)
        assert await store.rows(ListRows(), START) == ()
        assert await store.live_calls() == []

    with_store(home, work)
    assert b"0001234" not in b"".join(file.read_bytes() for file in home.iterdir())


def test_a_withheld_call_is_stored_without_number(home: Path) -> None:
    """Withheld, pending, and unavailable with a name: all of them are rows."""

    async def work(store: Store) -> None:
        for how in (*HIDDEN, Presentation.UNAVAILABLE):
            name = "Switchboard" if how is Presentation.UNAVAILABLE else None
            leg = EntryLeg("leg-1", "101", None, START, None, None, None)
            row = live_entry(how, number=None, display=None, name=name, presentation=how, legs=(leg,))
            await store.save_call(call(how, report(party=Party(None, name, how))), [row], START)
            assert (await store.row(how)).entry == row

    with_store(home, work)


# --- bad disks -------------------------------------------------------------------------------------------------------


def test_a_full_disk_loses_nothing_that_was_saved(home: Path) -> None:
    """A row that does not fit is refused in words; the others stay, and with room again it is saved."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store._database.run(lambda c: c.execute("PRAGMA max_page_count = 1").close())
        big = entry("entry-2", anomalies=("x" * 100_000,))
        with pytest.raises(StoreFailed, match="make room"):
            await store.save_call(call(), [big], START)
        assert [row.entry for row in await store.rows(ListRows(), START)] == [entry()]
        assert await store.live_calls() == []
        await store._database.run(lambda c: c.execute("PRAGMA max_page_count = 100000").close())
        await store.save_call(ended_call(), [big], START)
        assert len(await store.rows(ListRows(), START)) == 2

    with_store(home, work)


def test_a_journal_of_a_newer_program(home: Path) -> None:
    """It is refused in words."""

    async def make_newer(store: Store) -> None:
        await store._database.run(
            lambda c: c.execute("INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', '')").close()
        )

    with_store(home, make_newer)
    with pytest.raises(NewerStore, match=FILE_NAME):
        asyncio.run(Store.open(home))


KILLED = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from calljournal.store import Store
from tests.store.made import call, live_entry, START

async def main():
    store = await Store.open(Path(sys.argv[1]))
    number = 0
    while True:
        name = f"{number:06}"
        await store.save_call(call("call-" + name), [live_entry(name, call="call-" + name)], START)
        print(name, flush=True)
        number += 1

asyncio.run(main())
"""


def test_a_row_survives_the_death_of_the_program(home: Path) -> None:
    """Whatever `save_call` had returned for is there after a kill: the row and its live call."""
    root = str(Path(__file__).parents[2])
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": root},
    )
    assert program.stdout is not None
    told = [program.stdout.readline().strip() for _ in range(30)]
    program.send_signal(signal.SIGKILL)
    told += [name for name in program.stdout.read().split() if len(name) == 6]
    program.wait(10)
    program.stdout.close()

    async def look(store: Store) -> None:
        found = {row.entry.id for row in await store.rows(ListRows(limit=100_000), START)}
        assert set(told) <= found
        assert {"call-" + name for name in told} <= {live.id for live, _, _ in await store.live_calls()}

    with_store(home, look)
