"""Finds the row of a list that holds its titles, and says what each column holds.

In: the rows of the file, and what was mapped by hand. Out: `Titled`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from calljournal.contracts.work import IntakeKind
from calljournal.errors import BadData
from calljournal.lists.vocabulary import VOCABULARIES, Vocabulary
from calljournal.tables import LONGEST_SAID, LONGEST_TITLE, LOOKED_AT, Row, key, listed
from calljournal.words import Value, say, typed

NAMING = frozenset({"number", "name", "first", "last"})
"""The fields of which a list must have one."""

_SEVERAL = ("phase", "phase-number", "participant", "ignore")
"""What several columns may hold."""

_EXAMPLES = {
    IntakeKind.PROJECTS: "Projektnummer/Project number, Aktennummer/Matter number, Bezeichnung/Name, Kunde/Client, "
    "Phase, Status",
    IntakeKind.SERVICE_TYPES: "Nummer/Number, Tätigkeit/Service type, Bezeichnung/Name, Aktiv/Active",
    IntakeKind.USERS: "Kürzel/Initials, Mitarbeiter/Employee, Name, Vorname/First name, Nachname/Last name, "
    "Aktiv/Active",
}

_THINGS = {
    IntakeKind.PROJECTS: say("projects"),
    IntakeKind.SERVICE_TYPES: say("service types"),
    IntakeKind.USERS: say("users"),
}

_LAST_BESIDE_FIRST = key("Name")
"""Beside a column of first names it is the last name, though alone it is the whole one."""

_LIKE_A_NUMBER = re.compile(r"(?=.*\d)(?!.*[^\W\d_]{4})\S{1,20}")
"""2024/0017, K-12, 17.b: with a digit, without a blank or a word."""


@dataclass(frozen=True, slots=True)
class Titled:
    """The columns of a list, with the field of each (None: not understood), and the rows below the titles."""

    titles: Sequence[str]
    fields: Sequence[str | None]
    rows: Sequence[Row]
    remarks: tuple[str, ...] = ()


def fields(kind: IntakeKind) -> Mapping[str, str]:
    """Give what a column of such a list may be read as, in words for people."""
    return VOCABULARIES[kind].fields


def count_known(kind: IntakeKind, mapped: Mapping[str, str]) -> Callable[[Sequence[str]], int]:
    """Give what counts the titles in a row: those that are known, or were mapped by hand."""
    words, by_hand = VOCABULARIES[kind], {key(title) for title in mapped}
    return lambda cells: sum(key(cell) in by_hand or _is_known(cell, words) for cell in cells)


def find_titles(
    kind: IntakeKind, rows: Sequence[Row], columns: Mapping[str, str], remembered: Mapping[str, str], data: bytes
) -> Titled:
    """Find the titles; raises BadData in words that say what to do, with the beginning of `data`."""
    words = VOCABULARIES[kind]
    by_hand = {key(title): _field(field, words, data) for title, field in (*remembered.items(), *columns.items())}
    known = count_known(kind, {**remembered, **columns})
    at = max(range(min(len(rows), LOOKED_AT)), key=lambda index: known(rows[index].cells), default=None)
    if at is None or not _is_titles(rows[at], known(rows[at].cells), first=at == 0):
        raise BadData(
            _no_titles(
                kind, rows[0].line if rows else 1, listed(rows[0].cells) if rows else say("nothing"), first=True
            ),
            data,
        )
    titles, below = rows[at].cells, rows[at + 1 :]
    missing = next((title for title in columns if key(title) not in set(map(key, titles))), None)
    if missing is not None:
        raise BadData(
            say("there is no column {missing!r}; there are: {titles}", missing=missing, titles=listed(titles)), data
        )
    settled = _settled(titles, by_hand, below, words)
    if NAMING.isdisjoint(filter(None, settled)):
        raise BadData(
            _no_titles(kind, rows[at].line, listed(titles), first=False),
            data,
        )
    return Titled(titles, settled, below, _said_of_above(rows[:at], rows[at]))


def _is_titles(row: Row, known: int, first: bool) -> bool:
    """Whether a row with so many known titles is that of the titles: one is enough in the first line."""
    return known > 1 or (known == 1 and (first or sum(bool(cell.strip()) for cell in row.cells) == 1))


def _no_titles(kind: IntakeKind, line: int, titles: str, *, first: bool) -> str:
    said: dict[str, Value] = {
        "things": _THINGS[kind],
        "examples": _EXAMPLES[kind],
        "map": typed(', or say which column it is: --map "TITLE=number", --map "TITLE=name"'),
        "line": line,
        "titles": titles,
    }
    if first:
        return say(
            "there is no column that is known here and says which {things} these are. Write titles above the list "
            "({examples}){map}. The first line has: {titles}",
            **said,
        )
    return say(
        "there is no column that is known here and says which {things} these are. Write titles above the list "
        "({examples}){map}. Line {line} has: {titles}",
        **said,
    )


def _said_of_above(above: Sequence[Row], titles: Row) -> tuple[str, ...]:
    if not above:
        return ()
    text = "; ".join(" ".join(cell.split()) for row in above for cell in row.cells if cell.strip())
    return (
        say(
            "The titles stand in line {line}; the lines above are left out: “{text}”.",
            line=titles.line,
            text=text[:LONGEST_SAID],
        ),
    )


def _field(field: str, words: Vocabulary, data: bytes) -> str:
    """Check a field that somebody named."""
    name, _, role = field.partition(":")
    if name == "participant" and name in words.fields and role.strip() not in ("", "ROLE"):
        return f"{name}:{role.strip()}"
    if role or field not in words.fields:
        raise BadData(
            say("there is no field {field!r}; there are {known}", field=field, known=", ".join(words.fields)), data
        )
    return field


# --- what each column holds -------------------------------------------------------------------------------------------


def _is_known(title: str, words: Vocabulary) -> bool:
    return any(
        each in words.sure or each in words.perhaps or each in words.either or each in words.roles
        for each in _ways(title)
    )


def _ways(title: str) -> tuple[str, ...]:
    """Give a title as it is compared, also without a number (Phase 2, Gegner 3)."""
    if len(title) > LONGEST_TITLE:
        return ()
    whole = key(title)
    return (whole, re.sub(r"\d+", "", whole)) if whole else ()


def _settled(
    titles: Sequence[str], by_hand: Mapping[str, str], rows: Sequence[Row], words: Vocabulary
) -> list[str | None]:
    """Say what each column holds: first what is sure, then what depends on the columns beside it."""
    found = _Fields(by_hand.get(key(title)) for title in titles)
    ways = [_ways(title) for title in titles]
    for index, each in enumerate(ways):
        sure = next((words.sure[way] for way in each if way in words.sure), None)
        if sure is not None:
            if sure == "client" and "client-number" not in found and _twice(ways, words) and _digits(rows, index):
                sure = "client-number"
            found.put(index, sure)
    named = bool({"name", "last"} & found.all) or any(words.perhaps.get(way) == "name" for each in ways for way in each)
    for index, each in enumerate(ways):
        if not words.either.isdisjoint(each):
            found.put(index, *(("number", "name") if named or _numbers(rows, index) else ("name",)))
    for index, each in enumerate(ways):
        found.put(index, *(words.perhaps[way] for way in each if way in words.perhaps))
    for index, each in enumerate(ways):
        if not words.roles.isdisjoint(each):
            found.put(index, f"participant:{' '.join(re.sub(r'[0-9]+', '', titles[index]).split())}")
    if "first" in found and "last" not in found:
        for index, title in enumerate(map(key, titles)):
            if title == _LAST_BESIDE_FIRST and title not in by_hand and found.fields[index] == "name":
                found.fields[index] = "last"
    return found.fields


class _Fields:
    """The fields of the columns, each given away once but for those that several may hold."""

    def __init__(self, by_hand: Iterable[str | None]) -> None:
        self.fields = list(by_hand)

    @property
    def all(self) -> set[str]:
        """The fields that are given away; one column says whether a thing is open."""
        given = {field for field in self.fields if field is not None}
        return given | {"open", "closed"} if given & {"open", "closed"} else given

    def __contains__(self, field: str) -> bool:
        return field in self.all

    def put(self, index: int, *wanted: str) -> None:
        """Give a column the first of the fields that is free; it may have one already."""
        if self.fields[index] is None:
            free = (one for one in wanted if one.partition(":")[0] in _SEVERAL or one not in self)
            self.fields[index] = next(free, None)


def _twice(ways: Sequence[tuple[str, ...]], words: Vocabulary) -> bool:
    return sum(any(words.sure.get(way) == "client" for way in each) for each in ways) > 1


def _cells(rows: Sequence[Row], index: int) -> list[str]:
    return [row.cells[index].strip() for row in rows if index < len(row.cells) and row.cells[index].strip()]


def _digits(rows: Sequence[Row], index: int) -> bool:
    cells = _cells(rows, index)
    return bool(cells) and all(map(str.isdecimal, cells))


def _numbers(rows: Sequence[Row], index: int) -> bool:
    cells = _cells(rows, index)
    return bool(cells) and all(_LIKE_A_NUMBER.fullmatch(cell) is not None for cell in cells)
