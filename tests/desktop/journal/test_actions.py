"""The four actions on a call, by button, link, arrow and menu; and the context menu with everything else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from calljournal.calls import Presentation
from calljournal.contracts.line import Capability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, ChooseContact, ForgetChoice, PreviewCall
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.sought import Sought
from calljournal.errors import Unreachable
from calljournal.journal import MANUAL, RowState
from calljournal.languages import speak
from calljournal.matching import Match, MatchKind
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, BEAT, MEIER, Facts, booking, make_row, match

pytestmark = pytest.mark.desktop


def submenu(menu: QMenu, beginning: str) -> QMenu:
    """Give the menu behind a line of a menu."""
    action = next(action for action in menu.actions() if action.text().replace("&", "").startswith(beginning))
    inner = action.menu()
    assert isinstance(inner, QMenu)
    return inner


def words(menu: QMenu) -> list[str]:
    """Give what a menu offers."""
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def click(opened: Opened, row: int, column: Column) -> None:
    """Click on the words in a cell."""
    table = opened.window.table
    place = table.visualRect(opened.window.model.index(row, column)).center()
    place.setX(table.columnViewportPosition(column) + 20)
    opened.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def popup(opened: Opened) -> QMenu:
    """Wait for a menu to be open."""
    opened.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    """Choose from a menu."""
    action = next(action for action in menu.actions() if action.text().replace("&", "") == text)
    menu.close()
    action.trigger()


def context_menu(opened: Opened) -> QMenu:
    """Open the context menu of what is selected."""
    row = opened.window.table.current_row()
    opened.window.table.menu_wanted.emit(row, QPoint(50, 50))
    return popup(opened)


def form(opened: Opened) -> BookingForm:
    """Wait for the form that is open."""
    opened.qtbot.waitUntil(lambda: len(opened.forms.forms()) == 1)
    return opened.forms.forms()[0]


# --- what is offered -------------------------------------------------------------------------------------------------


def enabled(opened: Opened) -> tuple[bool, ...]:
    actions = opened.window.actions_
    return tuple(action.isEnabled() for action in (actions.contact, actions.call, actions.activity, actions.time))


def test_only_what_is_possible_is_offered(opened: Opened, bridge: Bridge) -> None:
    hidden = Match(MatchKind.NONE, "withheld")
    nothing: Facts = {"match": hidden, "number": None, "display": None}
    opened.fake.add(
        make_row("known", 1),
        make_row("unknown", 2, match=match()),
        make_row("withheld", 3, presentation=Presentation.WITHHELD, **nothing),
        make_row("private", 4, talk=60, private=True, settled="private", **nothing),
    )
    assert enabled(opened) == (False, False, False, False)
    opened.open(bridge)
    offered = {}
    for entry in ("known", "unknown", "withheld", "private"):
        opened.window.table.select(entry)
        offered[entry] = enabled(opened)
    assert offered == {
        "known": (True, True, True, True),
        "unknown": (True, True, True, True),
        "withheld": (False, False, True, True),
        "private": (False, False, False, False),
    }


def test_the_contact_of_an_unknown_number_is_a_new_one(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("unknown", 2, match=match()))
    opened.open(bridge)
    wanted: list[tuple[str, ...]] = []
    opened.doors.contact_from_call_wanted.connect(lambda *what: wanted.append(what))
    opened.window.table.select("unknown")
    opened.window.actions_.contact.trigger()
    assert [(entry, bool(number)) for entry, number, _ in wanted] == [("unknown", True)]


def test_buttons_name_their_keys(opened: Opened) -> None:
    assert "(Ctrl+T)" in opened.window.actions_.time.toolTip()
    assert opened.window.bar.time_button.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup


def test_ways_to_other_windows(opened: Opened) -> None:
    doors, ways = opened.doors, opened.window.ways
    asked: list[str] = []
    for name in ("dial_box", "contacts", "projects", "my_time", "settings", "quit"):
        getattr(doors, f"{name}_wanted").connect(lambda *_, name=name: asked.append(name))
    for action in (ways.dial, ways.contacts, ways.projects, ways.my_time, ways.settings, ways.quit):
        action.trigger()
    assert asked == ["dial_box", "contacts", "projects", "my_time", "settings", "quit"]
    assert words(opened.window.bar.menu) == [
        "Contacts",
        "Projects and service types",
        "My time",
        "Settings",
        "Quit",
    ]


# --- the contact -----------------------------------------------------------------------------------------------------


def test_a_click_on_the_person_opens_the_contact(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    with opened.qtbot.waitSignal(opened.doors.contact_wanted) as wanted:
        click(opened, 0, Column.PERSON)
    assert wanted.args == ["c1"]


def test_selecting_several_rows_by_pointer_opens_nothing(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1), make_row("b", 2))
    opened.open(bridge)
    table = opened.window.table
    with opened.qtbot.assertNotEmitted(opened.doors.contact_wanted):
        for at in (0, 1):
            place = table.visualRect(opened.window.model.index(at, Column.PERSON)).center()
            place.setX(table.columnViewportPosition(Column.PERSON) + 20)
            opened.qtbot.mouseClick(
                table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
            )


def test_beside_the_name_is_no_link(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1), make_row("b", 2, match=match(), name="Somebody"))
    opened.open(bridge)
    table = opened.window.table
    cell = table.visualRect(opened.window.model.index(0, Column.PERSON))
    assert table.link_at(cell.center() - QPoint(cell.width() // 2 - 20, 0)) is not None
    assert table.link_at(cell.topRight() - QPoint(4, -4)) is None
    assert table.link_at(table.visualRect(opened.window.model.index(1, Column.PERSON)).center()) is None
    assert table.link_at(table.visualRect(opened.window.model.index(0, Column.NUMBER)).center()) is None


# --- several contacts, and whoever else it was -----------------------------------------------------------------------


def test_several_contacts_are_a_choice(opened: Opened, bridge: Bridge) -> None:
    """A click on the question offers the contacts; what is chosen is remembered by the engine, and the row says it."""
    opened.fake.add(make_row("a", match=match(ANNA, BEAT)))
    opened.open(bridge)
    click(opened, 0, Column.PERSON)
    menu = popup(opened)
    assert words(menu)[:2] == ["Anna Keller, Keller Treuhand AG", "Beat Frei"]
    choose(menu, "Beat Frei")
    opened.wait_cell(0, Column.PERSON, "Beat Frei")
    assert opened.asked(ChooseContact) == [ChooseContact("a", "c2")]
    opened.wait_said("Beat Frei: remembered for this number")


def test_one_of_several_can_be_looked_at_without_choosing(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", match=match(ANNA, BEAT)))
    opened.open(bridge)
    opened.window.actions_.contact.trigger()
    with opened.qtbot.waitSignal(opened.doors.contact_wanted) as wanted:
        choose(popup(opened), "Open “Beat Frei”")
    assert wanted.args == ["c2"]
    assert not opened.asked(ChooseContact)


def test_a_person_at_the_company_can_be_chosen_and_forgotten(opened: Opened, bridge: Bridge) -> None:
    """The company's hit offers its people; a choice is taken back in the menu of its row."""
    at_company = replace(match(MEIER, reason="switchboard"), people=(ANNA, BEAT))
    opened.fake.add(make_row("a", match=at_company))
    opened.open(bridge)
    menu = opened.window.whose.choice_menu(opened.fake.rows["a"], opened.window)
    assert words(menu)[:3] == ["Meier & Söhne GmbH".replace("&", ""), "Anna Keller, Keller Treuhand AG", "Beat Frei"]
    choose(menu, "Beat Frei")
    opened.wait_cell(0, Column.PERSON, "Beat Frei")
    choose(context_menu(opened), "Forget that it was “Beat Frei”")
    opened.wait_cell(0, Column.PERSON, "")
    assert opened.asked(ForgetChoice) == [ForgetChoice("a")]
    opened.wait_said("Forgotten: from now on the address book says who has this number")


