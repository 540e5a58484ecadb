"""The settings, page by page, and the first run; see `gallery`."""

from functools import partial

from PySide6.QtWidgets import QWidget

from calljournal.desktop.settings.first_run import FirstRun
from calljournal.desktop.settings.interfaces import InterfacesPage
from calljournal.desktop.settings.numbers import NumbersPage
from calljournal.desktop.settings.window import SettingsWindow
from tests.desktop.whole.register import WINDOWS, the, window
from tests.desktop.whole.stage import Stage

SETTINGS = (
    "interfaces",
    "telephony-firm",
    "telephony-user",
    "journal",
    "notice",
    "rounding",
    "language",
    "numbers",
    "this-computer",
)


def settings(stage: Stage, page: str) -> SettingsWindow:
    """Open the settings at a page."""
    stage.doors.settings_wanted.emit(page)
    one = the(stage, SettingsWindow)
    stage.until(lambda: one.page_shown == page, f"the page {page} is shown")
    stage.settle()
    return one


for _page in SETTINGS:
    WINDOWS[f"settings-{_page}"] = partial(settings, page=_page)


@window("settings-install-a-line")
def install(stage: Stage) -> QWidget:
    one = settings(stage, "interfaces")
    page = one.pages["interfaces"]
    assert isinstance(page, InterfacesPage)
    page.install_buttons["asterisk"].click()
    stage.settle()
    return one


@window("settings-test-a-line")
def test_line(stage: Stage) -> QWidget:
    one = settings(stage, "interfaces")
    page = one.pages["interfaces"]
    assert isinstance(page, InterfacesPage)
    page._close_form()
    for card in page.cards.values():
        if card.test_button.isVisible():
            card.test_button.click()
    stage.settle()
    return one


@window("settings-check-numbers")
def check_numbers(stage: Stage) -> QWidget:
    one = settings(stage, "numbers")
    page = one.pages["numbers"]
    assert isinstance(page, NumbersPage)
    page.check()
    stage.settle()
    return one


def first_run(stage: Stage, step: int) -> QWidget:
    """Go through the first run, to a step."""
    stage.doors.settings_wanted.emit("first-run")
    one = the(stage, FirstRun)
    one._turn_to(step)
    stage.settle()
    return one


for _step, _name in enumerate(("country", "contacts", "line", "first-call")):
    WINDOWS[f"first-run-{_name}"] = partial(first_run, step=_step)
