"""Work goes out into a file, which the engine writes."""

from dataclasses import replace
from datetime import date
from pathlib import PurePath

import pytest
from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from calljournal.contracts.export_commands import ListExportProfiles, ProposeFile, RewriteExport, WriteExport
from calljournal.contracts.work import Export, WorkQuery
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.desktop.worked.export_form import ExportForm
from calljournal.desktop.worked.span import Reach
from calljournal.desktop.worked.target_file import FolderLabel
from calljournal.errors import NeedsConfirming, NotFound
from tests.desktop.samples import NOW
from tests.desktop.whole.clipped import problems, smallest
from tests.desktop.worked.conftest import Office

pytestmark = pytest.mark.desktop

FILE = "/home/rita/time.csv"
NONE = Qt.KeyboardModifier.NoModifier


def open_form(office: Office) -> ExportForm:
    """Open the form on the work of a week."""
    window = office.open()
    window.span.show_reach(Reach.WEEK)
    office.wait_listed("t1", "t2", "t3", "a4", "t5", "t7")
    window.export_button.click()
    form = window._export
    assert form is not None
    office.qtbot.waitUntil(lambda: form.profile.count() == 2)
    return form


def test_a_single_day_is_named_once(office: Office) -> None:
    form = open_form(office)
    form.until.setDate(form.since.date())
    office.qtbot.waitUntil(lambda: form.file.text().endswith("Time entries 2026-03-09.csv"))


def test_the_days_that_are_shown_go_out(office: Office) -> None:
    form = open_form(office)
    assert form.file.text().endswith("Time entries 2026-03-09 2026-03-15.csv")
    form.file.choose(FILE)
    form.profile.setCurrentText("de")
    with office.qtbot.waitSignal(form.given_out):
        form.export_button.click()
    query = WorkQuery(since=date(2026, 3, 9), until=date(2026, 3, 15), user="u1", new=True)
    assert office.fake.asked_for(WriteExport) == [WriteExport("time", FILE, "csv", "de", query)]
    assert form.notice.text == f"3 time entries are in {FILE}\n1 of these went out before (x1)"


def test_calls_are_nobodys(office: Office) -> None:
    form = open_form(office)
    form.what.setCurrentIndex(form.what.findData("calls"))
    form.form.setCurrentIndex(form.form.findData("xlsx"))
    assert not form.mine.isEnabled()
    wanted = form.wanted()
    assert (wanted.what, wanted.form, wanted.query.user) == ("calls", "xlsx", None)
    assert wanted.file.endswith("Calls 2026-03-09 2026-03-15.xlsx")


def test_a_name_that_was_chosen_stays(office: Office) -> None:
    form = open_form(office)
    form.file.choose("/home/rita/march.csv")
    form.form.setCurrentIndex(form.form.findData("json"))
    form.what.setCurrentIndex(form.what.findData("activities"))
    assert form.file.text() == "/home/rita/march.json"


def test_a_file_that_is_there_is_replaced_only_on_demand(office: Office) -> None:
    form = open_form(office)
    form.file.setText(FILE)
    office.fake.errors[WriteExport] = NeedsConfirming(f"{FILE} is there already; name another file")
    form.export()
    office.qtbot.waitUntil(lambda: "is there already" in form.notice.text)
    del office.fake.errors[WriteExport]
    form.notice.button.click()
    office.qtbot.waitUntil(lambda: "time entries are in" in form.notice.text)
    assert [asked.replace for asked in office.fake.asked_for(WriteExport)] == [False, True]


def test_what_cannot_go_out_is_said(office: Office) -> None:
    form = open_form(office)
    form.file.setText("time.csv")
    form.export()
    assert form.notice.text == "Choose the file: its whole path is needed."
    form.file.setText(FILE)
    office.fake.errors[WriteExport] = NotFound("there is nothing to give out")
    form.export()
    office.qtbot.waitUntil(lambda: form.notice.text == "there is nothing to give out")
    assert form.export_button.isEnabled()
    assert not form.notice.button.isVisible()


LOST = Export("x7", "time", NOW, "Rita Weber", "/media/stick/time.csv", "csv", "{}", 4)
"""An export that was broken off."""


def test_what_was_broken_off_is_written_from_the_form(office: Office) -> None:
    """Where it was to go; it is named by what people know of it, and gone from the list when it is whole."""
    office.ledger.broken_off[LOST.id] = LOST
    form = open_form(office)
    office.qtbot.waitUntil(lambda: LOST.id in form.broken_off.buttons)
    again, _ = form.broken_off.buttons[LOST.id]
    assert again.accessibleDescription().startswith("Broken off: Time entries, ")
    assert again.accessibleDescription().endswith(LOST.file)
    office.fake.errors[RewriteExport] = NeedsConfirming(f"{LOST.file} is there already; name another file")
    again.click()
    office.qtbot.waitUntil(lambda: "is there already" in form.notice.text)
    del office.fake.errors[RewriteExport]
    form.notice.button.click()
    office.qtbot.waitUntil(lambda: form.notice.text == f"4 time entries are in {LOST.file}")
    office.qtbot.waitUntil(lambda: not form.broken_off.isVisible())
    asked = office.fake.asked_for(RewriteExport)
    assert asked == [RewriteExport("x7", LOST.file), RewriteExport("x7", LOST.file, replace=True)]
    assert not office.fake.asked_for(WriteExport), "nothing else went out"


