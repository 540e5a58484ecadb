"""A mixed list of telephone numbers as address books have them: invented, the same for the same seed.

45 % written as in the own country, 45 % with country code, 4 % with an extension, 3 % internal numbers, 1.5 % behind a
label, 1.5 % no numbers at all; one in twenty of the whole ones has a wrong digit count, 3 % stand there twice.
"""

import random

import phonenumbers

_DIGITS = "0123456789"

# Area and mobile codes with the lengths of what follows them.
_CODES: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "CH": (("44", "43", "31", "61", "71", "22", "41", "52", "79", "78", "76"), (7,)),
    "DE": (("30", "69", "89", "40", "221", "711", "5361", "7151", "152", "171", "176"), (6, 7, 8)),
    "AT": (("1", "316", "732", "662", "664", "676", "512"), (6, 7)),
    "FR": (("1", "2", "3", "4", "5", "6", "7"), (8,)),
    "IT": (("02", "06", "333", "347", "011"), (7,)),
    "US": (("212", "415", "305", "617"), (7,)),
}
_ABROAD = {"CH": 55, "DE": 20, "AT": 10, "FR": 5, "IT": 5, "US": 5}
_NO_NUMBERS = ("keine", "-", "n/a", "siehe Notiz", "044 12", "0800 abc", "12 34 56 78 90 12 34 56", "ruft an", "??")


def phone_list(rows: int, home: str, seed: int = 1) -> list[str]:
    """Give so many texts as a firm in the country `home` writes them."""
    dice = random.Random(seed)
    found: list[str] = []
    while len(found) < rows:
        found.append(dice.choice(found) if found and dice.random() < 0.03 else _text(home, dice))
    return found


def _text(home: str, dice: random.Random) -> str:
    share = dice.random()
    if share < 0.45:
        return _written(_number(home, dice), dice, abroad=False)
    if share < 0.9:
        country = dice.choices(list(_ABROAD), list(_ABROAD.values()))[0]
        return _written(_number(country, dice), dice, abroad=True)
    if share < 0.94:
        word = dice.choice((" ext. ", " x", " DW ", " Durchwahl "))
        return _written(_number(home, dice), dice, abroad=dice.random() < 0.5) + word + str(dice.randrange(10, 999))
    if share < 0.97:
        return str(dice.randrange(10, 9999))
    if share < 0.985:
        label = dice.choice(("Tel. ", "Tel: ", "G: ", "Mobil ", "Fax: "))
        return label + _written(_number(home, dice), dice, abroad=dice.random() < 0.5)
    return dice.choice(_NO_NUMBERS)


def _number(country: str, dice: random.Random) -> phonenumbers.PhoneNumber:
    codes, lengths = _CODES[country]
    while True:
        national = dice.choice(codes) + "".join(dice.choice(_DIGITS) for _ in range(dice.choice(lengths)))
        number = phonenumbers.parse(f"+{phonenumbers.country_code_for_region(country)}{national}")
        if dice.random() < 0.05 or phonenumbers.is_valid_number(number):
            return number


def _written(number: phonenumbers.PhoneNumber, dice: random.Random, *, abroad: bool) -> str:
    forms = phonenumbers.PhoneNumberFormat
    text = phonenumbers.format_number(number, forms.INTERNATIONAL if abroad else forms.NATIONAL)
    style = dice.random()
    if style < 0.15:
        return text.replace(" ", "")
    if style < 0.2:
        return text.replace(" ", ".")
    if style < 0.25:
        return text.replace(" ", "\u00a0")
    if style < 0.3 and not abroad:
        return text.replace(" ", "/", 1)
    if style < 0.4 and abroad:
        return "00" + text[1:]
    if style < 0.45 and abroad and number.country_code in (41, 49, 43):
        return text.replace(" ", " (0)", 1)
    return text
