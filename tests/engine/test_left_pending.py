"""Rows whose look-up was cut off, by a program that was killed or a client that went away, are looked up later."""

import asyncio

import pytest

from calljournal.contracts.service import AddContacts, BookCall, GetRow, ListRows
from calljournal.contracts.work_commands import AddCall, ListWork, Share, SplitCall
from calljournal.crm.local.book import LocalBook
from calljournal.engine import Engine
from calljournal.engine.lookup import Lookup
from calljournal.errors import NeedsConfirming, Unreachable
from calljournal.worklog import Kind
from tests.engine.booked import add_calls
from tests.engine.conftest import Lab, until
from tests.engine.test_matching import PERSON, contact, names

ANNA = contact("Anna Keller", PERSON, "044 000 12 34")  # who rings in `add_calls`


def anna_is_known(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))

    lab.run(work)


@pytest.fixture
def no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked up at the start, as if there had been more than is looked up there."""

    async def nothing(*_: object) -> None:
        return

    monkeypatch.setattr(Lookup, "catch_up", nothing)


def test_the_next_start_looks_them_up(lab: Lab) -> None:
    """What was saved last is on the disk without a match; whoever listens hears who it was."""
    anna_is_known(lab)
    add_calls(lab.places, "one", "two")

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            seen = await until(changes, lambda row: row.entry.id == "one")
        assert [names(row.match) for row in seen] == [["Anna Keller"]] * 2

    lab.run(work)


def test_rows_are_looked_up_one_after_the_other(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was deleted meanwhile does not stop the others; while the book is away, nothing is done or said."""
    anna_is_known(lab)
    add_calls(lab.places, "one", "gone", "three")

    async def away(*_: object) -> None:
        raise Unreachable("the book is away")

    async def nobody_is_found(engine: Engine) -> None:
        await asyncio.gather(*[task for task in engine._tasks if "catch_up" in repr(task)])
        assert [row.match.kind for row in await engine.do(ListRows())] == ["pending"] * 3

    with monkeypatch.context() as patched:
        patched.setattr(LocalBook, "find", away)
        lab.run(nobody_is_found)

    async def one_is_deleted(engine: Engine) -> None:
        rows = await engine._store.unmatched(9)
        await engine._store._database.run(
            lambda connection: connection.execute("DELETE FROM entries WHERE id = 'gone'")
        )
        await engine._lookup.catch_up(rows)
        assert [names(row.match) for row in await engine.do(ListRows())] == [["Anna Keller"]] * 2

    with monkeypatch.context() as patched:
        patched.setattr("calljournal.engine.engine.left_pending", lambda _: False)
        lab.run(one_is_deleted)


@pytest.mark.usefixtures("no_start")
def test_what_is_booked_is_looked_up_first(lab: Lab) -> None:
    """As a whole and in parts: it is booked on whom the call was with."""
    anna_is_known(lab)
    add_calls(lab.places, "one", "two")

    async def work(engine: Engine) -> None:
        await engine.do(BookCall("one", Kind.TIME))
        await engine.do(SplitCall("two", (Share(0.5), Share(None))))
        assert [one.contact_name for one in await engine.do(ListWork())] == ["Anna Keller"] * 3
        assert names((await engine.do(GetRow("one"))).match) == ["Anna Keller"]

    lab.run(work)


@pytest.mark.usefixtures("no_start")
def test_whoever_books_is_asked_where_it_is_not_known(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book does not say who it was: nothing is booked on nobody without a yes."""
    add_calls(lab.places, "one")

    async def away(*_: object) -> None:
        raise Unreachable("the book is away")

    async def work(engine: Engine) -> None:
        monkeypatch.setattr(LocalBook, "find", away)
        with pytest.raises(NeedsConfirming, match="not known yet who it was"):
            await engine.do(BookCall("one", Kind.TIME))
        await engine.do(BookCall("one", Kind.TIME, confirmed=True))
        assert [one.contact_name for one in await engine.do(ListWork())] == [""]

    lab.run(work)


def test_a_client_that_goes_away_does_not_take_the_look_up_with_it(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its command is cancelled when the row is saved already."""
    find = Lookup.find
    times = 0

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))

        async def slowly_at_first(lookup: Lookup, asked: object) -> object:
            nonlocal times
            times += 1
            if times == 1:
                adding.cancel()
                await asyncio.sleep(60)
            return await find(lookup, asked)  # type: ignore[arg-type]

        monkeypatch.setattr(Lookup, "find", slowly_at_first)
        async with engine.changes() as changes:
            adding = asyncio.ensure_future(engine.do(AddCall(number="044 000 12 34", minutes=5)))
            with pytest.raises(asyncio.CancelledError):
                await adding
            seen = await until(changes, lambda row: row.match.kind != "pending")
        assert names(seen[-1].match) == ["Anna Keller"]

    lab.run(work)
