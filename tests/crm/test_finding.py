"""How the local book finds callers: by indexes alone, numbers written long ago included."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.crm.local import finding
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.matching import Candidate, ContactKind
from tests.crm.test_local import with_book

QUESTIONS: dict[str, Callable[[sqlite3.Connection], tuple[Candidate, ...]]] = {
    "find": lambda book: finding.find(book, ["+41440001234", "+41440001235"], "b"),
    "find_switchboards": lambda book: finding.find_switchboards(book, ["+41440001200"], ["+493012345"], "b"),
    "find_switchboards, numbers": lambda book: finding.find_switchboards(book, ["+41440001200"], [], "b"),
    "find_switchboards, trunks": lambda book: finding.find_switchboards(book, [], ["+493012345"], "b"),
    "find_ending, short": lambda book: finding.find_ending(book, "123456", True, "b"),
    "find_ending": lambda book: finding.find_ending(book, "440001234", False, "b"),
    "find_ending, all": lambda book: finding.find_ending(book, "440001234", True, "b"),
    "people": lambda book: finding.people(book, "c1", 50, "b"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_from_an_index(home: Path, question: str) -> None:
    """A caller is found as quickly among a million numbers as among ten."""

    async def nothing(_: LocalBook) -> None: ...

    with_book(home, nothing)
    connection = sqlite3.connect(home / FILE_NAME)
    connection.row_factory = sqlite3.Row
    asked: list[str] = []
    try:
        connection.set_trace_callback(asked.append)
        assert QUESTIONS[question](connection) == ()
        connection.set_trace_callback(None)
        (sql,) = asked
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    finally:
        connection.close()
    assert any("USING INDEX" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN")]
    if "ending" in question:
        assert sum("means_by_ending (readable=? AND reversed" in step for step in steps) == 2, steps


def test_numbers_of_an_older_book_are_found_by_the_new_rules(home: Path) -> None:
    """A book that was written before there were switchboards is read anew when it is opened."""

    async def fill(book: LocalBook) -> None:
        typed = {"Firm": "+49 30 12345-0", "Odd": "*21*0440001234#"}
        new = [Contact("", ContactKind.PERSON, name, means=(Means(MeansKind.PHONE, typed[name]),)) for name in typed]
        await book.add_contacts(new)

    async def look(book: LocalBook) -> None:
        (firm,) = await book.find_switchboards((), ("+493012345",))
        assert (firm.name, firm.number, firm.trunk) == ("Firm", "+4930123450", "+493012345")
        (odd,) = await book.find_ending("40001234", readable=False)
        assert (odd.name, odd.number, odd.typed) == ("Odd", None, "*21*0440001234#")

    with_book(home, fill, look)
    connection = sqlite3.connect(home / FILE_NAME)
    try:
        connection.execute("UPDATE means SET trunk = NULL, switchboard = FALSE, readable = FALSE, reversed = NULL")
        migration = (files("calljournal.crm.local") / "migrations" / "0002_finding.sql").read_text(encoding="utf-8")
        (forget,) = [line for line in migration.splitlines() if line.startswith("DELETE")]
        connection.execute(forget.partition("--")[0])
        connection.commit()
    finally:
        connection.close()
    with_book(home, look)


def test_very_many_numbers_with_one_ending_say_nothing(home: Path) -> None:
    """No more of them are given than anybody could look through."""

    async def work(book: LocalBook) -> None:
        many = [
            Contact("", ContactKind.PERSON, f"P{at}", means=(Means(MeansKind.PHONE, f"*{at}0001234"),))
            for at in range(100, 200)
        ]
        await book.add_contacts(many)
        assert len(await book.find_ending("0001234", readable=False)) == 0  # four digits without the zeros
        assert len(await book.find_ending("990001234", readable=False)) == 1
        await book.add_contacts(
            [
                Contact("", ContactKind.PERSON, f"Q{at}", means=(Means(MeansKind.PHONE, f"*{at}5550001234"),))
                for at in range(100, 200)
            ]
        )
        assert len(await book.find_ending("5550001234", readable=False)) == finding.MOST_ALIKE

    with_book(home, work)
