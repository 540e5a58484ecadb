"""The receiving side of the load as a process of its own: `python -m tests.lines.asterisk.load_receiver PORT FOLDER`.

The real line, tracker, journal and store, wired as the engine does it; the rows are left in `FOLDER/journal.db`. It
prints a line when it is connected, and at the end what it cost (`Cost`, JSON). It is a process of its own, so that the
cost is that of the product alone.
"""

import asyncio
import resource
import statistics
import sys
import time
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig, LineState, LineStatus, Result, Tell
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.recorder import Recorder
from calljournal.journal import Entry, LineProfile
from calljournal.lines.asterisk.connection import Limits
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.protocol import Item, Message
from calljournal.numbers import DialRules
from calljournal.store import Store
from tests.lines.asterisk.load import CALLS

LINE = "asterisk:load"
OWNERS = Owners.parse("101,102,103")
RULES = DialRules("CH", "44", "0", (2, 4))
LOGIN = {"user": "cti", "secret": "geheim", "trunk": "trunk"}
WARM = 4500
"""Ended calls after which nothing may grow any more: the journal remembers up to 4,000."""
SAMPLE = 50
"""Messages that are read plainly at a time."""
PATIENCE = 200.0
"""Seconds until it gives up: three times as long as the recording."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the receiving side used: seconds of CPU, of all its threads, and its largest size when warm and at the end.

    The unit of the sizes is the system's own. `plain` are the seconds of CPU in which the same process, all through the
    same minute, only cut as many of the same bytes into messages and headers as the product took in: what is dear on
    this machine today is dear for both. `plain_at_best` is the same, had it always been as fast as in the best
    twentieth of the minute, when nobody else was in the way.
    """

    cpu: float
    plain: float
    plain_at_best: float
    seconds: float
    calls: int
    warm_size: int
    size: int
    troubles: tuple[str, ...]


async def receive(port: int, folder: Path) -> Cost:
    """Follow the load until all its calls have ended."""
    store = await Store.open(folder)
    clock = AnchoredClock()
    ended: set[str] = set()
    connected, all_ended = asyncio.Event(), asyncio.Event()
    sizes = [0]
    troubles: list[str] = []

    def on_row(entry: Entry) -> None:
        if not entry.live:
            ended.add(entry.id)
        if len(ended) <= WARM:
            sizes[0] = _size()
        if len(ended) == CALLS:
            all_ended.set()

    def on_status(status: LineStatus) -> None:
        if status.state is LineState.CONNECTED and not connected.is_set():
            connected.set()
            print(status.state, flush=True)

    profiles = {LINE: LineProfile(OWNERS, RULES)}
    recorder = Recorder(store, profiles, clock, on_row, on_status, troubles.append)
    config = LineConfig(LINE, OWNERS, RULES, {"port": port, **LOGIN}, clock)
    # without pings the offset of the clocks is estimated once, and durations are those of the recording
    heard = _Heard()
    line = AsteriskLine(config, replace(Limits(), heartbeat=3600.0), heard=heard)
    plainly: list[float] = []
    cpu, begun = time.process_time(), time.monotonic()
    works = (recorder.run(), line.run(_recorded(recorder)), _read_plainly(heard, plainly))
    tasks = [asyncio.create_task(work) for work in works]
    try:
        async with asyncio.timeout(PATIENCE):
            await all_ended.wait()
            await recorder.caught_up()
    except TimeoutError:
        troubles.append(f"only {len(ended)} calls have ended")
    used, seconds = time.process_time() - cpu - sum(plainly), time.monotonic() - begun
    samples = heard.messages / SAMPLE
    plain, at_best = statistics.fmean(plainly) * samples, statistics.quantiles(plainly, n=20)[0] * samples
    cost = Cost(used, plain, at_best, seconds, len(ended), sizes[0], _size(), tuple(troubles))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await store.close()
    return cost


def _recorded(recorder: Recorder) -> Tell:
    return lambda message: None if isinstance(message, Result) else recorder.take(message)


class _Heard:
    """Counts what the line heard, and keeps the last of it."""

    def __init__(self) -> None:
        self.messages = 0
        self.last: deque[Message] = deque(maxlen=SAMPLE)

    def __call__(self, item: Item, at: datetime) -> None:
        if isinstance(item, Message):
            self.messages += 1
            self.last.append(item)


async def _read_plainly(heard: _Heard, costs: list[float]) -> None:
    """Cut the last messages once more, in the plainest way, ten times a second, and note what it takes."""
    while True:
        await asyncio.sleep(0.1)
        data = b"\r\n\r\n".join(message.raw for message in heard.last)
        if len(heard.last) == SAMPLE:
            begun = time.thread_time()
            for block in data.split(b"\r\n\r\n"):
                fields = dict(line.split(": ", 1) for line in block.decode().split("\r\n"))
                assert fields
            costs.append(time.thread_time() - begun)


def _size() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(receive(int(sys.argv[1]), Path(sys.argv[2])))).decode())
