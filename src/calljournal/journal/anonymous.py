"""A row without anything that says who the other side was: that the call was, when and how long it was stays."""

from dataclasses import replace

from calljournal.calls import Presentation
from calljournal.journal.entry import Entry
from calljournal.numbers import only_digits

LONGEST_INSIDE = 6
"""Digits of a telephone in the house at most; what is longer is somebody's outside."""


def anonymous(entry: Entry) -> Entry:
    """Take number and name of the other side out of a row, and the numbers of all others outside the house."""
    return replace(
        entry,
        number=None,
        presentation=Presentation.UNAVAILABLE,
        display=None,
        name=None,
        answered_by=_inside(entry.answered_by),
        transferred_to=_inside(entry.transferred_to),
        legs=tuple(replace(leg, number=None) for leg in entry.legs),
        others=(),
    )


def _inside(who: str | None) -> str | None:
    """Give an owner or a telephone in the house; None for anybody else."""
    outside = who is not None and (who.startswith("+") or len(only_digits(who)) > LONGEST_INSIDE)
    return None if outside else who
