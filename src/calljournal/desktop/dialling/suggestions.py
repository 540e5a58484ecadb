"""Whom the dial box suggests: contacts by a part of a name or number, and numbers that were dialled before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.look import formats
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.words import say

CALLABLE = {MeansKind.PHONE: say("Telephone"), MeansKind.MOBILE: say("Mobile")}
MOST = 30
KEYS = 9
"""So many suggestions have a key of their own: Ctrl+1 ..."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Suggested:
    """A number that may be dialled: whose it is, the number as it is shown, what sort of number, and what to dial."""

    who: str
    number: str
    about: str
    dial: str


class Column(IntEnum):
    """The columns, from left to right."""

    WHO = 0
    NUMBER = 1
    ABOUT = 2
    KEY = 3


def of_contacts(contacts: Iterable[Contact]) -> tuple[Suggested, ...]:
    """Suggest each number of these contacts that can be called, the standard one of each first."""
    found: list[Suggested] = []
    for contact in contacts:
        who = _name(contact)
        means = [one for one in contact.means if one.kind in CALLABLE]
        means.sort(key=lambda one: not one.standard)
        found += [Suggested(who, one.typed, _about(one), one.typed) for one in means]
    return tuple(found[:MOST])


def of_calls(rows: Iterable[JournalRow], now: datetime) -> tuple[Suggested, ...]:
    """Suggest the numbers that were dialled before, the latest first, each once."""
    found: dict[str, Suggested] = {}
    for row in rows:
        number = row.entry.number
        if number is not None and number not in found:
            found[number] = Suggested(_who(row), row.display or number, _when(row.entry.started, now), number)
    return tuple(found.values())[:MOST]


def _name(contact: Contact) -> str:
    if contact.company and contact.company != contact.name:
        name = tr("{name}, {company}", name=contact.name, company=contact.company)
    else:
        name = contact.name
    return name if contact.active else tr("{about} (no longer active)", about=name)


def _about(means: Means) -> str:
    kind = tr(CALLABLE[means.kind])
    return tr("{kind}, {label}", kind=kind, label=means.label) if means.label else kind


def _who(row: JournalRow) -> str:
    match = row.match
    if match.kind is MatchKind.SEVERAL:
        return tr("one of {count} contacts", count=len(match.contacts))
    if match.contact is None:
        return row.entry.name or ""
    return match.contact.name if match.certain else tr("{who} ?", who=match.contact.name)


def _when(moment: datetime, now: datetime) -> str:
    today = moment.astimezone().date() == now.astimezone().date()
    return formats.clock_time(moment) if today else formats.day_and_time(moment)


class SuggestionModel(QAbstractTableModel):
    """The suggestions, as data for a view."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested: tuple[Suggested, ...] = ()

    def show(self, suggested: Sequence[Suggested]) -> None:
        """Show these, and no others."""
        if tuple(suggested) != self._suggested:
            self.beginResetModel()
            self._suggested = tuple(suggested)
            self.endResetModel()

    def at(self, row: int) -> Suggested | None:
        """Give the suggestion in a row."""
        return self._suggested[row] if 0 <= row < len(self._suggested) else None

    def row_of(self, suggested: Suggested | None) -> int:
        """Give the row of a suggestion, -1 where it is not among them."""
        return self._suggested.index(suggested) if suggested in self._suggested else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own way)
        return 0 if parent.isValid() else len(self._suggested)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Say what a cell says, and what a screen reader says of the whole row."""
        suggested = self.at(index.row())
        if suggested is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.WHO:
            return ", ".join(filter(None, (suggested.who, suggested.number, suggested.about)))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        key = formats.key(f"Ctrl+{index.row() + 1}") if index.row() < KEYS else ""
        return (suggested.who, suggested.number, suggested.about, key)[index.column()]
