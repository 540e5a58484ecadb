"""Reads a list of a firm's program: CSV with a title above each column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from calljournal.contracts.work import IntakeKind, PhaseRecord, Record
from calljournal.errors import BadData, BadSettings
from calljournal.lists.joining import Joiner, Line
from calljournal.lists.titles import count_known, find_titles
from calljournal.lists.values import TICKS, one_line, says_open, split, with_role
from calljournal.tables import (
    DELIMITERS,
    LONGEST_CELL,
    LONGEST_SAID,
    Column,
    Remarks,
    Row,
    decode,
    describe,
    not_understood,
    read_rows,
)
from calljournal.words import say
from calljournal.worklog import RoundingRule

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a list holds.

    `form` says in words what kind of file it is. `records` are there once each. `skipped` counts the rows that name
    nothing. `remarks` say what was not understood, one sentence each: at most 200, then how many more.
    """

    form: str
    records: tuple[Record, ...]
    skipped: int
    columns: tuple[Column, ...]
    remarks: tuple[str, ...]


def read_list(
    kind: IntakeKind, data: bytes, columns: Mapping[str, str] = _NOTHING, remembered: Mapping[str, str] = _NOTHING
) -> ListFile:
    """Read the bytes of a list.

    `columns` says what columns hold, title (compared loosely) to field (a name of `fields`, or `participant:ROLE`), and
    wins over what would be thought of them; each has to be there. `remembered` is the same from earlier files, and
    counts for the columns that are there. Raises BadData in words that say what to do.
    """
    text, encoding = decode(data)
    rows, delimiter = read_rows(text, count_known(kind, {**remembered, **columns}), data)
    titled = find_titles(kind, rows, columns, remembered, data)
    remarks = Remarks()
    for remark in titled.remarks:
        remarks.add(remark)
    reader = _Reader(titled.titles, titled.fields, titled.rows, remarks)
    joiner = Joiner(remarks)
    for row in titled.rows:
        joiner.take(reader.read(row))
    records = joiner.records()
    if not records:  # with it, all that came by earlier lists would have vanished
        raise BadData(say("the list has titles and nothing below them: export it again"), data)
    described = describe(titled.titles, titled.fields, titled.rows)
    for remark in not_understood(described):
        remarks.add(remark)
    form = f"CSV ({DELIMITERS.get(delimiter, delimiter)}, {encoding})"
    return ListFile(form, records, joiner.skipped, described, remarks.all())


