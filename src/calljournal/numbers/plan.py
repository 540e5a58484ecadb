"""The numbering plans of the world, as libphonenumber's metadata has them; imported at the first question.

In: digits and a country; out: PlanNumber. What libphonenumber gets wrong for our users is said where we differ.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

import msgspec

from calljournal.numbers.expressions import LONGEST_E164, OPEN_PLANS, AskTheLibrary, CodePlan, plan_of
from calljournal.numbers.kinds import NumberKind
from calljournal.words import say

SHORTEST_UNKNOWN = 5  # national digits of a number that the plan does not know: open plans deem two possible
LONGEST_SHORT = 6  # digits of a short code: 116117
Fit = Literal["valid", "possible", "no"]


class PlanNumber(msgspec.Struct, frozen=True):
    """What the plan says about one number; `e164` is "" when `fit` is "no", and `why` then says why."""

    e164: str
    code: int
    national: str
    kind: NumberKind
    fit: Fit
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether the number is of a country with direct-dial digits of any length."""
        return self.code in OPEN_PLANS

    @property
    def area_digits(self) -> int:
        """How many digits are the area code, in an open plan; 0 where the plan does not know the number."""
        return plan_of(self.code).area_digits(self.national) if self.fit == "valid" else 0


def _none(why: str, code: int = 0) -> PlanNumber:
    return PlanNumber("", code, "", NumberKind.UNREADABLE, "no", why)


# --- countries and their codes ----------------------------------------------------------------------------------------


@cache
def codes() -> dict[str, int]:
    """All country codes by their digits; no code begins another."""
    import phonenumbers

    return {str(code): code for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE}


def split_code(digits: str) -> tuple[int, str] | None:
    """Country code and the rest; None when no country has that code."""
    known = codes()
    for length in (2, 1, 3):
        code = known.get(digits[:length])
        if code is not None and len(digits) >= length:
            return code, digits[length:]
    return None


@lru_cache(maxsize=256)
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


@lru_cache(maxsize=16)
def international_prefix(country: str) -> str:
    """What is dialled before a country code: "00" in Europe, "011" in the US; "00" where the plan leaves a choice."""
    pattern = international_pattern(country)
    return pattern if pattern.isdigit() else "00"


@lru_cache(maxsize=16)
def international_pattern(country: str) -> str:
    """The expression for what is dialled before a country code; in Brazil it names the carrier."""
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    return (metadata.international_prefix if metadata is not None else None) or "00"


def after_international_prefix(digits: str, country: str) -> str | None:
    """The digits after the country's international prefix, or None where they do not begin with it."""
    found = re.match(international_pattern(country), digits)
    return digits[found.end() :] if found else None


# --- numbers ----------------------------------------------------------------------------------------------------------


def from_international(digits: str) -> PlanNumber:
    """The number for the digits after a plus; a 0 kept after the country code by habit is dropped, not in Italy."""
    found = split_code(digits)
    if found is None:
        return _none(say("no country has the code {digits}", digits=digits[:3]) if digits else say("no digits"))
    code, national = found
    number = lookup(code, national)
    if number.fit == "valid" or not national.startswith("0"):
        return number
    if plan_of(code).drops_zero:
        return lookup(code, national.lstrip("0"))
    bare = lookup(code, national[1:])
    return bare if bare.fit == "valid" else number


def from_national(digits: str, country: str) -> PlanNumber | None:
    """The number for digits written as the country writes its own; None when the trunk 0 that it needs is missing."""
    import phonenumbers

    code = calling_code(country)
    if code == 0:
        return _none(say("no numbering plan for country {country}", country=country))
    if trunk_prefix(country) == "0":
        if not digits.startswith("0"):
            return None
        bare = _none(say("more than one leading 0")) if digits.startswith("00") else lookup(code, digits[1:])
        if bare.fit != "valid" and plan_of(code).begins_with_zero:
            whole = lookup(code, digits)
            return whole if whole.fit == "valid" else bare
        return bare
    if len(digits) > LONGEST_E164 + 4:
        return _none(say("more than {most} digits", most=LONGEST_E164))
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return _none(say("not a number of +{code}", code=code), code)
    return lookup(number.country_code or code, phonenumbers.national_significant_number(number))


