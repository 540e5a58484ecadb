"""What a reading of a number says: facts only, frozen."""

from __future__ import annotations

import msgspec

from calljournal.numbers import plan
from calljournal.numbers.kinds import CODES, Doubt, NumberKind


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One number as read. `e164` is whole, direct-dial extension included; `trunk` is the part before the extension.

    `doubt` says why a person should look at it, None where only one reading is possible; `reason` says in short English
    words how it was read, or why it could not be. `known` is whether the numbering plan of its country has the number,
    `others` are the other numbers (E.164) that the digits of a telephone system may mean.
    Texts beyond the limit of length are kept cut.
    """

    written: str
    e164: str | None
    extension: str | None
    trunk: str | None
    kind: NumberKind
    doubt: Doubt | None
    reason: str
    digits: str
    known: bool = False
    others: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether only one reading is possible."""
        return self.doubt is None

    @property
    def suggestion(self) -> str | None:
        """How to write the number so that nobody doubts it; None for one that is certain, or that cannot be helped."""
        return None if self.certain else self.international

    @property
    def international(self) -> str | None:
        """The number with its country code, as people write it, with its extension; None without a whole number."""
        if self.e164 is None:
            return None
        if self.extension is None or self.trunk is None:
            return plan.shown(self.e164, "")
        sign = " ext. " if self.trunk == self.e164 else "-"
        return plan.shown(self.trunk, "") + sign + self.extension

    @property
    def key(self) -> str | None:
        """The text that two readings are compared by; None for what must match nothing.

        E.164; an internal number itself; "short:117" for a short code, lest an extension 117 match the police;
        "digits:..." for at least three digits that nobody could read.
        """
        if self.e164 is not None:
            return self.e164
        if self.kind is NumberKind.INTERNAL:
            return self.digits
        if self.kind in CODES:
            return f"short:{self.digits}"
        if self.kind is NumberKind.UNREADABLE and len(self.digits) >= 3:
            return f"digits:{self.digits}"
        return None


def plain(written: str, kind: NumberKind, digits: str, reason: str, doubt: Doubt | None = None) -> Reading:
    """What has no E.164 form: an internal number, a short code, a caller without number."""
    return Reading(written, None, None, None, kind, doubt, reason, digits)


def unreadable(written: str, digits: str, reason: str) -> Reading:
    """What nobody can read; it still compares by its digits."""
    return Reading(written, None, None, None, NumberKind.UNREADABLE, Doubt.UNREADABLE, reason, digits)
