"""A person asks for all that is kept of it, or to be forgotten: from its window, or from the menu of a number."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from calljournal.contracts.book_commands import PreviewForget, WritePerson
from calljournal.contracts.journal_commands import KeepTyped
from calljournal.contracts.work_commands import ForgetPerson
from calljournal.desktop.contacts.forget_window import ForgetWindow
from calljournal.desktop.contacts.give_out_window import GiveOutWindow
from calljournal.desktop.contacts.person_requests import requests_of
from calljournal.errors import NeedsConfirming, Refused, Unsupported
from calljournal.words import say
from tests.desktop.contacts.conftest import Opened, type_at_end
from tests.desktop.fake_service import FakeService


def give_out(opened: Opened, contact: str = "c1") -> GiveOutWindow:
    """Open the window in which a contact is given out, by the menu."""
    opened.contact(contact).view.give_out.trigger()
    (window,) = opened.windows._requests.windows
    assert isinstance(window, GiveOutWindow)
    return window


def forget(opened: Opened, contact: str = "c1") -> ForgetWindow:
    """Open the window that asks before a contact is forgotten, by the menu; wait until it has looked up what goes."""
    opened.contact(contact).view.forget.trigger()
    (window,) = opened.windows._requests.windows
    assert isinstance(window, ForgetWindow)
    opened.wait(lambda: window.waiting.isHidden())
    return window


def said(window: ForgetWindow) -> list[str]:
    """Give all that is to be read."""
    return [
        label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text() not in ("", "•")
    ]


# --- given out -------------------------------------------------------------------------------------------------------


def test_everything_is_written_by_the_engine_into_the_file_that_is_proposed(opened: Opened) -> None:
    """Called like the person, among the documents; Enter does it, and the result is said with what is in it."""
    window = give_out(opened)
    assert window.windowTitle() == "Export everything about Anna Keller"
    file = window.file.text()
    assert file.endswith("Anna Keller.json")
    held = opened.hold(WritePerson)
    QTest.keyClick(window.file, Qt.Key.Key_Return)
    assert window.notice.text == f"Writing {file}…"
    assert not window.write.isEnabled()
    held.set()
    opened.wait(lambda: window.notice.text == f"{file} was written: 2 calls, 1 booking.")
    assert opened.fake.asked_for(WritePerson) == [WritePerson("c1", file)]
    assert window.write.isEnabled()


def test_a_file_that_is_there_is_replaced_only_after_a_question(opened: Opened) -> None:
    """The button of the message does it; another name takes the question back."""
    written = opened.fake.answers[WritePerson]

    def there(fake: object, command: WritePerson) -> object:
        if not command.replace:
            raise NeedsConfirming(say("{file} is there already; name another file", file=command.file))
        return written(opened.fake, command)

    opened.fake.answers[WritePerson] = there
    window = give_out(opened)
    window.give_out()
    opened.wait(lambda: "is there already" in window.notice.text)
    assert window.notice.button.text() == "&Replace it"
    QTest.keyClicks(window.file, "x")
    assert window.notice.text == ""
    window.give_out()
    opened.wait(lambda: "is there already" in window.notice.text)
    window.notice.button.click()
    opened.wait(lambda: "was written" in window.notice.text)
    assert [command.replace for command in opened.fake.asked_for(WritePerson)] == [False, False, True]


def test_a_file_is_chosen_in_a_dialog_that_is_not_modal(opened: Opened) -> None:
    """And one without a whole path is not taken."""
    window = give_out(opened)
    window.choose.click()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.fileSelected.emit("/tmp/somewhere/anna.json")
    dialog.reject()
    assert window.file.text() == "/tmp/somewhere/anna.json"
    window.file.setText("anna.json")
    window.write.click()
    assert "whole path" in window.notice.text
    assert opened.fake.asked_for(WritePerson) == []


def test_what_a_name_has_that_no_disk_takes_is_left_out_of_the_file(opened: Opened) -> None:
    """Nothing of it leads into another folder."""
    requests = requests_of(opened.windows._bridge, opened.doors)
    requests.give_out("c7", "../<b>&{x}\\ " + "Long " * 30)
    (window,) = requests.windows
    assert isinstance(window, GiveOutWindow)
    name = window.file.text().rpartition("/")[2]
    assert name.startswith("b x Long Long")
    assert len(name) < 70
    assert window.heading.text().startswith("Export everything about ../<b>&{x}")


# --- forgotten -------------------------------------------------------------------------------------------------------


def test_what_goes_and_what_stays_is_shown_before(opened: Opened) -> None:
    """Nothing is modal, and the keyboard is on the answer that does nothing; Escape is a no."""
    window = forget(opened)
    assert not window.isModal()
    assert said(window) == [
        "Forget Anna Keller?",
        "This is deleted, and cannot be had again:",
        "the number +41440001234",
        "numbers and names of 2 calls",
        "This stays:",
        "1 booking with its minutes",
    ]
    opened.wait(window.isActiveWindow)
    assert window.cancel.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert opened.windows._requests.windows == ()
    assert opened.fake.asked_for(ForgetPerson) == []


def test_a_person_is_forgotten_once_and_it_is_said(opened: Opened) -> None:
    """Its own window closes, with what was typed there; the others and the list show what is in the book now."""
    found = opened.list()
    beat = opened.contact("c2")
    window = forget(opened)
    anna = opened.window("c1")
    anna.edit()
    QTest.keyClicks(anna.page.form.name, "!")
    opened.wait(lambda: "c1" in opened.book.typed)
    held = opened.hold(ForgetPerson)
    window.forget.click()
    assert window.notice.text == "Forgetting Anna Keller…"
    assert not window.forget.isEnabled()
    held.set()
    opened.wait(lambda: window.heading.text() == "Anna Keller was forgotten")
    assert "taken out of 2 calls of the journal" in window.waiting.text()
    assert opened.fake.asked_for(ForgetPerson) == [ForgetPerson("c1")]
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c2"])
    opened.wait(lambda: found.model.rowCount() == 1)
    assert beat.isVisible()
    assert not [one for one in opened.fake.asked_for(KeepTyped)[-1:] if one.fields]
    assert "c1" not in opened.book.typed
    window.cancel.click()
    assert opened.windows._requests.windows == ()


def test_why_it_is_not_done_is_said(opened: Opened) -> None:
    """In the engine's words, as where a call goes on; it can be tried again."""
    opened.fake.errors[ForgetPerson] = Refused(say("a call with this number goes on: forget it when that has ended"))
    window = forget(opened)
    window.forget.click()
    opened.wait(lambda: "goes on" in window.notice.text)
    assert window.forget.isEnabled()
    assert opened.window("c1").isVisible()


