"""The side of the engine: takes commands from other processes of this user and sends them every change.

On Linux and macOS it is a Unix socket in a folder that only this user can enter. Windows has no such socket in
asyncio: there it is a port on the loopback address, and a client proves by a token that it can read this user's files.
"""

import asyncio
import contextlib
import hmac
import json
import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from calljournal.contracts.service import Service
from calljournal.errors import BadData, Bug, CallJournalError
from calljournal.server import wire
from calljournal.words import say

log = logging.getLogger(__name__)

UNIX = hasattr(asyncio, "start_unix_server")
HELLO_SECONDS = 5.0
"""How long a client may take for its first line."""

FINISH_SECONDS = 5.0
"""How long an engine that ends waits for what it has begun for other processes."""


@asynccontextmanager
async def serving(service: Service, address_file: Path, *, unix: bool = UNIX) -> AsyncIterator[None]:
    """Serve `service` to other processes for as long as the context lasts; `address_file` tells them where."""
    folder = Path(tempfile.mkdtemp(prefix="calljournal-"))  # 0700, and short: a socket's path has a limit of 104
    token = secrets.token_urlsafe(32)
    clients: set[asyncio.Task[None]] = set()
    ending = asyncio.Event()

    def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_Client(service, reader, writer, "" if unix else token).run(ending))
        clients.add(task)
        task.add_done_callback(clients.discard)

    if unix:
        path = folder / "engine.sock"
        server = await asyncio.start_unix_server(welcome, path, limit=wire.LONGEST_LINE)
        address: dict[str, object] = {"socket": str(path)}
    else:
        server = await asyncio.start_server(welcome, "127.0.0.1", 0, limit=wire.LONGEST_LINE)
        address = {"port": server.sockets[0].getsockname()[1], "token": token}
    try:
        _write_private(address_file, json.dumps(address))
        yield
    finally:
        server.close()
        ending.set()
        if clients:
            await asyncio.wait(clients, timeout=FINISH_SECONDS)
        for task in list(clients):
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)
        _remove(address_file, folder)


class _Client:
    """One process that is connected."""

    def __init__(
        self, service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str
    ) -> None:
        self._service = service
        self._reader = reader
        self._writer = writer
        self._token = token
        self._begun: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Task[None] | None = None

    async def run(self, ending: asyncio.Event) -> None:
        """Carry out its requests until it goes away, or until the engine ends: then what was begun is finished."""
        reading = asyncio.create_task(self._read())
        end = asyncio.create_task(ending.wait())
        try:
            await asyncio.wait((reading, end), return_when=asyncio.FIRST_COMPLETED)
            if ending.is_set():
                await _cancelled(reading)
                if self._begun:
                    await asyncio.wait(self._begun)
                with contextlib.suppress(OSError):
                    await self._send(wire.GOODBYE)
        finally:
            await _cancelled(reading, end, *self._begun, *filter(None, (self._listening,)))
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def _read(self) -> None:
        try:
            if not await self._welcome():
                return
            while data := await self._reader.readline():
                self._begin(wire.decode(data, wire.Request))
        except (OSError, ValueError, BadData) as error:  # ValueError: a line longer than the limit
            log.info("a client of the engine is cut off: %s", error)

    def _begin(self, request: wire.Request) -> None:
        if request.what == wire.LISTEN:
            if self._listening is None:
                self._listening = asyncio.create_task(self._tell_changes(request.id))
            return
        task = asyncio.create_task(self._carry_out(request))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def _welcome(self) -> bool:
        async with asyncio.timeout(HELLO_SECONDS):
            hello = wire.decode(await self._reader.readline(), wire.Hello)
        if not hmac.compare_digest(hello.token, self._token):
            return False
        await self._send(wire.Hello())
        return hello.calljournal == wire.VERSION

    async def _carry_out(self, request: wire.Request) -> None:
        try:
            reply = wire.answer(request.id, await self._service.do(wire.command_of(request)))
        except CallJournalError as error:
            reply = wire.refusal(request.id, error)
        except Exception as error:
            log.exception("%s failed", request.what)
            words = say("{what} failed ({error}); the log says why", what=request.what, error=str(error))
            reply = wire.refusal(request.id, Bug(words))
        with contextlib.suppress(OSError):
            await self._send(reply)

    async def _tell_changes(self, number: int) -> None:
        with contextlib.suppress(OSError):  # it went away while it was being told
            async with self._service.changes() as changes:
                await self._send(wire.answer(number, None))
                async for change in changes:
                    await self._send(wire.change(change))

    async def _send(self, message: wire.Hello | wire.Reply) -> None:
        self._writer.write(wire.line(message))
        await self._writer.drain()


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _remove(address_file: Path, folder: Path) -> None:
    address_file.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _write_private(file: Path, text: str) -> None:
    """Write a file that only this user can read, in one step."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as new:
        new.write(text)
    draft.replace(file)
