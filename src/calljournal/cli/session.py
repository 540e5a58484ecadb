"""The engine for one command: the running one of this data folder, else one of our own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import click

from calljournal.contracts.service import Service
from calljournal.errors import EngineEnded
from calljournal.server import opening
from calljournal.settings import Places

Result = TypeVar("Result")


@asynccontextmanager
async def open_service(places: Places) -> AsyncIterator[Service]:
    """Give the engine of the data folder (`server.opening`), and print in the end what nobody heard of."""
    async with opening.open_service(places, partial(click.echo, err=True)) as service:
        yield service


def with_service(work: Callable[[Service], Awaitable[Result]], places: Places | None = None) -> Result:
    """Do some work with the engine and give its result.

    Where the engine was another command that has just ended, the work is done again with the next one: what an
    engine that ended in good order has not answered, it has not done. So let work change things last, and once.
    """

    async def session() -> Result:
        while True:
            try:
                async with open_service(places or Places.usual()) as service:
                    return await work(service)
            except EngineEnded:
                continue

    return asyncio.run(session())
