"""What may go wrong between a telephone system and us, made on purpose and the same again for the same seed. Pure.

In: the moment at which something is told. Out: the moments at which it arrives; none where it is lost.
"""

import random
from dataclasses import dataclass, field

from calljournal.errors import BadSettings

WORDS = ("reorder", "double", "lose", "delay", "drop")

OVERTAKEN_SECONDS = 3.0
"""With `reorder`, a report comes up to so much later than it was told, whatever comes in between."""

DELAY_SECONDS = 1.5
"""With `delay`, a report comes up to so much later, and everything behind it has to wait."""

SAID_AGAIN_SECONDS = 2.0
"""With `lose`, the state of a leg whose report was lost is told again after so long."""

GAP_SECONDS = (1.0, 5.0)
"""With `drop`, the connection is away for so long, but never for more than a tenth of the way to the next drop."""

EVERY_SECONDS = 50.0
"""With `drop`, it happens about so often, and at least twice in a script."""


@dataclass(slots=True)
class Nastiness:
    """The ways in which a line is nasty, and the dice that decide when."""

    ways: frozenset[str] = frozenset()
    seed: int = 0
    _dice: random.Random = field(init=False)
    _last: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311  # a script's dice, no secret

    @classmethod
    def parse(cls, text: str, seed: int) -> "Nastiness":
        """Read the setting `nasty`: `reorder,double`; raises BadSettings for a way that is not known."""
        ways = frozenset(filter(None, (word.strip().lower() for word in text.split(","))))
        unknown = ways.difference(WORDS)
        if unknown:
            raise BadSettings(f"nasty: {', '.join(sorted(unknown))} is not one of: {', '.join(WORDS)}")
        return cls(ways, seed)

    def arrivals(self, told: float) -> tuple[float, ...]:
        """Give the moments at which a report that is told now arrives: one, two where it is doubled, or none."""
        if "lose" in self.ways and self._dice.random() < 0.3:
            return ()
        twice = "double" in self.ways and self._dice.random() < 0.5
        return tuple(self._arrival(told) for _ in range(2 if twice else 1))

    def gaps(self, seconds: float) -> tuple[tuple[float, float], ...]:
        """Give the stretches without connection in a script of that length, in order; they do not meet."""
        if "drop" not in self.ways or not seconds:
            return ()
        count = max(2, round(seconds / EVERY_SECONDS))
        each = seconds / count
        gaps = []
        for number in range(count):
            start = (number + self._dice.uniform(0.1, 0.8)) * each
            gaps.append((round(start, 3), round(start + min(self._dice.uniform(*GAP_SECONDS), each / 10), 3)))
        return tuple(gaps)

    def _arrival(self, told: float) -> float:
        arrives = told
        if "delay" in self.ways and self._dice.random() < 0.5:
            arrives = told + self._dice.uniform(0.0, DELAY_SECONDS)
        self._last = arrives = max(arrives, self._last)
        if "reorder" in self.ways and self._dice.random() < 0.5:
            arrives += self._dice.uniform(0.0, OVERTAKEN_SECONDS)
        return arrives
