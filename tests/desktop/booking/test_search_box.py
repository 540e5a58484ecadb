"""The field in which a project or a contact is found as one types."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import AddProject, FindProjects
from calljournal.desktop.booking.choosers import ProjectBox, project_choice, project_label
from calljournal.errors import Unreachable
from tests.desktop.booking.conftest import Desk
from tests.desktop.samples import PROJECTS

pytestmark = pytest.mark.desktop


@pytest.fixture
def box(desk: Desk, qtbot: QtBot) -> Iterator[ProjectBox]:
    """Give a box in a window that has the keyboard, with another field behind it."""
    window = QWidget()
    layout = QVBoxLayout(window)
    box = ProjectBox(desk.bridge, window)
    layout.addWidget(box)
    layout.addWidget(QLineEdit(window))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    yield box
    window.close()


def found(qtbot: QtBot, box: ProjectBox, *labels: str) -> None:
    """Wait until these are offered."""
    qtbot.waitUntil(lambda: tuple(one.label for one in box.choices) == labels and box._popup.isVisible())


ACCOUNTS, VAT, BUILDING = (project_label(project) for project in PROJECTS[:3])


def test_it_finds_as_one_types_and_enter_takes_the_first(box: ProjectBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.chosen):
        QTest.keyClicks(box, "keller")
        found(qtbot, box, ACCOUNTS, VAT)
        assert box.choice is None
        assert box.unresolved == "keller"
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert (box.text(), box.unresolved) == (ACCOUNTS, "")
    assert not box._popup.isVisible()


def test_enter_before_the_answer_takes_the_first_of_it(box: ProjectBox, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "vat")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.text() == VAT)


def test_arrows_and_tab_take_another(box: ProjectBox, qtbot: QtBot) -> None:
    QTest.keyClick(box, Qt.Key.Key_Down)
    found(qtbot, box, ACCOUNTS, VAT, BUILDING)
    QTest.keyClick(box._popup, Qt.Key.Key_Down)
    QTest.keyClick(box._popup, Qt.Key.Key_Down)
    QTest.keyClick(box._popup, Qt.Key.Key_Tab)
    assert box.text() == VAT


def test_a_click_takes_one(box: ProjectBox, qtbot: QtBot) -> None:
    box.open_list()
    found(qtbot, box, ACCOUNTS, VAT, BUILDING)
    place = box._popup.visualRect(box._popup.model().index(2, 0)).center()
    qtbot.mouseClick(box._popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.choice == project_choice(PROJECTS[2])


def test_the_only_one_of_that_name_is_taken_when_the_field_is_left(box: ProjectBox, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "vat")
    QTest.keyClick(box, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: box.text() == VAT)


def test_of_several_none_is_taken_by_itself(box: ProjectBox, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "keller")
    found(qtbot, box, ACCOUNTS, VAT)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert (box.choice, box.unresolved) == (None, "keller")


def test_an_empty_field_is_none(box: ProjectBox, qtbot: QtBot) -> None:
    box.choose(project_choice(PROJECTS[0]))
    with qtbot.waitSignal(box.chosen) as chosen:
        box.selectAll()
        QTest.keyClick(box, Qt.Key.Key_Delete)
    assert chosen.args == [None]
    assert box.choice is None


def test_the_likely_ones_come_first_and_once(box: ProjectBox, qtbot: QtBot) -> None:
    box.offer_first([project_choice(PROJECTS[2], "booked last")])
    box.open_list()
    found(qtbot, box, BUILDING, ACCOUNTS, VAT)
    assert box._popup.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "booked last"


def test_what_is_not_found_and_what_fails_is_said_in_the_list(box: ProjectBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "xyz")
    qtbot.waitUntil(box._popup.isVisible)
    assert [box._popup.model().index(at, 0).data() for at in range(2)] == [
        "New project “xyz”",
        "Nothing is called “xyz”",
    ]
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.choice is None
    desk.fake.errors[FindProjects] = Unreachable("the book does not answer")
    QTest.keyClicks(box, "a")
    qtbot.waitUntil(lambda: box._popup.model().index(0, 0).data() == "the book does not answer")
    assert box.unresolved == "xyza"


def test_a_new_project_is_made_by_keys_alone(box: ProjectBox, desk: Desk, qtbot: QtBot) -> None:
    desk.fake.answers[AddProject] = lambda fake, command: replace(command.project, id="p9")
    QTest.keyClicks(box, "Inheritance")
    qtbot.waitUntil(box._popup.isVisible)
    QTest.keyClick(box._popup, Qt.Key.Key_Down)
    QTest.keyClick(box._popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.text() == "Inheritance" and not box.unresolved)
    assert [asked.project.name for asked in desk.fake.asked_for(AddProject)] == ["Inheritance"]


def test_enter_alone_makes_nothing(box: ProjectBox, desk: Desk, qtbot: QtBot) -> None:
    """A name that is written wrongly must not become a project by itself."""
    QTest.keyClicks(box, "Inheritanc")
    qtbot.waitUntil(box._popup.isVisible)
    QTest.keyClick(box._popup, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert not desk.fake.asked_for(AddProject)
    assert box.unresolved == "Inheritanc"


def test_a_second_enter_makes_what_the_first_has_marked(box: ProjectBox, desk: Desk, qtbot: QtBot) -> None:
    desk.fake.answers[AddProject] = lambda fake, command: replace(command.project, id="p9")
    QTest.keyClicks(box, "Inheritance")
    qtbot.waitUntil(box._popup.isVisible)
    QTest.keyClick(box._popup, Qt.Key.Key_Return)
    assert [index.data() for index in box._popup.selectedIndexes()] == ["New project “Inheritance”"]
    QTest.keyClick(box._popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.text() == "Inheritance" and not box.unresolved)
    assert len(desk.fake.asked_for(AddProject)) == 1


def test_the_list_closes_when_a_key_leads_to_another_field(box: ProjectBox, qtbot: QtBot) -> None:
    other = box.window().findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    box.open_list()
    found(qtbot, box, ACCOUNTS, VAT, BUILDING)
    other.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert not box._popup.isVisible()
    assert other.hasFocus()
    assert not box.hasFocus()
