"""Forms over time: while a call runs, over a crash and a restart, when a call becomes part of another one."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from calljournal.contracts.journal_commands import KeepTyped, ListTyped, Typed
from calljournal.contracts.service import AddProject, BookCall, GetRow, RowsDeleted
from calljournal.contracts.work_commands import PreviewBooking, SuggestProjects
from calljournal.desktop.booking import kept, preview
from calljournal.desktop.look import typed
from calljournal.errors import NotFound, Refused, StoreFailed
from calljournal.journal import RowState
from calljournal.worklog import Kind
from tests.desktop.booking.conftest import Desk
from tests.desktop.samples import ANNA, BEAT, NOW, PROJECTS, booking, make_row, match

pytestmark = pytest.mark.desktop

TALKING = RowState.TALKING


# --- one for a call and kind -----------------------------------------------------------------------------------------


def test_there_is_one_form_for_a_call_and_kind(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "typed")
    assert desk.forms.open(desk.fake.rows["a"], Kind.TIME, PROJECTS[1]) is form
    assert form.fields.wishes().project == "p2"
    assert form.fields.text.toPlainText() == "typed"
    desk.open(desk.fake.rows["a"], Kind.ACTIVITY)
    assert len(desk.forms.forms()) == 2


def test_it_opens_for_an_entry_by_its_id(desk: Desk) -> None:
    desk.fake.add(make_row("a", talk=60))
    desk.forms.open_entry("a", Kind.TIME)
    desk.qtbot.waitUntil(lambda: len(desk.forms.forms()) == 1)
    assert desk.forms.forms()[0].row.entry.id == "a"
    desk.forms.open_entry("gone", Kind.TIME)
    desk.qtbot.waitUntil(lambda: desk.erred == ["there is no call gone"])


# --- while the call runs ---------------------------------------------------------------------------------------------


def test_the_form_follows_its_call(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time runs on, and what was typed stays."""
    monkeypatch.setattr(preview, "TICK", 20)
    form = desk.open(make_row("a", 2, state=TALKING, match=match()))
    assert form.fields.from_to.text().endswith("– now")
    assert form.fields.measured.text() == "1:30 measured"
    desk.book.live_seconds = 420
    desk.qtbot.waitUntil(lambda: form.fields.measured.text() == "7:00 measured")
    assert form.fields.minutes.placeholderText() == "12"
    QTest.keyClicks(form.fields.text, "typed")
    form.choose_project(PROJECTS[1])
    desk.fake.tell_rows(make_row("a", 2, talk=90))
    desk.qtbot.waitUntil(lambda: form.fields.measured.text() == "1:30 measured")
    assert not form.fields.from_to.text().endswith("now")
    assert form.fields.contact.text() == "Anna Keller, Keller Treuhand AG"
    assert form.fields.text.toPlainText() == "typed"
    assert form.fields.wishes().project == "p2"
    asked = len(desk.fake.asked_for(PreviewBooking))
    desk.qtbot.wait(100)
    assert len(desk.fake.asked_for(PreviewBooking)) == asked, "it asks no more when the call has ended"


def test_it_books_once_when_the_call_ends(desk: Desk) -> None:
    form = desk.open(make_row("a", 2, state=TALKING))
    QTest.keyClicks(form.fields.text, "typed")
    form.book()
    form.book()
    assert form.notice.text == "It is booked when you hang up."
    assert not desk.fake.asked_for(BookCall)
    desk.fake.tell_rows(make_row("a", 2, state=RowState.HELD))
    desk.fake.tell_rows(make_row("a", 2, talk=100))
    desk.wait_gone()
    (asked,) = desk.fake.asked_for(BookCall)
    assert asked.wishes.text == "typed"


def test_what_was_to_be_booked_then_can_be_taken_back(desk: Desk) -> None:
    form = desk.open(make_row("a", 2, state=TALKING))
    form.book()
    form.notice.button.click()
    assert not form.is_armed
    desk.fake.tell_rows(make_row("a", 2, talk=100))
    desk.qtbot.waitUntil(lambda: not form.row.entry.live)
    desk.settle(form)
    assert not desk.fake.asked_for(BookCall)
    assert form.buttons.book.isEnabled()