def test_whom_a_withheld_call_was_with_is_found_by_search(opened: Opened, bridge: Bridge) -> None:
    """It is not said to be remembered for a number that there is not."""
    hidden = Match(MatchKind.NONE, "withheld", people=(BEAT,))  # so that the played engine knows him
    opened.fake.add(make_row("a", match=hidden, number=None, display=None, presentation=Presentation.WITHHELD))
    opened.open(bridge)
    opened.activate()
    choose(submenu(context_menu(opened), "Who was it?"), "Somebody else…")
    assign = opened.window.calls.assign
    opened.qtbot.waitUntil(assign.contact.hasFocus)
    assert assign.question.text() == "Who was it on 09.03.2026 15:32 (withheld)?"
    opened.qtbot.keyClicks(assign.contact, "beat")
    opened.qtbot.keyClick(assign.contact, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.asked(ChooseContact) == [ChooseContact("a", "c2")])
    opened.wait_said("It was Beat Frei")
    assert assign.isHidden()
    assert opened.window.table.hasFocus()


def test_escape_leaves_the_search_for_a_person(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.activate()
    choose(context_menu(opened), "It was somebody else…")
    assign = opened.window.calls.assign
    opened.qtbot.waitUntil(assign.contact.hasFocus)
    opened.qtbot.keyClick(assign.contact, Qt.Key.Key_Escape)
    assert assign.isHidden()
    assert not opened.asked(ChooseContact)


def test_an_unknown_number_can_be_added_to_the_contacts(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", match=match(), name="Survey Institute"))
    opened.open(bridge)
    with opened.qtbot.waitSignal(opened.doors.contact_from_call_wanted) as wanted:
        choose(context_menu(opened), "Add to contacts…")
    assert wanted.args == ["a", "044 000 12 34", "Survey Institute"]


def test_all_calls_with_somebody_are_one_choice_away(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1), make_row("b", 2, match=match(BEAT)))
    opened.open(bridge)
    choose(context_menu(opened), "All calls with “Anna Keller”")
    opened.wait_ids("a")
    assert opened.window.calls.filters.sought == Sought(session=False, contact="c1", contact_name="Anna Keller")


# --- the context menu ------------------------------------------------------------------------------------------------


def test_the_context_menu_has_everything(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60, match=match(ANNA, BEAT)))
    opened.open(bridge)
    menu = context_menu(opened)
    assert words(menu) == [
        "Contact",
        "Call",
        "Number 044 000 12 34",
        "Who was it?",
        "Add to contacts…",
        "Activity",
        "Activity on a project",
        "Time entry",
        "Time entry on a project",
        "Split between projects…",
        "Details",
        "Note…",
        "Ignore",
        "Merge into one entry",
        "Make private…",
        "All calls of this number private…",
        "Delete…",
    ]
    menu.close()


