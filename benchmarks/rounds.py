"""Interleaved rounds of two things, and the ratio between them with its interval."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the ratios round by round, and the interval in which 90 % of them lie."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def seconds(work: Callable[[], None], clock: Callable[[], float] = time.perf_counter) -> float:
    """Time some work."""
    start = clock()
    work()
    return clock() - start


def compare(ours: Callable[[], float], peer: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float, Ratio]:
    """Run both in turn and give the medians of what they return, and the ratio ours / peer."""
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(rounds):
        for measure, into in ((ours, mine), (peer, theirs)) if turn % 2 else ((peer, theirs), (ours, mine)):
            into.append(measure())
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    return statistics.median(mine), statistics.median(theirs), interval(ratios)


def interval(values: Sequence[float]) -> Ratio:
    """Give the median and the 90 % interval of some values."""
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return Ratio(statistics.median(values), cuts[0], cuts[-1])
