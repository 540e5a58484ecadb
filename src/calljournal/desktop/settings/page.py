"""A page of settings, drawn from what the engine says of them; each change is saved when its field is left."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from calljournal.contracts.manifest import Value
from calljournal.contracts.settings_commands import ChangeSettings, SettingsPage
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import FieldForm, heading
from calljournal.desktop.settings.scrolling import reveal
from calljournal.errors import CallJournalError
from calljournal.languages import tr


class PageView(QWidget):
    """Shows the settings of one page. There is no button to save: what was refused stays typed, and says why.

    Signals:
        saved(): something is set otherwise now
    """

    saved = Signal()

    def __init__(self, page: SettingsPage, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = page.name
        self._bridge = bridge
        self.notice = Notice(icons, self)
        self.form = FieldForm(self)
        for setting in page.settings:
            self.form.add(setting.key, setting.field, setting.value, tr(setting.locked))
        self.form.changed.connect(self._on_changed)
        self.below = QVBoxLayout()
        """For what a page has besides its settings."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(heading(tr(page.title)))
        if page.help:
            layout.addWidget(faint_label(tr(page.help)))
        layout.addWidget(self.form)
        layout.addWidget(self.notice)
        layout.addLayout(self.below)
        layout.addStretch(1)

    def show_page(self, page: SettingsPage) -> None:
        """Show what holds now; what the user is typing stays."""
        self.form.set_values({setting.key: setting.value for setting in page.settings})

    def _on_changed(self, key: str, value: Value) -> None:
        changes: Mapping[str, Value | None] = {key: value}
        self._bridge.ask(ChangeSettings(changes), partial(self._on_saved, key, value), partial(self._on_refused, key))

    def _on_saved(self, key: str, value: Value, remarks: tuple[str, ...]) -> None:
        self.form.rows[key].refuse("")
        self.form.rows[key].take(value)
        self.notice.say(" ".join(tr(remark) for remark in remarks) or tr("Saved"))
        if remarks:
            reveal(self.notice)
        self.saved.emit()

    def _on_refused(self, key: str, error: CallJournalError) -> None:
        self.form.rows[key].refuse(self.form.explain(tr(error.words), beside=key))
