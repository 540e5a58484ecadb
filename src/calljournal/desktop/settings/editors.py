"""What a value is typed or chosen in: one small widget for each kind of field, all with the same four words."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.languages import tr

MOST = 1_000_000
"""No number that can be set is larger: seconds of a day, days of a century, a port."""


class Editor(QWidget):
    """Holds one value. Base of the editors below; `input` is the widget that has the focus.

    Signals:
        left(): the user is done with it, and `value` may be another
    """

    left = Signal()
    input: QWidget

    def value(self) -> Value:
        """Give what is typed or chosen."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a value; nobody is told."""
        raise NotImplementedError

    def hold(self, widget: QWidget) -> None:
        """Make a widget the one that is typed in, with nothing around it."""
        self.input = widget
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(widget)
        layout.addStretch(1)
        self.setFocusProxy(widget)


class TextEditor(Editor):
    """A line of text; a secret one is not shown while it is typed."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setMinimumWidth(self._line.fontMetrics().averageCharWidth() * 34)
        self._line.setPlaceholderText("" if field.default is None else str(field.default))
        if field.kind is FieldKind.SECRET:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
            kept = tr("kept in the keyring of this computer")
            self._line.setPlaceholderText(kept)
            room = self._line.fontMetrics().horizontalAdvance(f"{kept} 00")
            self._line.setMinimumWidth(max(room, self._line.minimumWidth()))
        self._line.editingFinished.connect(self.left)
        self.hold(self._line)

    def value(self) -> Value:
        return self._line.text() if self._line.echoMode() is QLineEdit.EchoMode.Password else self._line.text().strip()

    def set_value(self, value: Value) -> None:
        with QSignalBlocker(self._line):
            self._line.setText(str(value))


class NumberEditor(Editor):
    """A whole number, not below 0."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._box = CalmSpinBox()
        self._box.setRange(0, MOST)
        self._box.setMinimumWidth(self._box.fontMetrics().averageCharWidth() * 14)
        self._box.editingFinished.connect(self.left)
        self.hold(self._box)

    def value(self) -> Value:
        return self._box.value()

    def set_value(self, value: Value) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(int(value))


class SwitchEditor(Editor):
    """Yes or no; it says itself what it is about."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._check = QCheckBox(tr(field.label).replace("&", "&&"))
        self._check.clicked.connect(self.left)
        self.hold(self._check)

    def value(self) -> Value:
        return self._check.isChecked()

    def set_value(self, value: Value) -> None:
        with QSignalBlocker(self._check):
            self._check.setChecked(bool(value))


class ChoiceEditor(Editor):
    """One of several; a value that is none of them is shown as it stands."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._combo = CalmComboBox()
        for choice in field.choices:
            self._combo.addItem(tr(choice.label), choice.value)
        self._combo.chosen.connect(self.left)
        self.hold(self._combo)

    def value(self) -> Value:
        return str(self._combo.currentData())

    def set_value(self, value: Value) -> None:
        with QSignalBlocker(self._combo):
            if self._combo.findData(value) < 0:
                self._combo.addItem(str(value), value)
            self._combo.setCurrentIndex(self._combo.findData(value))


class CalmSpinBox(QSpinBox):
    """Leaves the wheel to the page unless it has the focus: whoever scrolls by changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmComboBox(QComboBox):
    """Leaves the wheel to the page unless it has the focus; what arrow keys only pass by is not chosen yet.

    Signals:
        chosen(): by a click, by Enter, or by leaving it
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._passing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    def _on_activated(self) -> None:
        if not self._passing:
            self.chosen.emit()

    def showPopup(self) -> None:  # noqa: N802  (Qt's name)
        self._passing = False  # what is taken from the list is chosen
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._passing = True
        super().keyPressEvent(event)
        self._passing = False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._passing = True
        super().wheelEvent(event)
        self._passing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if elsewhere and not self.view().isVisible():
            self.chosen.emit()


EDITORS: dict[FieldKind, Callable[[Field], Editor]] = {
    FieldKind.TEXT: TextEditor,
    FieldKind.SECRET: TextEditor,
    FieldKind.NUMBER: NumberEditor,
    FieldKind.YES_NO: SwitchEditor,
    FieldKind.CHOICE: ChoiceEditor,
}
