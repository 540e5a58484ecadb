"""Calls in a journal, and time booked from them."""

import asyncio
from datetime import UTC, datetime, timedelta

from calljournal.contracts.crm import Project
from calljournal.contracts.service import AddProject, BookCall, FindProjects, Service
from calljournal.settings import Places
from calljournal.store import Store
from calljournal.worklog import Kind, Wishes
from tests.store.made import ended_call, entry

FIRST = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
"""When the first call began: not so long ago that it is no longer kept."""


def add_calls(places: Places, *names: str) -> None:
    """Save a call of a minute for each name, a minute after the one before."""

    async def work() -> None:
        places.make()
        store = await Store.open(places.data)
        for place, name in enumerate(names):
            start = FIRST + timedelta(minutes=place)
            end = start + timedelta(seconds=56)
            row = entry(name, call=name, started=start, answered=start, ended=end)
            await store.save_call(ended_call(name), [row], end)
        await store.close()

    asyncio.run(work())


async def book_calls(service: Service, *names: str, kind: Kind = Kind.TIME) -> None:
    """Book calls on one project, each with its name for a text."""
    projects = await service.do(FindProjects("Umbau")) or (await service.do(AddProject(Project("", "Umbau"))),)
    for name in names:
        wishes = Wishes(project=projects[0].id, text=name, contact=None)
        await service.do(BookCall(name, kind, wishes, confirmed=True))
