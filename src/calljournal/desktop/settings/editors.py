"""What a value is typed or chosen in: one small widget for each kind of field, all with the same four words."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QWidget

from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.desktop.settings.calm import CalmComboBox, CalmSpinBox, KeysEdit
from calljournal.desktop.settings.countries import countries
from calljournal.languages import tr

MOST = 1_000_000
"""No number that can be set is larger: seconds of a day, days of a century, a port."""

WIDE = 46
"""Signs of a text that are seen."""

WORDS_ROLE = Qt.ItemDataRole.UserRole + 1
"""By what a country is found."""


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
        self._line.setMinimumWidth(self._line.fontMetrics().averageCharWidth() * WIDE)
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


class CountryEditor(Editor):
    """A list of all countries that can be typed into; what names none of them is kept as it was typed."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._told: Value = ""
        self._combo = CalmComboBox()
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumWidth(self._combo.fontMetrics().averageCharWidth() * WIDE)
        if field.default is None:
            self._combo.addItem(tr("as the firm says"), "")
        for country in countries():
            self._combo.addItem(country.text, country.code)
            self._combo.setItemData(self._combo.count() - 1, country.words, WORDS_ROLE)
        self._combo.setCompleter(_Finder(self._combo))
        self._combo.chosen.connect(self._on_chosen)
        self.hold(self._combo)

    def value(self) -> Value:
        text = self._combo.currentText().strip()
        at = self._combo.findText(text, Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            return str(self._combo.itemData(at))
        return next((country.code for country in countries() if country.is_called(text)), text)

    def set_value(self, value: Value) -> None:
        self._told = value
        with QSignalBlocker(self._combo):
            at = self._combo.findData(str(value).upper())
            self._combo.setCurrentIndex(at)
            if at < 0:
                self._combo.setEditText(str(value))

    def _on_chosen(self) -> None:
        """Show what was found by its whole name, and say so once: Enter upon one that is offered is heard twice."""
        before, value = self._told, self.value()
        self.set_value(value)
        if value != before:
            self.left.emit()


class _Finder(QCompleter):
    """Offers the countries in whose names, or as whose letters, what is typed is found."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo.model(), combo)
        self.setCompletionRole(WORDS_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802  (Qt's name)
        """Give what the line shows of a country that was found."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class KeysEditor(Editor):
    """Keys, recorded as they are pressed and shown as this system names them; what is stored is the same everywhere."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._keys = ""
        self._edit = KeysEdit()
        self._edit.setMinimumWidth(self._edit.fontMetrics().averageCharWidth() * WIDE)
        self._edit.taken.connect(self._on_taken)
        self.hold(self._edit)

    def value(self) -> Value:
        return self._keys

    def set_value(self, value: Value) -> None:
        self._keys = str(value)
        with QSignalBlocker(self._edit):
            self._edit.show_keys(self._keys)

    def _on_taken(self) -> None:
        self._keys = self._edit.keys()
        self.left.emit()


EDITORS: dict[FieldKind, Callable[[Field], Editor]] = {
    FieldKind.TEXT: TextEditor,
    FieldKind.SECRET: TextEditor,
    FieldKind.NUMBER: NumberEditor,
    FieldKind.YES_NO: SwitchEditor,
    FieldKind.CHOICE: ChoiceEditor,
    FieldKind.KEYS: KeysEditor,
    FieldKind.COUNTRY: CountryEditor,
}
