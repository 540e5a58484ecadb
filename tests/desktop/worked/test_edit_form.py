"""The form in which an entry is changed."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from calljournal.contracts.work import Correction
from calljournal.contracts.work_commands import ChangeWork
from calljournal.desktop.booking.choosers import project_choice
from calljournal.desktop.worked.edit_form import EditForm
from calljournal.errors import Refused
from tests.desktop.samples import PROJECTS
from tests.desktop.worked.conftest import Office

pytestmark = pytest.mark.desktop


def edit(office: Office, work: str) -> EditForm:
    """Open the form by keyboard, and wait until the project is known."""
    window = office.open() if office.windows.window is None else office.window
    window.table.select(work)
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    form = office.form()
    office.qtbot.waitUntil(lambda: form.fields.project.project is not None and form.fields.service_types.count() == 2)
    return form


def wait_gone(office: Office) -> None:
    office.qtbot.waitUntil(lambda: not office.window.actions_.forms())


def test_only_what_is_different_is_asked_for(office: Office) -> None:
    form = edit(office, "t1")
    fields = form.fields
    assert fields.correction() == Correction()
    assert fields.phases.currentText() == "Audit"
    fields.minutes.selectAll()
    QTest.keyClicks(fields.minutes, "9")
    fields.phases.choose("f2")
    fields.service_types.choose("s2")
    fields.day.setDate(QDate(2026, 3, 8))
    fields.text.setPlainText("By hand")
    QTest.keyClick(fields.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_gone(office)
    wanted = Correction(phase="f2", service_type="s2", minutes=9.0, day=date(2026, 3, 8), text="By hand")
    assert office.fake.asked_for(ChangeWork) == [ChangeWork("t1", wanted)]
    office.wait_said("09.03.2026, 09:00, Keller Treuhand AG: it is changed.")


def test_another_project_takes_the_phase_away(office: Office) -> None:
    form = edit(office, "t1")
    form.fields.project.choose(project_choice(PROJECTS[1]))
    form.fields.project.chosen.emit(form.fields.project.choice)
    form.save()
    wait_gone(office)
    assert office.fake.asked_for(ChangeWork) == [ChangeWork("t1", Correction(project="p2"))]


def test_a_phase_can_be_taken_away(office: Office) -> None:
    form = edit(office, "t1")
    form.fields.phases.choose(None)
    assert form.fields.correction() == Correction(phase="")


def test_nothing_different_saves_nothing(office: Office) -> None:
    edit(office, "t1").save()
    wait_gone(office)
    assert not office.fake.asked_for(ChangeWork)


def test_what_cannot_be_meant_is_said(office: Office) -> None:
    form = edit(office, "t1")
    form.fields.minutes.setText("x")
    form.save()
    assert form.notice.text == "“x” is no number of minutes."
    form.fields.minutes.setText("9")
    form.fields.project.choose(None)
    form.save()
    assert form.notice.text == "Choose a project: an entry that has one keeps one."
    assert not office.fake.asked_for(ChangeWork)


def test_what_is_fixed_is_changed_by_a_correction_entry(office: Office) -> None:
    form = edit(office, "t3")
    assert form.notice.text == "It went out to the firm's books: it is changed by a correction entry."
    form.fields.minutes.setText("12")
    form.save()
    office.qtbot.waitUntil(lambda: form.notice.text == "it is exported and cannot be changed itself")
    form.notice.button.click()
    wait_gone(office)
    office.wait_said("it is taken back, and a correction entry stands instead.")
    assert office.fake.asked_for(ChangeWork)[-1] == ChangeWork("t3", Correction(minutes=12.0), by_entry=True)
    office.qtbot.waitUntil(lambda: [one.id for one in office.selected()] == ["t3n"])


def test_a_refusal_leaves_what_was_typed(office: Office) -> None:
    form = edit(office, "t1")
    office.fake.errors[ChangeWork] = Refused("the project is closed")
    form.fields.text.setPlainText("typed")
    form.save()
    office.qtbot.waitUntil(lambda: form.notice.text == "the project is closed")
    assert not form.notice.button.isVisible()
    assert form.fields.text.toPlainText() == "typed"


def test_what_was_typed_is_there_again_until_it_is_saved(office: Office) -> None:
    form = edit(office, "t1")
    fields = form.fields
    fields.project.choose(project_choice(PROJECTS[0]))
    fields.phases.choose("f2")
    fields.service_types.choose("s2")
    fields.minutes.setText("9")
    fields.day.setDate(QDate(2026, 3, 8))
    fields.text.setPlainText("typed")
    before = fields.correction()
    form.close()
    wait_gone(office)
    again = edit(office, "t1")
    office.qtbot.waitUntil(lambda: "is here again" in again.notice.text)
    assert again.fields.correction() == before
    again.save()
    wait_gone(office)
    office.qtbot.waitUntil(lambda: office.ledger.typed == {})


def test_what_was_typed_can_be_thrown_away(office: Office) -> None:
    form = edit(office, "t1")
    form.fields.text.setPlainText("typed")
    form.discard_button.click()
    wait_gone(office)
    office.qtbot.waitUntil(lambda: office.ledger.typed == {})
    assert edit(office, "t1").fields.text.toPlainText() == "Depreciation of the machines"


def test_an_activity_has_no_minutes(office: Office) -> None:
    window = office.open()
    window.table.select("a4")
    window.actions_.edit()
    form = office.form()
    assert not form.fields.minutes.isVisible()
    assert not form.fields.service_types.isVisible()
    form.fields.title.setText("Called")
    assert form.fields.correction() == Correction(title="Called")