def lookup(code: int, national: str) -> PlanNumber:
    """What the plan says about a country code and a national number without trunk prefix. Never raises."""
    if len(national) < 2:
        return _none(say("too short for +{code}", code=code), code)
    if len(str(code)) + len(national) > LONGEST_E164:
        return _none(say("more than {most} digits", most=LONGEST_E164), code)
    if str(code) not in codes():
        return _none(say("no country has the code {code}", code=code))
    plan = plan_of(code)
    try:
        kind = plan.kind(national)
    except AskTheLibrary:
        return _asked(code, national)
    if kind is None:
        return _unknown(plan, national)
    return PlanNumber(f"+{code}{national}", code, national, kind, "valid")


def _unknown(plan: CodePlan, national: str) -> PlanNumber:
    """A number that the plan does not know has to have one of its lengths (phonenumberutil._test_number_length)."""
    code, length = plan.code, len(national)
    if length < SHORTEST_UNKNOWN or length in plan.local_lengths or length < plan.lengths[0]:
        return _none(say("too short for +{code}", code=code), code)
    too_long = length > plan.lengths[-1]
    if length in plan.lengths or (too_long and code in OPEN_PLANS):
        return PlanNumber(f"+{code}{national}", code, national, NumberKind.FIXED, "possible")
    return _none(
        say("too long for +{code}", code=code) if too_long else say("not a length that +{code} has", code=code), code
    )


def _asked(code: int, national: str) -> PlanNumber:
    """The same by libphonenumber itself: it may take a national prefix off, or put a mobile token in."""
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{code}{national}", None)
    except phonenumbers.NumberParseException:
        return _none(say("not a number of +{code}", code=code), code)
    code, meant = number.country_code or code, phonenumbers.national_significant_number(number)
    if not phonenumbers.is_valid_number(number):
        return _unknown(plan_of(code), meant)
    return PlanNumber(f"+{code}{meant}", code, meant, _kind(phonenumbers.number_type(number)), "valid")


def _kind(number_type: int) -> NumberKind:
    from phonenumbers import PhoneNumberType as Type

    if number_type == Type.MOBILE:
        return NumberKind.MOBILE
    if number_type in (Type.FIXED_LINE, Type.FIXED_LINE_OR_MOBILE, Type.VOIP):
        return NumberKind.FIXED
    return NumberKind.SERVICE


@lru_cache(maxsize=16_384)  # as many as there are internal numbers of up to four digits, and more
def short_code(digits: str, country: str) -> Literal["emergency", "short"] | None:
    """Whether the digits are a short code that one can call in the country; codes for text messages only are not."""
    if not 2 <= len(digits) <= LONGEST_SHORT or digits.startswith("0") or calling_code(country) == 0:
        return None
    import phonenumbers

    if phonenumbers.is_emergency_number(digits, country):
        return "emergency"
    number = phonenumbers.PhoneNumber(country_code=calling_code(country), national_number=int(digits))
    if not phonenumbers.is_valid_short_number_for_region(number, country):
        return None
    return None if phonenumbers.is_sms_service_for_region(number, country) else "short"


@lru_cache(maxsize=4096)
def shown(e164: str, country: str) -> str:
    """The usual writing: national for the country's own calling code, else international; raises ValueError."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException as wrong:
        raise ValueError(f"not an E.164 number: {wrong}") from wrong
    forms = phonenumbers.PhoneNumberFormat
    if number.country_code == calling_code(country):
        national = phonenumbers.format_number(number, forms.NATIONAL)
        if not (trunk_prefix(country) == "0" and re.match(r"\(?[1-9]", national)):
            return national  # what is written without its 0 would be read as a local number
    return phonenumbers.format_number(number, forms.INTERNATIONAL)
