"""The dial box, by its keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from calljournal.calls import Direction
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.service import FindContacts, PlaceCall, PreviewCall
from calljournal.desktop.dialling.box import DialBox
from calljournal.desktop.dialling.suggestions import of_calls, of_contacts
from calljournal.errors import Refused, Unreachable
from calljournal.matching import ContactKind
from tests.desktop.dialling.conftest import Dials
from tests.desktop.samples import ANNA, BEAT, NOW, SIMULATOR, make_row, match

pytestmark = pytest.mark.desktop


def listed(box: DialBox) -> list[str]:
    return [box.model.index(row, 1).data() for row in range(box.model.rowCount())]


def press(dials: Dials, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        dials.qtbot.keyClick(dials.dialler.box.text, key, modifier)


@pytest.fixture
def box(dials: Dials) -> DialBox:
    """Give the box, open and empty, after two calls to others."""
    out = Direction.OUTGOING
    dials.fake.add(
        make_row("a", 5, talk=60, direction=out),
        make_row("b", 60, direction=out, number="+41790005566", display="079 000 55 66", match=match(BEAT)),
        make_row("c", 90, direction=out),
    )
    dials.dialler.open_box()
    box = dials.dialler.box
    dials.qtbot.waitActive(box)
    dials.qtbot.waitUntil(lambda: box.model.rowCount() == 2)
    return box


def test_numbers_that_were_dialled_before(dials: Dials, box: DialBox) -> None:
    assert dials.fake.asked_for(ListRows)[-1].direction == "outgoing"
    assert listed(box) == ["044 000 12 34", "079 000 55 66"]
    assert box.heading.text() == "Dialled before"
    press(dials, Qt.Key.Key_Return)  # nothing is marked: nothing is dialled
    assert dials.placed == []
    press(dials, Qt.Key.Key_Down, Qt.Key.Key_Down)
    dials.qtbot.waitUntil(lambda: box.preview.text() == "Will be dialled: 00790005566 (079 000 55 66)")
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed("+41790005566")
    dials.qtbot.waitUntil(lambda: not box.isVisible())


def test_a_contact_by_a_part_of_the_name(dials: Dials, box: DialBox) -> None:
    dials.qtbot.keyClicks(box.text, "kell")
    dials.qtbot.waitUntil(lambda: listed(box) == ["044 000 12 34", "079 000 12 34"])
    assert box.model.index(0, 0).data() == "Anna Keller, Keller Treuhand AG"
    assert box.model.index(1, 2).data() == "Mobile"
    dials.qtbot.waitUntil(lambda: "00440001234" in box.preview.text())
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed("044 000 12 34")


def test_another_number_by_its_key(dials: Dials, box: DialBox) -> None:
    dials.qtbot.keyClicks(box.text, "kell")
    dials.qtbot.waitUntil(lambda: listed(box) == ["044 000 12 34", "079 000 12 34"])
    assert box.model.index(1, 3).data() == "Ctrl+2"
    press(dials, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    dials.wait_placed("079 000 12 34")


def test_enter_dials_nobody_whom_nobody_saw(dials: Dials, box: DialBox) -> None:
    """Whoever types faster than the engine answers gets no wrong connection: not the one who stood there before."""
    press(dials, Qt.Key.Key_Down)
    dials.qtbot.keyClicks(box.text, "kell")
    press(dials, Qt.Key.Key_Return)
    press(dials, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier)
    dials.qtbot.waitUntil(lambda: listed(box) == ["044 000 12 34", "079 000 12 34"])
    assert dials.placed == []
    assert box.text.text() == "kell"


def test_a_number_is_dialled_as_typed(dials: Dials, box: DialBox) -> None:
    dials.qtbot.keyClicks(box.text, "0440009999")
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed("0440009999")
    dials.wait_said("Dialling 00440009999 (044 000 99 99)")


def test_what_is_typed_and_above_the_list(dials: Dials, box: DialBox) -> None:
    """Up from the first suggestion leads back to what is typed."""
    dials.fake.answers[FindContacts] = lambda fake, command: tuple(fake.contacts.values())
    dials.qtbot.keyClicks(box.text, "044")
    dials.qtbot.waitUntil(lambda: "079 000 12 34" in listed(box))
    assert box.marked is None
    press(dials, Qt.Key.Key_Down)
    assert box.chosen == "044 000 12 34"
    press(dials, Qt.Key.Key_Up)
    assert box.chosen == "044"


def test_what_will_be_dialled_is_said_while_it_is_typed(dials: Dials, box: DialBox) -> None:
    dials.qtbot.keyClicks(box.text, "0440001234")
    dials.qtbot.waitUntil(lambda: box.preview.text() == "Will be dialled: 00440001234 (044 000 12 34)")
    box.text.setText("*21*0440001234#")
    assert box.preview.text() == ""
    dials.qtbot.waitUntil(lambda: box.preview.text().startswith("cannot dial"))


def test_what_was_seen_is_not_asked_about_again(dials: Dials, box: DialBox) -> None:
    two = "044 000 12 34 / 044 000 12 35"
    box.text.setText(two)
    dials.qtbot.waitUntil(lambda: "the first of 2 numbers" in box.preview.text())
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed(two)
    assert dials.dialler.placing.question is None


def test_what_was_not_seen_is_asked_about(dials: Dials, box: DialBox) -> None:
    two = "044 000 12 34 / 044 000 12 35"
    box.text.setText(two)
    press(dials, Qt.Key.Key_Return)
    dials.wait_asked()
    assert not box.button.isEnabled()
    dials.answer(yes=False)
    assert box.button.isEnabled()
    assert box.isVisible()
    assert box.text.text() == two
    assert dials.placed == []


def test_what_went_wrong_is_said_in_the_box_and_nothing_is_lost(dials: Dials, box: DialBox) -> None:
    dials.fake.errors[PlaceCall] = Refused("your own telephone is busy: hang up first")
    dials.qtbot.keyClicks(box.text, "0440001234")
    press(dials, Qt.Key.Key_Return)
    dials.qtbot.waitUntil(lambda: box.notice.text == "your own telephone is busy: hang up first")
    assert (box.isVisible(), box.text.text(), dials.erred) == (True, "0440001234", [])
    del dials.fake.errors[PlaceCall]
    press(dials, Qt.Key.Key_Return)
    dials.qtbot.waitUntil(lambda: not box.isVisible())


def test_what_went_wrong_after_the_box_was_closed_is_said_elsewhere(dials: Dials, box: DialBox) -> None:
    dials.fake.errors[PlaceCall] = Refused("your own telephone is busy")
    dials.qtbot.keyClicks(box.text, "0440001234")
    press(dials, Qt.Key.Key_Return)
    box.close()
    dials.wait_erred("your own telephone is busy")


def test_a_book_that_does_not_answer_does_not_keep_from_dialling(dials: Dials, box: DialBox) -> None:
    dials.fake.errors[FindContacts] = Unreachable("the book does not answer")
    dials.qtbot.keyClicks(box.text, "0440001234")
    dials.qtbot.waitUntil(lambda: box.notice.text == "the book does not answer")
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed("0440001234")


def test_the_line_is_chosen_where_there_are_several(dials: Dials, box: DialBox) -> None:
    assert box.lines.isHidden()
    dials.fake.lines[SIMULATOR.name] = SIMULATOR
    dials.fake.lines["deaf"] = replace(SIMULATOR, name="deaf", capabilities=frozenset())
    dials.dialler.open_box("0440001234")
    dials.qtbot.waitUntil(box.lines.isVisible)
    assert box.lines.list.count() == 3  # the usual one, and those that can dial
    box.lines.list.setCurrentIndex(2)
    box.lines.list.activated.emit(2)
    dials.qtbot.waitUntil(lambda: PreviewCall("0440001234", "simulator") in dials.fake.asked_for(PreviewCall))
    press(dials, Qt.Key.Key_Return)
    dials.qtbot.waitUntil(lambda: dials.placed == [PlaceCall("0440001234", "simulator")])


def test_escape_closes_and_nothing_is_modal(dials: Dials, box: DialBox) -> None:
    assert not box.isModal()
    press(dials, Qt.Key.Key_Escape)
    dials.qtbot.waitUntil(lambda: not box.isVisible())


def test_opened_with_a_text_it_can_be_typed_over(dials: Dials, box: DialBox) -> None:
    dials.dialler.open_box("kell")
    dials.qtbot.waitUntil(lambda: len(listed(box)) == 2 and "044" in box.preview.text())
    assert box.text.selectedText() == "kell"
    press(dials, Qt.Key.Key_Return)
    dials.wait_placed("044 000 12 34")


def test_everything_has_a_name_for_screen_readers(dials: Dials, box: DialBox) -> None:
    assert box.text.accessibleName()
    assert box.view.accessibleName()
    said = box.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Anna Keller, 044 000 12 34, 15:37"


def test_suggestions_of_contacts() -> None:
    fax = Means(MeansKind.FAX, "044 000 12 99")
    first, second = Means(MeansKind.PHONE, "044 000 12 34"), Means(MeansKind.MOBILE, "079 000 12 34", "private", True)
    contact = Contact("c", ContactKind.PERSON, "Anna", None, (), (first, fax, second), active=False)
    (one, other) = of_contacts([contact])
    assert (one.who, one.number, one.about) == ("Anna (no longer active)", "079 000 12 34", "Mobile, private")
    assert other.dial == "044 000 12 34"


def test_suggestions_of_calls() -> None:
    private = make_row("p", number=None, display=None, private=True)
    several = make_row("s", 60 * 30, number="+41790005566", display="079 000 55 66", match=match(ANNA, BEAT))
    (one,) = of_calls([private, several, several], NOW)
    assert (one.who, one.dial) == ("one of 2 contacts", "+41790005566")


def test_the_menu_of_a_number(dials: Dials, box: DialBox) -> None:
    box._on_menu_wanted(box.view.visualRect(box.model.index(1, 0)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    dials.qtbot.waitUntil(lambda: menu.actions()[0].text() == "Normalised: +41790005566")
    menu.close()
    box._on_menu_wanted(QPoint(5, 5000))  # below the last one
    assert QApplication.activePopupWidget() is None
