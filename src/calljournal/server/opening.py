"""The engine of a data folder, whichever there is: that of another process, else one that this process becomes."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from calljournal.contracts.service import Service
from calljournal.engine import Engine
from calljournal.errors import Unreachable
from calljournal.server.client import connect
from calljournal.server.lock import EngineLock
from calljournal.server.server import serving
from calljournal.settings import Places

PATIENCE = 10.0
"""Seconds in which commands that start and end together find out which of them is the engine."""


def say_on_error_stream(words: str) -> None:
    """Tell the user something on the error stream; a program without one, as a window on Windows, says nothing."""
    if sys.stderr is not None:
        print(words, file=sys.stderr)  # noqa: T201


@asynccontextmanager
async def open_service(places: Places, say: Callable[[str], None] = say_on_error_stream) -> AsyncIterator[Service]:
    """Give the engine of the data folder: if no other process is it, this one becomes it, for as long as it lasts.

    What it did by itself and nobody heard of is told to `say` in the end. Raises Unreachable where another process
    holds the folder and does not answer.
    """
    places.make()
    lock = EngineLock(places.lock_file)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    async with AsyncExitStack() as stack:
        while True:
            if lock.take():
                stack.callback(lock.release)
                yield await _own_engine(stack, places, say)
                return
            try:
                service = await stack.enter_async_context(connect(places.address_file))
            except Unreachable:  # it has just ended, or is just starting: see who is the engine now
                if asyncio.get_running_loop().time() > deadline:
                    raise
            else:
                yield service
                return


async def _own_engine(stack: AsyncExitStack, places: Places, say: Callable[[str], None]) -> Engine:
    engine = Engine(places)
    await engine.start()
    stack.push_async_callback(_end, engine, say)
    await stack.enter_async_context(serving(engine, places.address_file))
    return engine


async def _end(engine: Engine, say: Callable[[str], None]) -> None:
    """End an engine, and say what it did by itself: nobody hears of it while a short command runs."""
    await engine.stop()
    for words in engine.unheard():
        say(words)
