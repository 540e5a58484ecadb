"""Writings: clean what people and programs put around a number, and find the numbers in a text.

In: any text; out: pieces of ASCII (digits, spaces and ``()/.-+*#``, with ``~`` before an extension that was named).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from calljournal.numbers.notes import without_notes

LONGEST_TEXT = 250  # characters; a field with three labelled numbers has under 120, and more is no telephone number

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"), "-")
_SLASHES = dict.fromkeys(map(ord, "\\\u2044\u2215\uff0f"), "/")
_SPACES = dict.fromkeys(map(ord, "'\u2018\u2019\u00b4\u0060\u00b7\u2022\u02bc\u2032\u2219_"), " ")
_BRACKETS = {ord("["): "(", ord("]"): ")", ord("{"): "(", ord("}"): ")", ord("~"): " "}
_LINES = dict.fromkeys(map(ord, "\n\r\v\f\u0085\u2028\u2029"), ";")
_SIGNS = _DASHES | _SLASHES | _SPACES | _BRACKETS | _LINES

_NAMED_EXTENSION = re.compile(
    r"(?<=[0-9)])[\s,;/(-]{0,4}"
    r"(?:ext(?:ension)?|x|dw|durchwahl|kl(?:appe)?|nst|nebenst(?:elle)?|int(?:ern[oe]?|ernal)?|poste|app(?:arat)?)"
    r"[.:=\s-]{0,4}([0-9]{1,6})(?![\s/.-]{0,3}[0-9])",
    re.IGNORECASE,
)
_HASH_EXTENSION = re.compile(r"(?<=[0-9)])[\s,]{0,3}#\s?([0-9]{1,6})\s*\Z")
_BRACKETED_EXTENSION = re.compile(r"(?<=[0-9])(\s?-\s?)\(\s?([0-9]{1,5})\s?\)")
_BETWEEN_NUMBERS = re.compile(r"[;,|&]|\b(?:oder|or|ou|und|and|et|bzw|resp|sowie|u|bis)\b", re.IGNORECASE)
_RUN = re.compile(r"[0-9+()/. ~*#-]*[0-9][0-9+()/. ~*#-]*")
_END = re.compile(r"[\s/)]*-\s?[0-9]{1,5}[\s()]*\Z")
_NOTE_IN_BRACKETS = re.compile(r"(?:[0-9][^0-9(]{0,5}){7,}(?=\()")
_NEW_PLUS = re.compile(r"(?<=[0-9])[\s/()-]*(?=\+)")

_BLANK = re.compile(r"\s")
_DIGIT = re.compile("[0-9]")
_NOT_DIGITS = re.compile("[^0-9]+")
_PLUS = re.compile(r"[\s(]*(?:\+|[1-9][0-9]{0,2}[\s)]*\(\s*0\s*\))")


def cut(text: str) -> tuple[str, bool]:
    """The text within the limit, and whether it was cut; a number that the cut would halve is left out whole."""
    if len(text) <= LONGEST_TEXT:
        return text, False
    return text[:LONGEST_TEXT], True


def without_halved(text: str) -> str:
    """The text without the number at its very end."""
    return re.sub(r"[0-9+()/. ~*#-]+\Z", "", text)


def clean(text: str) -> str:
    """ASCII digits and signs for their Unicode look-alikes; invisible characters and footnote digits are dropped."""
    if text.isascii():
        return _BLANK.sub(" ", text.translate(_SIGNS)).strip()
    text = text.replace(" \u2022 ", ";")  # between numbers; without blanks it stands within one
    kept = "".join(c for c in text.translate(_SIGNS) if unicodedata.category(c) not in ("Cf", "No", "Cs"))
    plain = unicodedata.normalize("NFKC", kept).translate(_SIGNS)[:LONGEST_TEXT]
    ascii_digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return _BLANK.sub(" ", ascii_digits).strip()


def pieces(cleaned: str) -> list[str]:
    """The parts of a text that are separate beyond doubt: by ; , | & "oder" or a new line."""
    if _DIGIT.search(cleaned) is None:
        return []
    marked = without_notes(cleaned)
    marked = _NAMED_EXTENSION.sub(r"~\1", _BRACKETED_EXTENSION.sub(r"\1\2", marked))
    if "*" not in marked and marked.count("#") == 1:
        marked = _HASH_EXTENSION.sub(r"~\1", marked)
    return [part.strip() for part in _BETWEEN_NUMBERS.split(marked) if _DIGIT.search(part)]


def unescaped(text: str) -> str:
    """The text of a link, its percent-escapes read as UTF-8; what is none becomes a replacement character."""

    def characters(escapes: re.Match[str]) -> str:
        return bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", errors="replace")

    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", characters, text)


def runs(piece: str) -> list[str]:
    """The stretches of one piece that look like numbers, without labels and notes in brackets."""
    return [run for found in _RUN.findall(piece) for part in _NEW_PLUS.split(found) for run in _before_note(part)]


def _before_note(run: str) -> list[str]:
    note = _NOTE_IN_BRACKETS.match(run.lstrip(" (+/.-"))
    if note is None:
        return [_tidy(run)]
    start = len(run) - len(run.lstrip(" (+/.-")) + note.end()
    return [_tidy(run[:start]), _tidy(run[start:])]


def _tidy(run: str) -> str:
    """A stretch without the signs at its ends; but for a hyphen that says that it is another end: "-99"."""
    bare = run.strip(" /.-").removeprefix(")").removesuffix("(").strip(" /.-")
    return f"-{bare}" if _END.match(run) else bare


def doubtful_splits(run: str) -> Iterator[tuple[str, str, str]]:
    """Text before, sign and text after for each slash or spaced dash: between two numbers, or inside one."""
    signs = [(m.start(), m.end()) for m in re.finditer(r"\s*/\s*|\s+-\s*", run)]
    edges = [*signs, (len(run), len(run))]
    for (start, end), (following, _) in pairwise(edges):
        yield run[:start], run[start:end], run[end:following]


def only_digits(text: str) -> str:
    """The ASCII digits of a text, in order."""
    return _NOT_DIGITS.sub("", text)


def starts_with_plus(run: str) -> bool:
    """Whether a plus comes before the first digit, or ``49(0)`` shows that the first digits are a country code."""
    return _PLUS.match(run) is not None
