"""The four actions on a call, by button, link, arrow and menu."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from calljournal.calls import Presentation
from calljournal.contracts.service import (
    BookCall,
    ChooseContact,
    FindProjects,
    ForgetChoice,
    GetContact,
    LineChanged,
    PlaceCall,
)
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.card import ContactCard
from calljournal.desktop.journal.cells import Column
from calljournal.errors import Refused, Unreachable
from calljournal.matching import Match, MatchKind
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, ASTERISK, BEAT, MEIER, PROJECTS, make_row, match

pytestmark = pytest.mark.desktop


def words(menu: QMenu) -> list[str]:
    """Give what a menu offers."""
    return [action.text().replace("&&", "&") for action in menu.actions() if not action.isSeparator()]


def card(opened: Opened) -> ContactCard:
    """Wait for the contact's window."""
    opened.qtbot.waitUntil(lambda: bool(opened.window.findChildren(ContactCard)))
    return opened.window.findChildren(ContactCard)[0]


def form(opened: Opened) -> BookingForm:
    """Give the form that is open."""
    (one,) = opened.window.findChildren(BookingForm)
    return one


def click_person(opened: Opened, row: int) -> None:
    """Click on the words in a person's cell."""
    table = opened.window.table
    place = table.visualRect(opened.window.model.index(row, Column.PERSON)).center()
    place.setX(table.columnViewportPosition(Column.PERSON) + 20)
    opened.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def popup(opened: Opened) -> QMenu:
    """Wait for a menu to be open."""
    opened.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    """Choose from a menu."""
    action = next(action for action in menu.actions() if action.text() == text)
    menu.close()
    action.trigger()


# --- what is offered -------------------------------------------------------------------------------------------------


def enabled(opened: Opened) -> tuple[bool, ...]:
    actions = opened.window.actions_
    return tuple(action.isEnabled() for action in (actions.contact, actions.call, actions.activity, actions.time))


def test_only_what_is_possible_is_offered(opened: Opened, bridge: Bridge) -> None:
    hidden = Match(MatchKind.NONE, "withheld")
    opened.fake.add(
        make_row("known", 1),
        make_row("unknown", 2, match=match()),
        make_row("withheld", 3, match=hidden, number=None, display=None, presentation=Presentation.WITHHELD),
    )
    assert enabled(opened) == (False, False, False, False)
    opened.open(bridge)
    offered = {}
    for entry in ("known", "unknown", "withheld"):
        opened.window.table.select(entry)
        offered[entry] = enabled(opened)
    assert offered == {
        "known": (True, True, True, True),
        "unknown": (False, True, True, True),
        "withheld": (False, False, True, True),
    }


