"""How numbers are written and dialled at one firm: the settings that every reading needs, and their checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from calljournal.words import say

LONGEST_INTERNAL = 10  # internal numbers longer than this would be mistaken for outside numbers everywhere


CALLERS = ("auto", "with", "without")
"""What telephone systems send for callers: a number with the outside-line prefix, without it, or now so, now so."""


class BadNumberRules(ValueError):
    """The settings for numbers make no sense; the text says which one and why."""


@dataclass(frozen=True, slots=True)
class DialRules:
    """How numbers are written and dialled at one firm or on one line.

    The area code may be given with its trunk 0 (``044``); it is kept without, except where the 0 belongs to the
    number (Italy). `callers` says whether callers' numbers come with the outside-line prefix. For dialling alone:
    `drop_area` leaves the own area code out, `international` is what is dialled before a country code (default: the
    country's own), `plus` sends +E.164 and no prefix at all. Raises BadNumberRules. Whether the country is one that has
    a plan is asked with `known_country`, so that making rules costs nothing at start.
    """

    country: str = "CH"
    area: str = ""
    outside: str = ""
    internal: tuple[int, int] = (2, 4)
    drop_area: bool = False
    international: str = ""
    plus: bool = False
    callers: str = "auto"
    home: DialRules | None = None

    def __post_init__(self) -> None:
        country = self.country.strip().upper()
        if not re.fullmatch(r"[A-Z]{2}", country):
            raise BadNumberRules(say("country must be two letters such as CH, not {country!r}", country=self.country))
        area = re.sub(r"[\s()]", "", self.area)
        if not re.fullmatch(r"[0-9]{0,6}", area):
            raise BadNumberRules(say("area code must be up to 6 digits such as 44, not {area!r}", area=self.area))
        if country not in ("IT", "SM", "VA"):
            area = area.removeprefix("0")
        outside = self.outside.strip()
        if not re.fullmatch(r"[0-9]{0,4}", outside):
            raise BadNumberRules(
                say("outside-line prefix must be up to 4 digits such as 0, not {outside!r}", outside=self.outside)
            )
        shortest, longest = self.internal
        if not 1 <= shortest <= longest <= LONGEST_INTERNAL:
            raise BadNumberRules(
                say(
                    "internal numbers must have between 1 and {most} digits, the shorter "
                    "length first, not {shortest}-{longest}",
                    most=LONGEST_INTERNAL,
                    shortest=shortest,
                    longest=longest,
                )
            )
        international = self.international.strip()
        if not re.fullmatch(r"[0-9]{0,6}", international):
            raise BadNumberRules(
                say(
                    "international prefix must be up to 6 digits such as 00, not {international!r}",
                    international=self.international,
                )
            )
        if self.callers not in CALLERS:
            raise BadNumberRules(
                say("callers must be one of {known}, not {callers!r}", known=", ".join(CALLERS), callers=self.callers)
            )
        object.__setattr__(self, "country", country)
        object.__setattr__(self, "international", international)
        object.__setattr__(self, "area", area)
        object.__setattr__(self, "outside", outside)

    @property
    def reading(self) -> str:
        """What of the rules decides how a number is read; the rest is for dialling alone."""
        shortest, longest = self.internal
        return f"{self.country}, area {self.area}, outside {self.outside}, internal {shortest}-{longest}"

    def abroad(self, country: str) -> DialRules:
        """The rules for what is written in another country: its numbers, no area code of ours, no outside-line prefix.

        What is as short as an internal number stays one. What is no number there, but one here, is read as that, with
        a doubt (`home`): people who live across the border keep their mobile number.
        """
        if country == self.country:
            return self
        return replace(self, country=country, area="", outside="", home=self)

    def is_internal(self, digits: str) -> bool:
        """Whether these digits look like an internal number: by length, and not begun by the outside-line prefix."""
        shortest, longest = self.internal
        return shortest <= len(digits) <= longest and not (self.outside and digits.startswith(self.outside))


def parse_internal(text: str) -> tuple[int, int]:
    """Read the setting for the lengths of internal numbers: "2-4" is (2, 4), "3" is (3, 3); else BadNumberRules."""
    found = re.fullmatch(r"\s*([0-9]{1,2})\s*(?:[-\u2013]\s*([0-9]{1,2})\s*)?", text)
    if found is None:
        raise BadNumberRules(say("lengths of internal numbers are written like 3 or 2-4, not {text!r}", text=text[:40]))
    lengths = (int(found[1]), int(found[2] or found[1]))
    return DialRules(internal=lengths).internal
