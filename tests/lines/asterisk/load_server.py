"""The busy PBX as a process of its own: `python -m tests.lines.asterisk.load_server all|cti SPEED TRUTH_FILE`.

It says its port, waits until somebody has logged in and asked for the channels, then plays the recording at so many
times its own speed. What the calls were it writes to a file. It ends at the end of its standard input.
"""

import asyncio
import sys
from pathlib import Path

import msgspec

from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.load import CTI, Told, told, truth

TICK = 0.005
"""Seconds between two writes, each of the events of half a call. (Asterisk itself writes each event alone.)"""


async def serve(events: list[Told], speed: float) -> None:
    """Play the events to the first who comes."""
    sends = [event.stamped() for event in events]
    async with FakeAmi() as server:
        print(server.port, flush=True)
        while not server.actions("CoreShowChannels"):  # noqa: ASYNC110  (the fake server has no event for it)
            await asyncio.sleep(TICK)
        loop = asyncio.get_running_loop()
        begun, first, index = loop.time(), events[0].at, 0
        while index < len(events):
            due, start = first + (loop.time() - begun) * speed, index
            while index < len(events) and events[index].at <= due:
                index += 1
            server.send(b"".join(sends[start:index]))
            await asyncio.sleep(TICK)
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    classes, speed, file = sys.argv[1:]
    played = told(CTI if classes == "cti" else None)
    Path(file).write_bytes(msgspec.json.encode(truth(played)))
    asyncio.run(serve(played, float(speed)))
