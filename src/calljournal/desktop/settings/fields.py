"""A form drawn from fields: each with its label, its editor, its sentence of help, and who has fixed it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.desktop.look.labels import WrappingLabel, faint_label, plain_label
from calljournal.desktop.settings.editors import EDITORS, Editor
from calljournal.desktop.settings.scrolling import reveal
from calljournal.languages import tr


class FieldForm(QWidget):
    """Shows fields one beneath the other, each under a name of its own.

    Signals:
        changed(name: str, value: Value): the user has left a field with another value in it
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, FieldRow] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, name: str, field: Field, value: Value | None = None, locked: str = "") -> "FieldRow":
        """Add a field, with its value (None: its default); one that is `locked` is shown, and says by whom."""
        row = FieldRow(name, field, field.default if value is None else value, locked)
        row.changed.connect(self.changed)
        self.rows[name] = row
        if field.kind is FieldKind.YES_NO:
            self._form.addRow(plain_label(), row)
        else:
            label = plain_label(row.label)
            label.setBuddy(row.editor.input)
            self._form.addRow(label, row)
        return row

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show other values; what the user is typing in stays."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].take(value)

    def type_in(self, typed: Mapping[str, Value]) -> None:
        """Put into the fields what was typed elsewhere, as if the user had typed it here."""
        for name, value in typed.items():
            if name in self.rows:
                self.rows[name].editor.set_value(value)

    def leave(self) -> None:
        """Take what is typed in the field that the user has not left yet."""
        for row in self.rows.values():
            row.leave()

    def values(self, names: Iterable[str] | None = None) -> dict[str, Value]:
        """Give what is typed and chosen, also where it was not left yet."""
        return {name: self.rows[name].editor.value() for name in (self.rows if names is None else names)}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew: rows that were squeezed for a moment would stay so, with lines of their hints cut off."""
        super().resizeEvent(event)
        self._form.invalidate()

    def explain(self, error: str, beside: str = "") -> str:
        """Give what is said against a value as whoever fills the form in knows it: by its label, not by its key.

        What is said `beside` a field need not name it.
        """
        said = error.removeprefix(f"{beside}: ").removeprefix("firm: ")
        for name, row in self.rows.items():
            if said.startswith((f"{name}: ", f"{name} ")):
                return f"{row.label}{said.removeprefix(name)}"
        return said if beside else sentence(said)


class FieldRow(QWidget):
    """One field: the editor, and beneath it what there is to say of it.

    Signals:
        changed(name: str, value: Value): see `FieldForm`
    """

    changed = Signal(str, object)

    def __init__(self, name: str, field: Field, value: Value | None, locked: str) -> None:
        super().__init__()
        self.name = name
        self.label = tr(field.label)
        self._known: Value = "" if value is None else value
        self.editor: Editor = EDITORS[field.kind](field)
        if value is not None:
            self.editor.set_value(value)
        self.editor.left.connect(self._on_left)
        self.editor.input.setAccessibleName(self.label)
        said = sentence(tr(field.help))
        self._help = faint_label(said)
        self._help.setVisible(bool(field.help))
        self._refusal = WrappingLabel()
        self._refusal.setForegroundRole(QPalette.ColorRole.Text)
        self._refusal.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        for part in (self.editor, self._help, self._refusal):
            self._layout.addWidget(part)
        self._describe(said, locked)

    def _describe(self, help_: str, locked: str) -> None:
        said = help_
        if locked:
            self.editor.setEnabled(False)
            fixed = faint_label(tr("Fixed: {who}", who=locked))
            self._layout.addWidget(fixed)
            said = f"{help_}\n{fixed.text()}".strip()
        self.editor.input.setAccessibleDescription(said)

    def leave(self) -> None:
        """Take what is typed or chosen, as if the user had gone on to another field."""
        if self.editor.isEnabled():
            self._on_left()

    def _on_left(self) -> None:
        value = self.editor.value()
        if value != self._known:
            self.changed.emit(self.name, value)

    def take(self, value: Value) -> None:
        """Show the value that holds now, unless the user is typing another."""
        untouched = self.editor.value() == self._known
        self._known = value
        if untouched or not self.editor.input.hasFocus():
            self.editor.set_value(value)
            self.refuse("")

    def refuse(self, why: str) -> None:
        """Mark what is typed as not taken, and say why; "" takes the mark away."""
        self._refusal.setText(tr("Not saved: {why}", why=why) if why else "")
        self._refusal.setVisible(bool(why))
        font = self._refusal.font()
        font.setBold(True)
        self._refusal.setFont(font)
        if why:
            reveal(self)

    @property
    def refusal(self) -> str:
        """What is said against the value, "" for nothing."""
        return self._refusal.text()


def sentence(text: str) -> str:
    """Begin a text with a capital: a command line goes on with it in the middle of a line, a form does not."""
    return text[:1].upper() + text[1:]


def heading(text: str) -> QLabel:
    """Give the title of a page."""
    label = plain_label(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.35)
    font.setBold(True)
    label.setFont(font)
    return label