class _Reader:
    """Reads rows by what their columns hold."""

    def __init__(
        self, titles: Sequence[str], fields: Sequence[str | None], rows: Sequence[Row], remarks: Remarks
    ) -> None:
        self._titles = titles
        self._columns: dict[str, list[int]] = {}
        self._participants: list[tuple[int, str]] = []
        for index, field in enumerate(fields):
            name, _, role = (field or "ignore").partition(":")
            self._columns.setdefault(name, []).append(index)
            if name == "participant":
                self._participants.append((index, role))
        self._remarks = remarks
        self._odd: set[tuple[int, str]] = set()
        self._rules: dict[str, bool] = {}
        self._empty = {index: self._empty_means(field, index, rows) for index, field in enumerate(fields)}

    def read(self, row: Row) -> Line:
        """Read a row; what is odd in it is told."""
        row = self._without_documents(row)
        beyond = [cell.strip() for cell in row.cells[len(self._titles) :] if cell.strip()]
        if beyond:
            said = ", ".join(beyond)[:LONGEST_SAID]
            self._remarks.add(
                say("Line {line} has more cells than there are titles; left out: “{said}”.", line=row.line, said=said)
            )
        whole = " ".join(filter(None, (self._text(row, "first"), self._text(row, "last"))))
        name, number = self._text(row, "name") or whole, self._text(row, "number") or ""
        state = "open" if "open" in self._columns else "closed"
        record = Record(
            name=name,
            number=number,
            open=self._open(row, state, empty_counts=bool(name or number)),
            client=self._text(row, "client"),
            client_number=self._text(row, "client-number"),
            phases=self._phases(row),
            participants=self._taking_part(row),
            rounding=self._rounding(row),
        )
        return Line(row.line, record, self._open(row, "phase-open", empty_counts=True))

    def _cells(self, row: Row, field: str) -> list[str]:
        return [row.cells[index] for index in self._columns.get(field, ()) if index < len(row.cells)]

    def _text(self, row: Row, field: str) -> str | None:
        """Give what stands in the first column of a field that is not empty; None where there is no such column."""
        if field not in self._columns:
            return None
        return next(filter(None, map(one_line, self._cells(row, field))), "")

    def _open(self, row: Row, field: str, empty_counts: bool) -> bool | None:
        """Say what the column of a state says; an empty cell says nothing in a further row of a project."""
        for index in self._columns.get(field, ()):
            text = one_line(row.cells[index]) if index < len(row.cells) else ""
            if not text:
                return self._empty[index] if empty_counts else None
            said = says_open(text, "closed" if field == "closed" else "open")
            if said is None and (index, text) not in self._odd:
                self._odd.add((index, text))
                self._remarks.add(
                    say(
                        "Line {line}: “{text}” under “{title}” says neither open nor closed, so that what "
                        "it stands at stays as it is; write open or closed there.",
                        line=row.line,
                        text=text[:LONGEST_SAID],
                        title=self._titles[index].strip(),
                    )
                )
            return said
        return None

    def _empty_means(self, field: str | None, index: int, rows: Sequence[Row]) -> bool | None:
        """Say what an empty cell means: not closed; not open where the others bear ticks."""
        if field == "closed":
            return True
        ticked = any(index < len(row.cells) and row.cells[index].strip().lower() in TICKS for row in rows)
        return False if ticked else None

    def _phases(self, row: Row) -> tuple[PhaseRecord, ...] | None:
        if not {"phase", "phase-number"} & self._columns.keys():
            return None
        names = [name for cell in self._cells(row, "phase") for name in split(cell)]
        numbers = [number for cell in self._cells(row, "phase-number") for number in split(cell)]
        if len(numbers) == len(names):
            return tuple(PhaseRecord(name, number) for name, number in zip(names, numbers, strict=True))
        return tuple(PhaseRecord(name) for name in names or numbers)

    def _taking_part(self, row: Row) -> tuple[tuple[str, str], ...] | None:
        if not self._participants:
            return None
        found: list[tuple[str, str]] = []
        for index, role in self._participants:
            names = split(row.cells[index]) if index < len(row.cells) else []
            found += [(name, role) if role else with_role(name) for name in names]
        return tuple(dict.fromkeys(found))

    def _rounding(self, row: Row) -> str | None:
        rule = self._text(row, "rounding")
        if not rule:
            return rule
        if rule not in self._rules:
            self._rules[rule] = self._is_rule(rule, row)
        return rule if self._rules[rule] else None

    def _is_rule(self, rule: str, row: Row) -> bool:
        try:
            RoundingRule.read(rule)
        except BadSettings as error:
            self._remarks.add(
                say(
                    "Line {line}: {error}. It is left out, here and wherever else it stands.",
                    line=row.line,
                    error=error.words,
                )
            )
            return False
        return True

    def _without_documents(self, row: Row) -> Row:
        """Empty the cells that are far too long, and say so where the column is one that is read."""
        if all(len(cell) <= LONGEST_CELL for cell in row.cells):
            return row
        ignored = self._columns.get("ignore", ())
        for index, cell in enumerate(row.cells[: len(self._titles)]):
            if len(cell) > LONGEST_CELL and index not in ignored:
                self._remarks.add(
                    say(
                        "Line {line}: the cell under “{title}” holds {count} characters and is left out.",
                        line=row.line,
                        title=self._titles[index].strip(),
                        count=len(cell),
                    )
                )
        return replace(row, cells=["" if len(cell) > LONGEST_CELL else cell for cell in row.cells])
