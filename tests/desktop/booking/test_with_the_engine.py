"""From the form to the book and to My time, with the real engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.contracts.command import Command
from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AddContacts, AddProject, FindContacts
from calljournal.contracts.work_commands import AddCall, ListWork
from calljournal.desktop.booking.forms import BookingForms
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.worked.windows import WorkWindows
from calljournal.engine import Engine
from calljournal.errors import CallJournalError
from calljournal.matching import ContactKind
from calljournal.settings import Places
from calljournal.worklog import Kind
from tests.desktop.conftest import FakeClock

pytestmark = pytest.mark.desktop

NUMBER = "+41 44 000 12 34"
Answer = TypeVar("Answer")


class Session:
    """One run of the program on a data folder: the engine behind a bridge."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self._places = Places.under(home)
        self.qtbot = qtbot
        self.bridge = Bridge(self._open)
        self.doors = Doors()
        self.parent = QObject()
        with qtbot.waitSignal(self.bridge.ready):
            self.bridge.start()
        self.forms = BookingForms(self.bridge, Icons(), self.doors, FakeClock(), self.parent)
        self.bridge.changed.connect(lambda changes: self.forms.rows_changed(changes.rows))

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Engine]:
        engine = Engine(self._places)
        await engine.start()
        try:
            yield engine
        finally:
            await engine.stop()

    def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command, and wait for the answer."""
        answers: list[Answer] = []
        errors: list[CallJournalError] = []
        self.bridge.ask(command, answers.append, errors.append)
        self.qtbot.waitUntil(lambda: bool(answers or errors))
        assert not errors
        return answers[0]

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until it is so."""
        self.qtbot.waitUntil(condition)

    def end(self) -> None:
        """End, as a kill would: no form is closed before."""
        assert self.bridge.stop()
        for form in self.forms.forms():
            form.hide()


def fill(session: Session) -> JournalRow:
    """Put a contact with its only project into the book, and a call of seven minutes into the journal."""
    session.do(AddContacts((Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, NUMBER),)),)))
    anna = session.do(FindContacts("Keller"))[0]
    session.do(AddProject(Project("", "Annual accounts", anna.id)))
    return session.do(AddCall(NUMBER, minutes=7))


def test_two_keys_from_the_form_to_the_book_and_to_my_time(tmp_path: Path, qtbot: QtBot) -> None:
    session = Session(tmp_path, qtbot)
    row = fill(session)
    form = session.forms.open(row, Kind.TIME)
    session.wait(lambda: QApplication.focusWidget() is form.fields.text)
    session.wait(lambda: form.fields.project.text().startswith("Annual accounts"))
    session.wait(lambda: form.fields.measured.text() == "7:00 measured")
    QTest.keyClick(form.fields.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    session.wait(lambda: not session.forms.forms())
    (work,) = session.do(ListWork())
    assert (work.project_name, work.measured_minutes) == ("Annual accounts", 7.0)
    windows = WorkWindows(session.bridge, Icons(), session.doors, session.parent)
    windows.show_work(work.id)
    session.wait(
        lambda: windows.window is not None and [one.id for one in windows.window.table.selection()] == [work.id]
    )
    assert windows.window is not None
    windows.window.close()
    session.end()


def test_what_was_typed_outlives_the_engine(tmp_path: Path, qtbot: QtBot) -> None:
    session = Session(tmp_path, qtbot)
    row = fill(session)
    form = session.forms.open(row, Kind.TIME)
    QTest.keyClicks(form.fields.text, "Deadline")
    session.wait(lambda: [one.fields["text"] for one in session.forms.kept._typed.values()] == ["Deadline"])
    session.wait(lambda: not session.bridge.under_way)
    session.end()
    again = Session(tmp_path, qtbot)
    again.wait(lambda: len(again.forms.kept._typed) == 1)
    form = again.forms.open(row, Kind.TIME)
    assert form.fields.text.toPlainText() == "Deadline"
    form.discard()
    again.end()
