"""One call on several projects."""

import subprocess
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from calljournal.contracts.service import AddProject
from calljournal.contracts.work_commands import Share, SplitCall
from calljournal.errors import Refused
from calljournal.journal import RowState
from calljournal.worklog import Wishes
from tests.desktop.booking.conftest import Desk
from tests.desktop.samples import PROJECTS, make_row

pytestmark = pytest.mark.desktop


def press(*words: str) -> None:
    """Press keys, or type, as a person does."""
    subprocess.run(["xdotool", words[0], "--delay", "20", *words[1:]], check=True, timeout=20)


def test_a_call_is_booked_in_parts(desk: Desk) -> None:
    """The first part is what the form had; the part without minutes gets the rest; empty lines count for nothing."""
    form = desk.open(make_row("a", talk=600))
    form.choose_project(PROJECTS[0])
    QTest.keyClicks(form.fields.text, "Accounts")
    form.buttons.split.click()
    page = form.split_page
    assert page.how_much.text() == "The call lasted 10:00; 10:00 is left."
    assert page.rows[0].project.choice is not None
    assert page.rows[0].project.choice.id == "p1"
    QTest.keyClicks(page.rows[0].minutes, "4")
    assert page.how_much.text() == "The call lasted 10:00; 6:00 is left."
    page.more.click()
    page.rows[1].project.choose(page.rows[1].project._first[1])
    QTest.keyClicks(page.rows[1].text, "VAT")
    form.book()
    desk.wait_gone()
    shares = (Share(4.0, Wishes(project="p1", text="Accounts")), Share(None, Wishes(project="p2", text="VAT")))
    assert desk.fake.asked_for(SplitCall) == [SplitCall("a", shares)]
    assert desk.said == ["2 time entries booked: Anna Keller, Keller Treuhand AG"]


def test_what_is_wrong_is_said_where_it_is(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=600))
    form.split()
    desk.qtbot.waitUntil(form.split_page.rows[0].minutes.hasFocus)
    row = form.split_page.rows[1]
    row.minutes.setText("x")
    form.book()
    assert form.notice.text == "“x” is no number of minutes."
    row.minutes.clear()
    row.project.setText("Umbau")
    form.book()
    assert "Umbau" in form.notice.text
    assert form.focusWidget() is row.project
    row.project.clear()
    desk.fake.errors[SplitCall] = Refused("the shares are 20 minutes together")
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.text == "the shares are 20 minutes together")


def test_parts_are_kept_and_are_there_again(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=600))
    form.choose_project(PROJECTS[0])
    form.split()
    QTest.keyClicks(form.split_page.rows[0].minutes, "4")
    QTest.keyClicks(form.split_page.rows[1].text, "VAT")
    shares = form.split_page.shares(None, None)
    form.close()
    again = desk.open(desk.fake.rows["a"])
    assert again.is_split
    desk.qtbot.waitUntil(lambda: again.split_page.rows[0].project.project is not None)
    assert again.split_page.shares(None, None) == shares


def test_the_whole_call_can_be_booked_after_all(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=600))
    form.split()
    assert form.buttons.book.text() == "&Book the parts"
    form.split_page.back_button.click()
    assert not form.is_split
    form.book()
    desk.wait_gone()
    assert not desk.fake.asked_for(SplitCall)


def test_a_new_project_is_made_by_keys_alone_and_nothing_is_booked(desk: Desk) -> None:
    desk.fake.answers[AddProject] = lambda fake, command: replace(command.project, id="p9")
    form = desk.open(make_row("a", talk=600))
    form.split()
    project = form.split_page.rows[1].project
    project.setFocus()
    press("type", "Inheritance")
    desk.qtbot.waitUntil(project._popup.isVisible)
    press("key", "Down", "Return")
    desk.qtbot.waitUntil(lambda: project.choice is not None)
    assert project.text() == "Inheritance"
    assert not desk.fake.asked_for(SplitCall)


def test_parts_that_are_longer_than_the_call_say_by_how_much(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=600))
    form.split()
    QTest.keyClicks(form.split_page.rows[0].minutes, "12.8")
    words = "The call lasted 10:00; the parts are 2:48 more."
    assert form.split_page.how_much.text() == words


def test_only_one_call_that_has_ended_is_split(desk: Desk) -> None:
    assert not desk.open(make_row("a", 2, state=RowState.TALKING)).buttons.split.isEnabled()
    assert desk.open(make_row("b", talk=60)).buttons.split.isEnabled()