def test_a_book_that_forgets_nobody_says_so_before(opened: Opened) -> None:
    """There is nothing to press."""
    opened.fake.errors[PreviewForget] = Unsupported(say("Other keeps its contacts itself: forget them there"))
    window = forget(opened)
    assert "forget them there" in window.notice.text
    assert not window.forget.isEnabled()
    assert not window.give_out.isEnabled()


def test_what_is_under_way_goes_on_when_the_window_is_closed(opened: Opened) -> None:
    """What became of it is said in the journal."""
    window = forget(opened)
    held = opened.hold(ForgetPerson)
    window.forget.click()
    window.close()
    assert opened.said == []
    held.set()
    opened.wait(lambda: opened.said == ["Anna Keller was forgotten"])
    assert opened.windows._requests.windows == ()


def test_everything_can_be_exported_first(opened: Opened) -> None:
    """The question stays meanwhile; each window is opened once."""
    window = forget(opened)
    window.give_out.click()
    window.give_out.click()
    assert [type(one) for one in opened.windows._requests.windows] == [ForgetWindow, GiveOutWindow]
    opened.windows.close_all()
    assert opened.windows._requests.windows == ()


def test_what_is_typed_of_a_project_is_had_again_without_the_person(opened: Opened) -> None:
    """The engine takes it out of what it keeps; the form, which is open, writes nothing of it back."""
    page = opened.projects("p1").projects
    opened.wait(lambda: page.form.name.text() == "Annual accounts 2025")
    type_at_end(page.form.name, ": 044 000 12 34")
    type_at_end(page.form.name, " Anna")  # within the second in which nothing more is sent
    window = forget(opened)

    def without(fake: FakeService, command: ForgetPerson) -> tuple[str, ...]:
        typed = opened.book.typed["project p1"]
        assert typed.fields == {"name": "Annual accounts 2025: 044 000 12 34 Anna"}, "it was kept before"
        opened.book.typed["project p1"] = replace(typed, fields={"name": "Annual accounts 2025: …"})
        return opened.book.forget(command)

    opened.fake.answers[ForgetPerson] = without
    window.forget.click()
    opened.wait(lambda: page.form.name.text() == "Annual accounts 2025: …")
    type_at_end(page.form.name, "!")
    opened.windows.close_all()
    opened.wait(lambda: not opened.windows._bridge.under_way)
    assert opened.book.typed["project p1"].fields == {"name": "Annual accounts 2025: …!"}


def test_a_form_that_is_open_says_that_somebody_was_forgotten(opened: Opened) -> None:
    opened.edit("c2")
    window = forget(opened)
    window.forget.click()
    other = opened.window("c2")
    opened.wait(lambda: other.notice.text.startswith("Anna Keller was forgotten: take out"))
