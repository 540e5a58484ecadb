"""The window of projects and service types: found, added, changed, closed and opened again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from calljournal.contracts.crm import FIRST_SERVICE_TYPE, Phase, Project, ProjectChange, ServiceType
from calljournal.contracts.service import AddProject, FindProjects
from calljournal.contracts.work_commands import SetProject
from calljournal.desktop.contacts.projects_window import ProjectsWindow
from calljournal.desktop.contacts.things_list import ThingsList
from calljournal.desktop.look import names as look_names
from calljournal.errors import StoreFailed, Unsupported
from tests.desktop.contacts.conftest import Opened, type_at_end

CTRL = Qt.KeyboardModifier.ControlModifier


def names(found: ThingsList[Project]) -> list[str]:
    """Give the names in a list."""
    return [found.model.index(row, 0).data() for row in range(found.model.rowCount())]


def change_of(opened: Opened) -> ProjectChange:
    """Give the last change that was asked for."""
    command: SetProject = opened.fake.asked_for(SetProject)[-1]
    return command.change


def select(window: ProjectsWindow, project: str) -> None:
    """Select a project in the list."""
    assert window.projects.list.select(project)


# --- projects --------------------------------------------------------------------------------------------------------


def test_projects_are_found_by_state(opened: Opened) -> None:
    """The open ones, the closed ones, all; state is told in words."""
    window = opened.projects()
    found = window.projects.list
    assert names(found) == ["Annual accounts 2025", "VAT advice", "New building, R&D"]
    assert found.foot.text() == "3 entries"
    found.state.setCurrentIndex(1)
    opened.wait(lambda: names(found) == ["Closed long ago"])
    assert found.model.index(0, 3).data() == "closed"
    found.state.setCurrentIndex(2)
    opened.wait(lambda: len(names(found)) == 4)
    QTest.keyClicks(found.search, "vat")
    opened.wait(lambda: opened.fake.asked_for(FindProjects)[-1].text == "vat")


def test_only_what_is_different_is_changed(opened: Opened) -> None:
    """Name, number, rounding, phases; what the engine remarks is said; the project stays selected."""
    window = opened.projects()
    page, form = window.projects, window.projects.form
    opened.wait(window.isActiveWindow)
    select(window, "p1")
    assert not page.save.isEnabled()
    form.number.setFocus()
    QTest.keyClicks(form.number, "2026-1")
    QTest.keyClicks(form.rounding, "6 up")
    form.phases.rows[0].open.click()
    form.phases.add.click()
    QTest.keyClicks(form.phases.rows[2].name, "Handover")
    QTest.keyClick(form.number, Qt.Key.Key_Return, CTRL)
    opened.wait(lambda: page.notice.text.startswith("Annual accounts 2025 was changed."))
    assert page.notice.text.endswith("what was booked stays as it was rounded")
    phases = (Phase("f1", "Audit", "", False), Phase("f2", "Report"), Phase("", "Handover"))
    assert change_of(opened) == ProjectChange(number="2026-1", rounding="6 up", phases=phases)
    opened.wait(lambda: page.list.model.index(0, 1).data() == "2026-1")
    current = page.list.current()
    assert current is not None
    assert current.id == "p1"
    assert not page.save.isEnabled()


def test_a_client_is_chosen_among_contacts(opened: Opened) -> None:
    """Or taken away; what was typed and is nobody is said before anything is saved."""
    window = opened.projects("p3")
    page, form = window.projects, window.projects.form
    opened.wait(lambda: form.name.text() == "New building, R&D")
    form.client.setFocus()
    form.client.selectAll()
    QTest.keyClicks(form.client, "nobody")
    page.save_form()
    assert page.notice.text == "“nobody” is nobody in the book: choose the client from the list"
    form.client.selectAll()
    QTest.keyClicks(form.client, "beat")
    opened.wait(lambda: [one.id for one in form.client.choices] == ["c2"])
    QTest.keyClick(form.client, Qt.Key.Key_Return)
    page.save_form()
    opened.wait(lambda: opened.fake.asked_for(SetProject))
    assert change_of(opened) == ProjectChange(client="c2")
    opened.wait(lambda: page.list.isEnabled())
    form.client.choose(None)
    form.edited.emit()
    page.save_form()
    opened.wait(lambda: len(opened.fake.asked_for(SetProject)) == 2)
    assert change_of(opened) == ProjectChange(client="")


def test_a_project_is_closed_and_opened_again(opened: Opened) -> None:
    """By the button; the list shows the open ones only."""
    window = opened.projects()
    page = window.projects
    assert not page.close_or_open.isEnabled()
    select(window, "p2")
    page.close_or_open.click()
    opened.wait(lambda: names(page.list) == ["Annual accounts 2025", "New building, R&D"])
    assert change_of(opened) == ProjectChange(open=False)
    assert page.close_or_open.text() == "Open &again"  # it can be taken back at once
    window.projects.show_project("p2")
    opened.wait(lambda: page.close_or_open.text() == "Open &again")
    page.close_or_open.click()
    opened.wait(lambda: next(one for one in opened.fake.projects if one.id == "p2").open)


def test_a_new_project_is_added(opened: Opened) -> None:
    """By key; it is selected then."""
    window = opened.projects()
    page, form = window.projects, window.projects.form
    opened.wait(window.isActiveWindow)
    select(window, "p1")
    type_at_end(form.name, "!")
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    opened.wait(form.name.hasFocus)
    assert form.name.text() == ""
    assert page.notice.text == "Your changes to Annual accounts 2025! were not saved."
    type_at_end(form.name, "Zebra")
    page.save.click()
    opened.wait(lambda: page.notice.text == "Zebra was added.")
    assert opened.fake.asked_for(AddProject)[0].project == Project("", "Zebra")
    opened.wait(lambda: getattr(page.list.current(), "name", "") == "Zebra")


def test_what_is_refused_stays_in_the_form(opened: Opened) -> None:
    """With the engine's words; nothing is lost."""
    window = opened.projects()
    page, form = window.projects, window.projects.form
    select(window, "p1")
    QTest.keyClicks(form.rounding, "often")
    page.save.click()
    opened.wait(lambda: "cannot be read as a rule" in page.notice.text)
    assert form.rounding.text() == "often"
    assert page.save.isEnabled()
    assert page.list.isEnabled()