def test_a_form_that_is_closed_before_the_end_says_that_it_does_not_book(desk: Desk) -> None:
    form = desk.open(make_row("a", 2, state=TALKING))
    form.book()
    form.close()
    assert desk.said == ["The form was closed: the call is not booked when it ends. What you typed is kept."]
    desk.fake.tell_rows(make_row("a", 2, talk=100))
    desk.qtbot.wait(50)
    assert not desk.fake.asked_for(BookCall)


def test_a_refusal_at_the_end_is_said_in_the_form(desk: Desk) -> None:
    form = desk.open(make_row("a", 2, state=TALKING))
    form.book()
    desk.fake.errors[BookCall] = Refused("the project is closed")
    desk.fake.tell_rows(make_row("a", 2, talk=100))
    desk.qtbot.waitUntil(lambda: form.notice.text == "the project is closed")
    assert form.isVisible()


def test_an_activity_need_not_wait_for_the_end(desk: Desk) -> None:
    desk.open(make_row("a", 2, state=TALKING), Kind.ACTIVITY).book()
    desk.wait_gone()
    assert len(desk.fake.asked_for(BookCall)) == 1


def test_a_call_that_becomes_part_of_another_takes_its_form_along(desk: Desk) -> None:
    """As a consultation does when the two are joined."""
    form = desk.open(make_row("b", 1, state=TALKING, match=match(BEAT)))
    QTest.keyClicks(form.fields.text, "typed")
    desk.fake.add(make_row("a", 5, state=TALKING))
    desk.fake.tell_rows(make_row("b", 1, talk=30, merged_into="a"))
    desk.qtbot.waitUntil(lambda: form.row.entry.id == "a")
    desk.settle(form)
    assert form.fields.text.toPlainText() == "typed"
    assert form.fields.contact.text() == "Anna Keller, Keller Treuhand AG"
    assert set(desk.book.typed) == {("time", "a")}
    assert desk.fake.asked_for(PreviewBooking)[-1].entry == "a"


def kept_text(desk: Desk) -> str | None:
    """Give the text that the engine has kept of the time entry's form."""
    kept = desk.book.typed.get(("time", "a"))
    return kept.fields.get("text") if kept else None


# --- a call that is deleted ------------------------------------------------------------------------------------------


def test_a_form_whose_call_is_deleted_says_so_and_forgets_it_when_it_is_closed(desk: Desk) -> None:
    """The text can still be copied; nothing of it stays on the disk afterwards."""
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "typed")
    desk.qtbot.waitUntil(lambda: kept_text(desk) is not None)
    desk.fake.tell(RowsDeleted(("a",)))
    desk.qtbot.waitUntil(lambda: "has been deleted" in form.notice.text)
    assert form.fields.text.toPlainText() == "typed"
    assert not form.buttons.book.isEnabled()
    form.book()
    QTest.keyClicks(form.fields.text, " on")
    assert "has been deleted" in form.notice.text
    form.close()
    desk.wait_gone()
    desk.qtbot.waitUntil(lambda: desk.book.typed == {})
    desk.qtbot.wait(50)
    assert desk.book.typed == {}
    assert not desk.fake.asked_for(BookCall)


def test_a_call_that_was_to_be_booked_at_its_end_is_not_when_it_is_deleted(desk: Desk) -> None:
    form = desk.open(make_row("a", 2, state=TALKING))
    form.book()
    desk.fake.tell(RowsDeleted(("a",)))
    desk.qtbot.waitUntil(lambda: "has been deleted" in form.notice.text)
    assert not form.is_armed
    assert form.notice.button.isHidden()


def test_what_was_typed_for_a_call_is_forgotten_with_it(draft: Desk) -> None:
    draft.anew()
    draft.qtbot.waitUntil(lambda: draft.forms.kept.is_known)
    draft.fake.tell(RowsDeleted(("a",)))
    draft.qtbot.waitUntil(lambda: draft.book.typed == {})


def test_it_is_forgotten_also_where_it_is_not_known_yet(draft: Desk) -> None:
    draft.anew().rows_deleted(["a"])
    draft.qtbot.waitUntil(lambda: draft.book.typed == {})


