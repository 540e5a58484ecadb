"""A wire on loopback between a client and a server, which a test cuts: it stalls, goes on, or is reset."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self

from tests.pbx.config import HOST

START_SECONDS = 5.0


class Relay:
    """Passes everything on to a port; `port` is its own. It runs in a thread, so that any test may use it."""

    def __init__(self, to_port: int) -> None:
        self.port = 0
        self._to_port = to_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay")
        self._open = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    def stall(self) -> None:
        """From now on nothing passes, in either direction; who connects is answered by silence."""
        self._call(self._open.clear)

    def resume(self) -> None:
        """Let everything pass again, what waited first."""
        self._call(self._open.set)

    def reset(self) -> None:
        """Reset every connection."""
        self._call(self._reset)

    async def _start(self) -> None:
        self._open.set()
        self._server = await asyncio.start_server(self._join, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        far: asyncio.StreamWriter | None = None
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._open.wait()
            far_reader, far = await asyncio.open_connection(HOST, self._to_port)
            self._writers.add(far)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, far))
                both.create_task(self._pass(far_reader, writer))
        for end in (writer, far):
            if end is not None:
                self._writers.discard(end)
                end.transport.abort()
        self._tasks.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._open.wait()
                writer.write(data)
        writer.close()

    def _reset(self) -> None:
        for writer in list(self._writers):
            raw: socket.socket = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):  # it is closed already
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def _call(self, work: Callable[[], None]) -> None:
        async def once() -> None:
            work()

        self._do(once())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(START_SECONDS)
