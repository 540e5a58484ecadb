"""A plan played by a process that is killed at any moment; the next one goes on where it was."""

import random
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from calljournal.settings import Places
from tests.model_of_work.office import Action, Office, Outcome, furnish, running
from tests.model_of_work.play import Player, Trial, words
from tests.model_of_work.steps import Do, Step

ROOT = Path(__file__).parents[2]
KILLED = 0.3
"""How often the process is killed in a step."""
LATEST = 0.03
"""Seconds after which it is killed at the latest: most steps are done by then."""


class Mortal(Player):
    """Plays each step in a process of its own."""

    def __init__(self, trial: Trial, places: Places) -> None:
        super().__init__(trial, places)
        self._dice = random.Random(trial.plan.seed)
        self._child: subprocess.Popen[str] | None = None
        self.kills = 0

    async def play(self) -> None:
        """Play all steps; at the end everything goes out that has not gone out before. Raises Wrong."""
        await furnish(self.places, self.rule)
        try:
            for step in self.trial.plan.steps:
                if step.do is Do.RESTART:
                    self._end()
                elif (action := self.aim(step)) is not None:
                    await self._in_child(action, step)
        finally:
            self._end()
        async with running(self.places, self.later()) as office:
            await self.check(office)
            await self.last_export(office)

    async def _in_child(self, action: Action, step: Step) -> None:
        self.trial.told.append(words(action))
        child = self._child = self._child or self._start()
        if child.stdin is None:
            raise RuntimeError("the process has no input")
        child.stdin.write(msgspec.json.encode(action).decode() + "\n")
        child.stdin.flush()
        if self._dice.random() < KILLED:
            outcome = self._kill(child)
        else:
            outcome = _answer(child)
            if outcome is None:
                raise RuntimeError(f"the process ended by itself in {action}")
        if outcome is not None:
            self.take(action, outcome)
        if self._child is None:
            office = await Office.open(self.places, self.later())
            try:
                await (self.check(office) if outcome is not None else self.settle(office, action))
            finally:
                await office.engine.stop()

    def _kill(self, child: "subprocess.Popen[str]") -> Outcome | None:
        """Kill the process in a moment; give its last answer, if it came so far."""
        time.sleep(self._dice.uniform(0, LATEST))
        child.kill()
        outcome = _answer(child)
        child.communicate()
        self._child = None
        self.kills += 1
        self.trial.told[-1] += " (killed)"
        return outcome

    def _start(self) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.model_of_work.child", str(self.places.data.parent), str(self.later())],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if child.stdout is None or child.stdout.readline() != "ready\n":
            child.kill()
            child.communicate()
            raise RuntimeError("the process did not start")
        return child

    def _end(self) -> None:
        """Let the process end as it should."""
        if self._child is not None:
            self._child.communicate(timeout=30)
            self._child = None


def _answer(child: "subprocess.Popen[str]") -> Outcome | None:
    """Read a whole line; None where the process did not get so far."""
    line = child.stdout.readline() if child.stdout else ""
    return msgspec.json.decode(line, type=Outcome) if line.endswith("\n") else None