def test_nothing_is_written_for_a_call_that_is_deleted_before_it_is_known(draft: Desk) -> None:
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME)
    form.fields.text.setPlainText("typed at once")
    draft.forms.rows_deleted(["a"])
    draft.qtbot.waitUntil(lambda: "from before" in form.fields.text.toPlainText())
    form.close()
    draft.qtbot.waitUntil(lambda: draft.book.typed == {})
    assert texts_kept(draft) == [None]


# --- what is typed ---------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_once_a_second_at_most(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "EVERY", 300)
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "Deadline")
    desk.qtbot.waitUntil(lambda: len(desk.fake.asked_for(KeepTyped)) == 1)
    assert desk.fake.asked_for(KeepTyped)[0].fields == {"text": "D"}
    desk.qtbot.waitUntil(lambda: len(desk.fake.asked_for(KeepTyped)) == 2)
    assert desk.book.typed["time", "a"].fields == {"text": "Deadline"}


def test_what_was_typed_is_there_again_after_a_crash(desk: Desk) -> None:
    """The window is gone without a word; a new one finds what was typed, and phases of the project with it."""
    form = desk.open(make_row("a", talk=60, match=match(ANNA, BEAT)))
    fields = form.fields
    fields.choose_project(PROJECTS[0])
    fields.phases.choose("f2")
    fields.contact.choose(fields.contact._first[1])
    fields.service_types.choose("s2")
    QTest.keyClicks(fields.minutes, "7.5")
    QTest.keyClicks(fields.title, "VAT")
    QTest.keyClicks(fields.text, "Deadline moved")
    before = fields.wishes()
    form.keeper.flush()
    desk.qtbot.waitUntil(lambda: kept_text(desk) == "Deadline moved")
    crashed = desk.forms.forms()
    desk.anew()
    desk.qtbot.waitUntil(lambda: len(desk.forms.kept._typed) == 1)
    again = desk.open(desk.fake.rows["a"])
    desk.qtbot.waitUntil(lambda: again.fields.phases.count() == 3)
    assert again.fields.wishes() == before
    assert again.notice.text == "What you had typed on 09.03.2026, 15:42 is here again."
    for form in crashed:
        form.close()


def test_a_form_that_is_opened_before_the_answer_is_filled_by_it(desk: Desk) -> None:
    desk.book.typed["time", "a"] = Typed("time", "a", {"text": "from before"}, NOW)
    desk.anew()
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.waitUntil(lambda: form.fields.text.toPlainText() == "from before")


@pytest.fixture
def draft(desk: Desk) -> Desk:
    """Give a desk at which something was typed in the run before; `anew` makes forms that do not know it yet."""
    fields = {"text": "from before", "minutes": "7", "project": "p2", "project_label": "VAT"}
    desk.book.typed["time", "a"] = Typed("time", "a", fields, NOW)
    desk.fake.add(make_row("a", talk=60))
    return desk


def texts_kept(desk: Desk) -> list[str | None]:
    """Give the texts that were sent to be kept, one after the other."""
    return [asked.fields.get("text") for asked in desk.fake.asked_for(KeepTyped)]


def test_a_project_that_is_only_likely_gives_way_to_what_was_typed(draft: Desk) -> None:
    """As from the list of calls that wait, right after the start: the draft is neither hidden nor overwritten."""
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME, PROJECTS[0], likely=True)
    draft.qtbot.waitUntil(lambda: form.fields.text.toPlainText() == "from before")
    draft.settle(form)
    assert "is here again" in form.notice.text
    assert (form.fields.wishes().project, form.fields.minutes.text()) == ("p2", "7")
    form.close()
    draft.wait_gone()
    assert texts_kept(draft) == []
    assert draft.book.typed["time", "a"].fields["minutes"] == "7"


def test_a_new_project_is_for_whom_the_draft_says(desk: Desk) -> None:
    """The contact was chosen by hand before the window was closed: projects are found and made for that one."""
    fields = {"contact": "c9", "contact_name": "Lukas Hofer"}
    desk.book.typed["time", "a"] = Typed("time", "a", fields, NOW)
    desk.anew()
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.waitUntil(lambda: form.fields.contact.text() == "Lukas Hofer")
    desk.settle(form)
    assert desk.fake.asked_for(SuggestProjects)[-1].contact == "c9"
    assert desk.fake.asked_for(PreviewBooking)[-1].wishes.contact == "c9"
    form.fields.project.make("Inheritance")
    desk.qtbot.waitUntil(lambda: bool(desk.fake.asked_for(AddProject)))
    assert desk.fake.asked_for(AddProject)[-1].project.client == "c9"


