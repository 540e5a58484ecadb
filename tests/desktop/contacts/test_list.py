"""The list of contacts: found as one types, opened by Enter, wherever the keyboard is."""

import time
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from calljournal.contracts.journal_commands import KeepTyped
from calljournal.contracts.service import FindContacts
from calljournal.desktop.contacts.list_window import SHOWN, ContactList
from calljournal.errors import StoreFailed
from tests.desktop import samples
from tests.desktop.contacts.conftest import Opened

Key = Qt.Key


def names(window: ContactList) -> list[str]:
    """Give the names in the list."""
    return [window.model.index(row, 0).data() for row in range(window.model.rowCount())]


def type_in(window: ContactList, text: str) -> None:
    QTest.keyClicks(window.search, text)


def test_contacts_are_found_as_one_types(opened: Opened) -> None:
    """By name, company or number; how many there are is said; Enter opens the selected one."""
    window = opened.list()
    assert (names(window), window.foot.text()) == (["Anna Keller", "Beat Frei"], "2 contacts")
    type_in(window, "000 12")
    opened.wait(lambda: names(window) == ["Anna Keller"])
    assert window.model.index(0, 2).data() == "044 000 12 34"
    QTest.keyClick(window.search, Key.Key_Return)
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c1"])
    type_in(window, "zzz")
    opened.wait(lambda: window.foot.text() == "No contact has “000 12zzz” in its name, company or number")


def test_arrows_move_in_the_list_while_one_types(opened: Opened) -> None:
    """The line keeps the keyboard."""
    window = opened.list()
    opened.wait(window.isActiveWindow)
    QTest.keyClick(window.search, Key.Key_Down)
    QTest.keyClick(window.search, Key.Key_Return)
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c2"])


def test_enter_waits_for_what_was_typed(opened: Opened) -> None:
    """Who types fast gets the one that was meant, not the one that stood there before."""
    window = opened.list()
    answered = opened.hold(FindContacts)
    type_in(window, "beat")
    QTest.keyClick(window.search, Key.Key_Return)
    assert opened.windows.contacts == ()
    answered.set()
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c2"])


def test_one_question_is_under_way_at_a_time(opened: Opened) -> None:
    """However fast one types; the last words are always asked for."""
    window = opened.list()
    opened.fake.asked.clear()
    answered = opened.hold(FindContacts)
    type_in(window, "beat frei")
    answered.set()
    opened.wait(lambda: window.model.rowCount() == 1 and window.foot.text() == "1 contact")
    opened.wait(lambda: opened.fake.asked_for(FindContacts)[-1].text == "beat frei")
    assert [command.text for command in opened.fake.asked_for(FindContacts)] == ["b", "beat frei"]


def test_more_than_can_be_shown_is_said(opened: Opened) -> None:
    """And there is no end of rows."""
    many = {f"x{number}": replace(samples.CONTACTS["c2"], id=f"x{number}") for number in range(SHOWN + 5)}
    opened.fake.contacts |= many
    window = opened.list()
    assert window.model.rowCount() == SHOWN
    assert window.foot.text() == f"More than {SHOWN} found: type more to see fewer"


def test_an_answer_is_shown_within_a_frame(opened: Opened) -> None:
    """As full as it may be, whatever the book holds: the best of many, for the machine has others to serve."""
    many = [replace(samples.CONTACTS["c2"], id=f"x{number}") for number in range(SHOWN + 1)]
    window = opened.list()
    took = []
    for _ in range(20):
        began = time.perf_counter()
        window._on_found(window.search.text(), many)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.016


def test_why_nothing_is_shown_is_said(opened: Opened) -> None:
    """In the words of the error; the next letter tries again."""
    opened.fake.errors[FindContacts] = StoreFailed("the disk is full")
    window = opened.list()
    opened.wait(lambda: window.foot.text() == "the disk is full")
    del opened.fake.errors[FindContacts]
    type_in(window, "a")
    opened.wait(lambda: names(window) == ["Anna Keller", "Beat Frei"])


def test_a_new_contact_is_wanted_by_key(opened: Opened) -> None:
    """Ctrl+N; what is looked for is cleared by Escape, and the window closed by the next one."""
    window = opened.list()
    opened.wait(window.isActiveWindow)
    type_in(window, "anna")
    QTest.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    opened.wait(lambda: [one.windowTitle() for one in opened.windows.contacts] == ["New contact"])
    window.come_to_front()
    opened.wait(window.isActiveWindow)
    QTest.keyClick(window.search, Key.Key_Escape)
    opened.wait(lambda: window.search.text() == "")
    QTest.keyClick(window.search, Key.Key_Escape)
    opened.wait(lambda: not window.isVisible())


def test_the_menu_is_about_the_contact_and_its_number(opened: Opened) -> None:
    """By key or pointer."""
    window = opened.list()
    window._offer_menu(window.table.visualRect(window.model.index(0, 0)).center())
    (menu,) = [one for one in window.findChildren(QMenu) if one.isVisible()]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == "&Open"
    assert "&Call 044 000 12 34" in texts
    menu.close()


def test_a_new_contact_that_was_not_saved_is_offered(opened: Opened) -> None:
    """One click goes on with it."""
    opened.book.keep(KeepTyped("contact", "call r9", {"name": "Dora", "means": "[]"}))
    opened.book.keep(KeepTyped("time", "r9", {"text": "something else"}))
    window = opened.list()
    opened.wait(lambda: window.notice.text == "A new contact was begun and not saved: Dora")
    window.notice.button.click()
    opened.wait(lambda: opened.windows.contacts and opened.windows.contacts[0].page.form.name.text() == "Dora")
    assert window.notice.text == ""
