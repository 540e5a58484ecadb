"""What the local book does with booked work beyond the contract: by indexes, once, and over restarts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, Participant, Project
from calljournal.contracts.work import Doing, WorkQuery
from calljournal.crm.local import exports, ties, work
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.worklog import Kind
from tests.contract.crm_suite import NOW, draft
from tests.contract.giving_suite import export
from tests.contract.work_suite import amendment, booked, change
from tests.crm.test_local import table, with_book

DAY = date(2026, 3, 9)

# --- by indexes ------------------------------------------------------------------------------------------------------

QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "one by its id": lambda book: work.work_item(book, "t1"),
    "of a day": lambda book: work.work(book, WorkQuery(since=DAY, until=DAY)),
    "of a day and user": lambda book: work.work(book, WorkQuery(Kind.TIME, since=DAY, until=DAY, user="anna")),
    "of a day and client": lambda book: work.work(book, WorkQuery(since=DAY, until=DAY, client="c1")),
    "of a contact": lambda book: work.work(book, WorkQuery(contact="c1")),
    "of an export": lambda book: exports.exported(book, "x1", "t1", 10),
    "ties": lambda book: ties.ties(book, "c1"),
}
READ_THROUGH = {"users", "w", "entries", "notes"}
"""What may be: a firm has few users, and of what the inner questions gave (w, entries, notes) all is wanted."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_of_work_is_read_through(home: Path, question: str) -> None:
    """What is asked at each call is answered as quickly among a hundred thousand entries as among ten."""

    async def fill(book: LocalBook) -> None:
        await book.add_contacts([Contact("", ContactKind.PERSON, "Anna")])
        await book.add_project(Project("", "Website", "c1", participants=(Participant("c1", "Anna"),)))
        await book.book(draft("k1", contact="c1", project="Website", day=DAY))
        await book.begin_export(export(), WorkQuery())

    with_book(home, fill)
    with closing(sqlite3.connect(home / FILE_NAME)) as connection:
        connection.row_factory = sqlite3.Row
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert QUESTIONS[question](connection) is not None
        connection.set_trace_callback(None)
        steps = [row["detail"] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(step.startswith("SEARCH") and "USING" in step for step in steps)
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step}
    assert scanned <= READ_THROUGH, steps


# --- once ------------------------------------------------------------------------------------------------------------


def test_a_correction_is_made_once_also_after_a_restart(home: Path) -> None:
    """Whoever lost the answer sends the same again, and gets the same."""
    wanted = amendment("t1", Doing.CHANGE, by_entry=True, minutes=6.0)
    answers = []

    async def first(book: LocalBook) -> None:
        await booked(book)
        await book.amend(amendment("t1", Doing.BILL))
        answers.append(await book.amend(wanted))

    async def again(book: LocalBook) -> None:
        answers.append(await book.amend(wanted))
        assert len(await book.work(WorkQuery())) == 3

    with_book(home, first, again)
    assert answers[0] == answers[1]


def test_a_correction_that_fails_leaves_no_half_of_it(home: Path) -> None:
    """Not the reversal alone."""

    async def work_on(book: LocalBook) -> None:
        await booked(book)
        await book.amend(amendment("t1", Doing.BILL))
        with pytest.raises(NotFound):
            await change(book, "t1", by_entry=True, project="nothing like it")
        assert [one.id for one in await book.work(WorkQuery())] == ["t1"]
        assert (await change(book, "t1", by_entry=True, minutes=0.0)).work.id == "t3"  # t2 takes t1 back

    with_book(home, work_on)


def test_nothing_taken_back_is_nothing(home: Path) -> None:
    """Not "-0", which a table would show."""

    async def work_on(book: LocalBook) -> None:
        await booked(book, minutes=0.0, measured_minutes=0.0)
        await book.amend(amendment("t1", Doing.BILL))
        taken_back = await book.amend(amendment("t1", Doing.CANCEL, by_entry=True))
        assert taken_back.reversal is not None
        assert (str(taken_back.reversal.minutes), str(taken_back.reversal.measured_minutes)) == ("0.0", "0.0")
        with pytest.raises(Refused, match=r"takes an earlier entry \(t1\) back"):
            await change(book, "t2", minutes=3.0)

    with_book(home, work_on)


# --- users and service types -----------------------------------------------------------------------------------------


def test_users_are_named_by_id_number_or_name(home: Path) -> None:
    """As people write them; one who is closed is not booked for, but may end what was begun."""

    async def work_on(book: LocalBook) -> None:
        await booked(book, "k1", user="Anna Keller")

    async def look(book: LocalBook) -> None:
        for key, typed in enumerate(["u1", "AK", "ak", "anna keller"]):
            assert (await booked(book, f"a{key}", user=typed, recorded_by="ben")).user == "Anna Keller"
        assert (await booked(book, "own", user="ak")).user == "Anna Keller"
        assert len(await book.work(WorkQuery(user="AK"))) == 6
        assert [user.number for user in await book.users()] == ["AK"]

    async def look_closed(book: LocalBook) -> None:
        with pytest.raises(Refused, match=r"Anna Keller \(u1\) is closed"):
            await book.book(draft("b1", user="ak", recorded_by="ben"))
        with pytest.raises(Refused, match="closed"):
            await book.user("ak", own=True)
        assert (await booked(book, "b2", user="ak", user_id="u1")).user == "Anna Keller"  # what was begun is ended
        assert await book.users() == ()

    with_book(home, work_on)
    _write(home, "UPDATE users SET number = 'AK'")
    with_book(home, look)
    _write(home, "UPDATE users SET open = FALSE")
    with_book(home, look_closed)