def test_a_likely_project_alone_is_nothing_typed(desk: Desk) -> None:
    desk.fake.add(make_row("a", talk=60))
    form = desk.forms.open(desk.fake.rows["a"], Kind.TIME, PROJECTS[1], likely=True)
    desk.settle(form)
    assert form.fields.wishes().project == "p2"
    assert form.typed() == {}


def test_the_project_of_the_arrow_is_chosen_and_the_text_from_before_stays(draft: Desk) -> None:
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME, PROJECTS[0])
    draft.qtbot.waitUntil(lambda: form.fields.text.toPlainText() == "from before")
    draft.settle(form)
    assert form.fields.wishes().project == "p1"
    draft.qtbot.waitUntil(lambda: draft.book.typed["time", "a"].fields.get("project") == "p1")
    assert texts_kept(draft) == ["from before"]


def test_what_is_typed_before_it_is_known_stands_below(draft: Desk) -> None:
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME)
    form.fields.text.setPlainText("typed at once")
    form.book()
    draft.qtbot.waitUntil(lambda: form.fields.text.toPlainText() == "from before\ntyped at once")
    draft.settle(form)
    draft.qtbot.waitUntil(lambda: kept_text(draft) == "from before\ntyped at once")
    assert set(texts_kept(draft)) == {"from before\ntyped at once"}
    assert not draft.fake.asked_for(BookCall), "nothing is booked that has not been seen"


def test_a_form_that_is_closed_before_it_is_known_keeps_both(draft: Desk) -> None:
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME)
    form.fields.text.setPlainText("typed at once")
    form.close()
    assert draft.forms.forms() == ()
    draft.qtbot.waitUntil(lambda: kept_text(draft) == "from before\ntyped at once")
    assert draft.forms._forms == {}


def test_at_once_waits_until_it_is_known_what_was_typed(draft: Desk) -> None:
    draft.anew()
    draft.book.clear = True
    draft.forms.book_at_once(draft.fake.rows["a"], Kind.TIME)
    draft.qtbot.waitUntil(lambda: len(draft.forms.forms()) == 1)
    (form,) = draft.forms.forms()
    assert form.fields.text.toPlainText() == "from before"
    draft.settle(form)
    assert not draft.fake.asked_for(BookCall)


def test_where_it_cannot_be_known_nothing_is_overwritten_or_booked(
    draft: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "AGAIN", 20)
    draft.fake.errors[ListTyped] = StoreFailed("the disk is full")
    draft.anew()
    form = draft.forms.open(draft.fake.rows["a"], Kind.TIME)
    form.fields.text.setPlainText("typed")
    draft.forms.book_at_once(draft.fake.rows["a"], Kind.TIME)
    draft.qtbot.waitUntil(lambda: "not kept safe" in form.notice.text and draft.erred == ["the disk is full"])
    assert texts_kept(draft) == []
    del draft.fake.errors[ListTyped]
    draft.qtbot.waitUntil(lambda: kept_text(draft) == "from before\ntyped")
    assert not draft.fake.asked_for(BookCall)


def test_what_comes_again_is_kept_whole(desk: Desk) -> None:
    """A field is put in after the other; a computer that stops then must not have kept the half of it."""
    fields = {"title": "VAT", "text": "from before", "minutes": "7"}
    desk.book.typed["time", "a"] = Typed("time", "a", fields, NOW)
    desk.anew()
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.waitUntil(lambda: form.fields.minutes.text() == "7")
    assert not desk.fake.asked_for(KeepTyped)


def test_closing_keeps_and_booking_forgets(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "typed")
    form.close()
    desk.qtbot.waitUntil(lambda: ("time", "a") in desk.book.typed)
    assert [about for about, _ in desk.forms.kept._typed] == ["a"]
    again = desk.open(desk.fake.rows["a"])
    assert again.fields.text.toPlainText() == "typed"
    again.book()
    desk.wait_gone()
    assert desk.forms.kept._typed == {}
    desk.qtbot.waitUntil(lambda: desk.book.typed == {})