@pytest.fixture(params=["en", "de"])
def each_language(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(request.param)
    yield
    speak("en")


LIVE: Facts = {"state": RowState.TALKING}
BOOKED = (booking("a", Kind.TIME, "t8"), booking("a", Kind.ACTIVITY, "a1"))


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize(
    "row",
    [
        make_row("a", talk=60, match=match(ANNA, BEAT)),
        make_row("a", talk=60, booked=BOOKED, match=match(ANNA, reason="chosen")),
        make_row("a", talk=60, match=match(), together=("a", "b")),
        make_row("a", talk=60, ignored=True, match=replace(match(MEIER), people=(ANNA,))),
        make_row("a", state=RowState.RINGING, match=match()),
        make_row("a", **LIVE, match=match(ANNA, reason="switchboard")),
        make_row("a", state=RowState.HELD),
        make_row("a", **LIVE, line=MANUAL, match=match()),
    ],
)
def test_every_line_of_the_context_menu_has_a_letter_of_its_own(
    opened: Opened, bridge: Bridge, row: JournalRow
) -> None:
    """A letter that stands twice only marks one line after the other."""
    opened.fake.lines = {
        one.name: replace(one, capabilities=frozenset(Capability)) for one in opened.fake.lines.values()
    }
    opened.fake.add(row)
    opened.open(bridge)
    menu = context_menu(opened)
    lines = [action.text().replace("&&", "") for action in menu.actions() if action.text()]
    letters = [line[line.index("&") + 1].upper() if "&" in line else line for line in lines]
    assert sorted(letters) == sorted(set(letters))
    assert all(len(letter) == 1 for letter in letters)
    menu.close()


def test_split_leads_to_the_page_of_parts(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=600))
    opened.open(bridge)
    choose(context_menu(opened), "Split between projects…")
    (form,) = opened.forms.forms()
    assert form.is_split
    assert form.split_page.isVisible()
    opened.qtbot.waitUntil(form.split_page.rows[0].minutes.hasFocus)
    opened.qtbot.waitUntil(lambda: "The call lasted 10:00" in form.split_page.how_much.text())


def test_calls_that_were_merged_cannot_be_split(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1, talk=60, together=("a", "b")), make_row("b", 9, talk=60, together=("a", "b")))
    opened.open(bridge)
    menu = context_menu(opened)
    assert "Split between projects…" not in words(menu)
    menu.close()


