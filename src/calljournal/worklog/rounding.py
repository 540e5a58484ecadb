"""From measured seconds to billed minutes. The measured value is always kept beside the rounded one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from calljournal.errors import BadSettings, Refused
from calljournal.words import say

DAY = 24 * 60
"""Minutes that nobody bills more than of one call: whoever types more has typed it wrong."""

TOLERANCE = 30
"""Seconds over whole units that do not count, where a rule with a tolerance names no others."""

_MINUTES = r"\s*(?:m|min|minutes?|minuten?)?"
_RULE = re.compile(
    rf"""
    (?P<unit>[0-9]{{1,4}}) {_MINUTES}
    (?: \s+ (?:
        (?: up | auf | aufrunden )
      | (?P<nearest> nearest | nächste | kaufmännisch )
      | (?P<tolerant> tolerance | toleranz ) (?: \s+ (?P<tolerance>[0-9]{{1,4}}) \s*(?:s|sec|sek|seconds?|sekunden?)? )?
    ) )?
    (?: \s+ (?: minimum | at\ least | mindestens ) \s+ (?P<minimum>[0-9]{{1,4}}) {_MINUTES} )?
    (?: \s+ (?: per | je | pro ) \s+ (?: call | anruf | (?P<day> (?:client\ and\ )?day | (?:mandant\ und\ )?tag ) ) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How minutes are rounded: to units of `unit` minutes (0: not at all), and to `minimum` minutes at least.

    "up" begins a unit with its first millisecond; "nearest" takes the nearer one, which may be none; "tolerance" is
    "up", but up to `tolerance` seconds over whole units do not count (never under one unit). `per` "day" rounds the
    time of a client and day as one, see `next_minutes`.
    """

    unit: int = 0
    how: Literal["up", "nearest", "tolerance"] = "up"
    minimum: int = 0
    tolerance: int = TOLERANCE
    per: Literal["call", "day"] = "call"

    def __post_init__(self) -> None:
        if min(self.unit, self.minimum, self.tolerance) < 0:
            raise BadSettings(say("rounding: unit and minimum (minutes) and tolerance (seconds) cannot be negative"))
        if max(self.unit, self.minimum) > DAY:
            raise BadSettings(say("rounding: unit and minimum are {day} minutes (a day) at most", day=DAY))
        if self.how == "tolerance" and self.unit and self.tolerance >= self.unit * 60:
            raise BadSettings(
                say(
                    "rounding: a tolerance of {tolerance} s is a whole unit of {unit} min or more: say less",
                    tolerance=self.tolerance,
                    unit=self.unit,
                )
            )

    @classmethod
    def read(cls, text: str) -> "RoundingRule":
        """Read a rule as people write it: "6 up", "15 nearest minimum 15", "6 tolerance 10s", "6 up per day", "10".

        Some German words are known too. Raises BadSettings for anything else.
        """
        rule = _RULE.fullmatch(" ".join(text.replace(",", " ").split()))
        if rule is None:
            raise BadSettings(
                say(
                    'rounding {text!r} cannot be read: write minutes and how, such as "6 up", "15 '
                    'nearest minimum 15", "6 tolerance 10s" or "6 up per day"',
                    text=text,
                )
            )
        return cls(
            int(rule["unit"]),
            "nearest" if rule["nearest"] else "tolerance" if rule["tolerant"] else "up",
            int(rule["minimum"] or 0),
            int(rule["tolerance"] or TOLERANCE),
            "day" if rule["day"] else "call",
        )

    def __str__(self) -> str:
        """Write the rule so that `read` gives it back; the tolerance only where it plays a part."""
        words = f"{self.unit} {self.how}"
        if self.how == "tolerance":
            words += f" {self.tolerance}s"
        if self.minimum:
            words += f" minimum {self.minimum}"
        return f"{words} per day" if self.per == "day" else words

    def minutes(self, seconds: float) -> float:
        """Give the minutes to bill for `seconds` of talk; a call of no length is billed with nothing."""
        if seconds <= 0:
            return 0.0
        billed = float(self._units(seconds) * self.unit) if self.unit else measured_minutes(seconds)
        return max(billed, float(self.minimum))

    def next_minutes(self, before: Iterable[tuple[float, float]], seconds: float) -> float:
        """Give the minutes to bill for the next call of a client and day.

        `before` are the (measured seconds, billed minutes) of the same user, client and day. Per day, all of it is
        rounded as one, and what is billed already goes off; per call, `before` plays no part.
        """
        if self.per == "call" or seconds <= 0:
            return self.minutes(seconds)
        pairs = list(before)
        due = self.minutes(seconds + sum(measured for measured, _ in pairs))
        return max(0.0, round(due - sum(billed for _, billed in pairs), 2))

    def _units(self, seconds: float) -> int:
        """Count units in whole milliseconds: 360.000 s are six minutes, not a hair more."""
        unit = self.unit * 60_000
        whole, over = divmod(round(seconds * 1000), unit)
        if self.how == "nearest":
            return whole + (2 * over >= unit)
        if self.how == "tolerance" and whole:
            return whole + (over > self.tolerance * 1000)
        return whole + (over > 0)


def respread(
    rule: RoundingRule, fixed: Sequence[tuple[float, float]], open_seconds: Sequence[float]
) -> tuple[float, ...]:
    """Give the minutes of each entry of a client and day that may still be changed, in order.

    `fixed` are the (measured seconds, billed minutes) of those that may not; `open_seconds` what the others measure.
    """
    before = list(fixed)
    for seconds in open_seconds:
        before.append((seconds, rule.next_minutes(before, seconds)))
    return tuple(minutes for _, minutes in before[len(fixed) :])


def check_minutes(minutes: float) -> None:
    """Raise Refused for minutes to bill that a person cannot have meant."""
    if not 0 <= minutes <= DAY:  # nor is it true of what is no number
        raise Refused(
            say(
                "minutes to book cannot be {minutes:g}: say 0 or more, and {day} (a day) at most",
                minutes=minutes,
                day=DAY,
            )
        )


def measured_minutes(seconds: float) -> float:
    """Give seconds as minutes, to the hundredth."""
    return round(seconds / 60, 2)
