"""What stands in the cells of a list: open or closed, several names in one cell, names with a role."""

import re

from calljournal.database import fold

_OPEN_WORDS = frozenset(
    map(
        fold,
        (
            "offen, open, opened, aktiv, active, laufend, läuft, pendent, hängig, in arbeit, in bearbeitung, neu, new, "
            "running, ongoing, current, in progress, gestartet, started, eröffnet, wiedereröffnet, reopened"
        ).split(", "),
    )
)
_CLOSED_WORDS = frozenset(
    map(
        fold,
        (
            "geschlossen, closed, zu, inaktiv, inactive, abgeschlossen, abgelegt, ablage, beendet, erledigt, "
            "archiviert, archived, archiv, archive, done, completed, complete, finished, ended, gesperrt, locked, "
            "disabled, storniert, abgebrochen, cancelled, canceled, ausgetreten, left"
        ).split(", "),
    )
)
TICKS = frozenset("x ✓ ✔ ☑".split())
_YES = frozenset("ja j yes y true wahr t 1 -1 on".split()) | TICKS
_NO = frozenset("nein n no false falsch f 0 off - –".split())
"""Access writes -1 for yes."""

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T].*)?")
_ROLE = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_BREAKS = re.compile(r"[;|\r\n]+")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def says_open(text: str, field: str) -> bool | None:
    """Say whether a cell of the field `open` or `closed` means open; None for an empty one, or one that says neither.

    A day in `closed` is that of the closing.
    """
    word = fold(text)
    if word in _OPEN_WORDS or word in _CLOSED_WORDS:
        return word in _OPEN_WORDS
    if word in _YES or word in _NO:
        return (word in _YES) == (field == "open")
    return False if field == "closed" and _DAY.fullmatch(word) else None


def split(cell: str) -> list[str]:
    """Give the parts of a cell with ; or | or line breaks between them, each once."""
    return list(dict.fromkeys(one for part in _BREAKS.split(cell) if (one := one_line(part))))


def with_role(text: str) -> tuple[str, str]:
    """Give a name, and the role that stands behind it in brackets, or ""."""
    found = _ROLE.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


def one_line(text: str) -> str:
    """Give a cell on one line; programs write ="0017" so that a spreadsheet keeps the zeros."""
    text = text.strip()
    wrapped = _AS_TEXT.fullmatch(text)
    return " ".join((wrapped[1] if wrapped else text).split())
