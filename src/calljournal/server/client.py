"""The side of the others: a `Service` like the engine itself, which asks the engine of another process."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, cast

from calljournal.contracts.command import Answer, Command
from calljournal.contracts.service import QUESTIONS, Change
from calljournal.errors import BadData, EngineEnded, Unreachable
from calljournal.server import wire
from calljournal.words import say

CONNECT_SECONDS = 1.0
"""How long to try to reach an engine that holds the lock; one that is just starting has not said yet where it is."""

GONE = say("the running Call Journal has broken off; see whether what you asked for was done, and start it again")


@asynccontextmanager
async def connect(address_file: Path, seconds: float = CONNECT_SECONDS) -> AsyncIterator["RemoteService"]:
    """Connect to the running engine; raises Unreachable where it does not answer."""
    reader, writer, token = await _reach(address_file, seconds)
    service = RemoteService(reader, writer)
    try:
        await service.greet(token)
        yield service
    finally:
        await service.close()


class RemoteService:
    """The engine of another process."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[wire.Reply]] = {}
        self._listeners: set[asyncio.Queue[Change | None]] = set()
        self._listening = False
        self._task: asyncio.Task[None] | None = None
        self._end: Unreachable = Unreachable(GONE)

    async def greet(self, token: str) -> None:
        """Exchange hellos; raises Unreachable where the other side speaks another version, or ends just now."""
        self._writer.write(wire.line(wire.Hello(token=token)))
        try:
            answer = await self._reader.readline()
        except OSError as error:
            raise Unreachable(GONE) from error
        if not answer:
            raise Unreachable(GONE)
        hello = wire.decode(answer, wire.Hello)
        if hello.calljournal != wire.VERSION:
            raise Unreachable(say("another version of Call Journal is running; end it, then start this one again"))
        self._task = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def do(self, command: Command[Answer]) -> Answer:
        """Have the engine carry out a command."""
        number = next(self._numbers)
        try:
            reply = await self._ask(wire.request(number, command))
        except Unreachable as error:
            if type(command) in QUESTIONS and not isinstance(error, EngineEnded):
                raise EngineEnded(error.words) from error  # nothing can have been done
            raise
        return cast(Answer, wire.answer_of(command, reply))

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Listen to every change from now on."""
        return self._changes()

    @asynccontextmanager
    async def _changes(self) -> AsyncIterator[AsyncIterator[Change]]:
        queue: asyncio.Queue[Change | None] = asyncio.Queue()  # the engine bounds what waits for this process
        self._listeners.add(queue)
        try:
            if not self._listening:
                self._listening = True
                await self._ask(wire.Request(next(self._numbers), wire.LISTEN))
            yield self._drawn_from(queue)
        finally:
            self._listeners.discard(queue)

    async def _ask(self, request: wire.Request) -> wire.Reply:
        if self._task is None or self._task.done():
            raise self._end
        answer: asyncio.Future[wire.Reply] = asyncio.get_running_loop().create_future()
        self._waiting[request.id] = answer
        try:
            self._writer.write(wire.line(request))
            await self._writer.drain()
            return await answer
        except OSError as error:
            raise self._end from error
        finally:
            del self._waiting[request.id]

    async def _listen(self) -> None:
        try:
            while data := await self._reader.readline():
                self._hand_on(wire.decode(data, wire.Reply))
        except (OSError, ValueError, BadData):
            pass  # told below to everybody who waits
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(self._end)
            for queue in self._listeners:
                queue.put_nowait(None)

    def _hand_on(self, reply: wire.Reply) -> None:
        if reply.error == EngineEnded.__name__ and not reply.id:
            self._end = EngineEnded(wire.error_of(reply).words)
            return
        if reply.change is not None:
            change = wire.change_of(reply)
            if change is not None:
                for queue in self._listeners:
                    queue.put_nowait(change)
            return
        answer = self._waiting.get(reply.id)
        if answer is not None and not answer.done():
            answer.set_result(reply)

    async def _drawn_from(self, queue: asyncio.Queue[Change | None]) -> AsyncIterator[Change]:
        """Give what comes; raises Unreachable when the engine has gone."""
        while (change := await queue.get()) is not None:
            yield change
        raise self._end


def _read(address_file: Path) -> dict[str, Any]:
    address = json.loads(address_file.read_text(encoding="utf-8"))
    if not isinstance(address, dict):
        raise ValueError(f"{address_file} holds no address")
    return address


async def _reach(address_file: Path, seconds: float) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, str]:
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            address = _read(address_file)
            if "socket" in address:
                return *await asyncio.open_unix_connection(address["socket"], limit=wire.LONGEST_LINE), ""
            streams = await asyncio.open_connection("127.0.0.1", address["port"], limit=wire.LONGEST_LINE)
            return *streams, address["token"]
        except (OSError, ValueError, KeyError) as error:
            if asyncio.get_running_loop().time() >= deadline:
                raise Unreachable(
                    say("another Call Journal holds the data folder but does not answer; end it and try again")
                ) from error
            await asyncio.sleep(0.05)
