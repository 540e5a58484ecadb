"""Clients of a manager, each in a process of its own: `python -m benchmarks.ami_clients NAME PORT`.

Each is used by its public interface with one callback for all events, which reads one header. Printed are the seconds
from the first event of the stream to its end, and the seconds of CPU meanwhile.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig
from calljournal.engine.clock import AnchoredClock
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.protocol import Message
from calljournal.lines.asterisk.translate import Translator
from calljournal.numbers import DialRules

PEERS = Path(__file__).parents[1] / ".cache/bench"
"""Where `scripts/setup bench` puts the peers."""
HEADER = "CallerIDNum"
FIRST = ("FullyBooted", "CoreShowChannelsComplete")
"""What comes before the stream."""


class Watch:
    """Takes the times; `end` is called at the end."""

    def __init__(self, end: Callable[[], object]) -> None:
        self._end = end
        self._begun: tuple[float, float] | None = None

    def event(self, name: str) -> None:
        """An event was dispatched."""
        if self._begun is None and name not in FIRST:
            self._begun = time.perf_counter(), time.process_time()
        if name == "StreamEnd" and self._begun is not None:
            print(time.perf_counter() - self._begun[0], time.process_time() - self._begun[1])
            self._end()


# --- ours ------------------------------------------------------------------------------------------------------------


class OneHeader(Translator):
    """Stands where the translator stands, and reads one header of each event."""

    watch: Watch

    def take(self, message: Message, received: datetime | None) -> None:
        """Read a header; the login and the list of channels go their usual way."""
        if self.listing or not message.event:
            super().take(message, received)
            return
        message.get(HEADER)
        self.watch.event(message.event)


class Nobody(Translator):
    """The translator itself, with the times taken."""

    watch: Watch

    def take(self, message: Message, received: datetime | None) -> None:
        """Take in a message."""
        if message.event == "StreamEnd" or self.watch._begun is None:
            self.watch.event(message.event or FIRST[0])
        super().take(message, received)


async def _ours(port: int, kind: type[OneHeader | Nobody]) -> None:
    config = LineConfig(
        "asterisk:bench",
        Owners.parse("101,102"),
        DialRules("CH", "44", "0"),
        {"port": port, "user": "bench", "secret": "bench"},
        AnchoredClock(),
    )
    line = AsteriskLine(config)
    ended = asyncio.Event()
    translator = kind(config)
    translator.watch = Watch(ended.set)
    line._translator = translator
    run = asyncio.create_task(line.run(lambda message: None))
    await ended.wait()
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)


# --- peers -----------------------------------------------------------------------------------------------------------


def _panoramisk(port: int) -> None:
    import panoramisk

    loop = asyncio.new_event_loop()
    manager = panoramisk.Manager(host="127.0.0.1", port=port, username="bench", secret="bench", loop=loop)
    watch = Watch(loop.stop)

    def on_event(_: Any, message: Any) -> None:
        message.get(HEADER)
        watch.event(message.event)

    manager.register_event("*", on_event)
    manager.connect()
    loop.run_forever()


def _asterisk_ami(port: int) -> None:
    from asterisk.ami import AMIClient

    ended = threading.Event()
    watch = Watch(ended.set)

    def on_event(event: Any, **_: Any) -> None:
        event.keys.get(HEADER)
        watch.event(event.name)

    client = AMIClient(address="127.0.0.1", port=port)
    client.add_event_listener(on_event)
    client.login(username="bench", secret="bench")
    ended.wait()


CLIENTS: dict[str, Callable[[int], None]] = {
    "ours": lambda port: asyncio.run(_ours(port, OneHeader)),
    "nobody": lambda port: asyncio.run(_ours(port, Nobody)),
    "panoramisk": _panoramisk,
    "asterisk-ami": _asterisk_ami,
}

if __name__ == "__main__":
    sys.path.append(str(PEERS))
    CLIENTS[sys.argv[1]](int(sys.argv[2]))