def test_what_was_typed_can_be_thrown_away(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    assert not form.buttons.discard.isEnabled()
    QTest.keyClicks(form.fields.text, "typed")
    form.buttons.discard.click()
    desk.wait_gone()
    assert desk.forms.kept._typed == {}
    desk.qtbot.waitUntil(lambda: desk.book.typed == {})
    assert desk.open(desk.fake.rows["a"]).fields.text.toPlainText() == ""


def test_a_form_in_which_nothing_was_typed_keeps_nothing(desk: Desk) -> None:
    desk.book.clear = True
    desk.open(make_row("a", talk=60)).close()
    desk.wait_gone()
    assert not desk.fake.asked_for(KeepTyped)


def test_it_is_said_when_nothing_can_be_kept(desk: Desk) -> None:
    desk.fake.errors[KeepTyped] = StoreFailed("the disk is full")
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "t")
    desk.qtbot.waitUntil(lambda: form.notice.text == "What you type is not kept safe at the moment: the disk is full")


# --- without the form ------------------------------------------------------------------------------------------------


def test_it_is_booked_at_once_on_the_clear_project(desk: Desk) -> None:
    desk.book.clear = True
    row = make_row("a", talk=60)
    desk.fake.add(row)
    desk.forms.book_at_once(row, Kind.TIME)
    desk.qtbot.waitUntil(lambda: desk.said == ["Time entry booked: Anna Keller, Keller Treuhand AG"])
    assert desk.fake.asked_for(BookCall)[0].wishes.project == "p1"
    assert desk.forms.forms() == ()


@pytest.mark.parametrize("rounds", [(booking("a", Kind.TIME),), ()])
def test_at_once_opens_the_form_where_something_has_to_be_asked(desk: Desk, rounds: tuple[object, ...]) -> None:
    row = replace(make_row("a", talk=60, booked=rounds), match=match(ANNA) if rounds else match(ANNA, BEAT))
    desk.fake.add(row)
    desk.forms.book_at_once(row, Kind.TIME)
    desk.qtbot.waitUntil(lambda: len(desk.forms.forms()) == 1)
    desk.qtbot.waitUntil(lambda: bool(desk.forms.forms()[0].notice.text))


def test_at_once_does_not_leave_out_what_was_typed(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "typed")
    form.close()
    desk.forms.book_at_once(desk.fake.rows["a"], Kind.TIME)
    assert len(desk.forms.forms()) == 1
    assert not desk.fake.asked_for(BookCall)


def test_at_once_of_a_call_that_runs_books_when_it_ends(desk: Desk) -> None:
    row = make_row("a", 2, state=TALKING)
    desk.fake.add(row)
    desk.forms.book_at_once(row, Kind.TIME)
    desk.qtbot.waitUntil(lambda: [form.is_armed for form in desk.forms.forms()] == [True])


def test_what_cannot_be_booked_at_once_is_said(desk: Desk) -> None:
    desk.fake.errors[SuggestProjects] = NotFound("the call is gone")
    desk.forms.book_at_once(make_row("a", talk=60), Kind.TIME)
    desk.qtbot.waitUntil(lambda: desk.erred == ["the call is gone"])


def test_what_the_book_remarks_is_said(desk: Desk) -> None:
    made = replace(booking("a", Kind.TIME), remarks=("it overlaps with t4",))
    desk.fake.answers[BookCall] = lambda fake, command: made
    desk.open(make_row("a", talk=60)).book()
    desk.wait_gone()
    assert desk.said == ["Time entry booked: Anna Keller, Keller Treuhand AG\nit overlaps with t4"]


def test_what_waits_for_the_book_is_said(desk: Desk) -> None:
    desk.fake.book_reachable = False
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.keyClick(form.fields.text, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    desk.wait_gone()
    assert desk.said == ["Time entry kept: it is booked as soon as the book can be reached"]


def test_a_row_that_is_asked_for_in_vain_does_no_harm(desk: Desk) -> None:
    form = desk.open(make_row("b", 1, state=TALKING))
    desk.fake.errors[GetRow] = NotFound("there is no call a")
    desk.fake.tell_rows(make_row("b", 1, talk=30, merged_into="a"))
    desk.qtbot.waitUntil(lambda: desk.erred == ["there is no call a"])
    assert form.isVisible()
