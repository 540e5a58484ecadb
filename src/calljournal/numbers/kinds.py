"""The words of a reading: what sort of number it is, and why a reading may be wrong."""

from __future__ import annotations

from enum import StrEnum


class NumberKind(StrEnum):
    """What sort of number it is, as far as the numbering plan and the writing tell."""

    MOBILE = "mobile"
    FIXED = "fixed"  # also where a plan does not tell mobile from fixed (North America), and numbers it does not know
    SERVICE = "service"  # free, shared-cost, premium, personal and company-wide numbers
    EMERGENCY = "emergency"
    SHORT = "short"  # other short codes
    INTERNAL = "internal"
    WITHHELD = "withheld"  # by the caller's wish, or without a word why there is none
    UNAVAILABLE = "unavailable"  # the telephone system says that it cannot know the number
    UNREADABLE = "unreadable"


NO_NUMBER = (NumberKind.WITHHELD, NumberKind.UNAVAILABLE)
"""Kinds of readings in which there is no number at all."""

CODES = (NumberKind.EMERGENCY, NumberKind.SHORT)
"""Kinds of numbers that are dialled as they are, from anywhere in their country."""


class Doubt(StrEnum):
    """Why a reading may be wrong, so that a person should look at it."""

    OUTSIDE_PREFIX = "outside-prefix"  # the outside-line prefix seems to be part of what was written
    NOT_IN_PLAN = "not-in-plan"  # it can be a number, but the plan of its country does not know it
    GUESSED = "guessed"  # something was added, left out or taken for something else
    UNREADABLE = "unreadable"
