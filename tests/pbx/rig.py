"""The rig: one Asterisk with its telephones and the outside world, started and ended together."""

from __future__ import annotations

import itertools
from typing import Self

from tests.pbx.asterisk import Asterisk
from tests.pbx.config import Options
from tests.pbx.install import Install
from tests.pbx.phones import Phone, World
from tests.pbx.ports import lend_port
from tests.pbx.sipp import SippRun

OF_LATE = 10
"""Telephones whose logs a failure shows."""


class Pbx:
    """What a test holds in its hand."""

    def __init__(self, install: Install, options: Options | None = None) -> None:
        self.install = install
        self.asterisk = Asterisk(install, options)
        self.world = World(self.asterisk.ports.trunk, self.asterisk.ports.sip, self._start)
        self.asterisk.explain = self.log
        self._runs: list[SippRun] = []
        self._numbers = itertools.count(1)

    def phone(self, number: str) -> Phone:
        """The desk phone 101, 102, 103 or 104; offline until it is told something."""
        return Phone(number, self.asterisk.ports.phones[number], self.asterisk.ports.sip, self._start)

    def _start(self, name: str, text: str, port: int | None, arguments: list[str]) -> SippRun:
        folder = self.asterisk.folder / "sipp" / f"{next(self._numbers):03}-{name}"
        run = SippRun(self.install, folder, text, port or lend_port(), arguments)
        self._runs.append(run)
        return run

    def begin_anew(self) -> None:
        """End every telephone and start the PBX anew if it was used; for between two tests, a third of a second.

        Hanging up would not do: to a phone that is offline or was killed Asterisk repeats INVITE, CANCEL or BYE for
        half a minute, and the next test's phone on that port would take them for a call.
        """
        if self._runs or not self.asterisk.is_running:
            self.end_telephones()
            self.asterisk.restart()

    def end_telephones(self) -> None:
        """End every telephone; right where no call lives any more, else see `begin_anew`."""
        while self._runs:
            self._runs.pop().close()

    def log(self) -> str:
        """What the PBX and its telephones of late wrote; for a failure."""
        return "\n".join([self.asterisk.log(), *(run.log(10) for run in self._runs[-OF_LATE:])])

    def __enter__(self) -> Self:
        self.asterisk.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end_telephones()
        self.asterisk.stop()
