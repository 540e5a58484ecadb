"""The dial box: type a name or a number, see what will be dialled, press Enter."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.crm import Contact
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import FindContacts, GetLines
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.number_menu import add_number_actions
from calljournal.desktop.dialling import suggestions
from calljournal.desktop.dialling.lines import LineChoice
from calljournal.desktop.dialling.placing import Wish
from calljournal.desktop.dialling.preview import Preview
from calljournal.desktop.dialling.suggestions import Column, Suggested, SuggestionModel
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.sizes import open_at
from calljournal.errors import CallJournalError
from calljournal.languages import tr

TYPING_PAUSES = 150
"""Milliseconds without a key after which the engine is asked."""

LOOKED_THROUGH = 100
"""Outgoing calls that are asked for: the same numbers are called again and again."""

CONTACTS = 20
WIDTH, LINES = 84, 10
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class DialBox(QWidget):
    """Asks whom to call. The keyboard stays in its one line: arrows move through the suggestions below it.

    Enter dials the suggestion that is marked, else what is typed; while the answer for a name is not there yet it does
    nothing, so that nobody is called whom nobody saw. `dial` is told the wish.
    """

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, now: Callable[[], datetime], dial: Callable[[Wish], object]
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._bridge, self._icons, self._doors, self._now, self._dial = bridge, icons, doors, now, dial
        self._listed_for: str | None = None
        self._by_hand = False
        self.setWindowTitle(tr("Dial"))
        self.setWindowIcon(icons.program())
        self.text, self.button = QLineEdit(self), QPushButton(tr("&Dial"), self)
        self.lines = LineChoice(self)
        self.model, self.view = SuggestionModel(), QTreeView(self)
        self.heading, self.preview = QLabel(self), Preview(bridge, self)
        self.notice = Notice(icons, self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSES)
        self._build()
        self._connect()

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.text.setPlaceholderText(tr("Name or number"))
        self.text.setAccessibleName(tr("Name or number to call"))
        self.text.setClearButtonEnabled(True)
        self.button.setIcon(self._icons.action("call"))
        self.heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._build_view()
        first = QHBoxLayout()
        first.addWidget(self.text, 1)
        first.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(first)
        layout.addWidget(self.lines)
        layout.addWidget(self.heading)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.preview)
        layout.addWidget(self.notice)
        metrics = self.fontMetrics()
        open_at(self, QSize(metrics.averageCharWidth() * WIDTH, metrics.lineSpacing() * (LINES + 10)))

    def _build_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setHeaderHidden(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAccessibleName(tr("Suggestions"))
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.WHO, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._on_pause)
        self.text.textEdited.connect(self._on_typed)
        self.text.textChanged.connect(self._on_text)
        self.text.installEventFilter(self)
        self.button.clicked.connect(self.dial_chosen)
        self.lines.changed.connect(self._preview)
        self.view.clicked.connect(self._on_clicked)
        self.view.doubleClicked.connect(self.dial_chosen)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)

    # --- opening -----------------------------------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Come to the front with a text, ready to be typed over."""
        self._set_busy(False)
        self.notice.clear()
        self.text.setText(text)
        self.text.selectAll()
        self.text.setFocus()
        self._bridge.ask(GetLines(), self.lines.offer, self._on_nothing)
        self._by_hand = False
        self._listed_for = None
        self._on_pause()
        self.show()
        self.raise_()
        self.activateWindow()

    # --- typing ------------------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._by_hand = False

    def _on_text(self) -> None:
        self.notice.clear()
        self.preview.forget()
        self._pause.start()

    def _on_pause(self) -> None:
        """Ask for what fits to what is typed, and what Enter would dial."""
        text = self.text.text().strip()
        if text != self._listed_for:
            if text:
                command = FindContacts(text, CONTACTS)
                self._bridge.ask(command, partial(self._on_contacts, text), partial(self._on_none_found, text))
            else:
                calls = ListRows(direction="outgoing", limit=LOOKED_THROUGH)
                self._bridge.ask(calls, partial(self._on_calls, text), partial(self._on_none_found, text))
        self._preview()

    def _on_contacts(self, text: str, contacts: Sequence[Contact]) -> None:
        self._list(text, suggestions.of_contacts(contacts), tr("Contacts"))

    def _on_calls(self, text: str, rows: Sequence[JournalRow]) -> None:
        found = suggestions.of_calls(rows, self._now())
        self._list(text, found, tr("Dialled before") if found else tr("Nothing was dialled before"))

    def _on_none_found(self, text: str, error: CallJournalError) -> None:
        self._list(text, (), "")
        if text == self.text.text().strip():
            self.notice.say(tr(error.words), error=True)

    def _list(self, text: str, found: Sequence[Suggested], heading: str) -> None:
        """Show the suggestions for a text, if it is still what is typed; what was marked stays marked."""
        if text != self.text.text().strip():
            return
        marked = self.marked if self._by_hand else None
        self._listed_for = text
        self.heading.setText(heading if found or not text else tr("Nobody is found by that name or number"))
        self.model.show(found)
        row = self.model.row_of(marked)
        self._by_hand = row >= 0
        self._mark(row if row >= 0 else self._first_choice(text))
        self._preview()

    def _first_choice(self, text: str) -> int:
        """Give the row that is marked by itself: the first for a name; none for a number, which is dialled as typed."""
        return 0 if any(map(str.isalpha, text)) and not text.lower().startswith(("tel:", "callto:")) else -1

    @property
    def marked(self) -> Suggested | None:
        """The suggestion that is marked."""
        return self.model.at(self.view.currentIndex().row())

    def _mark(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else self.model.index(-1, -1)
        self.view.setCurrentIndex(index)
        if row < 0:
            self.view.clearSelection()

    def _move(self, key: int) -> None:
        """Move through the suggestions; above the first one is what is typed."""
        row, page = self.view.currentIndex().row(), LINES - 1
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        self._by_hand = True
        self._mark(max(-1, min(self.model.rowCount() - 1, row + steps[Qt.Key(key)])))
        self._preview()

    def _on_clicked(self) -> None:
        self._by_hand = True
        self._preview()

    def _on_menu_wanted(self, at: QPoint) -> None:
        """Offer for a number what is offered for numbers everywhere."""
        suggested = self.model.at(self.view.indexAt(at).row())
        if suggested is not None:
            menu = QMenu(self)
            add_number_actions(menu, suggested.dial, self._bridge, self._doors)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.view.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif held == Qt.KeyboardModifier.ControlModifier and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self._dial_row(event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._move(event.key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.dial_chosen()
                return True
        return super().eventFilter(watched, event)

    # --- what would be dialled ---------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """What Enter would dial; "" where that is not known yet, or is nothing."""
        text = self.text.text().strip()
        if self.marked is not None and text == self._listed_for:
            return self.marked.dial
        return text if text == self._listed_for or self._first_choice(text) < 0 else ""

    def _preview(self) -> None:
        self.preview.ask(self.chosen, self.lines.line)

    def _on_nothing(self, error: CallJournalError) -> None:
        """Offer no choice of lines: dialling will say what is wrong."""

    # --- dialling ----------------------------------------------------------------------------------------------------

    def dial_chosen(self) -> None:
        """Dial what is marked, or typed."""
        number, line = self.chosen, self.lines.line
        if not number or not self.button.isEnabled():
            return
        seen = self.preview.seen(number, line)
        self._set_busy(True)
        self.notice.say(tr("Dialling…"))
        self._dial(
            Wish(
                number,
                line,
                seen=seen,
                erred=self._on_refused,
                asks=self._on_asked,
                placed=self.close,
                dropped=self._on_dropped,
            )
        )

    def _dial_row(self, row: int) -> None:
        if self.model.at(row) is not None and self.text.text().strip() == self._listed_for:
            self._by_hand = True
            self._mark(row)
            self.dial_chosen()

    def _on_refused(self, text: str) -> None:
        self._set_busy(False)
        self.notice.say(text, error=True)
        if not self.isVisible():
            self._doors.erred.emit(text)

    def _on_asked(self) -> None:
        self.notice.say(tr("Nothing is dialled yet: the small window asks first"))

    def _on_dropped(self) -> None:
        self._set_busy(False)
        self.notice.clear()

    def _set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
