"""The arrow beside an action: projects of the contact first, and a line in which one is looked for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import FindProjects
from calljournal.desktop.booking.project_menu import ProjectMenu
from calljournal.errors import Unreachable
from tests.desktop.booking.conftest import Desk
from tests.desktop.samples import CLAIRE, PROJECTS, make_row, match

pytestmark = pytest.mark.desktop


@pytest.fixture
def menu(desk: Desk, qtbot: QtBot) -> Iterator[ProjectMenu]:
    """Give the menu of a call with an architect."""
    desk.fake.add(make_row("a", talk=60, match=match(CLAIRE)))
    menu = ProjectMenu(desk.bridge, "Time entry on a project")
    qtbot.addWidget(menu)
    menu.set_call("a", "c4")
    yield menu
    menu.close()


def offered(menu: ProjectMenu) -> list[str]:
    return [action.text() for action in menu._offered]


def open_it(menu: ProjectMenu, qtbot: QtBot) -> None:
    menu.popup(QPoint(40, 40))
    qtbot.waitUntil(lambda: len(menu._offered) == 3)


def test_it_offers_the_projects_of_the_contact_first_with_their_reason(menu: ProjectMenu, qtbot: QtBot) -> None:
    open_it(menu, qtbot)
    qtbot.waitUntil(lambda: menu._offered[0].toolTip() == "open project of Architectes du Lac SA")
    assert offered(menu)[0] == "New building, R&&D  –  Architectes du Lac SA"


def test_it_searches_as_one_types_and_enter_takes_the_first(menu: ProjectMenu, qtbot: QtBot) -> None:
    open_it(menu, qtbot)
    assert menu.focusWidget() is menu.search
    QTest.keyClicks(menu.search, "vat")
    qtbot.waitUntil(lambda: offered(menu) == ["VAT advice  –  Keller Treuhand AG"])
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.search, Qt.Key.Key_Return)
    assert chosen.args == [PROJECTS[1]]
    assert not menu.isVisible()


def test_arrows_go_on_from_the_line(menu: ProjectMenu, qtbot: QtBot) -> None:
    open_it(menu, qtbot)
    QTest.keyClick(menu.search, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is not None
    with qtbot.waitSignal(menu.chosen):
        menu.setActiveAction(menu._offered[2])
        QTest.keyClick(menu, Qt.Key.Key_Return)


def test_it_says_when_there_is_none_and_when_the_book_is_away(menu: ProjectMenu, desk: Desk, qtbot: QtBot) -> None:
    open_it(menu, qtbot)
    QTest.keyClicks(menu.search, "xyz")
    qtbot.waitUntil(lambda: offered(menu) == ["No open project is called so"])
    QTest.keyClick(menu.search, Qt.Key.Key_Return)
    desk.fake.errors[FindProjects] = Unreachable("the book does not answer")
    QTest.keyClicks(menu.search, "a")
    qtbot.waitUntil(lambda: offered(menu) == ["the book does not answer"])


def test_it_books_at_once(menu: ProjectMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.at_once):
        menu.book_at_once.trigger()
