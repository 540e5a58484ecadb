"""Steps of a day at the desk, drawn from a seed. To what a step is done is found when it is taken, by its own seed."""

import random
from dataclasses import dataclass
from enum import StrEnum

LENGTH = 25

RULES = ("0", "6 up", "15 nearest minimum 15", "6 tolerance 20s", "6 up per day", "10 nearest per day")
"""The firm's rounding, one for a plan."""


class Do(StrEnum):
    """What is done."""

    ADD = "add"
    LINE = "line"
    """A call that a line saw."""
    BOOK = "book"
    ACTIVITY = "activity"
    WRONG = "wrong"
    """A booking that the book refuses: there is no such service type."""
    SPLIT = "split"
    MERGE = "merge"
    OUT = "out"
    IGNORE = "ignore"
    HEED = "heed"
    PRIVATE = "private"
    PROJECT = "project"
    MINUTES = "minutes"
    DAY = "day"
    TEXT = "text"
    CANCEL = "cancel"
    BILL = "bill"
    TRANSFER = "transfer"
    EXPORT = "export"
    LOCK = "lock"
    UNLOCK = "unlock"
    RESTART = "restart"


OFTEN = {
    Do.ADD: 20,
    Do.LINE: 6,
    Do.BOOK: 16,
    Do.ACTIVITY: 3,
    Do.WRONG: 2,
    Do.SPLIT: 8,
    Do.MERGE: 9,
    Do.OUT: 3,
    Do.IGNORE: 4,
    Do.HEED: 2,
    Do.PRIVATE: 3,
    Do.PROJECT: 6,
    Do.MINUTES: 3,
    Do.DAY: 4,
    Do.TEXT: 2,
    Do.CANCEL: 9,
    Do.BILL: 3,
    Do.TRANSFER: 6,
    Do.EXPORT: 5,
    Do.LOCK: 1,
    Do.UNLOCK: 1,
    Do.RESTART: 2,
}
CALLS_FIRST = 4
CUT = 0.12
"""How often the program dies in a step."""
WRITES = 5
"""A step writes rarely more often."""


@dataclass(frozen=True)
class Cut:
    """The program dies in its n-th write: just before it is on the disk, or just after."""

    nth: int
    after: bool


@dataclass(frozen=True)
class Step:
    """One step; `seed` says to what it is done, and how."""

    do: Do
    seed: int
    cut: Cut | None = None


@dataclass(frozen=True)
class Plan:
    """Steps under a rule of rounding."""

    seed: int
    rule: str
    steps: tuple[Step, ...]


def draw(seed: int, *, length: int = LENGTH, cuts: bool = True) -> Plan:
    """Give the plan of a seed."""
    dice = random.Random(seed)
    kinds = [Do.ADD] * CALLS_FIRST
    kinds += dice.choices(list(OFTEN), list(OFTEN.values()), k=length - CALLS_FIRST)
    steps = tuple(Step(do, dice.randrange(1 << 32), _cut(dice) if cuts else None) for do in kinds)
    return Plan(seed, RULES[seed % len(RULES)], steps)


def _cut(dice: random.Random) -> Cut | None:
    return Cut(dice.randint(1, WRITES), dice.random() < 0.5) if dice.random() < CUT else None
