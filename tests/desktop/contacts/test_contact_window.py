"""The window of one contact: what is known of it, changed in the same place, and taken back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from calljournal.contracts.book_commands import AddContact, ChangeContact
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.journal_commands import KeepTyped, ListRows
from calljournal.contracts.service import ChooseContact, GetContact
from calljournal.contracts.work_commands import ListWork
from calljournal.desktop.contacts.contact_window import ContactWindow
from calljournal.desktop.contacts.form import EMPTY, contact_of, texts_of
from calljournal.errors import NotFound, Refused, StoreFailed
from calljournal.matching import ContactKind
from calljournal.worklog import Kind
from tests.desktop import samples
from tests.desktop.contacts.conftest import Opened
from tests.desktop.contacts.played import work

ANNA = samples.CONTACTS["c1"]
KELLER = Contact("c9", ContactKind.COMPANY, "Keller Treuhand AG")
CTRL = Qt.KeyboardModifier.ControlModifier


def texts(window: ContactWindow) -> list[str]:
    """Give all that stands in the facts."""
    return [label.text() for label in window.view.facts.findChildren(QLabel) if not label.isHidden()]


def kept_name(opened: Opened, about: str) -> str:
    """Give the name that is kept of what was typed."""
    kept = opened.book.typed.get(about)
    return kept.fields["name"] if kept else ""


# --- what is known ---------------------------------------------------------------------------------------------------


def test_a_contact_is_shown_with_all_that_is_known_of_it(opened: Opened) -> None:
    """Each number as typed and as read; its calls, projects and what was booked, looked up when the window is there."""
    opened.fake.add(samples.make_row("r1", 30, 312, note="the lease"), samples.make_row("r2", 20))
    opened.book.works = (work("t1", "VAT advice"), work("t2", "Annual accounts 2025", 7.5))
    window = opened.contact("c1")
    shown = texts(window)
    for part in ("Anna Keller", "Seestrasse 12\n8002 Zürich", "Telephone, direct (standard)", "044 000 12 34"):
        assert part in shown
    assert "+41440001234" in shown
    assert any("mailto:anna.keller@example.com" in text for text in shown)
    about = window.view.about
    assert not about.people.isVisible()
    assert about.projects.lines == ("VAT advice  –  Keller Treuhand AG",)
    assert [line.split("   ", 1)[1] for line in about.calls.lines] == ["Incoming, missed", "Incoming, 5:12   the lease"]
    assert [line.split("   ")[1:3] for line in about.works.lines] == [
        ["7 min 30 s", "Annual accounts 2025"],
        ["12 min", "VAT advice"],
    ]


def test_the_window_is_there_before_what_is_looked_up(opened: Opened) -> None:
    """And says of each list that it is looked up."""
    contact, rows = opened.hold(GetContact), opened.hold(ListRows)
    opened.windows.show_contact("c1")
    window = opened.window("c1")
    assert window.isVisible()
    assert window.waiting.isVisible()
    assert window.waiting.text() == "Looking up the contact…"
    contact.set()
    opened.wait(lambda: window.view.isVisible())
    assert window.view.about.calls.word == "Looking up…"
    rows.set()
    opened.wait(lambda: window.view.about.calls.word == "The journal has no call with this contact")
    opened.wait(lambda: window.view.about.works.word == "Nothing was booked for this contact")


def test_one_list_that_fails_leaves_the_others(opened: Opened) -> None:
    """Its place says why."""
    opened.fake.errors |= {ListWork: StoreFailed("the book is away"), ListRows: StoreFailed("the journal is away")}
    window = opened.contact("c1")
    about = window.view.about
    assert (about.works.word, about.calls.word) == ("the book is away", "the journal is away")
    assert about.projects.lines == (
        "Annual accounts 2025  –  Keller Treuhand AG",
        "VAT advice  –  Keller Treuhand AG",
    )


def test_a_contact_that_is_gone_is_said(opened: Opened) -> None:
    """The window stays, and closes by Escape."""
    opened.windows.show_contact("c77")
    window = opened.window("c77")
    opened.wait(lambda: window.notice.text == "This contact is no longer in the book.")
    window.edit()
    assert not window.page.isVisible()


def test_a_company_has_its_people(opened: Opened) -> None:
    """Each opens by Enter; a person's company opens by its link, where it has an entry."""
    opened.fake.contacts["c9"] = KELLER
    opened.book.people = (samples.ANNA, replace(samples.BEAT, active=False))
    window = opened.contact("c9")
    people = window.view.about.people
    opened.wait(lambda: people.lines == ("Anna Keller", "Beat Frei"))
    people.list.setCurrentIndex(people.list.model().index(0, 0))
    QTest.keyClick(people.list, Qt.Key.Key_Return)
    anna = opened.contact("c1")
    window.close()
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c1"])
    anna.view.facts.company_wanted.emit("Keller Treuhand AG")
    opened.wait(lambda: {one.about for one in opened.windows.contacts} == {"c1", "c9"})
    del opened.fake.contacts["c9"]
    anna.view.facts.company_wanted.emit("Keller Treuhand AG")
    opened.wait(lambda: anna.notice.text == "Keller Treuhand AG has no entry of its own in the book")