def test_the_number_is_shown_in_its_normalised_form(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    menu = context_menu(opened)
    assert "Copy number" in words(submenu(menu, "Number 044 000 12 34"))
    opened.qtbot.waitUntil(lambda: opened.asked(PreviewCall) == [PreviewCall("+41440001234")])
    menu.close()


def test_several_calls_have_a_menu_of_their_own(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 1), make_row("b", 2))
    opened.open(bridge)
    opened.window.table.selectAll()
    menu = context_menu(opened)
    assert words(menu) == ["Copy number", "Ignore", "Merge into one entry", "Make private…", "Delete…"]
    menu.close()


def test_what_a_call_became_is_opened_by_a_click(opened: Opened, bridge: Bridge) -> None:
    one = make_row("a", 1, talk=60, booked=(booking("a", Kind.TIME, "t7"),), settled="booked")
    two = (booking("b", Kind.TIME, "t8"), booking("b", Kind.ACTIVITY, "a1"))
    opened.fake.add(one, make_row("b", 2, talk=60, booked=two, settled="booked"))
    opened.open(bridge)
    with opened.qtbot.waitSignal(opened.doors.work_wanted) as wanted:
        click(opened, 0, Column.BOOKED)
    assert wanted.args == ["t7"]
    click(opened, 1, Column.BOOKED)
    menu = popup(opened)
    assert words(menu) == ["1 Open “Time entry t8”", "2 Open “Activity a1”"]
    with opened.qtbot.waitSignal(opened.doors.work_wanted) as wanted:
        choose(menu, "2 Open “Activity a1”")
    assert wanted.args == ["a1"]


# --- the call --------------------------------------------------------------------------------------------------------


def test_the_number_is_called(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    with opened.qtbot.waitSignal(opened.doors.call_wanted) as wanted:
        opened.window.actions_.call.trigger()
    assert wanted.args == ["+41440001234"]


def test_what_others_say_is_said_in_the_message_line(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    opened.doors.erred.emit("your telephone did not answer")
    assert opened.window.message.text == "your telephone did not answer"
    opened.doors.said.emit("Dialling 0440001234")
    assert opened.window.message.text == "Dialling 0440001234"
    assert QApplication.activeModalWidget() is None


# --- the project arrow -----------------------------------------------------------------------------------------------


def project_actions(menu: QMenu) -> list[QAction]:
    """Give the projects that a menu offers."""
    return [action for action in menu.actions() if "–" in action.text()]


def test_the_arrow_opens_the_form_with_a_project(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    menu = opened.window.actions_.time_menu
    menu.popup(QPoint(10, 10))
    opened.qtbot.waitUntil(lambda: len(project_actions(menu)) == 3)
    action = project_actions(menu)[1]
    assert action.text().startswith("VAT advice")
    menu.close()
    action.trigger()
    assert form(opened).kind is Kind.TIME
    opened.qtbot.waitUntil(lambda: form(opened).fields.wishes().project == "p2")


# --- booking at once -------------------------------------------------------------------------------------------------


def test_booked_at_once_with_every_default(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    opened.wait_cell(0, Column.BOOKED, "Time entry")
    opened.wait_said("Time entry booked: Anna Keller, Keller Treuhand AG")
    assert [one.kind for one in opened.asked(BookCall)] == [Kind.TIME]


def test_booked_at_once_asks_in_the_form_if_it_must(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60, match=match(ANNA, BEAT)))
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    assert form(opened).row.entry.id == "a"


def test_booked_at_once_says_other_errors_in_the_message_line(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.fake.errors[BookCall] = Unreachable("the book does not answer")
    opened.open(bridge)
    opened.window.actions_.activity_menu.book_at_once.trigger()
    opened.wait_said("the book does not answer")
    assert not opened.forms.forms()


def test_what_waits_is_said_to_wait(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.fake.book_reachable = False
    opened.open(bridge)
    opened.window.actions_.time_menu.book_at_once.trigger()
    opened.wait_cell(0, Column.BOOKED, "Time entry (waiting)")
    opened.wait_said("as soon as the book can be reached")


def test_without_forms_of_its_own_it_asks_for_one(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", state=RowState.TALKING))
    opened.open(bridge)
    opened.window.actions_._forms = None
    with opened.qtbot.waitSignal(opened.doors.booking_wanted) as wanted:
        opened.window.actions_.time.trigger()
    assert wanted.args == ["a", "time"]
