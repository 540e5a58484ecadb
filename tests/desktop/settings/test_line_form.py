"""Fields of a line that this computer fixes are shown, say by whom they are fixed, and cannot be changed."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from calljournal.contracts.manifest import AUTO_LOAD, Field, FieldKind, Value
from calljournal.contracts.settings_commands import ChangeLine, Interface, SetUp
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.fields import FieldRow
from calljournal.desktop.settings.line_form import LineForm
from tests.desktop.fake_service import FakeService

pytestmark = pytest.mark.desktop
MACHINE = "/etc/calljournal/settings.toml"
HOST = Field("host", "Host")
PORT = Field("port", "Port", FieldKind.NUMBER, 5038)
SECRET = Field("secret", "Secret", FieldKind.SECRET)
OWN, AREA = Field("own", "Own telephones"), Field("area", "Area code")
PBX = Interface("line", "pbx", "PBX", (HOST, PORT, SECRET, OWN, AREA))


def known(**locked: str) -> SetUp:
    """Give a line that is set up, with who has fixed which field."""
    values: dict[str, Value] = {"host": "pbx.example", "port": 5039, "own": "101", "area": "44"}
    return SetUp("line", "pbx", "main", values=values, auto_load=False, locked_fields=locked)


@pytest.fixture
def opened(qtbot: QtBot, bridge: Bridge, fake: FakeService) -> Bridge:
    """Give a bridge that is open."""
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    return bridge


def form_of(qtbot: QtBot, bridge: Bridge, line: SetUp | None) -> LineForm:
    """Open the form."""
    form = LineForm(PBX, bridge, Icons(), line)
    qtbot.addWidget(form)
    form.show()
    return form


def row_of(form: LineForm, name: str) -> FieldRow:
    """Give a field, wherever it stands."""
    return (form.form.rows | form.rare.rows)[name]


def says_who(row: FieldRow) -> bool:
    """Whether a field says who has fixed it, for eyes and for ears."""
    seen = any(f"Fixed: {MACHINE}" in label.text() for label in row.findChildren(QLabel))
    return seen and MACHINE in row.editor.input.accessibleDescription()


@pytest.mark.parametrize("name", ["host", "port", "secret", "own", "area", AUTO_LOAD.name])
def test_a_field_that_is_fixed_says_so(qtbot: QtBot, opened: Bridge, name: str) -> None:
    """Of whatever kind, also among the rare ones, and Auto Load; all others can be changed."""
    form = form_of(qtbot, opened, known(**{name: MACHINE}))
    rows = form.form.rows | form.rare.rows
    assert [one for one, row in rows.items() if not row.editor.isEnabled()] == [name]
    assert [one for one, row in rows.items() if says_who(row)] == [name]


def test_a_field_that_is_fixed_shows_what_holds(qtbot: QtBot, opened: Bridge) -> None:
    form = form_of(qtbot, opened, known(port=MACHINE, auto_load=MACHINE))
    assert row_of(form, "port").editor.value() == 5039
    assert form.auto_load is False


def test_it_stays_fixed_after_something_was_refused(qtbot: QtBot, opened: Bridge, fake: FakeService) -> None:
    """While it waits nothing can be typed; afterwards only what could before."""
    form = form_of(qtbot, opened, known(host=MACHINE))
    row_of(form, "own").editor.set_value("102")
    form.keep()
    assert not row_of(form, "own").editor.isEnabled()
    qtbot.waitUntil(form.keep_button.isEnabled)
    assert form.notice.text
    (asked,) = fake.asked_for(ChangeLine)
    assert (asked.values["host"], asked.values["own"]) == ("pbx.example", "102")
    assert row_of(form, "own").editor.isEnabled()
    assert not row_of(form, "host").editor.isEnabled()


def test_a_new_line_has_nothing_fixed(qtbot: QtBot, opened: Bridge) -> None:
    form = form_of(qtbot, opened, None)
    assert all(row.editor.isEnabled() for row in (form.form.rows | form.rare.rows).values())