def test_unsaved_changes_to_a_project_can_be_had_again(opened: Opened) -> None:
    """When another one is selected; they are laid over what the project is."""
    window = opened.projects()
    page, form = window.projects, window.projects.form
    select(window, "p1")
    type_at_end(form.name, "!")
    select(window, "p2")
    assert form.name.text() == "VAT advice"
    assert page.notice.text == "Your changes to Annual accounts 2025! were not saved."
    page.notice.button.click()
    assert form.name.text() == "Annual accounts 2025!"
    page.save.click()
    opened.wait(lambda: opened.fake.asked_for(SetProject))
    command = opened.fake.asked_for(SetProject)[-1]
    assert (command.project, command.change) == ("p1", ProjectChange(name="Annual accounts 2025!"))


def test_a_search_takes_nothing_from_what_is_typed(opened: Opened) -> None:
    """Also of a new project, and of one that is not in the list any more."""
    window = opened.projects()
    page, form = window.projects, window.projects.form
    page.begin_new()
    type_at_end(form.name, "Zebra")
    page.list.state.setCurrentIndex(1)
    opened.wait(lambda: names(page.list) == ["Closed long ago"])
    assert form.name.text() == "Zebra"
    page.list.state.setCurrentIndex(0)
    opened.wait(lambda: len(names(page.list)) == 3)
    select(window, "p1")
    page.notice.button.click()
    assert form.name.text() == "Zebra"


def test_why_nothing_is_shown_is_said(opened: Opened) -> None:
    """In the words of the error."""
    window = opened.projects()
    opened.fake.errors[FindProjects] = StoreFailed("the disk is full")
    window.projects.refresh()
    opened.wait(lambda: window.projects.list.foot.text() == "the disk is full")


def test_a_book_that_keeps_its_own_projects_says_so(opened: Opened) -> None:
    """Nothing is lost."""
    window = opened.projects()
    opened.fake.errors[SetProject] = Unsupported("Other keeps its projects itself: change them there")
    select(window, "p1")
    type_at_end(window.projects.form.name, "!")
    window.projects.save_form()
    opened.wait(lambda: "change them there" in window.projects.notice.text)
    assert window.projects.form.name.text() == "Annual accounts 2025!"


# --- service types ---------------------------------------------------------------------------------------------------


def test_service_types_are_added_renamed_and_closed(opened: Opened) -> None:
    """The selected one is what the line is about; Enter renames it, or adds a new one."""
    page = opened.projects().service_types
    assert [one.name for one in page.list.model.things] == ["Telephone advice", "Research"]
    page.begin_new()
    QTest.keyClicks(page.name, "Travel")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    opened.wait(lambda: page.notice.text == "Travel was added.")
    opened.wait(lambda: getattr(page.list.current(), "id", "") == "s3")
    QTest.keyClicks(page.name, " time")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    opened.wait(lambda: page.list.model.things[2].name == "Travel time")
    page.close_or_open.click()
    opened.wait(lambda: len(page.list.model.things) == 2)
    page.list.state.setCurrentIndex(1)
    opened.wait(lambda: [one.name for one in page.list.model.things] == ["Travel time"])
    page.list.select("s3")
    page.close_or_open.click()
    opened.wait(lambda: page.list.model.things == ())


def test_the_only_service_type_stays_open(opened: Opened) -> None:
    """The engine's words say why; search finds by name."""
    opened.fake.service_types = opened.fake.service_types[:1]
    page = opened.projects().service_types
    page.list.select("s1")
    page.close_or_open.click()
    opened.wait(lambda: "the only service type" in page.notice.text)
    QTest.keyClicks(page.list.search, "zzz")
    opened.wait(lambda: page.list.foot.text() == "Nothing was found")


def test_keys_are_for_the_page_that_is_shown(opened: Opened) -> None:
    """Ctrl+N on the page of service types begins one of them."""
    window = opened.projects()
    opened.wait(window.isActiveWindow)
    window.pages.setCurrentWidget(window.service_types)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    opened.wait(window.service_types.name.hasFocus)
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    opened.wait(window.service_types.list.search.hasFocus)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    opened.wait(lambda: not window.isVisible())


def test_the_service_type_of_every_book_is_named_in_the_users_language(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the list, in the line, and found by it; its name as it is kept is no new name."""
    monkeypatch.setattr(look_names, "tr", lambda text: f"<{text}>")
    opened.fake.service_types = (ServiceType("s1", FIRST_SERVICE_TYPE), ServiceType("s2", "Meeting"))
    window = opened.projects()
    page = window.service_types
    window.pages.setCurrentWidget(page)
    opened.wait(lambda: page.list.model.rowCount() == 2)
    shown = f"<{FIRST_SERVICE_TYPE}>"
    assert page.list.model.index(0, 0).data() == shown
    page.list.select("s1")
    assert page.name.text() == shown
    assert not page.rename.isEnabled()
    assert not page.add.isEnabled()
    page.list.search.setText("<")
    opened.wait(lambda: page.list.model.rowCount() == 1)
