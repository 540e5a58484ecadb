"""A field in which one of many things is found as one types: a project, a contact.

What is typed and not chosen is never taken for anything by itself: `unresolved` says it, and whoever saves asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPalette,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from calljournal.contracts.command import Command
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import glyphs
from calljournal.desktop.look.labels import hint
from calljournal.errors import CallJournalError
from calljournal.languages import tr

PAUSE = 150
"""Milliseconds of silence after which is looked up what was typed."""

SHOWN = 50
"""Choices in the list: whoever needs more types another letter."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: its id, what it is called, why it is offered, and the thing itself."""

    id: str
    label: str
    hint: str = ""
    thing: Any = None


class SearchBox(QLineEdit):
    """A field with a list below it that is looked up while one types; Enter takes the first, arrows take another.

    Signals:
        chosen(choice: Choice | None): the user chose, or emptied the field
    """

    chosen = Signal(object)
    words_for_new = ""
    """What the list offers to make where nothing is called so, with {text}; "" where nothing can be made."""

    def __init__(
        self,
        bridge: Bridge,
        look_up: Callable[[str], Command[Any]],
        read: Callable[[Any], Sequence[Choice]],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._look_up, self._read = bridge, look_up, read
        self._choice: Choice | None = None
        self._first: tuple[Choice, ...] = ()
        self._offered: tuple[Choice, ...] = ()
        self._take_first = False
        self._new = ""
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._search)
        self._model = QStandardItemModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(12)
        self._list.setWidget(self)
        self._popup = QListView(self)
        self._list.setPopup(self._popup)
        self._popup.setAccessibleName(name)
        self._popup.clicked.connect(self._on_clicked)
        self.installEventFilter(self)
        self._arrow = QAction(tr("Show the list"), self)
        self._arrow.triggered.connect(self.open_list)
        self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()
        self.setAccessibleName(name)
        self.textEdited.connect(self._on_edited)

    def _dress(self) -> None:
        """Draw the arrow in the colour of the text."""
        side = self.fontMetrics().height()
        picture = QPixmap(QSize(side, side) * self.devicePixelRatio())
        picture.setDevicePixelRatio(self.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / glyphs.SIZE, side / glyphs.SIZE)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        glyphs.chevron_down(painter, self.palette().color(QPalette.ColorRole.Base))
        painter.end()
        self._arrow.setIcon(QIcon(picture))

    # --- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice | None:
        """What is chosen."""
        return self._choice

    @property
    def unresolved(self) -> str:
        """What was typed and not chosen, "" where there is no such thing."""
        text = self.text().strip()
        return "" if self._choice is not None and text == self._choice.label else text

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the list offers at present."""
        return self._offered

    def choose(self, choice: Choice | None) -> None:
        """Choose something, without telling anybody."""
        self._pause.stop()
        self._choice = choice
        self._new = ""
        self.setText(choice.label if choice else "")
        self.setCursorPosition(0)
        self.setToolTip(hint(choice.hint) if choice else "")

    def offer_first(self, choices: Sequence[Choice]) -> None:
        """Say what comes first in the list, before what is looked up."""
        self._first = tuple(choices)

    def _pick(self, choice: Choice | None) -> None:
        self._popup.hide()
        self.choose(choice)
        self.chosen.emit(choice)

    # --- looking up --------------------------------------------------------------------------------------------------

    def open_list(self) -> None:
        """Show all that can be chosen, whatever stands in the field."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        self._ask("")

    def _on_edited(self, text: str) -> None:
        self._take_first = False
        if not text.strip():
            self._pause.stop()
            self._pick(None)
        else:
            self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        self._ask(self.unresolved)

    def _ask(self, text: str) -> None:
        self._bridge.ask(self._look_up(text), partial(self._on_found, text), partial(self._on_error, text))

    def _on_found(self, text: str, found: Any) -> None:
        if text and text != self.unresolved:
            return  # more has been typed meanwhile
        choices = {choice.id: choice for choice in self._first if not text or _matches(choice, text)}
        for choice in self._read(found):
            choices.setdefault(choice.id, choice)
        self._offer(tuple(choices.values())[:SHOWN])
        if self._take_first:
            self._take_first = False
            if self._offered:
                self._pick(self._offered[0])
        elif self.hasFocus() and self.isVisible():
            self._show_list(text)
        elif text:
            self._settle()

    def _on_error(self, text: str, error: CallJournalError) -> None:
        self._take_first = False
        self._offer(())
        self._show_word(tr(error.words))

    def _offer(self, choices: tuple[Choice, ...]) -> None:
        self._offered = choices
        self._model.clear()
        for choice in choices:
            item = QStandardItem(choice.label)
            item.setToolTip(hint(choice.hint))
            item.setData(choice.hint, Qt.ItemDataRole.AccessibleDescriptionRole)
            self._model.appendRow(item)

    def _show_list(self, text: str) -> None:
        self._new = ""
        if self._offered:
            self._list.complete()
        elif text and self.words_for_new:
            self._new = text
            self._show_word(tr("Nothing is called “{text}”", text=text), tr(self.words_for_new, text=text))
        else:
            self._show_word(tr("Nothing is called “{text}”", text=text) if text else tr("There is nothing to choose"))

    def _show_word(self, word: str, offer: str = "") -> None:
        """Show a word instead of choices; above it the offer to make what was typed.

        The offer comes first, since the arrow keys never get past a first line that cannot be chosen.
        """
        self._model.clear()
        if offer:
            self._model.appendRow(QStandardItem(offer))
        item = QStandardItem(word)
        item.setEnabled(False)
        self._model.appendRow(item)
        if self.hasFocus() and self.isVisible():
            self._list.complete()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> bool:
        """Take a row of the list; the one above the word that there is nothing is the offer to make it."""
        if row < len(self._offered):
            self._pick(self._offered[row])
        elif self._new and row == 0:
            self._popup.hide()
            self.make(self._new)
        else:
            return False
        return True

    def make(self, text: str) -> None:
        """Make a new thing of what was typed; who sets `words_for_new` says how."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_arrow"):
            self._dress()

    # --- keys and focus ----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Let Tab take what the arrows have marked, and go on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self._take_marked()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in ENTER and (self._popup.isVisible() or self.unresolved):
            self._on_enter()
            event.accept()
        elif plain and event.key() == Qt.Key.Key_Down:
            self._search() if self.unresolved else self.open_list()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_enter(self) -> None:
        """Take what is marked, else the first; where that is not known yet, as soon as it is.

        The offer to make a new thing is only marked: another Enter takes it, and no slip of the fingers makes one.
        """
        if self._take_marked():
            return
        if self._pause.isActive():
            self._take_first = True
            self._search()
        elif self._offered and self._model.rowCount() == len(self._offered):
            self._pick(self._offered[0])
        elif self._new and self._popup.isVisible():
            self._popup.setCurrentIndex(self._model.index(0, 0))

    def _take_marked(self) -> bool:
        marked = self._popup.selectedIndexes() if self._popup.isVisible() else []
        return bool(marked) and self._take(marked[0].row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list when a key leads to another field: while it is open, Qt keeps from us that we lost the focus.

        The completer asks that filter which was set up last first: this one.
        """
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._popup.hide()
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.unresolved:
            if self._pause.isActive():
                self._search()
            else:
                self._settle()

    def _settle(self) -> None:
        """Take the only thing that is called so."""
        if len(self._offered) == 1 and self.unresolved:
            self._pick(self._offered[0])


def _matches(choice: Choice, text: str) -> bool:
    return text.casefold() in choice.label.casefold()
