"""How often the wire is read: at once after a silence, and all the more seldom the more comes."""

import asyncio
import time
from dataclasses import replace

import pytest

from calljournal.lines.asterisk.connection import Connection, Limits
from tests.lines.asterisk.fake_ami import GREETING

EVENT = b"Event: Newstate\r\nUniqueid: 1.0\r\n\r\n"
LONG = 60.0  # seconds: a rest that no test waits for


async def read(limits: Limits, *pieces: bytes) -> list[int]:
    """Send pieces, each when the one before has been taken; give how many messages were taken at a time."""
    taken: list[int] = []
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        await reader.readline()
        for piece in pieces:
            writer.write(piece)
            await reader.readline()
        await done.wait()
        writer.transport.abort()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port)
        connection = Connection(reader, writer, limits, "here")
        await connection.greeting()
        for piece in pieces:
            writer.write(b"more\r\n")
            count = 0
            while count < piece.count(b"\r\n\r\n"):
                count += len(await connection.read())
            taken.append(count)
        writer.write(b"enough\r\n")
        done.set()
        await connection.close()
    return taken


def seconds(limits: Limits, *pieces: bytes) -> float:
    """How long the reading of these pieces took."""
    begun = time.monotonic()
    assert asyncio.run(asyncio.wait_for(read(limits, *pieces), LONG / 2)) == [p.count(b"\r\n\r\n") for p in pieces]
    return time.monotonic() - begun


def test_a_quiet_pbx_is_heard_at_once() -> None:
    """What came alone costs hardly a rest, however long the longest may be."""
    assert seconds(replace(Limits(), longest_rest=LONG), EVENT, EVENT, EVENT) < 1


@pytest.mark.parametrize(("many", "rest"), [(50, 0.1), (200, 0.2)])
def test_after_many_messages_comes_a_rest(many: int, rest: float) -> None:
    """So long that what comes meanwhile is read together; never longer than the longest."""
    assert rest <= seconds(Limits(rest=0.002, longest_rest=0.2), many * EVENT, EVENT) < LONG / 2
