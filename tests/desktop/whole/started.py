"""The program as its user starts it: a process with a window, driven by keys and by its own command line.

Nothing waits for a time alone: everything is polled, with a deadline that a busy machine keeps.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop

from calljournal.cli.demo import fill
from calljournal.contracts.command import Command
from calljournal.contracts.line import LineState
from calljournal.contracts.service import GetLines
from calljournal.contracts.work import Work, WorkQuery
from calljournal.contracts.work_commands import ListWork
from calljournal.engine import Engine
from calljournal.errors import Unreachable
from calljournal.server.client import connect
from calljournal.settings import Places, save
from tests.desktop.whole import day
from tests.desktop.whole.children import ROOT, environment

PATIENCE = 25.0
JOURNAL, FORM = "Telephony journal", "Record a time entry"
T = TypeVar("T")


def until(answer: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Ask until the answer is something, and give it; windows of the test itself go on meanwhile."""
    deadline = time.monotonic() + seconds
    while not (found := answer()):
        assert time.monotonic() < deadline, f"in {seconds} s it was not so: {what}"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.03)
    return found


def xdotool(*words: str) -> list[str]:
    """Press keys, and ask for windows; gives the lines of the answer, none where nothing was found."""
    ran = subprocess.run(["xdotool", *words], capture_output=True, text=True, timeout=PATIENCE)
    return ran.stdout.split("\n")[:-1]


class Started:
    """A user's computer: a data folder with people and projects, a line whose script is told, and the program."""

    def __init__(self, home: Path) -> None:
        self.places = Places.under(home)
        self.home = home
        self.environment = environment(home, os.environ["DISPLAY"])
        self._processes: list[subprocess.Popen[bytes]] = []
        day.prepare(self.places)
        save(self.places.settings_file, ("user", "welcomed"), True)
        asyncio.run(self._fill())

    async def _fill(self) -> None:
        engine = Engine(self.places)
        await engine.start()
        await fill(engine)
        await engine.stop()

    def plays(self, scenario: str, speed: int = 1) -> None:
        """Have the line play a scenario, from the moment when it is opened."""
        file = self.home / "test.scenario"
        file.write_text(scenario, encoding="utf-8")
        values = {"own": "101", "scenario": str(file), "speed": speed}
        save(self.places.settings_file, ("lines", day.LINE), {"system": "simulator", "values": values})

    # --- processes ---------------------------------------------------------------------------------------------------

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `calljournal` with these words, and go on."""
        process = subprocess.Popen(
            [sys.executable, "-m", "calljournal", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def open(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program, and wait for its journal and its engine."""
        process = self.start(*words)
        until(self.is_running, "the engine runs")
        if not words:
            until(lambda: self.windows(process, JOURNAL), "the journal is seen")
        return process

    def is_running(self) -> bool:
        """Whether the program's engine answers, and its line is connected."""
        try:
            return any(line.state is LineState.CONNECTED for line in self.ask(GetLines()))
        except Unreachable:  # no command is run instead: it would be the engine itself
            return False

    def command(self, *words: str) -> str:
        """Run a command of the command line to its end, and give what it says."""
        ran = subprocess.run(
            [sys.executable, "-m", "calljournal", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def end(self) -> None:
        """End what still runs."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(15)

    # --- what it knows -----------------------------------------------------------------------------------------------

    def rows(self) -> list[dict[str, Any]]:
        """Give the rows of the journal, the latest first, as the command line tells them to scripts."""
        return [json.loads(line) for line in self.command("journal", "--json").splitlines()]

    def wait_row(self, **facts: object) -> dict[str, Any]:
        """Wait for a row of which these facts hold."""

        def found() -> dict[str, Any] | None:
            return next((row for row in self.rows() if facts.items() <= row.items()), None)

        row = until(found, f"the journal has a row with {facts}")
        assert row is not None
        return row

    def ask(self, command: Command[T]) -> T:
        """Have the engine of the program carry out a command."""

        async def asked() -> T:
            async with connect(self.places.address_file) as service:
                return await service.do(command)

        return asyncio.run(asked())

    def works(self) -> tuple[Work, ...]:
        """Give what is booked."""
        return self.ask(ListWork(WorkQuery()))

    # --- its windows -------------------------------------------------------------------------------------------------

    @staticmethod
    def windows(process: subprocess.Popen[bytes], name: str) -> list[str]:
        """Give the windows of a process that can be seen and bear a name."""
        return xdotool("search", "--onlyvisible", "--all", "--pid", str(process.pid), "--name", f"^{name}")

    def wait_window(self, process: subprocess.Popen[bytes], name: str) -> str:
        """Wait for a window, and give it."""
        return until(lambda: self.windows(process, name), f"the window “{name}” is seen")[-1]

    def wait_active(self, process: subprocess.Popen[bytes], name: str) -> str:
        """Wait until a window has the keyboard."""
        window = self.wait_window(process, name)
        until(lambda: xdotool("getactivewindow") == [window], f"the window “{name}” has the keyboard")
        return window


class Keys:
    """Presses keys, and counts them; a key that is pressed together with others counts as one."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.count += 1
        xdotool("key", key)
