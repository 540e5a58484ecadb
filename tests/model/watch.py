"""Call Journal on a rig: the line as it runs in the program, and what it told, as rows."""

import asyncio
import concurrent.futures
import contextlib
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Self

from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig, LineMessage, LineState, LineStatus
from calljournal.contracts.manifest import Value
from calljournal.engine.clock import AnchoredClock
from calljournal.journal import Entry
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.protocol import Item, Message
from tests.lines.asterisk.recorded import LINE, RULES, rows
from tests.model.plans import OWNERS
from tests.pbx.config import HOST
from tests.pbx.rig import Pbx

PATIENCE = 10.0
SETTLE_SECONDS = 0.1
"""So long the line tells nothing more before its rows are taken for final."""

Heard = list[tuple[datetime, str, bytes]]


class Watch:
    """One line, watching one PBX from a thread of its own."""

    def __init__(self, rig: Pbx) -> None:
        values: dict[str, Value] = {
            "host": HOST,
            "port": rig.asterisk.ports.ami,
            "user": "cti",
            "secret": rig.asterisk.options.secrets["cti"],
            "trunk": "trunk",
            "context": "internal",
        }
        self._config = LineConfig(LINE, Owners.parse(",".join(OWNERS)), RULES, values, AnchoredClock())
        self._told: list[LineMessage] = []
        self._heard: Heard = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="line")
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._running = asyncio.run_coroutine_threadsafe(self._run(), self._loop)
        end = time.monotonic() + PATIENCE
        while not any(isinstance(m, LineStatus) and m.state is LineState.CONNECTED for m in self._told):
            if time.monotonic() > end:
                raise AssertionError(f"the line did not connect: {self._told}")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        if self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)
        with contextlib.suppress(concurrent.futures.CancelledError):
            self._running.result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _run(self) -> None:
        self._task = asyncio.current_task()
        await AsteriskLine(self._config, heard=self._hear).run(self._told.append)

    def begin(self) -> None:
        """Forget what was: the next plan begins."""
        self._told.clear()
        self._heard.clear()

    def rows(self) -> list[Entry]:
        """Give the rows that people see of what was told since `begin`, once nothing more comes."""
        count = -1
        while count != (count := len(self._heard)):
            time.sleep(SETTLE_SECONDS)
        return [entry for entry in rows(self._config, list(self._told)) if entry.merged_into is None]

    def save(self, folder: Path, name: str) -> Path:
        """Write what the PBX said since `begin` as a recording, with the moment of each message beside it."""
        data, index = b"Asterisk Call Manager/11.0.0\r\n", ""
        for at, event, message in self._heard:
            index += f"{len(data)}\t{at.timestamp():.3f}\t{event}\n"
            data += message
        path = folder / f"{name}.ami"
        path.write_bytes(data)
        path.with_suffix(".tsv").write_text(index, encoding="utf-8")
        return path

    def _hear(self, item: Item, at: datetime) -> None:
        if isinstance(item, Message):
            self._heard.append((at, item.event or "Response", item.raw + b"\r\n\r\n"))