def test_a_closed_service_type_stays_in_old_work_only(home: Path) -> None:
    """It is not offered, not taken and not changed to; where all are closed, words say so."""

    async def work_on(book: LocalBook) -> None:
        await book.add_service_type("Advice")
        await booked(book, "k1")

    async def look(book: LocalBook) -> None:
        assert [one.name for one in await book.service_types()] == ["Advice"]
        assert (await book.work(WorkQuery()))[0].service_type_name == "Phone call"
        with pytest.raises(Refused, match=r"Phone call \(s1\) is closed"):
            await book.book(draft("k2", service_type="100"))
        assert (await booked(book, "k2")).service_type_name == "Advice"
        assert (await change(book, "t1", service_type="Advice")).work.service_type_name == "Advice"

    async def look_at_nothing(book: LocalBook) -> None:
        with pytest.raises(Refused, match="all service types are closed"):
            await book.book(draft("k3"))

    with_book(home, work_on)
    _write(home, "UPDATE service_types SET open = FALSE, number = '100' WHERE id = 's1'")
    with_book(home, look)
    _write(home, "UPDATE service_types SET open = FALSE")
    with_book(home, look_at_nothing)


def test_a_cancelled_correction_is_not_named(home: Path) -> None:
    """Whoever tries to correct an entry again is not sent to one that counts no more."""

    async def work_on(book: LocalBook) -> None:
        await booked(book)
        await book.amend(amendment("t1", Doing.BILL))
        instead = (await change(book, "t1", by_entry=True, minutes=3.0)).work
        with pytest.raises(Refused, match=rf"change the one that stands instead \({instead.id}\)"):
            await change(book, "t1", by_entry=True, minutes=4.0)
        await book.amend(amendment(instead.id, Doing.CANCEL))
        with pytest.raises(Refused, match="its call may be booked anew"):
            await change(book, "t1", by_entry=True, minutes=4.0)

    with_book(home, work_on)


# --- beside ----------------------------------------------------------------------------------------------------------


def test_a_project_keeps_what_is_not_said_again(home: Path) -> None:
    """Number, rounding and client by name; and it is found by all of them."""

    async def work_on(book: LocalBook) -> None:
        first = await book.add_project(Project("", "Estate", client_name="Roth", number="A-1", rounding="6 up"))
        assert await book.add_project(Project("", "estate", client_name="Roth")) == replace(first, name="estate")
        assert [one.id for one in await book.projects("roth a-1", None, True)] == [first.id]
        await book.add_project(Project("", "Other", number="A-1"))
        with pytest.raises(Refused, match=r"Roth \(p1\), no client \(p2\)"):
            await book.project("a-1")

    with_book(home, work_on)


def test_an_undone_import_leaves_who_takes_part_in_a_project(home: Path) -> None:
    """As it leaves clients."""

    async def work_on(book: LocalBook) -> None:
        await book.add_contacts([Contact("", ContactKind.PERSON, "Anna")])
        await book.add_project(Project("", "House", participants=(Participant("c1", "Anna", "architect"),)))
        assert "c1" in (await book.undo()).remark
        assert (await book.project("House")).participants == (Participant("c1", "Anna", "architect"),)

    with_book(home, work_on)


def test_what_was_booked_before_there_was_a_history_has_one(home: Path) -> None:
    """By whom and when it was booked; what happens later comes after it."""
    folder = files("calljournal.crm.local") / "migrations"

    async def work_on(book: LocalBook) -> None:
        await booked(book, "k1")

    async def look(book: LocalBook) -> None:
        await change(book, "t1", minutes=6.0)
        first, second = await book.history("t1")
        assert (first.doing, first.by, first.at, first.after) == ("book", "anna", NOW, {})
        assert second.doing == "change"

    with_book(home, work_on)
    sql = (folder / "0004_work.sql").read_text(encoding="utf-8")
    _write(home, "DELETE FROM history", "DELETE FROM counters WHERE prefix = 'h'")
    with closing(sqlite3.connect(home / FILE_NAME)) as connection:
        connection.executescript(sql[sql.index("INSERT INTO history") :])
    with_book(home, look)


def test_what_changes_nothing_leaves_no_line_in_the_history(home: Path) -> None:
    """The same values once more are no change; sent again, the request still undoes nothing that came after it."""
    same = amendment("t1", Doing.CHANGE, text="as before", minutes=6.0)

    async def work_on(book: LocalBook) -> None:
        await booked(book)
        await change(book, "t1", text="as before", minutes=6.0)
        await book.amend(same)
        assert [line.doing for line in await book.history("t1")] == ["book", "change"]
        await change(book, "t1", text="otherwise")
        assert (await book.amend(same)).work.text == "otherwise"
        assert [line.after.get("text") for line in await book.history("t1")][1:] == ["as before", "otherwise"]

    with_book(home, work_on)


def test_the_lock_date_and_the_exports_are_on_the_disk(home: Path) -> None:
    """A restart opens nothing."""

    async def fill(book: LocalBook) -> None:
        await booked(book)
        await book.lock(DAY)
        await book.begin_export(export(), WorkQuery(new=True))

    async def look(book: LocalBook) -> None:
        assert await book.locked() == DAY
        assert [one.id for one in await book.exports(True, 10)] == ["x1"]
        with pytest.raises(Refused, match="activities"):
            await book.begin_export(export("calls"), WorkQuery())

    with_book(home, fill, look)
    assert table(home, "SELECT export, position, work FROM exported") == [(1, 1, "t1")]


def _write(home: Path, *statements: str) -> None:
    """Do with the tables what only a list does through the contract."""
    with closing(sqlite3.connect(home / FILE_NAME)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