def test_numbers_are_called_from_here(opened: Opened) -> None:
    """Telephones have a button, an e-mail has none."""
    window = opened.contact("c1")
    calls = window.view.facts.calls
    assert [call.accessibleName() for call in calls] == ["Call 044 000 12 34", "Call 079 000 12 34"]
    with opened.qtbot.waitSignal(opened.doors.call_wanted) as asked:
        calls[1].click()
    assert asked.args == ["079 000 12 34"]


@pytest.mark.parametrize("address", ["https://crm.example/c1", "javascript:alert(1)", "file:///etc/passwd", None])
def test_the_page_in_the_book_is_offered_where_a_browser_opens_it(opened: Opened, address: str | None) -> None:
    """Nothing else is handed to the system."""
    opened.book.address = address
    window = opened.contact("c1")
    opened.wait(lambda: window.view.page.isVisible() == bool(address and address.startswith("https")))


def test_calls_and_work_lead_on(opened: Opened) -> None:
    """A call that waits to its form, a booked one and work to what was booked."""
    opened.fake.add(
        samples.make_row("r1", 30, 312),
        samples.make_row("r2", 40, 60, booked=(samples.booking("r2", Kind.TIME, "t7"),)),
    )
    opened.book.works = (work("t1", "VAT advice"),)
    about = opened.contact("c1").view.about
    with opened.qtbot.waitSignal(opened.doors.booking_wanted) as form:
        about.calls.opened.emit("r1")
    assert form.args == ["r1", "time"]
    for section, thing, wanted in ((about.calls, "r2", "t7"), (about.works, "t1", "t1")):
        with opened.qtbot.waitSignal(opened.doors.work_wanted) as shown:
            section.opened.emit(thing)
        assert shown.args == [wanted]


# --- changed ---------------------------------------------------------------------------------------------------------


def test_a_change_is_saved_said_and_taken_back(opened: Opened) -> None:
    """By keyboard: F2, type, Ctrl+Enter; the button brings back what was there."""
    window = opened.contact("c1")
    opened.wait(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F2)
    opened.wait(lambda: window.page.form.name.hasFocus())
    window.page.form.name.selectAll()
    QTest.keyClicks(window.page.form.name, "Anna Meier")
    QTest.keyClick(window.page.form.name, Qt.Key.Key_Return, CTRL)
    opened.wait(lambda: window.notice.text == "Saved. The name is Anna Meier now.")
    assert window.windowTitle() == "Anna Meier"
    (command,) = opened.fake.asked_for(ChangeContact)
    assert (command.was, texts_of(command.contact)) == (ANNA, texts_of(replace(ANNA, name="Anna Meier")))
    opened.wait(lambda: window.notice.button.isVisible())
    assert window.notice.button.text() == "&Undo"
    window.notice.button.click()
    opened.wait(lambda: window.notice.text == "The change was taken back.")
    assert (window.windowTitle(), opened.fake.contacts["c1"]) == ("Anna Keller", ANNA)
    assert opened.book.typed == {}


def test_how_a_number_is_read_is_said_while_it_is_typed(opened: Opened) -> None:
    """What cannot be read is kept as it was typed, and marked, in the form as in the window."""
    window = opened.edit("c2")
    rows = window.page.form.means
    rows.add.click()
    rows.rows[0].typed.setFocus()
    QTest.keyClicks(rows.rows[0].typed, "044 000 12 99")
    rows.add.click()
    QTest.keyClicks(rows.rows[1].typed, "ask the porter")
    opened.wait(lambda: [row.reading.text() for row in rows.rows] == ["+41440001299", "cannot be read"])
    window.save()
    opened.wait(lambda: window.notice.text == "Saved. New: 044 000 12 99, ask the porter.")
    assert [one.typed for one in opened.fake.contacts["c2"].means] == ["044 000 12 99", "ask the porter"]
    assert "cannot be read" in texts(window)