def test_what_was_broken_off_goes_into_another_file_where_the_first_is_gone(office: Office) -> None:
    office.ledger.broken_off[LOST.id] = LOST
    form = open_form(office)
    office.qtbot.waitUntil(lambda: LOST.id in form.broken_off.buttons)
    form.broken_off.buttons[LOST.id][1].click()
    (dialog,) = form.findChildren(QFileDialog)
    assert not dialog.isModal()
    dialog.fileSelected.emit(FILE)
    dialog.close()
    office.qtbot.waitUntil(lambda: form.notice.text == f"4 time entries are in {FILE}")
    assert office.fake.asked_for(RewriteExport) == [RewriteExport("x7", FILE)]


def test_while_something_is_written_nothing_else_is_offered(office: Office) -> None:
    office.ledger.broken_off[LOST.id] = LOST
    form = open_form(office)
    office.qtbot.waitUntil(lambda: LOST.id in form.broken_off.buttons)
    form.broken_off.buttons[LOST.id][0].click()
    assert not form.export_button.isEnabled()
    assert not form.broken_off.isEnabled()
    office.qtbot.waitUntil(form.export_button.isEnabled)


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, NONE), (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)])
def test_a_key_closes_the_form(office: Office, keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    form = open_form(office)
    form.file.choose(FILE)
    office.qtbot.waitActive(form)
    QTest.keyClick(form, *keys)
    assert not form.isVisible()
    office.window.export_button.click()
    assert form.file.text() == FILE, "what was typed is there again"


# --- the file --------------------------------------------------------------------------------------------------------

NAME = "Time entries 2026-03-09 2026-03-15.csv"


def test_the_engine_proposes_a_file_that_nothing_is_in(office: Office) -> None:
    """Among the documents, else at home; the name and the folder stand apart, and a second export gets another."""
    form = open_form(office)
    office.qtbot.waitUntil(lambda: form.file.text() == f"/home/rita/Documents/{NAME}")
    assert form.file.line.text() == NAME
    assert form.file.folder.accessibleName() == "in the folder /home/rita/Documents"
    asked = office.fake.asked_for(ProposeFile)[-1]
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert asked == ProposeFile(NAME, (documents, QDir.homePath()))
    office.ledger.folder = "/home/rita/second"
    with office.qtbot.waitSignal(form.given_out):
        form.export()
    office.qtbot.waitUntil(lambda: form.file.text() == f"/home/rita/second/{NAME}")
    assert form.notice.text.startswith(f"3 time entries are in /home/rita/Documents/{NAME}")


def test_a_proposal_that_comes_late_takes_no_name_away(office: Office) -> None:
    form = open_form(office)
    office.ledger.folder = "/home/rita/late"
    form.form.setCurrentIndex(form.form.findData("json"))
    form.file.line.clear()
    QTest.keyClicks(form.file.line, "march.json")
    before = form.file.text()
    answered: list[object] = []
    form._bridge.ask(ListExportProfiles(), answered.append, answered.append)  # and so what was asked before
    office.qtbot.waitUntil(lambda: bool(answered))
    assert form.file.text() == before
    assert PurePath(before).name == "march.json"


def test_a_whole_path_may_be_typed(office: Office) -> None:
    form = open_form(office)
    form.file.line.clear()
    QTest.keyClicks(form.file.line, FILE)
    assert form.wanted().file == FILE


def test_the_profile_that_everybody_has_is_named_in_words(office: Office) -> None:
    """It is asked for by its own name; what the user has named stays."""
    form = open_form(office)
    assert [form.profile.itemText(at) for at in range(form.profile.count())] == ["Default", "de"]
    assert form.wanted().profile == "default"
    form._on_profiles(("default", "bookkeeper", "de"))
    form.profile.setCurrentIndex(form.profile.findData("bookkeeper"))
    form._on_profiles(("default", "bookkeeper", "de"))
    assert form.wanted().profile == "bookkeeper"


def test_a_long_path_of_what_was_broken_off_has_room(office: Office) -> None:
    """The name is seen whole, the folder is shortened and said whole by the pointer; at the smallest size, too."""
    folder = "/home/rita/" + "a/long/way/down/" * 8 + "exports"
    name = "Calls 2026-03-09 2026-03-15.csv"
    office.ledger.broken_off[LOST.id] = replace(LOST, file=f"{folder}/{name}")
    form = open_form(office)
    office.qtbot.waitUntil(lambda: LOST.id in form.broken_off.buttons)
    smallest(form)
    assert problems(form, at_least=True) == []
    (label,) = form.broken_off.findChildren(WrappingLabel)
    (where,) = form.broken_off.findChildren(FolderLabel)
    assert name in label.text()
    assert "…" in where.text()
    assert where.accessibleName() == f"in the folder {folder}"
