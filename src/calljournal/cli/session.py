"""The engine for one command: the running one of this data folder, else one of our own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TypeVar

import click

from calljournal.contracts.service import ReloadSettings, Service
from calljournal.engine import Engine
from calljournal.errors import EngineEnded, Unreachable
from calljournal.server import EngineLock, connect, serving
from calljournal.settings import Places

Result = TypeVar("Result")


PATIENCE = 10.0
"""Seconds in which commands that start and end together find out which of them is the engine."""


@asynccontextmanager
async def open_service(places: Places) -> AsyncIterator[Service]:
    """Give the engine of the data folder: if no other process is it, this one becomes it, for as long as it lasts.

    Raises Unreachable where another process holds the folder and does not answer.
    """
    places.make()
    lock = EngineLock(places.lock_file)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    async with AsyncExitStack() as stack:
        while True:
            if lock.take():
                stack.callback(lock.release)
                yield await _own_engine(stack, places)
                return
            try:
                service = await stack.enter_async_context(connect(places.address_file))
            except Unreachable:  # it has just ended, or is just starting: see who is the engine now
                if asyncio.get_running_loop().time() > deadline:
                    raise
            else:
                yield service
                return


async def _own_engine(stack: AsyncExitStack, places: Places) -> Engine:
    engine = Engine(places)
    await engine.start()
    stack.push_async_callback(_end, engine)
    await stack.enter_async_context(serving(engine, places.address_file))
    return engine


async def _end(engine: Engine) -> None:
    """End an engine, and say what it did by itself: nobody hears of it while a short command runs."""
    await engine.stop()
    for words in engine.unheard():
        click.echo(words, err=True)


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


def tell_running_engine(places: Places) -> None:
    """Have an engine that runs elsewhere read the settings again; where none runs there is nothing to do."""
    places.make()

    async def reload() -> None:
        lock = EngineLock(places.lock_file)
        if lock.take():
            lock.release()
            return
        async with connect(places.address_file) as service:
            await service.do(ReloadSettings())

    with suppress(EngineEnded):  # whoever comes next reads the new settings anyway
        asyncio.run(reload())
