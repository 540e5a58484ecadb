"""Lines are installed, tried, changed and removed through the page of interfaces, on a real engine."""

import pytest
from pytestqt.qtbot import QtBot

from calljournal.desktop.settings.interfaces import InterfacesPage
from calljournal.desktop.settings.line_form import LineForm
from calljournal.settings import Places, load
from tests.desktop.settings.conftest import Open

pytestmark = pytest.mark.timeout(120)
LINE = "simulator:main"


def interfaces(qtbot: QtBot, open_settings: Open) -> InterfacesPage:
    """Open the page, and wait until it knows what there is."""
    window, _ = open_settings()
    page = window.pages["interfaces"]
    assert isinstance(page, InterfacesPage)
    qtbot.waitUntil(lambda: "simulator" in page.install_buttons)
    return page


def install(qtbot: QtBot, page: InterfacesPage) -> None:
    """Install the simulated line, watched from the start."""
    page.install_buttons["simulator"].click()
    form = open_form(page)
    form.form.rows["own"].editor.set_value("101")
    form.keep_button.click()
    qtbot.waitUntil(lambda: LINE in page.cards, timeout=10_000)


def open_form(page: InterfacesPage) -> LineForm:
    """Give the form that is shown in place of the list."""
    assert page.form is not None
    assert page.currentWidget() is page.form
    return page.form


def test_a_line_is_installed_changed_and_removed(qtbot: QtBot, open_settings: Open, places: Places) -> None:
    page = interfaces(qtbot, open_settings)
    install(qtbot, page)
    assert load(places.settings_file).lines[LINE].values["own"] == "101"
    page.cards[LINE].change_button.click()
    form = open_form(page)
    assert form.form.rows["own"].editor.value() == "101"
    form.form.rows["own"].editor.set_value("102")
    form.keep_button.click()
    qtbot.waitUntil(lambda: load(places.settings_file).lines[LINE].values["own"] == "102", timeout=10_000)
    qtbot.waitUntil(lambda: page.form is None and LINE in page.cards)
    page.cards[LINE].remove_button.click()
    assert LINE in load(places.settings_file).lines, "it asks first"
    page.cards[LINE].notice.button.click()
    qtbot.waitUntil(lambda: LINE not in page.cards, timeout=10_000)
    assert LINE not in load(places.settings_file).lines


def test_auto_load_is_one_tick(qtbot: QtBot, open_settings: Open, places: Places) -> None:
    page = interfaces(qtbot, open_settings)
    install(qtbot, page)
    assert page.cards[LINE].auto_load.isChecked()
    page.cards[LINE].auto_load.click()
    qtbot.waitUntil(lambda: not load(places.settings_file).lines[LINE].auto_load, timeout=10_000)


def test_the_test_button_says_that_the_line_answers(qtbot: QtBot, open_settings: Open) -> None:
    page = interfaces(qtbot, open_settings)
    install(qtbot, page)
    page.cards[LINE].test_button.click()
    qtbot.waitUntil(lambda: bool(page.cards[LINE].notice.text) and page.cards[LINE].test_button.isEnabled())
    assert not page.cards[LINE].notice.text.endswith("…")


def test_what_is_refused_stays_in_the_form(qtbot: QtBot, open_settings: Open) -> None:
    page = interfaces(qtbot, open_settings)
    install(qtbot, page)
    page.install_buttons["simulator"].click()
    form = open_form(page)
    form.form.rows["own"].editor.set_value("103")
    form.keep_button.click()
    qtbot.waitUntil(lambda: bool(form.notice.text) and form.keep_button.isEnabled())
    assert page.form is form, "there is a line of that name already"
    assert form.form.rows["own"].editor.value() == "103"
    qtbot.waitUntil(lambda: form.notice.visibleRegion().boundingRect().height() >= form.notice.height() > 0)
