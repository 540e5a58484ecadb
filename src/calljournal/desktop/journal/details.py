"""The selected call, opened: its facts, its legs (who rang where, and how that ended), and the note on it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.legs import Legs
from calljournal.desktop.journal.note import NoteEditor
from calljournal.desktop.look import formats, naming
from calljournal.languages import tr

SIGNS = 18
"""Average characters that the facts and the note have room for at least; the legs have what they need."""


class Details(QFrame):
    """Shows one call below the list.

    Signals:
        left(): the keyboard goes back to the list
    """

    left = Signal()

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._row: JournalRow | None = None
        self.setAccessibleName(tr("Details of the call"))
        self.facts = QLabel(self)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._scrolled = QScrollArea(self)
        self.legs = Legs(self)
        self.no_legs = QLabel(tr("This call was added by hand: no line saw it."), self)
        self.no_legs.hide()
        self.note = NoteEditor(bridge, self)
        self.note.left.connect(self.left)
        self.empty_note = QPushButton(tr("&Empty the note"), self)
        self.empty_note.setAutoDefault(False)
        self.empty_note.hide()
        self.empty_note.clicked.connect(lambda _=False: self.note.empty())
        self.note.emptiable.connect(self.empty_note.setVisible)
        self._build()

    def _build(self) -> None:
        self.no_legs.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scrolled.setWidget(self.facts)
        self._scrolled.setWidgetResizable(True)
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setAccessibleName(tr("Facts of the call"))
        middle = QVBoxLayout()
        middle.addWidget(self.legs)
        middle.addWidget(self.no_legs, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(16)
        for beside in (self._scrolled, self.note):
            beside.setMinimumWidth(self.fontMetrics().averageCharWidth() * SIGNS)
            beside.setSizePolicy(QSizePolicy.Policy.Ignored, beside.sizePolicy().verticalPolicy())
        layout.addWidget(self._scrolled, 1)
        layout.addLayout(middle)
        right = QVBoxLayout()
        right.addWidget(self.note, 1)
        right.addWidget(self.empty_note)
        layout.addLayout(right, 1)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 8)

    def set_row(self, row: JournalRow | None) -> None:
        """Show a call, or (None) nothing."""
        self.note.set_row(row)
        if row == self._row:
            return
        self._row = row
        self.facts.setText("\n".join(_facts(row, self._now())) if row else "")
        self.legs.show_legs(row)
        by_hand = row is not None and row.entry.manual
        self.no_legs.setVisible(by_hand)
        self.legs.setVisible(not by_hand)


def _facts(row: JournalRow, now: datetime) -> Iterator[str]:
    """Say what is known of a call, a line each."""
    entry = row.entry
    yield cells.state(row)
    yield formats.day_and_time(entry.started)
    who = naming.person(row)
    if who:
        yield who
    yield naming.number(row)
    if row.match.contact is not None:
        yield from (line for line in row.match.contact.address if line not in who)
    if entry.held_seconds:
        talk, held = formats.time_span(entry.talk_seconds), formats.time_span(entry.held_seconds)
        yield tr("Talk {talk}, on hold {held}", talk=talk, held=held)
    elif entry.answered and not entry.live:
        yield tr("Talk {talk}", talk=formats.time_span(entry.talk_seconds))
    if not entry.manual:
        yield tr("On {line}, telephone {own}", line=entry.line, own=entry.own)
    if entry.voicemail:
        yield tr("Left a message")
    became = cells.booked(row)
    if became:
        yield became
    for anomaly in entry.anomalies:
        yield tr("Unusual: {anomaly}", anomaly=anomaly)
