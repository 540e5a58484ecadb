"""The played engine keeps what it copies of the contract."""

import asyncio
from dataclasses import replace

import pytest

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import (
    AddServiceType,
    BookCall,
    Change,
    ChooseContact,
    FindProjects,
    ListRows,
    RowChanged,
    Service,
)
from calljournal.errors import AlreadyBooked, NeedsConfirming, Unsupported
from calljournal.worklog import Kind, Wishes
from tests.desktop.fake_service import FakeService
from tests.desktop.samples import ANNA, BEAT, PROJECTS, make_row, match

pytestmark = pytest.mark.desktop


async def heard(fake: FakeService, count: int, *rows: JournalRow) -> list[Change]:
    async with fake.changes() as changes:
        fake.tell_rows(*rows)
        return [await anext(changes) for _ in range(count)]


def test_it_is_a_service() -> None:
    """A type checker sees to it; this line is for it."""
    service: Service = FakeService()
    assert service is not None


def test_rows_come_latest_first_without_merged_ones() -> None:
    async def act() -> tuple[str, ...]:
        fake = FakeService()
        old, new, merged = make_row("a", 20), make_row("b", 5), make_row("c", 1)
        fake.add(old, new, replace(merged, entry=replace(merged.entry, merged_into="a")))
        async with fake.open() as service:
            return tuple(row.entry.id for row in await service.do(ListRows()))

    assert asyncio.run(act()) == ("b", "a")


def test_changes_are_heard_from_the_moment_of_listening() -> None:
    async def act() -> list[Change]:
        fake = FakeService()
        async with fake.open():
            return await heard(fake, 2, make_row("a"), make_row("b"))

    assert asyncio.run(act()) == [RowChanged(make_row("a")), RowChanged(make_row("b"))]


def test_it_books_once_and_on_certain_matches() -> None:
    async def act() -> None:
        fake = FakeService()
        fake.add(make_row("a", talk=60), make_row("b", talk=60, match=match(ANNA, BEAT)))
        async with fake.open() as service:
            first = await service.do(BookCall("a", Kind.TIME))
            assert first.id == "time-1"
            with pytest.raises(AlreadyBooked):
                await service.do(BookCall("a", Kind.TIME))
            assert (await service.do(BookCall("a", Kind.TIME, again=True))).id == "time-2"
            with pytest.raises(NeedsConfirming):
                await service.do(BookCall("b", Kind.TIME))
            await service.do(BookCall("b", Kind.TIME, Wishes(contact="c2")))
            assert (await service.do(ChooseContact("b", "c1"))).match.certain

    asyncio.run(act())


def test_projects_of_the_contact_come_first_and_closed_ones_do_not() -> None:
    async def act() -> list[str]:
        fake = FakeService()
        fake.projects = PROJECTS
        async with fake.open() as service:
            return [project.id for project in await service.do(FindProjects(contact="c4"))]

    assert asyncio.run(act()) == ["p3", "p1", "p2"]


def test_what_it_does_not_know_it_says() -> None:
    async def act() -> None:
        async with FakeService().open() as service:
            with pytest.raises(Unsupported):
                await service.do(AddServiceType("x"))

    asyncio.run(act())
