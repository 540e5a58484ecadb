"""How minutes are to be rounded, in whole milliseconds: written once more, so that the product's own can be wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule of rounding, in minutes and seconds."""

    unit: int
    how: str = "up"
    minimum: int = 0
    tolerance: int = 0
    per_day: bool = False

    @classmethod
    def read(cls, text: str) -> "Rule":
        """Read a rule as these tests write it: "6 tolerance 20s", "15 nearest minimum 15", "6 up per day"."""
        words = text.split()
        return cls(
            int(words[0]),
            words[1] if len(words) > 1 else "up",
            int(words[words.index("minimum") + 1]) if "minimum" in words else 0,
            int(words[2].rstrip("s")) if "tolerance" in words else 0,
            words[-1] == "day",
        )

    def minutes(self, milliseconds: int) -> float:
        """Give what is to be billed."""
        if milliseconds <= 0:
            return 0.0
        return max(self._units(milliseconds) * self.unit if self.unit else hundredths(milliseconds) / 100, self.minimum)

    def _units(self, milliseconds: int) -> int:
        unit = self.unit * 60_000
        full, over = milliseconds // unit, milliseconds % unit
        counts = {
            "up": over > 0,
            "nearest": over >= unit / 2,
            "tolerance": over > (self.tolerance * 1000 if full else 0),
        }
        return full + counts[self.how]


def hundredths(milliseconds: int) -> int:
    """Give hundredths of a minute, as a book keeps them."""
    return round(milliseconds / 600)