def test_numbers_have_kinds_labels_and_one_standard(opened: Opened) -> None:
    """One of each kind; one can be taken out."""
    window = opened.edit("c1")
    rows = window.page.form.means.rows
    rows[1].kind.setCurrentIndex(rows[1].kind.findData("phone"))
    rows[1].standard.click()
    assert [row.standard.isChecked() for row in rows] == [False, True, False]
    rows[1].label.setText("home")
    rows[2].remove.click()
    means = window.page.form.contact().means
    assert [(one.kind, one.label, one.standard) for one in means] == [
        (MeansKind.PHONE, "direct", False),
        (MeansKind.PHONE, "home", True),
    ]


def test_kind_and_company_go_together(opened: Opened) -> None:
    """A company is at none; a person with a company is a person at a company."""
    form = opened.edit("c2").page.form
    form.company.setText("Frei AG")
    assert (form.contact().kind, form.contact().company) == (ContactKind.CONTACT, "Frei AG")
    form.kind.setCurrentIndex(form.kind.findData("company"))
    assert (form.contact().kind, form.contact().company) == (ContactKind.COMPANY, None)
    assert not form.company.isVisible()


def test_companies_of_the_book_are_proposed(opened: Opened) -> None:
    """So that a person is linked to the one that is there."""
    opened.fake.contacts["c9"] = KELLER
    form = opened.edit("c2").page.form
    form.company.setFocus()
    QTest.keyClicks(form.company, "kell")
    opened.wait(lambda: form.company.completer().completionCount() == 1)
    assert form.company.completer().currentCompletion() == "Keller Treuhand AG"
    popup = form.company.completer().popup()
    assert popup is not None
    popup.hide()


def test_what_the_engine_refuses_stays_in_the_form(opened: Opened) -> None:
    """With its words; nothing that was typed is lost."""
    window = opened.edit("c1")
    window.page.form.name.clear()
    window.save()
    opened.wait(lambda: window.notice.text == "a contact needs a name")
    assert window.page.isVisible()
    assert window.page.save.isEnabled()
    assert window.page.form.contact().means


def test_saving_without_a_change_says_so(opened: Opened) -> None:
    """And has nothing to take back."""
    window = opened.edit("c2")
    window.save()
    opened.wait(lambda: window.notice.text == "Nothing was changed.")
    assert not window.notice.button.isVisible()


def test_what_somebody_else_changed_is_seen_before_it_is_written_over(opened: Opened) -> None:
    """What is there now is shown; what was typed can be had again, and is saved over what was seen."""
    window = opened.edit("c1")
    window.page.form.name.setText("Anna Meier")
    opened.fake.contacts["c1"] = now = replace(ANNA, address=("Gartenweg 3",))
    window.save()
    opened.wait(lambda: window.notice.text.startswith("Somebody else changed this contact"))
    assert window.view.isVisible()
    assert "Gartenweg 3" in texts(window)
    window.notice.button.click()
    assert window.page.form.name.text() == "Anna Meier"
    window.save()
    opened.wait(lambda: window.notice.text.startswith("Saved."))
    assert opened.fake.asked_for(ChangeContact)[-1].was == now


def test_undo_does_not_take_back_what_came_later(opened: Opened) -> None:
    """It says so."""
    window = opened.edit("c1")
    window.page.form.name.setText("Anna Meier")
    window.save()
    opened.wait(lambda: window.notice.button.isVisible())
    opened.book.change(ChangeContact(replace(samples.CONTACTS["c2"], name="Beat Huber")))
    window.notice.button.click()
    opened.wait(lambda: "changed again" in window.notice.text)
    assert opened.fake.contacts["c1"].name == "Anna Meier"


# --- what is typed is not lost ---------------------------------------------------------------------------------------


def test_what_was_typed_is_kept_while_it_is_typed(opened: Opened) -> None:
    """It is offered when the contact is opened the next time, and forgotten when it is saved."""
    window = opened.edit("c1")
    QTest.keyClicks(window.page.form.name, "!")
    opened.wait(lambda: kept_name(opened, "c1") == "Anna Keller!")
    QTest.keyClicks(window.page.form.name, "!!")
    window.close()
    opened.wait(lambda: kept_name(opened, "c1") == "Anna Keller!!!")
    assert "is kept" in opened.said[-1]
    window = opened.contact("c1")
    opened.wait(lambda: window.notice.text.startswith("What you typed on"))
    assert window.view.isVisible()
    window.notice.button.click()
    assert window.page.form.name.text() == "Anna Keller!!!"
    window.save()
    opened.wait(lambda: window.notice.text == "Saved. The name is Anna Keller!!! now.")
    opened.wait(lambda: opened.book.typed == {})


