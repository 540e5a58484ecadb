"""What the journal in the terminal knows and what its keys mean. Pure: `screen.py` carries out what comes of it."""

from dataclasses import dataclass, field, replace

from calljournal.contracts.command import Command
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import (
    BookCall,
    Change,
    ChooseContact,
    EndCall,
    LineChanged,
    LineInfo,
    Missed,
    Notice,
    PlaceCall,
    Placed,
    RowChanged,
    RowsDeleted,
)
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.terminal import plain, texts
from calljournal.worklog import Booking, Kind

BOOKING_KEYS = {"t": Kind.TIME, "a": Kind.ACTIVITY}


@dataclass(slots=True)
class State:
    """The rows, the lamps, what is selected, and the last message.

    A booking, or the call of an emergency number, that was refused because it needs a second word is kept in `refused`:
    pressing its key again on the same row is that word.
    """

    rows: dict[str, JournalRow] = field(default_factory=dict)
    lines: dict[str, LineInfo] = field(default_factory=dict)
    selected: str | None = None
    message: str = ""
    stale: bool = False
    refused: BookCall | PlaceCall | None = None

    @property
    def ordered(self) -> list[JournalRow]:
        """The rows as they stand on the screen, the latest on top; those merged away are none of them."""
        rows = [row for row in self.rows.values() if row.entry.merged_into is None]
        return sorted(rows, key=lambda row: row.entry.started, reverse=True)

    def take(self, change: Change) -> None:
        """Take in a change; after a `Missed` the rows are `stale` and have to be asked for."""
        match change:
            case RowChanged():
                self.rows[change.row.entry.id] = change.row
                if change.row.entry.merged_into is not None and self.selected == change.row.entry.id:
                    self.selected = change.row.entry.merged_into
            case RowsDeleted():
                for entry in change.entries:
                    self.rows.pop(entry, None)
            case LineChanged():
                self.lines[change.line.name] = change.line
            case Missed():
                self.stale, self.message = True, tr(texts.SLOW)
            case Notice():
                self.message = tr(change.text)

    def press(self, key: str) -> Command[object] | None:
        """Give the command that a key asks for; None where it only moves the selection, or cannot do anything."""
        refused, self.refused = self.refused, None
        self.message = ""
        if key in ("up", "down"):
            self._move(-1 if key == "up" else 1)
            return None
        row = self._row()
        if row is None:
            self.message = tr(texts.NOTHING_SELECTED)
            return None
        if key in BOOKING_KEYS:
            return self._book(row, BOOKING_KEYS[key], refused)
        if key == "c":
            if row.entry.number is None:
                self.message = tr(texts.NO_NUMBER)
                return None
            if isinstance(refused, PlaceCall) and refused.number == row.entry.number:
                return refused
            if row.entry.manual:
                return PlaceCall(row.entry.number)
            return PlaceCall(row.entry.number, row.entry.line, row.entry.owner)
        if key == "h":
            return EndCall(row.entry.id if row.entry.live else None)
        if key.isdecimal() and row.match.kind is MatchKind.SEVERAL and 0 < int(key) <= len(row.match.contacts):
            return ChooseContact(row.entry.id, row.match.contacts[int(key) - 1].id)
        return None

    def done(self, command: Command[object], answer: object) -> None:
        """Say what came of a command."""
        match command, answer:
            case BookCall(), Booking():
                kind = tr(texts.BOOKED[answer.kind.value])
                later = answer.id is None
                self.message = tr(texts.BOOKED_LATER) if later else tr(texts.BOOKED_NOW, kind=kind, id=answer.id or "")
            case PlaceCall(), Placed():
                if answer.uri is None:
                    self.message = tr(texts.DIALLING, digits=answer.digits)
                else:
                    self.message = tr(texts.FOR_ANOTHER_PROGRAM, uri=answer.uri)
            case EndCall(), _:
                self.message = tr(texts.HUNG_UP)
            case ChooseContact(), JournalRow():
                self.rows[answer.entry.id] = answer
                self.message = tr(texts.CHOSEN, name=plain.person(answer))

    def failed(self, command: Command[object], error: CallJournalError) -> None:
        """Say why a command was refused, and what may be pressed to have it all the same."""
        self.message = tr(error.words)
        if isinstance(command, PlaceCall) and isinstance(error, NeedsConfirming):
            self.refused = replace(command, confirmed=True)
            self.message = tr(texts.EMERGENCY, error=error.words)
        if not isinstance(command, BookCall):
            return
        key = next(key for key, kind in BOOKING_KEYS.items() if kind is command.kind)
        row = self.rows.get(command.entry)
        if isinstance(error, AlreadyBooked):
            self.refused = BookCall(command.entry, command.kind, again=True, confirmed=command.confirmed)
            self.message = tr(texts.AGAIN, error=error.words, key=key)
        elif isinstance(error, NeedsConfirming) and row is not None and row.match.kind is MatchKind.ONE:
            self.refused = BookCall(command.entry, command.kind, again=command.again, confirmed=True)
            self.message = tr(texts.SURE, error=error.words, key=key)

    def _book(self, row: JournalRow, kind: Kind, refused: BookCall | PlaceCall | None) -> Command[object]:
        self.message = texts.WORKING
        if isinstance(refused, BookCall) and (refused.entry, refused.kind) == (row.entry.id, kind):
            return refused
        return BookCall(row.entry.id, kind)

    def _row(self) -> JournalRow | None:
        """Give the selected row; while nobody selected one, the latest."""
        ordered = self.ordered
        return next((row for row in ordered if row.entry.id == self.selected), ordered[0] if ordered else None)

    def _move(self, by: int) -> None:
        ordered = self.ordered
        row = self._row()
        if row is not None:
            place = min(max(ordered.index(row) + by, 0), len(ordered) - 1)
            self.selected = ordered[place].entry.id
