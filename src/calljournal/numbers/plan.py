"""The numbering plans of the world: the only crossing to phonenumberslite, which is imported at the first question.

In: digits and a country; out: PlanNumber. Source of all rules: the metadata of Google's libphonenumber; what it gets
wrong for our users is said where we differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from calljournal.numbers.reading import NumberKind

LONGEST_E164 = 15  # digits, ITU-T E.164 section 6
SHORTEST_UNKNOWN = 5  # national digits of a number that the plan does not know: open plans deem two possible
OPEN_PLANS = frozenset({49, 43, 352})
"""Country codes in which a firm appends direct-dial digits of its own choice to its number (DE, AT, LU): there a
hyphen shows the extension, and "too long" is no error (google/libphonenumber issue 1122)."""

Fit = Literal["valid", "possible", "no"]


@dataclass(frozen=True, slots=True)
class PlanNumber:
    """What the plan says about one number; `e164` is "" when `fit` is "no", and `why` then says why."""

    e164: str
    code: int
    national: str
    kind: NumberKind
    fit: Fit
    area_digits: int
    why: str

    @property
    def open(self) -> bool:
        """Whether the number is of a country with direct-dial digits of any length."""
        return self.code in OPEN_PLANS


def _none(why: str, code: int = 0) -> PlanNumber:
    return PlanNumber("", code, "", NumberKind.UNREADABLE, "no", 0, why)


@lru_cache(maxsize=16)
def calling_code(country: str) -> int:
    """The country's calling code, 41 for CH; 0 for a country that has no plan."""
    import phonenumbers

    return phonenumbers.country_code_for_region(country)


def known_country(country: str) -> bool:
    """Whether the two letters name a country with a numbering plan."""
    return calling_code(country.strip().upper()) != 0


@lru_cache(maxsize=256)
def trunk_prefix(country: str) -> str:
    """What is dialled before a national number: "0" in most of Europe, "1" in the US, "" in Italy and Spain."""
    import phonenumbers

    if calling_code(country) == 0:
        return ""
    return phonenumbers.ndd_prefix_for_region(country, True) or ""


@lru_cache(maxsize=256)
def _home(code: int) -> str:
    import phonenumbers

    return phonenumbers.region_code_for_country_code(code)


@lru_cache(maxsize=16)
def international_prefix(country: str) -> str:
    """What is dialled before a country code: "00" in Europe, "011" in the US; "00" where the plan leaves a choice."""
    pattern = _international_pattern(country)
    return pattern if pattern.isdigit() else "00"


@lru_cache(maxsize=16)
def _international_pattern(country: str) -> str:
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    return (metadata.international_prefix if metadata is not None else None) or "00"


def after_international_prefix(digits: str, country: str) -> str | None:
    """The digits after the country's international prefix, or None where they do not begin with it."""
    found = re.match(_international_pattern(country), digits)
    return digits[found.end() :] if found else None


def split_code(digits: str) -> tuple[int, str] | None:
    """Country code and the rest; None when no country has that code. Country codes are prefix-free."""
    import phonenumbers

    for length in (1, 2, 3):
        if digits[:1] != "0" and len(digits) >= length:
            code = int(digits[:length])
            if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
                return code, digits[length:]
    return None


def from_international(digits: str) -> PlanNumber:
    """The number for the digits after a plus; a 0 kept after the country code by habit is dropped, not in Italy."""
    found = split_code(digits)
    if found is None:
        return _none(f"no country has the code {digits[:3]}" if digits else "no digits")
    code, national = found
    if trunk_prefix(_home(code)) == "0":
        return lookup(code, national.lstrip("0"))
    number = lookup(code, national)
    if number.fit != "valid" and national.startswith("0"):
        bare = lookup(code, national[1:])
        return bare if bare.fit == "valid" else number
    return number


def from_national(digits: str, country: str) -> PlanNumber | None:
    """The number for digits written as the country writes its own; None when the trunk 0 that it needs is missing."""
    import phonenumbers

    code = calling_code(country)
    if code == 0:
        return _none(f"no numbering plan for country {country}")
    if trunk_prefix(country) == "0":
        if not digits.startswith("0"):
            return None
        return _none("more than one leading 0") if digits.startswith("00") else lookup(code, digits[1:])
    if len(digits) > LONGEST_E164 + 4:
        return _none(f"more than {LONGEST_E164} digits")
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return _none(f"not a number of +{code}", code)
    return lookup(number.country_code or code, phonenumbers.national_significant_number(number))


def lookup(code: int, national: str) -> PlanNumber:
    """What the plan says about a country code and a national number without trunk prefix. Never raises."""
    import phonenumbers

    if len(national) < 2:
        return _none(f"too short for +{code}", code)
    if len(str(code)) + len(national) > LONGEST_E164:
        return _none(f"more than {LONGEST_E164} digits", code)
    try:
        number = phonenumbers.parse(f"+{code}{national}", None)
    except phonenumbers.NumberParseException:
        return _none(f"not a number of +{code}", code)
    code = number.country_code or code
    reason = phonenumbers.is_possible_number_with_reason(number)
    fits = phonenumbers.ValidationResult
    fit: Fit
    if phonenumbers.is_valid_number(number):
        fit = "valid"
    elif len(national) < SHORTEST_UNKNOWN:
        return _none(f"too short for +{code}", code)
    elif reason == fits.IS_POSSIBLE or (reason == fits.TOO_LONG and code in OPEN_PLANS):
        fit = "possible"
    elif reason in (fits.TOO_SHORT, fits.IS_POSSIBLE_LOCAL_ONLY):
        return _none(f"too short for +{code}", code)
    elif reason == fits.TOO_LONG:
        return _none(f"too long for +{code}", code)
    else:
        return _none(f"not a length that +{code} has", code)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    area = phonenumbers.length_of_geographical_area_code(number) if fit == "valid" else 0
    return PlanNumber(e164, code, e164[1 + len(str(code)) :], _kind(phonenumbers.number_type(number)), fit, area, "")


def _kind(number_type: int) -> NumberKind:
    from phonenumbers import PhoneNumberType as Type

    if number_type == Type.MOBILE:
        return NumberKind.MOBILE
    if number_type in (Type.FIXED_LINE, Type.VOIP):
        return NumberKind.FIXED
    if number_type in (Type.TOLL_FREE, Type.PREMIUM_RATE, Type.SHARED_COST, Type.UAN):
        return NumberKind.SERVICE
    return NumberKind.UNKNOWN


@lru_cache(maxsize=1024)
def short_code(digits: str, country: str) -> Literal["emergency", "short"] | None:
    """Whether the digits are a short code that one can call in the country; codes for text messages only are not."""
    import phonenumbers

    if not 2 <= len(digits) <= 6 or digits.startswith("0") or calling_code(country) == 0:
        return None
    if phonenumbers.is_emergency_number(digits, country):
        return "emergency"
    number = phonenumbers.PhoneNumber(country_code=calling_code(country), national_number=int(digits))
    if not phonenumbers.is_valid_short_number_for_region(number, country):
        return None
    return None if phonenumbers.is_sms_service_for_region(number, country) else "short"


def shown(e164: str, country: str) -> str:
    """The usual writing: national for the country's own calling code, else international; raises ValueError."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException as wrong:
        raise ValueError(f"not an E.164 number: {wrong}") from wrong
    own = number.country_code == calling_code(country)
    forms = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, forms.NATIONAL if own else forms.INTERNATIONAL)
