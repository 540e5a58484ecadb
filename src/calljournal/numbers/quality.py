"""What a person should look at in a number of the address book, and what to write instead."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from calljournal.numbers import plan
from calljournal.numbers.expressions import OPEN_PLANS
from calljournal.numbers.kinds import Doubt, NumberKind
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import clean
from calljournal.words import say

SWITCHBOARD_ZEROS = 2  # zeros at the end of a number that make it look like a switchboard's; one has every tenth number


class ProblemKind(StrEnum):
    """What may be wrong with a number in the address book."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    OUTSIDE_PREFIX = "outside-prefix"  # carries the outside-line prefix by mistake
    NOT_VALID = "not-valid"  # the numbering plan of its country does not know it
    SHARED = "shared"  # several contacts have it; only the whole book can tell
    SWITCHBOARD = "switchboard"  # looks like one
    NO_COUNTRY_CODE = "no-country-code"


class Problem(msgspec.Struct, frozen=True):
    """One thing to look at: `words` say what it is; `suggestion` is the text to write instead.

    A suggestion of "" means to take the text out of the numbers; None, that there is nothing safe to propose.
    """

    kind: ProblemKind
    words: str
    suggestion: str | None = None


def problem_of(reading: Reading, rules: DialRules) -> Problem | None:
    """Judge a number as it was read in the address book; the gravest problem, or None where all is well."""
    if reading.kind is NumberKind.UNREADABLE:
        return Problem(ProblemKind.UNREADABLE, reading.reason, None if reading.digits else "")
    if reading.doubt is Doubt.OUTSIDE_PREFIX:
        return Problem(ProblemKind.OUTSIDE_PREFIX, reading.reason, reading.suggestion)
    if reading.doubt is Doubt.GUESSED:
        return Problem(ProblemKind.AMBIGUOUS, reading.reason, reading.suggestion)
    if reading.e164 is None:
        return None
    if not reading.known:
        return Problem(ProblemKind.NOT_VALID, reading.reason)
    if _looks_like_switchboard(reading):
        return Problem(ProblemKind.SWITCHBOARD, say("ends in zeros as a switchboard does"), _with_hyphen(reading))
    if not re.match(r"[\s(]*(?:\+|00)", clean(_without_label(reading.written))):
        return Problem(
            ProblemKind.NO_COUNTRY_CODE,
            say("read as a number of {country}", country=rules.country),
            reading.international,
        )
    return None


def _without_label(written: str) -> str:
    return re.sub(r"\A[^0-9+(]*", "", written)


def _looks_like_switchboard(reading: Reading) -> bool:
    zeros = reading.digits.endswith("0" * SWITCHBOARD_ZEROS)
    return zeros and reading.kind is NumberKind.FIXED and reading.extension is None


def _with_hyphen(reading: Reading) -> str | None:
    """The same with its zeros as the extension, where a hyphen can show one; None in a closed plan."""
    split = plan.split_code(reading.digits)
    if split is None or split[0] not in OPEN_PLANS:
        return None
    trunk = f"+{reading.digits}".rstrip("0")
    return f"{plan.shown(trunk, '')}-{reading.digits[len(trunk) - 1 :]}"