def test_no_line_that_can_dial_no_dialling(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.fake.tell(LineChanged(replace(ASTERISK, capabilities=frozenset())))
    opened.qtbot.waitUntil(lambda: not opened.window.actions_.call.isEnabled())


def test_buttons_name_their_keys(opened: Opened) -> None:
    assert "(Ctrl+T)" in opened.window.actions_.time.toolTip()
    assert opened.window.time_button.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup


# --- the contact -----------------------------------------------------------------------------------------------------


def test_a_click_on_the_person_opens_the_contact(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    click_person(opened, 0)
    window = card(opened)
    said = " ".join(label.text() for label in window.findChildren(QLabel))
    for part in ("Anna Keller", "Keller Treuhand AG", "Seestrasse 12", "044 000 12 34", "anna.keller@example.com"):
        assert part in said
    assert not window.isModal()
    assert opened.fake.asked_for(GetContact) == [GetContact("c1")]
    opened.qtbot.keyClick(window, Qt.Key.Key_Escape)
    opened.qtbot.waitUntil(lambda: not opened.window.findChildren(ContactCard))


def test_beside_the_name_is_no_link(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1), make_row("b", 2, match=match(), name="Somebody"))
    opened.open(bridge)
    table = opened.window.table
    cell = table.visualRect(opened.window.model.index(0, Column.PERSON))
    assert table.link_at(cell.center() - QPoint(cell.width() // 2 - 20, 0)) is not None
    assert table.link_at(cell.topRight() - QPoint(4, -4)) is None
    assert table.link_at(table.visualRect(opened.window.model.index(1, Column.PERSON)).center()) is None
    assert table.link_at(table.visualRect(opened.window.model.index(0, Column.NUMBER)).center()) is None


def test_opening_a_contact_again_shows_it_anew(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.window.actions_.contact.trigger()
    first = card(opened)
    opened.window.actions_.contact.trigger()
    opened.qtbot.waitUntil(lambda: card(opened) is not first and len(opened.window.findChildren(ContactCard)) == 1)


def test_a_number_on_the_card_can_be_called(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.window.actions_.contact.trigger()
    buttons = card(opened).findChildren(QToolButton)
    assert [button.accessibleName() for button in buttons] == ["Call 044 000 12 34", "Call 079 000 12 34"]
    buttons[1].click()
    opened.qtbot.waitUntil(lambda: opened.fake.asked_for(PlaceCall) == [PlaceCall("079 000 12 34")])


def test_a_contact_that_is_gone_is_said(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.fake.contacts = {}
    opened.open(bridge)
    opened.window.actions_.contact.trigger()
    opened.wait_said("there is no contact 'c1' in the book")


# --- several contacts ------------------------------------------------------------------------------------------------


def test_several_contacts_are_a_choice(opened: Opened, bridge: Bridge) -> None:
    """A click on the question offers the contacts; what is chosen is remembered by the engine, and the row says it."""
    opened.fake.add(make_row("a", match=match(ANNA, BEAT)))
    opened.open(bridge)
    click_person(opened, 0)
    menu = popup(opened)
    assert words(menu)[:2] == ["Anna Keller, Keller Treuhand AG", "Beat Frei"]
    choose(menu, "Beat Frei")
    opened.wait_cell(0, Column.PERSON, "Beat Frei")
    assert opened.fake.asked_for(ChooseContact) == [ChooseContact("a", "c2")]
    opened.wait_said("Beat Frei: remembered for this number")


def test_one_of_several_can_be_looked_at_without_choosing(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", match=match(ANNA, BEAT)))
    opened.open(bridge)
    opened.window.actions_.contact.trigger()
    choose(popup(opened), "&Open “Beat Frei”")
    assert card(opened).windowTitle() == "Beat Frei"
    assert not opened.fake.asked_for(ChooseContact)


def test_a_person_at_the_company_can_be_chosen_and_forgotten(opened: Opened, bridge: Bridge) -> None:
    """The company's hit offers its people; a choice is taken back in the menu of its row."""
    at_company = replace(match(MEIER, reason="switchboard"), people=(ANNA, BEAT))
    opened.fake.add(make_row("a", match=at_company))
    opened.open(bridge)
    actions, parent = opened.window.actions_, opened.window
    menu = actions.choice_menu(opened.fake.rows["a"], parent)
    assert words(menu)[:3] == ["Meier & Söhne GmbH", "Anna Keller, Keller Treuhand AG", "Beat Frei"]
    choose(menu, "Beat Frei")
    opened.wait_cell(0, Column.PERSON, "Beat Frei")
    choose(actions.context_menu(opened.fake.rows["a"], parent), "&Forget that it was “Beat Frei”")
    opened.wait_cell(0, Column.PERSON, "")
    assert opened.fake.asked_for(ForgetChoice) == [ForgetChoice("a")]
    opened.wait_said("Forgotten: from now on the address book says who has this number")


def test_the_context_menu_has_everything(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", match=match(ANNA, BEAT)))
    opened.open(bridge)
    opened.window.table.menu_wanted.emit(opened.window.table.current_row(), QPoint(50, 50))
    menu = popup(opened)
    assert [text.replace("&", "") for text in words(menu)] == [
        "Contact",
        "Call",
        "Who was it?",
        "Activity",
        "Activity on a project",
        "Time entry",
        "Time entry on a project",
    ]
    menu.close()


# --- the call --------------------------------------------------------------------------------------------------------


def test_the_number_is_called(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.window.actions_.call.trigger()
    opened.wait_said("Dialling 00041440001234")
    assert opened.fake.asked_for(PlaceCall) == [PlaceCall("+41440001234")]


def test_a_refused_call_is_said_in_the_message_line(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.fake.errors[PlaceCall] = Refused("your telephone did not answer")
    opened.open(bridge)
    opened.window.actions_.call.trigger()
    opened.wait_said("your telephone did not answer")
    assert QApplication.activeModalWidget() is None


# --- the project arrow -----------------------------------------------------------------------------------------------


def project_actions(menu: QMenu) -> list[QAction]:
    """Give what a project menu offers beneath its first entry."""
    return [action for action in menu.actions() if not action.isSeparator()][1:]


def test_the_arrow_offers_open_projects_those_of_the_contact_first(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    menu = opened.window.actions_.time_menu
    menu.popup(QPoint(10, 10))
    assert words(menu)[1:] == ["Looking up projects…"]
    opened.qtbot.waitUntil(lambda: len(project_actions(menu)) == 3)
    assert words(menu)[1:] == [
        "Annual accounts 2025  –  Keller Treuhand AG",
        "VAT advice  –  Keller Treuhand AG",
        "New building, R&D  –  Architectes du Lac SA",
    ]
    assert opened.fake.asked_for(FindProjects) == [FindProjects(contact="c1")]
    action = project_actions(menu)[1]
    menu.close()
    action.trigger()
    one = form(opened)
    assert one.kind is Kind.TIME
    assert one.fields.wishes().project == "p2"
    opened.qtbot.waitUntil(lambda: one.fields.projects.count() == 4)
    assert one.fields.wishes().project == "p2"  # still, after the form's own list has come


def test_no_projects_and_errors_are_said_in_the_menu(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.fake.projects = ()
    opened.open(bridge)
    menu = opened.window.actions_.activity_menu
    menu.popup(QPoint(10, 10))
    opened.qtbot.waitUntil(lambda: words(menu)[1:] == ["There is no open project"])
    menu.close()
    opened.fake.errors[FindProjects] = Unreachable("the book does not answer")
    menu.popup(QPoint(10, 10))
    opened.qtbot.waitUntil(lambda: words(menu)[1:] == ["the book does not answer"])
    menu.close()


def test_projects_of_the_call_before_are_not_offered(opened: Opened, bridge: Bridge) -> None:
    """An answer that comes after another call was selected is left aside."""
    opened.fake.add(make_row("a", 1), make_row("b", 2, match=match(BEAT)))
    opened.open(bridge)
    opened.fake.delay = 0.1
    menu = opened.window.actions_.time_menu
    menu.popup(QPoint(10, 10))
    menu.close()
    opened.window.table.select("b")
    opened.fake.delay = 0.0
    opened.qtbot.wait(250)
    assert words(menu)[1:] == ["Looking up projects…"]
    menu.popup(QPoint(10, 10))
    opened.qtbot.waitUntil(lambda: len(project_actions(menu)) == len(PROJECTS) - 1)
    menu.close()


# --- booking at once -------------------------------------------------------------------------------------------------


def test_booked_at_once_with_every_default(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    opened.wait_cell(0, Column.BOOKED, "Time entry")
    opened.wait_said("Time entry booked: Anna Keller, Keller Treuhand AG")
    assert opened.fake.asked_for(BookCall) == [BookCall("a", Kind.TIME)]


def test_booked_at_once_asks_in_the_form_if_it_must(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60, match=match(ANNA, BEAT)))
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    opened.qtbot.waitUntil(lambda: bool(opened.window.findChildren(BookingForm)))
    assert "choose who it was" in form(opened).notice.text


def test_booked_at_once_says_other_errors_in_the_message_line(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.fake.errors[BookCall] = Unreachable("the book does not answer")
    opened.open(bridge)
    opened.window.actions_.activity_menu.book_at_once.trigger()
    opened.wait_said("the book does not answer")
    assert not opened.window.findChildren(BookingForm)


def test_what_waits_is_said_to_wait(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.fake.book_reachable = False
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    opened.wait_cell(0, Column.BOOKED, "Time entry (waiting)")
    opened.wait_said("as soon as the book can be reached")
