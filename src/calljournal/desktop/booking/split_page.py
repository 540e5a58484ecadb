"""The page of the booking form on which one call becomes several time entries, each on its own project."""

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.work_commands import Share, Suggestion
from calljournal.desktop.booking import wording
from calljournal.desktop.booking.choosers import ProjectBox
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.minutes_field import MinutesField
from calljournal.desktop.look.search_box import Choice
from calljournal.languages import tr
from calljournal.worklog import Wishes

MOST = 12
"""Parts of a call: nobody remembers more of them."""


class PartRow:
    """One part: its minutes, its project, its text."""

    def __init__(self, number: int, bridge: Bridge, page: QWidget) -> None:
        self.minutes = MinutesField(tr("Minutes of part {number}", number=number), page)
        self.minutes.setFixedWidth(self.minutes.minimumWidth())
        self.project = ProjectBox(bridge, page)
        self.project.setAccessibleName(tr("Project of part {number}", number=number))
        self.text = QLineEdit(page)
        self.text.setAccessibleName(tr("Text of part {number}", number=number))
        self.text.setPlaceholderText(tr("What it was about"))

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields, from left to right."""
        return self.minutes, self.project, self.text

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of it."""
        return not (self.minutes.text() or self.project.text().strip() or self.text.text().strip())

    def typed(self) -> dict[str, str]:
        """Give what was typed and chosen."""
        fields = {"minutes": self.minutes.text(), "text": self.text.text(), **self.project.typed()}
        return {name: text for name, text in fields.items() if text}

    def restore(self, typed: Mapping[str, str]) -> None:
        """Put in what was typed before."""
        self.minutes.setText(typed.get("minutes", ""))
        self.project.restore_typed(typed)
        self.text.setText(typed.get("text", ""))


class SplitPage(QWidget):
    """Cuts a call into parts: so many minutes for this project, the rest for that.

    Signals:
        changed(): something was typed or chosen
        back(): the whole call is to be booked as one after all
    """

    changed = Signal()
    back = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._contact: str | None = None
        self._suggestions: tuple[Suggestion, ...] = ()
        self._measured = 0.0
        self._begun: list[dict[str, str]] = []
        self.rows: list[PartRow] = []
        self.how_much = QLabel(self)
        self.more = QPushButton(tr("&Another part"), self)
        self.back_button = QPushButton(tr("Book it as &one"), self)
        self._grid = QGridLayout()
        self._lay_out()
        self.more.clicked.connect(lambda _=False: self._add_and_go())
        self.back_button.clicked.connect(self.back)

    def _lay_out(self) -> None:
        for button in (self.more, self.back_button):
            button.setAutoDefault(False)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for column, title in enumerate((tr("Minutes"), tr("Project"), tr("Text"))):
            self._grid.addWidget(QLabel(title, self), 0, column)
        inside = QWidget(self)
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.addLayout(self._grid)
        within.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.how_much)
        layout.addWidget(faint_label(tr("The part without minutes gets what is left. Empty lines count for nothing.")))
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)

    # --- what it is about --------------------------------------------------------------------------------------------

    def begin(self, first: Choice | None, text: str) -> None:
        """Begin with two parts; the first is as the form had it."""
        if not self.rows:
            for _ in range(2):
                self._add()
            self.rows[0].project.choose(first)
            self.rows[0].text.setText(text)
            self.rows[0].text.setCursorPosition(0)
            self._begun = self._typed()
        self.rows[0].minutes.setFocus()

    def set_measured(self, minutes: float) -> None:
        """Say how long the call was, and how much of it is left."""
        self._measured = minutes
        self._show_rest()

    def set_contact(self, contact: str | None, suggestions: tuple[Suggestion, ...]) -> None:
        """Say whose projects come first."""
        self._contact, self._suggestions = contact, suggestions
        for row in self.rows:
            self._know(row)

    def _know(self, row: PartRow) -> None:
        row.project.set_contact(self._contact)
        row.project.suggest(self._suggestions)

    def _add(self) -> PartRow:
        number = len(self.rows) + 1
        row = PartRow(number, self._bridge, self)
        self._know(row)
        for column, field in enumerate(row.fields):
            self._grid.addWidget(field, number, column)
            field.show()  # at once: what is not seen yet cannot have the keyboard
        for line in (row.minutes, row.project, row.text):
            line.textEdited.connect(self._on_changed)
        row.project.chosen.connect(self._on_changed)
        self.rows.append(row)
        self.more.setEnabled(number < MOST)
        self._show_rest()
        return row

    def _add_and_go(self) -> None:
        self._add().minutes.setFocus()

    def _on_changed(self) -> None:
        self._show_rest()
        self.changed.emit()

    def _show_rest(self) -> None:
        """Show what is left where a part has no minutes."""
        left = self._measured - sum(row.minutes.minutes or 0.0 for row in self.rows)
        for row in self.rows:
            row.minutes.setPlaceholderText(tr("rest"))
        length, rest = wording.on_the_clock(self._measured), wording.on_the_clock(abs(left))
        if left < 0:
            said = tr("The call lasted {length}; the parts are {rest} more.", length=length, rest=rest)
        else:
            said = tr("The call lasted {length}; {rest} is left.", length=length, rest=rest)
        self.how_much.setText(said)

    # --- what was wished ---------------------------------------------------------------------------------------------

    def wrong(self) -> tuple[str, QWidget] | None:
        """Say what cannot be booked so, and where it stands; None where all is well."""
        for row in self.rows:
            if row.minutes.is_wrong:
                return tr("“{text}” is no number of minutes.", text=row.minutes.text()), row.minutes
            if unresolved := row.project.unresolved:
                return tr("Choose a project for “{text}” from the list, or empty the field.", text=unresolved), (
                    row.project
                )
        return None

    def shares(self, contact: str | None, service_type: str | None) -> tuple[Share, ...]:
        """Give the parts of which something was said."""
        return tuple(
            Share(
                row.minutes.minutes,
                Wishes(
                    contact=contact,
                    project=row.project.choice.id if row.project.choice else None,
                    service_type=service_type,
                    text=row.text.text().strip(),
                ),
            )
            for row in self.rows
            if not row.is_empty
        )

    def typed(self) -> dict[str, str]:
        """Give what was typed, to be kept; not what came from the form at the beginning."""
        rows = self._typed()
        return {"parts": json.dumps(rows)} if any(rows) and rows != self._begun else {}

    def _typed(self) -> list[dict[str, str]]:
        return [row.typed() for row in self.rows]

    def restore(self, fields: Mapping[str, str]) -> bool:
        """Put in what was typed before; False where there was nothing."""
        if "parts" not in fields:
            return False
        for typed in json.loads(fields["parts"]):
            self._add().restore(typed)
        return True
