"""Switchboards: which stored numbers a direct-dial number may be an extension of. Pure.

In: a caller's E.164 number. Out: the numbers to ask a book for, and the extension behind one that it has.
"""

from __future__ import annotations

from dataclasses import dataclass

from calljournal.numbers import plan
from calljournal.numbers.expressions import OPEN_PLANS
from calljournal.numbers.extension import LONGEST_EXTENSION
from calljournal.numbers.kinds import NumberKind

SHORTEST_HEAD = 4  # national digits that have to stand before an extension: less is hardly more than an area code
LENGTHS_OF_ZEROS = (2, 3, 1)
"""So many zeros at its end may stand for the extensions of a switchboard: 044 000 12 00 for 044 000 12 34. Two first,
the usual block; one alone only in open plans, since elsewhere 044 000 12 30 is as good as anybody's number."""


@dataclass(frozen=True, slots=True)
class Switchboards:
    """What to ask a book for: whole `numbers`, and `trunks`, behind which an extension of zeros has to be stored."""

    numbers: tuple[str, ...] = ()
    trunks: tuple[str, ...] = ()


def switchboards_of(caller: str) -> Switchboards:
    """Give the numbers at which the switchboard of a caller may be stored; none for a number that has no extension."""
    number = _fixed(caller)
    if number is None:
        return Switchboards()
    longest = min(LONGEST_EXTENSION, len(number.national) - SHORTEST_HEAD)
    heads = tuple(caller[:-length] for length in range(1, longest + 1))
    zeros = (caller[:-length] + "0" * length for length in _lengths_of_zeros(number))
    numbers = (*heads, *(zeroed for zeroed in dict.fromkeys(zeros) if zeroed != caller))
    return Switchboards(numbers, (caller, *heads))  # a switchboard may call without its 0


def extension_behind(stored: str, trunk: str | None, caller: str) -> str | None:
    """Give the extension under which a caller is reached at a stored number, None where that is no switchboard of it.

    "" is the switchboard itself, which shows its number without the 0.

    `trunk` is what stands before the extension in the text that was stored. Where the text shows one, it has to be
    zeros (``030 12345-0``); where it shows none, both have to be fixed lines, and the stored number the beginning of
    the caller's or its like with zeros at the end.
    """
    if stored == caller:
        return None
    asked = switchboards_of(caller)
    if trunk is not None:
        return caller[len(trunk) :] if trunk in asked.trunks and is_switchboard(stored, trunk) else None
    number = _fixed(stored) if stored in asked.numbers else None
    if number is None:
        return None
    if caller.startswith(stored):
        return caller[len(stored) :]
    for length in _lengths_of_zeros(number):
        if stored == caller[:-length] + "0" * length:
            return caller[-length:]
    return None


def is_switchboard(stored: str, trunk: str | None) -> bool:
    """Whether a number was stored with an extension of zeros only: ``030 12345-0``.

    It is not where the extension is no part of the number (044 000 12 00, extension 0: the trunk is all of it).
    """
    return trunk is not None and stored.startswith(trunk) and set(stored[len(trunk) :]) == {"0"}


def _fixed(e164: str) -> plan.PlanNumber | None:
    """Give what the plan says of a fixed line; None for any other number, and for what is none."""
    split = plan.split_code(e164[1:]) if e164.startswith("+") and e164[1:].isascii() and e164[1:].isdigit() else None
    number = plan.lookup(*split) if split else None
    return number if number and number.kind is NumberKind.FIXED and number.e164 == e164 else None


def _lengths_of_zeros(number: plan.PlanNumber) -> tuple[int, ...]:
    return LENGTHS_OF_ZEROS if number.code in OPEN_PLANS else LENGTHS_OF_ZEROS[:-1]
