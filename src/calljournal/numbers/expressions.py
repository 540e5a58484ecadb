"""The numbering plan of one country code as one expression per region, made from libphonenumber's own metadata.

In: the digits behind a country code. Out: the kind of number, exactly as libphonenumber would find it by asking type
after type, in a tenth of the time. Where libphonenumber would do more than look (take a national prefix off, put a
mobile token in), this says so, and the caller asks the library itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

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


class AskTheLibrary(Exception):
    """These digits need more than a look: libphonenumber has rules of its own for them."""


@dataclass(frozen=True, slots=True)
class _Region:
    """One region: digits that begin its numbers alone (None: no such rule), and its types in one expression."""

    leading: re.Pattern[str] | None
    expression: re.Pattern[str]
    kinds: tuple[NumberKind, ...]  # by number of the expression's group, from 1
    lengths: tuple[frozenset[int], ...]  # the same; empty: any

    def kind(self, national: str) -> NumberKind | None:
        found = self.expression.fullmatch(national)
        if found is None:
            return None
        group = found.lastindex or 0
        lengths = self.lengths[group]
        if lengths and len(national) not in lengths:
            raise AskTheLibrary  # a type that is asked later may still have it
        return self.kinds[group]


class CodePlan:
    """The plan of one country code: which digits behind it are a number, and of what kind."""

    def __init__(self, code: int) -> None:
        import phonenumbers

        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
        metadata = [_metadata(code, region) for region in regions]
        main = metadata[0]
        self.code = code
        self._prefix = re.compile(main.national_prefix_for_parsing) if main.national_prefix_for_parsing else None
        self._regions = tuple(_region(one) for one in metadata)
        self._alone = self._regions[0] if len(self._regions) == 1 else None
        self.lengths: tuple[int, ...] = tuple(main.general_desc.possible_length)
        self.local_lengths: tuple[int, ...] = tuple(main.general_desc.possible_length_local_only)

    def kind(self, national: str) -> NumberKind | None:
        """Give the kind of a number that the plan knows, None for one it does not. Raises AskTheLibrary."""
        if self._prefix is not None and self._prefix.match(national):
            raise AskTheLibrary
        if self._alone is not None:
            return self._alone.kind(national)
        for region in self._regions:
            if region.leading is not None:
                if region.leading.match(national):
                    return region.kind(national)
            else:
                kind = region.kind(national)
                if kind is not None:
                    return kind
        return None


@cache
def plan_of(code: int) -> CodePlan:
    """Give the plan of a country code that exists; it is made at the first question."""
    return CodePlan(code)


def _metadata(code: int, region: str) -> Any:  # the library's metadata classes are not exported
    import phonenumbers

    return phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)


def _region(metadata: Any) -> _Region:
    types = [(getattr(metadata, name), kind) for name, kind in _TYPES]
    used = [(desc, kind) for desc, kind in types if desc is not None and desc.national_number_pattern]
    pattern = "|".join(f"({desc.national_number_pattern})" for desc, _ in used)
    return _Region(
        leading=re.compile(metadata.leading_digits) if metadata.leading_digits is not None else None,
        expression=re.compile(pattern or r"(?!)"),
        kinds=(NumberKind.UNREADABLE, *(kind for _, kind in used)),
        lengths=(frozenset(), *(frozenset(desc.possible_length) for desc, _ in used)),
    )
