"""From measured seconds to billed minutes. The measured value is always kept beside the rounded one."""

import math
from dataclasses import dataclass
from typing import Literal

from calljournal.errors import BadSettings


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How minutes are rounded: to units of `unit` minutes (0: not at all), and to `minimum` minutes at least."""

    unit: int = 0
    how: Literal["up", "nearest"] = "up"
    minimum: int = 0

    def __post_init__(self) -> None:
        if self.unit < 0 or self.minimum < 0:
            raise BadSettings("rounding: unit and minimum are minutes and cannot be negative")

    def minutes(self, seconds: float) -> float:
        """Give the minutes to bill for `seconds` of talk; a call of no length is billed with nothing."""
        if seconds <= 0:
            return 0.0
        measured = measured_minutes(seconds)
        if self.unit:
            # compare in whole milliseconds: 360.000 s are six minutes, not a hair more
            units = round(seconds * 1000) / (self.unit * 60_000)
            whole = math.ceil(units) if self.how == "up" else math.floor(units + 0.5)
            measured = float(whole * self.unit)
        return max(measured, float(self.minimum))


def measured_minutes(seconds: float) -> float:
    """Give seconds as minutes, to the hundredth."""
    return round(seconds / 60, 2)
