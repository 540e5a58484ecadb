"""Random days at the desk: minutes are conserved, nothing is booked or given out twice, and no draft is lost.

`make test` plays 60 plans with fixed seeds, and some more until a process was killed 15 times. `make soak` plays 2,000,
or CALLJOURNAL_PLANS of them, from seed CALLJOURNAL_SEED on, and kills 300 times; `make soak ARGS='tests/model_of_work
-k thousands' CALLJOURNAL_SEED=70 CALLJOURNAL_PLANS=1` plays plan 70 alone.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count

import pytest

from calljournal.settings import Places
from tests.model_of_work.mortal import Mortal
from tests.model_of_work.play import Trial, attempt, shrink
from tests.model_of_work.steps import Do, draw

FIRST_SEED = int(os.environ.get("CALLJOURNAL_SEED", "1000"))
SHRINK_TRIES = 100
SHRUNK = 3
"""Failing plans that are shrunk; what comes after them is only listed."""
KILLED_LENGTH = 16
KILLS, MANY_KILLS = 15, 300


def play_all(seeds: Iterable[int], progress: Callable[[str], None] = lambda text: None) -> Counter[str]:
    """Play the plans of these seeds, and give what was done in them; fail where anything went wrong."""
    done: Counter[str] = Counter()
    failed: list[Trial] = []
    for number, seed in enumerate(seeds, 1):
        trial = attempt(draw(seed))
        done += trial.done
        if trial.wrong:
            failed.append(shrink(trial, SHRINK_TRIES) if len(failed) < SHRUNK else trial)
            progress(str(failed[-1]))
        if number % 50 == 0:
            progress(f"seed {seed}: {number} plans, {len(failed)} wrong")
    if failed:
        pytest.fail("\n".join(map(str, failed)), pytrace=False)
    return done


def play_killed(first: int, wanted: int) -> None:
    """Play plans in processes that are killed, until so many were; fail where anything went wrong."""
    kills = 0

    async def player(trial: Trial, places: Places) -> None:
        nonlocal kills
        mortal = Mortal(trial, places)
        await mortal.play()
        kills += mortal.kills

    for seed in count(first):
        trial = attempt(draw(seed, length=KILLED_LENGTH, cuts=False), player)
        if trial.wrong:
            pytest.fail(str(trial), pytrace=False)
        if kills >= wanted:
            return


@pytest.mark.timeout(300)
def test_sixty_days(caplog: pytest.LogCaptureFixture) -> None:
    """All is as it should be at any time, also when the program dies in any of its writes; and everything is tried."""
    done = play_all(range(60))
    assert not {do.value for do in Do} - {Do.RESTART, Do.WRONG} - done.keys(), "never done"
    assert sum(times for name, times in done.items() if name.startswith("!")) > 60, "hardly ever cut off"


@pytest.mark.timeout(300)
def test_days_with_a_killed_program(caplog: pytest.LogCaptureFixture) -> None:
    """The same with a process that is killed at any moment."""
    play_killed(0, KILLS)


@pytest.mark.soak
def test_thousands_of_days(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for many more; what is wrong is shown at once, and now and then how far it is."""
    first, plans = FIRST_SEED, int(os.environ.get("CALLJOURNAL_PLANS", "2000"))

    def progress(text: str) -> None:
        with capsys.disabled():
            print(text, flush=True)

    play_all(range(first, first + plans), progress)


@pytest.mark.soak
def test_hundreds_of_kills(caplog: pytest.LogCaptureFixture) -> None:
    """The same for many more processes that are killed."""
    play_killed(FIRST_SEED, MANY_KILLS)
