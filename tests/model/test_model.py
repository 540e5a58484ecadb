"""Random plans on a real Asterisk: the journal is exactly what happened.

`make test` plays 60 plans with fixed seeds. `make soak` plays 2,000, or CALLJOURNAL_PLANS of them, from seed
CALLJOURNAL_SEED on: a soak that was ended is taken up again with the seed that it printed last, and
`make soak ARGS=tests/model CALLJOURNAL_SEED=70 CALLJOURNAL_PLANS=1` plays plan 70 alone.
"""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.model.compare import side_by_side
from tests.model.draw import draw
from tests.model.plans import table
from tests.model.shrink import shrink
from tests.model.studio import Studio, Trial
from tests.pbx.install import Install

RIGS = 4
"""Side by side: a plan mostly waits."""
VOID_PART = 0.05
SHRINK_TRIES = 40
"""Plays of smaller plans for a failing one."""
SHRUNK = 3
"""Failing plans that are shrunk; what comes after them is only listed."""


@dataclass
class Tally:
    """What came of all plans."""

    good: int = 0
    void: list[Trial] = field(default_factory=list)
    failed: list[Trial] = field(default_factory=list)

    @property
    def played(self) -> int:
        """How many there were."""
        return self.good + len(self.void) + len(self.failed)

    def count(self, trial: Trial) -> None:
        """Take in one."""
        if trial.void is not None:
            self.void.append(trial)
        elif trial.differences:
            self.failed.append(trial)
        else:
            self.good += 1

    def __str__(self) -> str:
        return f"{self.played} plans: {self.good} right, {len(self.failed)} wrong, {len(self.void)} void"


def play_all(install: Install, seeds: Iterable[int], progress: Callable[[Trial, Tally], None]) -> Tally:
    """Play the plans of these seeds on several rigs; `progress` is told each trial when it is done."""
    to_come = iter(seeds)
    tally, one_at_a_time = Tally(), threading.Lock()

    def next_seed() -> int | None:
        with one_at_a_time:
            return next(to_come, None)

    def work() -> None:
        with Studio(install) as studio:
            while (seed := next_seed()) is not None:
                trial = studio.attempt(draw(seed))
                if trial.differences and len(tally.failed) < SHRUNK:
                    trial = shrink(trial, studio.attempt, SHRINK_TRIES)
                with one_at_a_time:
                    tally.count(trial)
                    progress(trial, tally)

    with ThreadPoolExecutor(RIGS) as pool:
        for done in [pool.submit(work) for _ in range(RIGS)]:
            done.result()
    return tally


def shown(trial: Trial) -> str:
    """A failed trial for people."""
    return f"{table(trial.plan)}\n{side_by_side(trial.differences)}\n  recording: {trial.recording}\n"


def judge(tally: Tally) -> None:
    """Fail if a row was wrong, or if too many plans could not be played as they are written."""
    voids = [f"plan {trial.plan.seed}: {trial.void}" for trial in tally.void]
    too_many = len(voids) > VOID_PART * tally.played
    if tally.failed or too_many:
        told = [*map(shown, tally.failed), *(voids if too_many else ())]
        pytest.fail(f"{tally}\n\n" + "\n".join(told), pytrace=False)


@pytest.mark.real
@pytest.mark.timeout(600)
def test_sixty_plans(pbx_install: Install) -> None:
    """The journal has each row, each as it was, and nothing else."""
    judge(play_all(pbx_install, range(60), lambda trial, tally: None))


@pytest.mark.soak
@pytest.mark.real
def test_thousands_of_plans(pbx_install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for many more; what is wrong is shown at once, and now and then how far it is."""
    first = int(os.environ.get("CALLJOURNAL_SEED", "1000"))
    count = int(os.environ.get("CALLJOURNAL_PLANS", "2000"))

    def progress(trial: Trial, tally: Tally) -> None:
        with capsys.disabled():
            if trial.differences:
                print(f"\n{shown(trial)}", flush=True)
            if trial.void is not None:
                print(f"\n{table(trial.plan)}\n  void: {trial.void}", flush=True)
            if tally.played % 20 == 0 or tally.played == count:
                print(f"seed {trial.plan.seed}: {tally}", flush=True)

    judge(play_all(pbx_install, range(first, first + count), progress))
