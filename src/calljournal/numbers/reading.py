"""What a reading of a number says: facts only, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What sort of number it is, as far as the numbering plan and the writing tell."""

    MOBILE = "mobile"
    FIXED = "fixed"
    SERVICE = "service"  # free, shared-cost, premium and company-wide numbers
    SHORT = "short"  # emergency and other short codes
    INTERNAL = "internal"
    WITHHELD = "withheld"  # withheld or unavailable: there is no number
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"  # a whole number, but the plan does not tell its kind (all of North America, new blocks)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number as read. `e164` is whole, direct-dial extension included; `trunk` is the part before the extension.

    `sure` is False when another reading was possible or something had to be guessed; `reason` says in short English
    words how it was read, or why it could not be. Texts beyond the limit of length are kept cut.
    """

    written: str
    e164: str | None
    extension: str | None
    trunk: str | None
    kind: NumberKind
    sure: bool
    reason: str
    digits: str

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
        if self.kind is NumberKind.SHORT:
            return f"short:{self.digits}"
        if self.kind is NumberKind.UNREADABLE and len(self.digits) >= 3:
            return f"digits:{self.digits}"
        return None


def whole(
    written: str,
    e164: str,
    kind: NumberKind,
    *,
    sure: bool,
    reason: str,
    extension: str | None = None,
    trunk: str | None = None,
) -> Reading:
    """A number that has an E.164 form."""
    return Reading(written, e164, extension, trunk, kind, sure, reason, e164[1:])


def plain(written: str, kind: NumberKind, digits: str, *, sure: bool, reason: str) -> Reading:
    """What has no E.164 form: internal, short, withheld, unreadable."""
    return Reading(written, None, None, None, kind, sure, reason, digits)
