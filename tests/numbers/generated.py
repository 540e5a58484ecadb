"""Numbers and texts made up for the tests of equivalence: of every region that has metadata, and nonsense."""

from __future__ import annotations

import random
from collections.abc import Container, Iterator
from re import _parser  # type: ignore[attr-defined]  # the only reader of expressions that Python has
from typing import Any

import phonenumbers

TYPES = (
    *("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail"),
    *("fixed_line", "mobile", "general_desc"),
)


def matching(pattern: str, dice: random.Random) -> str:
    """Give a text that the expression matches; of an endless one a short one."""
    return _made(_parser.parse(pattern), dice)


def _made(tokens: Any, dice: random.Random) -> str:
    return "".join(_one(str(name), value, dice) for name, value in tokens)


def _one(name: str, value: Any, dice: random.Random) -> str:
    match name:
        case "LITERAL":
            return chr(value)
        case "IN":
            return dice.choice(_choices(value))
        case "BRANCH":
            return _made(dice.choice(value[1]), dice)
        case "SUBPATTERN":
            return _made(value[-1], dice)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inner = value
            return "".join(_made(inner, dice) for _ in range(dice.randint(least, min(int(most), least + 12))))
        case "ANY":
            return dice.choice("0123456789")
        case "AT" | "ASSERT_NOT" | "ASSERT":
            return ""
    raise AssertionError(f"an expression of the metadata has something new: {name}")


def _choices(value: Any) -> str:
    found = ""
    for name, one in value:
        if str(name) == "LITERAL":
            found += chr(one)
        elif str(name) == "RANGE":
            found += "".join(chr(code) for code in range(one[0], one[1] + 1))
        else:
            found += "0123456789"  # \d
    return found


def regions() -> Iterator[tuple[int, str, Any]]:
    """Give country code, region and metadata of everything that the library knows."""
    for code, names in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        for name in names:
            yield code, name, phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, name)


def nationals(seed: int, each: int, codes: Container[int] = range(1000)) -> Iterator[tuple[int, str]]:
    """Give country codes with national numbers: `each` of every type of every region, and as many spoilt ones."""
    dice = random.Random(seed)
    for code, _, metadata in regions():
        if code not in codes:
            continue
        for name in TYPES:
            description = getattr(metadata, name)
            if description is None or not description.national_number_pattern:
                continue
            for _ in range(each):
                number = matching(description.national_number_pattern, dice)
                yield code, number
                yield code, spoilt(number, dice)


def spoilt(number: str, dice: random.Random) -> str:
    """Give a number with one digit too many, too few, or changed; or with something before it."""
    place = dice.randrange(len(number) + 1)
    digit = dice.choice("0123456789")
    match dice.randrange(4):
        case 0:
            return number[:place] + digit + number[place:]
        case 1:
            return number[:place] + number[place + 1 :]
        case 2:
            return number[:place] + digit + number[place + 1 :]
    return dice.choice(["0", "1", "8", "00", "9", "15"]) + number
