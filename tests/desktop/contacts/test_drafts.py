"""What is typed of projects and service types outlives the window, the program and a crash; closing loses nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from calljournal.contracts.crm import Phase, ProjectChange
from calljournal.contracts.journal_commands import KeepTyped
from calljournal.contracts.service import AddServiceType
from calljournal.contracts.work_commands import SetProject
from tests.desktop.contacts.conftest import Opened, type_at_end


def fields(opened: Opened, key: str) -> dict[str, str]:
    """Give what is kept of something."""
    return dict(opened.book.typed[key].fields) if key in opened.book.typed else {}


def close(opened: Opened) -> None:
    """End the program, as far as these windows know of it, and forget what they know."""
    opened.windows.close_all()
    opened.wait(lambda: not opened.windows._bridge.under_way)
    for window in (opened.windows._projects, opened.windows._list):
        if window is not None:
            window.deleteLater()
    opened.windows._projects = opened.windows._list = None


def test_what_is_typed_of_a_project_is_kept_and_there_again(opened: Opened) -> None:
    """Only what is different, so that a change by somebody else is not taken back by it; saved, it is forgotten."""
    window = opened.projects("p1")
    form = window.projects.form
    opened.wait(lambda: form.name.text() == "Annual accounts 2025")
    type_at_end(form.name, "!")
    opened.wait(lambda: fields(opened, "project p1") == {"name": "Annual accounts 2025!"})
    QTest.keyClicks(form.number, "77")
    form.phases.rows[0].open.click()
    form.phases.add.click()
    QTest.keyClicks(form.phases.rows[2].name, "Handover")
    close(opened)
    assert set(fields(opened, "project p1")) == {"name", "number", "phases"}
    was = opened.fake.projects[0]
    opened.book.set_project(SetProject("p1", ProjectChange(rounding="15 up")))
    window = opened.projects()
    page, form = window.projects, window.projects.form
    opened.wait(lambda: page.notice.text.startswith("What you typed about Annual accounts 2025! on"))
    page.notice.button.click()
    assert (form.name.text(), form.number.text(), form.rounding.text()) == ("Annual accounts 2025!", "77", "15 up")
    assert page.notice.text == "What you had typed and not saved is here again."
    page.save.click()
    opened.wait(lambda: opened.fake.asked_for(SetProject))
    phases = (Phase("f1", "Audit", open=False), *was.phases[1:], Phase("", "Handover"))
    change = opened.fake.asked_for(SetProject)[-1].change
    assert change == ProjectChange(name="Annual accounts 2025!", number="77", phases=phases)
    opened.wait(lambda: opened.book.typed == {})


def test_a_new_project_that_was_not_saved_is_there_again_until_it_is_begun_anew(opened: Opened) -> None:
    """Also the client that was typed and is nobody in the book yet."""
    window = opened.projects()
    window.projects.begin_new()
    type_at_end(window.projects.form.name, "Zebra")
    QTest.keyClicks(window.projects.form.client, "nobody")
    close(opened)
    window = opened.projects()
    page, form = window.projects, window.projects.form
    opened.wait(lambda: page.notice.text.startswith("What you typed about Zebra on"))
    page.notice.button.click()
    assert (form.name.text(), form.client.text(), form.unresolved_client) == ("Zebra", "nobody", "nobody")
    page.anew.click()
    assert (form.name.text(), form.client.text()) == ("", "")
    assert not page.anew.isEnabled()
    opened.wait(lambda: opened.book.typed == {})


def test_closing_a_project_keeps_what_is_typed_about_it(opened: Opened) -> None:
    """The button saves that it is closed, and nothing else."""
    window = opened.projects("p2")
    page, form = window.projects, window.projects.form
    opened.wait(lambda: form.name.text() == "VAT advice")
    type_at_end(form.name, "!")
    page.close_or_open.click()
    opened.wait(lambda: page.close_or_open.text() == "Open &again")
    assert opened.fake.asked_for(SetProject)[-1].change == ProjectChange(open=False)
    assert form.name.text() == "VAT advice!"
    assert page.save.isEnabled()


def test_what_another_version_kept_of_a_project_breaks_nothing(opened: Opened) -> None:
    """What cannot be read is as in the book."""
    opened.book.keep(KeepTyped("project", "p1", {"phases": "nonsense", "colour": "red", "name": "Mine"}))
    window = opened.projects("p1")
    form = window.projects.form
    opened.wait(lambda: form.name.text() == "Mine")
    assert [row.name.text() for row in form.phases.rows] == ["Audit", "Report"]


def test_the_name_of_a_service_type_is_kept_too(opened: Opened) -> None:
    """Of the selected one, and of a new one; what was added is forgotten."""
    page = opened.projects().service_types
    page.begin_new()
    QTest.keyClicks(page.name, "Travel")
    page.list.select("s1")
    assert page.name.text() == "Telephone advice"
    QTest.keyClicks(page.name, "!")
    page.list.select("s2")
    assert page.name.text() == "Research"
    close(opened)
    assert fields(opened, "service type") == {"name": "Travel"}
    assert fields(opened, "service type s1") == {"name": "Telephone advice!"}
    page = opened.projects().service_types
    opened.wait(lambda: page.name.text() == "Travel")
    assert "typed and not saved" in page.notice.text
    page.refresh()
    page.add.click()
    opened.wait(lambda: opened.fake.asked_for(AddServiceType))
    assert opened.fake.asked_for(AddServiceType)[0].name == "Travel"
    opened.wait(lambda: set(opened.book.typed) == {"service type s1"})
    page.list.select("s1")
    assert page.name.text() == "Telephone advice!"
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    opened.wait(lambda: opened.book.typed == {})


def test_closing_all_loses_nothing_and_leaves_nothing_open(opened: Opened) -> None:
    """At the end of the program: within the same second in which something was typed."""
    found = opened.list()
    projects = opened.projects("p1")
    opened.wait(lambda: projects.projects.form.name.text() == "Annual accounts 2025")
    anna = opened.edit("c1")
    opened.windows.new_from_call("r5", "044 000 99 88", "")
    new = opened.window("call r5")
    for line in (anna.page.form.name, new.page.form.name, projects.projects.form.name, projects.service_types.name):
        type_at_end(line, "xyz")
    anna.view.give_out.trigger()
    opened.windows.close_all()
    opened.wait(lambda: opened.windows.contacts == ())
    assert not found.isVisible()
    assert not projects.isVisible()
    assert opened.windows._requests.windows == ()
    opened.wait(lambda: len(opened.book.typed) == 4 and not opened.windows._bridge.under_way)
    assert fields(opened, "c1")["name"] == "Anna Kellerxyz"
    assert fields(opened, "call r5")["name"] == "xyz"
    assert fields(opened, "project p1") == {"name": "Annual accounts 2025xyz"}
    assert fields(opened, "service type") == {"name": "xyz"}


def test_escape_and_the_key_of_the_system_close_and_keep(opened: Opened) -> None:
    """Escape first leaves the form of a contact; what was typed is offered the next time, too."""
    window = opened.edit("c1")
    opened.wait(window.isActiveWindow)
    QTest.keyClicks(window.page.form.name, "!")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.view.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    opened.wait(lambda: opened.windows.contacts == ())
    assert fields(opened, "c1")["name"] == "Anna Keller!"
    window = opened.contact("c1")
    opened.wait(lambda: window.notice.text.startswith("What you typed on"))
    opened.wait(window.isActiveWindow)
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Close))
    opened.wait(lambda: opened.windows.contacts == ())
    projects = opened.projects("p1")
    opened.wait(lambda: projects.projects.form.name.text() == "Annual accounts 2025" and projects.isActiveWindow())
    type_at_end(projects.projects.form.name, "!")
    QTest.keySequence(projects, QKeySequence(QKeySequence.StandardKey.Close))
    opened.wait(lambda: not projects.isVisible())
    opened.wait(lambda: fields(opened, "project p1"))


def test_windows_are_called_like_what_they_show(opened: Opened) -> None:
    """The project, the person, the one who is new; no window or message shows an id of ours."""
    projects = opened.projects("p2")
    opened.wait(lambda: projects.windowTitle() == "VAT advice – Projects and service types")
    projects.pages.setCurrentWidget(projects.service_types)
    assert projects.windowTitle() == "Projects and service types"
    opened.windows.new_from_call("r5", "044 000 99 88", "")
    new = opened.window("call r5")
    assert new.windowTitle() == "New contact"
    QTest.keyClicks(new.page.form.name, "Dora")
    assert new.windowTitle() == "New contact: Dora"
    assert opened.contact("c1").windowTitle() == "Anna Keller"
