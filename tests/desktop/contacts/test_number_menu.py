"""The lines about a telephone number in any menu."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import PreviewCall
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.number_menu import NumberActions, add_number_actions
from calljournal.desktop.contacts.person_requests import requests_of
from calljournal.desktop.doors import Doors
from calljournal.errors import Refused
from calljournal.numbers import Dialling
from tests.desktop.contacts.played import PlayedBook


@pytest.fixture
def menu(qtbot: QtBot, bridge: Bridge, book: PlayedBook) -> QMenu:
    menu = QMenu()
    qtbot.addWidget(menu)
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    return menu


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_the_normalised_form_is_shown_when_it_is_known(menu: QMenu, bridge: Bridge, qtbot: QtBot) -> None:
    """Until then it is said that it is being read; both forms can be copied."""
    add_number_actions(menu, "044 000 12 34", bridge, Doors())
    assert texts(menu) == [
        "Reading 044 000 12 34…",
        "&Call 044 000 12 34",
        "C&opy number",
        "Copy &normalised number",
        "&Data protection",
    ]
    form, _, copy, normalised, _ = menu.actions()
    assert not normalised.isEnabled()
    qtbot.waitUntil(lambda: form.text() == "Normalised: +41440001234")
    normalised.trigger()
    assert QGuiApplication.clipboard().text() == "+41440001234"
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "044 000 12 34"


def test_the_number_is_called_as_it_was_written(menu: QMenu, bridge: Bridge, qtbot: QtBot) -> None:
    """Who dials it asks what has to be asked."""
    doors = Doors()
    actions = NumberActions(menu, "044 000 12 34", bridge, doors)
    with qtbot.waitSignal(doors.call_wanted) as asked:
        actions.call.trigger()
    assert asked.args == ["044 000 12 34"]


def test_a_number_that_has_no_other_form(menu: QMenu, bridge: Bridge, book: PlayedBook, qtbot: QtBot) -> None:
    """That of a colleague is read, and has nothing to copy but itself."""
    book.fake.answers[PreviewCall] = lambda fake, command: Dialling("103", "103")
    actions = NumberActions(menu, "103", bridge, Doors())
    qtbot.waitUntil(lambda: actions.form.text() == "Read as: 103")
    assert not actions.copy_normalised.isEnabled()


def test_what_cannot_be_dialled_is_said(menu: QMenu, bridge: Bridge, book: PlayedBook, qtbot: QtBot) -> None:
    """In words; what was written can be copied all the same. A sign of it underlines no letter."""
    book.fake.errors[PreviewCall] = Refused("cannot dial 'R&D': not a number")
    actions = NumberActions(menu, "R&D", bridge, Doors())
    qtbot.waitUntil(lambda: actions.form.text() == "cannot dial 'R&&D': not a number")
    assert actions.call.text() == "&Call R&&D"
    actions.copy.trigger()
    assert QGuiApplication.clipboard().text() == "R&D"


def test_a_menu_that_has_gone_is_not_answered(menu: QMenu, bridge: Bridge, book: PlayedBook, qtbot: QtBot) -> None:
    """The answer comes to nobody, and nothing breaks."""
    book.fake.delay = 0.05
    gone = QMenu()
    add_number_actions(gone, "044 000 12 34", bridge, Doors())
    gone.deleteLater()
    del gone
    actions = NumberActions(menu, "044 000 12 35", bridge, Doors())
    qtbot.waitUntil(lambda: actions.form.text() == "Normalised: +41440001235")


def test_a_number_without_a_contact_can_be_given_out_or_forgotten(menu: QMenu, bridge: Bridge, qtbot: QtBot) -> None:
    """From a submenu; each asks in a window of its own, that outlives the menu."""
    doors = Doors()
    actions = NumberActions(menu, "044 000 12 34", bridge, doors)
    actions.give_out.trigger()
    actions.forget.trigger()
    requests = requests_of(bridge, doors)
    assert [window.who for window in requests.windows] == ["044 000 12 34"] * 2
    assert [window.windowTitle() for window in requests.windows] == [
        "Export everything about 044 000 12 34",
        "Forget 044 000 12 34?",
    ]
    requests.close_all()
    assert requests.windows == ()
