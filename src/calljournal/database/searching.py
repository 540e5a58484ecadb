"""Text as people look for it: case, accents and the two ways of writing an umlaut do not count.

The folding is done here and stored beside the text, since databases differ in what they know of languages.
"""

import re
import unicodedata

from calljournal.numbers import only_digits

_UMLAUTS = re.compile(r"([aou])e")


def fold(text: str) -> str:
    """Fold case, accents and blanks away: "Jürg  GROẞ" becomes "jurg gross"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def identity(name: str) -> str:
    """Give a name as it is compared: case and blanks do not count, accents do (Muller is not Müller)."""
    return " ".join(name.casefold().split())


def searchable(*texts: str | None) -> str:
    """Give what to store beside texts so that `search` finds them: folded, and with ae, oe, ue as their umlauts."""
    folded = " ".join(fold(text) for text in texts if text)
    reduced = _UMLAUTS.sub(r"\1", folded)
    return folded if reduced == folded else f"{folded}\n{reduced}"


def search(column: str, text: str) -> tuple[str, list[str]]:
    """Give the SQL condition, and its parameters, that every word of `text` is found in a `searchable` column."""
    conditions: list[str] = []
    values: list[str] = []
    for word in fold(text).split():
        written = dict.fromkeys((word, _UMLAUTS.sub(r"\1", word)))
        like = rf"{column} LIKE ? ESCAPE '\'"
        conditions.append(f"({' OR '.join([like] * len(written))})")
        values += map(contains, written)
    return " AND ".join(conditions) or "TRUE", values


def contains(text: str) -> str:
    r"""Give the LIKE pattern (with ESCAPE '\') for text that contains `text`, whatever signs are in it."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def sought_digits(text: str) -> str:
    """Give the digits to look for in whole numbers: without the zeros of a prefix (044, 0041) and without "(0)"."""
    digits = only_digits(re.sub(r"\(\s*0\s*\)", "", text))
    return digits.lstrip("0") or digits
