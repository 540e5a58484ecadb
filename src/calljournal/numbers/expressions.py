"""The numbering plan of each country code as one expression, made from libphonenumber's own metadata.

In: the digits behind a country code. Out: the kind of number, exactly as libphonenumber would find it by asking type
after type, in a tenth of the time. Where libphonenumber would do more than look (take a national prefix off, put a
mobile token in), this says so, and the caller asks the library itself.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from calljournal.numbers.kinds import NumberKind

# The order in which libphonenumber asks (phonenumberutil._number_type_helper). It tells fixed from mobile last; what
# is both is fixed here.
_TYPES = (
    ("premium_rate", NumberKind.SERVICE),
    ("toll_free", NumberKind.SERVICE),
    ("shared_cost", NumberKind.SERVICE),
    ("voip", NumberKind.FIXED),
    ("personal_number", NumberKind.SERVICE),
    ("pager", NumberKind.SERVICE),
    ("uan", NumberKind.SERVICE),
    ("voicemail", NumberKind.SERVICE),
    ("fixed_line", NumberKind.FIXED),
    ("mobile", NumberKind.MOBILE),
)

OPEN_PLANS = frozenset({49, 43, 352})
"""Country codes in which a firm appends direct-dial digits of its own choice to its number (DE, AT, LU): there a
hyphen shows the extension, and "too long" is no error (google/libphonenumber issue 1122)."""


LONGEST_E164 = 15  # digits, ITU-T E.164 section 6; libphonenumber lets two more pass

_ZERO_FIRST = re.compile(r"(?:\A|\|)(?:\(\?:)?0")  # an alternative that may begin with a 0: India, Rwanda
_CAPTURING = re.compile(r"\((?!\?)")  # groups of our own count the types


class AskTheLibrary(Exception):
    """These digits need more than a look: libphonenumber has rules of its own for them."""


class CodePlan:
    """The plan of one country code: which digits behind it are a number, and of what kind.

    `match` is the expression's: for a number that the plan knows, without more ado, it gives a match whose last group
    tells the kind (`kinds`) and the lengths that this kind has (`possible`). `lengths` are those that any number can
    have, `local_lengths` those of numbers without area code. `open`: firms append digits of their own choice.
    """

    def __init__(self, code: int) -> None:
        import phonenumbers

        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
        metadata = [_metadata(code, region) for region in regions]
        main = metadata[0]
        types = [_types(one) for one in metadata]
        groups = [one for region in types for one in region]
        prefix = main.national_prefix_for_parsing
        self.code = code
        self.digits = str(code)
        self.open = code in OPEN_PLANS
        self.drops_zero = phonenumbers.ndd_prefix_for_region(regions[0], True) == "0"
        self.begins_with_zero = _ZERO_FIRST.search(main.general_desc.national_number_pattern) is not None
        self.match = re.compile(_expression(metadata, types, prefix), re.ASCII).fullmatch
        self.kinds = (NumberKind.UNREADABLE, *(one.kind for one in groups))
        longest = LONGEST_E164 - len(self.digits)
        self.possible = ((), *(tuple(length for length in one.lengths if length <= longest) for one in groups))
        self.lengths: tuple[int, ...] = tuple(main.general_desc.possible_length)
        self.local_lengths: tuple[int, ...] = tuple(main.general_desc.possible_length_local_only)
        self._prefix = re.compile(prefix) if prefix else None
        self._geographic = {number for number, one in enumerate(groups, 1) if one.name == "fixed_line"}
        self._formats = _formats(main) if main.national_prefix is not None else []

    def kind(self, national: str) -> NumberKind | None:
        """Give the kind of a number that the plan knows, None for one it does not. Raises AskTheLibrary."""
        found = self.match(national)
        if found is None:
            if self._prefix is not None and self._prefix.match(national):
                raise AskTheLibrary
            return None
        group = found.lastindex or 0
        if len(national) not in self.possible[group]:
            raise AskTheLibrary  # a kind that is asked later may still have it
        return self.kinds[group]

    def area_digits(self, national: str) -> int:
        """Give how many digits of a number are its area code, in a plan with one region; 0 where none is told apart.

        As phonenumberutil.length_of_geographical_area_code finds them: the first group in which it is written.
        """
        found = self.match(national)
        if found is None or found.lastindex not in self._geographic:
            return 0
        for leading, pattern in self._formats:
            if leading.match(national):
                written = pattern.fullmatch(national)
                if written is not None:
                    return written.end(1) if written.lastindex != 1 else 0
        return 0


@cache
def plan_of(code: int) -> CodePlan:
    """Give the plan of a country code that exists; it is made at the first question."""
    return CodePlan(code)


def _metadata(code: int, region: str) -> Any:  # the library's metadata classes are not exported
    import phonenumbers

    return phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)


class _Type(NamedTuple):
    """One type of numbers that a region has."""

    name: str
    kind: NumberKind
    pattern: str
    lengths: tuple[int, ...]


def _types(metadata: Any) -> list[_Type]:
    """The types that a region has, in the order in which they are asked."""
    found = [(name, kind, getattr(metadata, name)) for name, kind in _TYPES]
    return [
        _Type(name, kind, desc.national_number_pattern, tuple(desc.possible_length))
        for name, kind, desc in found
        if desc is not None and desc.national_number_pattern
    ]


def _expression(metadata: list[Any], types: list[list[_Type]], prefix: str | None) -> str:
    """One expression for all regions of a code, a group per type.

    A region with leading digits has all numbers that begin so, and no others (phonenumberutil.
    _region_code_for_number_from_list); what begins with a national prefix is not for a look.
    """
    expression = "(?!)"
    for region, its_types in zip(reversed(metadata), reversed(types), strict=True):
        own = "|".join(f"({one.pattern})" for one in its_types) or "(?!)"
        own = f"(?=(?:{region.general_desc.national_number_pattern})\\Z)(?:{own})"
        if region.leading_digits is None:
            expression = f"{own}|{expression}"
        else:
            leading = f"(?:{region.leading_digits})"
            expression = f"(?={leading})(?:{own})|(?!{leading})(?:{expression})"
    return f"(?!{_CAPTURING.sub('(?:', prefix)})(?:{expression})" if prefix else expression


def _formats(metadata: Any) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """How numbers are grouped: the digits that they begin with, and the groups."""
    formats = metadata.intl_number_format or metadata.number_format
    return [
        (re.compile((one.leading_digits_pattern or ("",))[-1]), re.compile(one.pattern, re.ASCII)) for one in formats
    ]