def test_a_form_that_was_only_looked_at_leaves_nothing(opened: Opened) -> None:
    """Typed and taken back is as if nothing was typed."""
    window = opened.edit("c1")
    QTest.keyClicks(window.page.form.name, "!")
    QTest.keyClick(window.page.form.name, Qt.Key.Key_Backspace)
    window.close()
    opened.wait(lambda: opened.windows.contacts == ())
    opened.wait(lambda: opened.book.typed == {})
    assert opened.said == []


def test_cancelled_changes_can_be_had_again(opened: Opened) -> None:
    """A slip of the finger loses nothing."""
    window = opened.edit("c1")
    QTest.keyClicks(window.page.form.name, "!")
    opened.wait(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.notice.text == "Your changes were not saved."
    assert window.view.isVisible()
    window.notice.button.click()
    assert window.page.form.name.text() == "Anna Keller!"


@pytest.mark.parametrize(
    "fields", [{}, {"means": "nonsense"}, {"means": '[["smoke", "x", "", true]]', "kind": "ghost"}]
)
def test_what_another_version_kept_breaks_nothing(fields: dict[str, str]) -> None:
    """What cannot be read is as in the book."""
    assert contact_of(fields, ANNA).id == "c1"
    if fields:
        assert contact_of(fields, ANNA).means == ANNA.means


def test_what_is_kept_is_all_that_a_form_says() -> None:
    """There and back again."""
    bare = replace(ANNA, means=tuple(replace(one, normalised=None) for one in ANNA.means), active=False)
    assert contact_of(texts_of(bare), EMPTY) == replace(bare, id="")


# --- new -------------------------------------------------------------------------------------------------------------


def test_a_new_contact_is_made_of_a_call(opened: Opened) -> None:
    """Number and name are there; the call is assigned to it; undo takes it out of the book, and closes the window."""
    opened.windows.new_from_call("r5", "044 000 99 88", "Dora")
    (window,) = opened.windows.contacts
    form = window.page.form
    assert (form.name.text(), form.means.rows[0].typed.text()) == ("Dora", "044 000 99 88")
    assert window.page.existing.isVisible()
    opened.wait(lambda: form.means.rows[0].reading.text() == "+41440009988")
    form.name.setText("Dora Frei")
    window.save()
    opened.wait(lambda: opened.book.assigned == [ChooseContact("r5", "c3")])
    opened.wait(lambda: opened.said == ["The call is Dora Frei's now"])
    assert (window.about, window.windowTitle()) == ("c3", "Dora Frei")
    (added,) = opened.fake.asked_for(AddContact)
    assert (added.contact.kind, [one.typed for one in added.contact.means]) == ("person", ["044 000 99 88"])
    opened.windows.show_contact("c3")
    assert opened.windows.contacts == (window,)
    opened.wait(lambda: window.notice.button.isVisible())
    window.notice.button.click()
    opened.wait(lambda: opened.windows.contacts == ())
    assert "c3" not in opened.fake.contacts


def test_the_number_of_a_call_is_added_to_somebody_in_the_book(opened: Opened) -> None:
    """Found by search; nothing is saved before one says so; then the call is assigned."""
    opened.windows.new_from_call("r5", "044 000 99 88", "Dora")
    (window,) = opened.windows.contacts
    window.page.search.setFocus()
    QTest.keyClicks(window.page.search, "beat")
    opened.wait(lambda: [one.label for one in window.page.search.choices] == ["Beat Frei"])
    QTest.keyClick(window.page.search, Qt.Key.Key_Return)
    opened.wait(lambda: [one.about for one in opened.windows.contacts] == ["c2"])
    beat = opened.window("c2")
    opened.wait(lambda: beat.page.isVisible())
    assert [one.typed for one in beat.page.form.contact().means] == ["044 000 99 88"]
    assert beat.notice.text == "044 000 99 88 was added here: save it to keep it."
    assert opened.fake.asked_for(ChangeContact) == []
    beat.save()
    opened.wait(lambda: opened.book.assigned == [ChooseContact("r5", "c2")])
    assert opened.fake.contacts["c2"].means[0].typed == "044 000 99 88"


def test_a_call_is_assigned_only_with_what_was_typed_of_it(opened: Opened) -> None:
    """Who cancels, and later changes something else, has not said who called; who goes on has."""
    opened.windows._show_contact("c2", "044 000 99 88", "r5")
    beat = opened.window("c2")
    opened.wait(beat.page.isVisible)
    beat.cancel()
    again = beat.notice.button
    assert beat.notice.text == "Your changes were not saved."
    again.click()
    assert [one.typed for one in beat.page.form.contact().means] == ["044 000 99 88"]
    beat.cancel()
    beat.edit()
    beat.page.form.name.setText("Beat Huber")
    beat.save()
    opened.wait(lambda: beat.notice.button.isVisible())
    assert opened.book.assigned == []


def test_what_was_saved_when_the_program_ended_is_not_offered(opened: Opened) -> None:
    """The book has it already."""
    opened.book.keep(KeepTyped("contact", "c1", texts_of(ANNA)))
    window = opened.contact("c1")
    opened.wait(lambda: opened.book.typed == {})
    assert window.notice.text == ""


def test_an_open_window_shows_what_is_in_the_book_now(opened: Opened) -> None:
    """When it is wanted again."""
    window = opened.contact("c1")
    opened.fake.contacts["c1"] = replace(ANNA, name="Anna Meier")
    opened.windows.show_contact("c1")
    opened.wait(lambda: window.windowTitle() == "Anna Meier")


def test_a_number_is_added_to_a_form_that_is_open_already(opened: Opened) -> None:
    """What was typed there stays."""
    beat = opened.edit("c2")
    beat.page.form.name.setText("Beat Huber")
    opened.windows._show_contact("c2", "044 000 99 88", "r5")
    opened.wait(lambda: beat.page.form.contact().means)
    assert beat.page.form.name.text() == "Beat Huber"


def test_a_new_contact_that_was_not_saved_is_there_again(opened: Opened) -> None:
    """At once, when the form is opened again for the same call; it may be begun anew."""
    opened.windows.new_from_call("r5", "044 000 99 88", "")
    (window,) = opened.windows.contacts
    QTest.keyClicks(window.page.form.name, "Dora")
    window.page.cancel.click()
    opened.wait(lambda: opened.windows.contacts == () and kept_name(opened, "call r5") == "Dora")
    opened.windows.new_from_call("r5", "044 000 99 88", "")
    (window,) = opened.windows.contacts
    opened.wait(lambda: window.page.form.name.text() == "Dora")
    assert "is here again" in window.notice.text
    window.notice.button.click()
    assert window.page.form.name.text() == ""
    assert window.page.form.means.rows[0].typed.text() == "044 000 99 88"
    opened.wait(lambda: opened.book.typed == {})


def test_two_new_contacts_of_two_calls_are_two(opened: Opened) -> None:
    """The same call twice is one."""
    for entry in ("r5", "r6", "r5"):
        opened.windows.new_from_call(entry, "044 000 99 88", "")
    assert [one.about for one in opened.windows.contacts] == ["call r5", "call r6"]


def test_a_call_that_cannot_be_assigned_is_said(opened: Opened) -> None:
    """The contact is in the book all the same."""
    opened.fake.errors[ChooseContact] = Refused("this call is private: who it was is not kept")
    opened.windows.new_from_call("r5", "044 000 99 88", "Dora")
    (window,) = opened.windows.contacts
    window.save()
    opened.wait(lambda: "is private" in window.notice.text)
    assert opened.fake.contacts["c3"].name == "Dora"


def test_the_list_shows_what_was_saved(opened: Opened) -> None:
    """At once."""
    found = opened.list()
    opened.windows.new_contact()
    (window,) = opened.windows.contacts
    window.page.form.show_contact(Contact("", ContactKind.PERSON, "Zoe", means=(Means(MeansKind.PHONE, "?"),)))
    window.save()
    opened.wait(lambda: found.model.rowCount() == 3)


def test_a_contact_that_was_forgotten_meanwhile_is_said(opened: Opened) -> None:
    """What was typed stays in the form."""
    window = opened.edit("c1")
    window.page.form.name.setText("Anna Meier")
    opened.fake.errors |= {ChangeContact: NotFound("there is no contact 'c1'"), GetContact: NotFound("gone")}
    window.save()
    opened.wait(lambda: window.notice.text == "there is no contact 'c1'")
    assert window.page.form.name.text() == "Anna Meier"


def test_the_icons_follow_the_desktop_that_turns_dark(opened: Opened) -> None:
    facts = opened.contact("c1").view.facts
    opened.qtbot.waitUntil(lambda: bool(facts.calls))

    def ink() -> QColor:
        """Give the lightest colour of the icon: that of its lines in the dark, else that of their edges."""
        picture = facts.calls[0].icon().pixmap(16).toImage()
        solid = [picture.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max((colour for colour in solid if colour.alpha() == 255), key=QColor.lightness)

    assert ink().lightness() < 128
    dark = QPalette(QColor("#2d2f31"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#1e1f21"))
    facts.window().setPalette(dark)
    opened.qtbot.waitUntil(lambda: ink().lightness() > 128)
