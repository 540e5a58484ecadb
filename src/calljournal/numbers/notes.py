"""Notes beside a number: digits that are no part of it, such as dates, opening hours, floors and footnotes."""

from __future__ import annotations

import re

_DATE = re.compile(r"(?<![0-9.])(?<![0-9][ /-])[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:19|20)[0-9]{2}(?![0-9.])(?![ /-][0-9])")
_HOUR = r"(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]"
_TIME = re.compile(rf"(?<![0-9.]){_HOUR}\s?(?:-|bis)\s?{_HOUR}(?=\s?(?:Uhr|h)\b|\s*\Z)")
_CLOCK = re.compile(
    rf"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])|\b(?:ab|bis|um|von|nach|from|until|at)\s{_HOUR}",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=[0-9])\s[0-9]{1,2}\.(?=\s?[^\W\d])")  # "030 23125123 2. Stock"
_FOOTNOTE = re.compile(r"\s\*+\s*\Z|\A\s*\*+\s?(?=[0+(][0-9 ()/.-]{6,}\Z)")
_PRESENTATION_CODE = re.compile(r"\A\s*[*#]3[01][*#](?=[0-9+])")  # withholds or shows the own number, GSM and FRITZ!Box
_LOST_SIGN = re.compile(r"(?<=[0-9)])[?\ufffd:](?=[0-9(])")  # what an export made of a dash that it did not know
_SPREADSHEET = re.compile(r"\A\s*(\+?[0-9]{8,15})\.0\s*\Z")
_FIRST = re.compile(r"1[.)]\s")
_ENUMERATION = re.compile(r"(?:(?<=\s)|\A)[1-9][.)]\s(?=[0+(])")
_COUNTER = re.compile(r"(?<=[^\W\d_])[.:]? ?\([1-9]\) ")  # "Mobil (2) 079 ..."


def without_presentation_code(cleaned: str) -> str:
    """The text without the code that withholds or shows the own number, dialled before another one: *31#044 ..."""
    return _PRESENTATION_CODE.sub("", cleaned)


def without_notes(cleaned: str) -> str:
    """The text without digits that are no part of a number: dates, times, footnotes, codes, the first of a list."""
    text = _SPREADSHEET.sub(r"\1", without_presentation_code(cleaned))
    for note in (_DATE, _TIME, _CLOCK, _ORDINAL, _FOOTNOTE, _COUNTER, _LOST_SIGN):
        text = note.sub(" ", text)
    return _ENUMERATION.sub(";", text) if _FIRST.match(text) else text
