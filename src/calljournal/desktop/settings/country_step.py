"""The first step of the first run: where the firm is, for by that numbers are read."""

from PySide6.QtCore import QLocale

from calljournal.contracts.manifest import FieldKind, Value
from calljournal.contracts.settings_commands import ChangeSettings, GetSettings, Setting, SettingsPage
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.fields import FieldForm
from calljournal.desktop.settings.first_steps import Begun, Step
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.numbers import known_country

ASKED = ("firm.country", "firm.area", "firm.outside", "user.name")
"""What has to be known before numbers can be read, and time booked."""


class CountryStep(Step):
    """Where the firm is: by that numbers are read."""

    def __init__(self, bridge: Bridge, icons: Icons, system: QLocale) -> None:
        super().__init__(
            tr("Where are you?"),
            tr("Country and area code say how telephone numbers are read, as they are written where you are."),
            bridge,
            icons,
        )
        here = QLocale.territoryToCode(system.territory())
        self._here = here if known_country(here) else ""
        self._begun = Begun()
        self.form = FieldForm(self)
        self.body.addWidget(self.form)

    def enter(self) -> None:
        if not self.form.rows:
            self._bridge.ask(GetSettings(), self._on_settings, self.on_error)

    def _on_settings(self, pages: tuple[SettingsPage, ...]) -> None:
        known = {setting.key: setting for page in pages for setting in page.settings}
        for key in (key for key in ASKED if key in known and key not in self.form.rows):
            setting = known[key]
            self.form.add(key, setting.field, self._guess(setting) or setting.value, tr(setting.locked))
        self.form.type_in(self._begun.typed)
        self.take_keyboard()
        if self._begun.leaves:
            self.leave()

    def _guess(self, setting: Setting) -> Value:
        """Take it that the firm is where this computer says that it is, as long as nobody has said where."""
        return self._here if setting.field.kind is FieldKind.COUNTRY and not setting.is_set else ""

    def take_keyboard(self) -> None:
        for row in self.form.rows.values():
            row.editor.input.setFocus()
            break

    def leave(self) -> None:
        self._begun = Begun(leaves=True)
        values: dict[str, Value | None] = dict(self._typed())
        self._bridge.ask(ChangeSettings(values), self._on_saved, self.on_error)

    def _typed(self) -> dict[str, Value]:
        return self.form.values(name for name, row in self.form.rows.items() if row.editor.isEnabled())

    def _on_saved(self, remarks: tuple[str, ...]) -> None:
        self._begun = Begun()
        self.notice.clear()
        self.left.emit()

    def on_error(self, error: CallJournalError) -> None:
        self._begun = Begun()
        self.refuse(self.form.explain(tr(error.words)))

    def begun(self) -> Begun:
        return Begun(self._typed(), leaves=self._begun.leaves) if self.form.rows else self._begun

    def go_on(self, begun: Begun) -> None:
        self._begun = begun
