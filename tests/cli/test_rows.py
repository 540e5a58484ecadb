"""The rows of the journal on the command line: looked for, noted on, deleted, private for good."""

import json

import pytest

from tests.cli.test_booking import spoke
from tests.cli.test_cli import call, done, refused


@pytest.fixture(autouse=True)
def firm() -> None:
    """A firm in Zurich."""
    done("settings", "set", "firm.area", "44")


def listed(*words: str) -> list[str]:
    """Give the ids of the rows that are listed."""
    return [json.loads(line)["id"] for line in done("journal", *words, "--json").splitlines()]


def test_rows_are_looked_for_and_counted() -> None:
    """By words in number, names and note at once, by direction, page by page."""
    first, second = spoke("044 000 12 34", 3, "9:00"), spoke("044 000 12 35", 3, "10:00")
    spoke("044 000 12 36", 3, "11:00")
    noted = json.loads(done("journal", "note", second[:8], "wants the façade", "--json"))
    assert (noted["id"], noted["note"]) == (second, "wants the façade")
    assert listed("--text", "FACADE") == [second]
    assert listed("--text", "044 000 12 34") == [first]
    assert listed("--direction", "incoming") == []
    assert listed("--contact", "c1") == []
    assert listed("--limit", "1", "--offset", "1") == [second]
    assert listed("--offset", "2") == [first]
    assert done("journal", "--count") == "3 calls\n"
    assert json.loads(done("journal", "--count", "--text", "facade", "--json")) == {"count": 1}
    assert "no note" in done("journal", "note", second, "")
    assert listed("--text", "façade") == []
    assert "last of the day" in done("journal", "note", "last", "last of the day")


def test_rows_are_deleted_when_one_says_yes() -> None:
    """First they are shown; booked time stays booked."""
    first, second = spoke("044 000 12 34", 3, "9:00"), spoke("044 000 12 35", 3, "10:00")
    done("book", "time", first)
    asked = call("journal", "delete", first[:8], second, input="n\n")
    assert asked.exit_code == 1
    assert "delete 2 calls?" in asked.output
    assert "044 000 12 34" in asked.output
    assert listed() == [second, first]
    assert json.loads(done("journal", "delete", first, first[:8], "--yes", "--json")) == {"deleted": 1}
    assert listed() == [second]
    assert json.loads(done("book", "list", "--since", "yesterday", "--json"))["minutes"] == 3.0
    assert "no journal entry" in refused("journal", "delete", first, second, "--yes")
    assert done("journal", "delete", "last", "--yes") == "deleted: 1 call\n"
    assert listed() == []


def test_a_call_that_lasts_is_not_deleted() -> None:
    """It says so in one line."""
    done("timer", "start", "--number", "044 000 12 34")
    (entry,) = listed()
    assert "still lasts" in refused("journal", "delete", entry, "--yes")


def test_a_number_is_private_for_good() -> None:
    """Named by a call or written out: those of before and those to come, until that is taken back."""
    first, other = spoke("044 000 12 34", 3, "9:00"), spoke("044 000 12 35", 3, "10:00")
    assert "1 call of before" in done("private", "--number", first[:8])
    assert done("private", "list").startswith("044 000 12 34  since 2")
    again = spoke("044 000 12 34", 3, "11:00")
    rows = {row["id"]: row for row in map(json.loads, done("journal", "--json").splitlines())}
    assert {name: (row["private"], row["number"]) for name, row in rows.items()} == {
        first: (True, None),
        again: (True, None),
        other: (False, "+41440001235"),
    }
    assert json.loads(done("private", "--number", "+41 44 000 12 35", "--json")) == {"private": [other]}
    numbers = [json.loads(line)["number"] for line in done("private", "list", "--json").splitlines()]
    assert numbers == ["+41440001235", "+41440001234"]
    assert "shown again" in done("private", "--number", "0440001234", "--off")
    assert "not private" in refused("private", "--number", "0440001234", "--off")
    done("private", "--number", "+41440001235", "--off")
    assert done("private", "list") == "no number is private for good\n"
    assert "no number" in refused("private", "--number", first)


def test_who_is_forgotten_is_private_no_more() -> None:
    """It is said before one says yes."""
    done("private", "--number", "044 000 12 34")
    asked = call("person", "forget", "044 000 12 34", input="y\n")
    assert asked.exit_code == 0, asked.output
    assert asked.output.index("private for good") < asked.output.index("forget it?")
    assert done("private", "list") == "no number is private for good\n"


def test_single_calls_are_private_as_before() -> None:
    """Several at once, by id or `last`."""
    first = spoke("044 000 12 34", 3, "9:00")
    spoke("044 000 12 35", 3, "10:00")
    assert done("private", first, "last").count("private: ") == 2
    assert {json.loads(line)["private"] for line in done("journal", "--json").splitlines()} == {True}


@pytest.mark.parametrize("words", [[], ["abc", "--number", "044 000 12 34"], ["abc", "--off"], ["list", "--off"]])
def test_what_makes_no_sense_together_is_said(words: list[str]) -> None:
    """As wrong usage, with what to write."""
    wrong = call("private", *words)
    assert wrong.exit_code == 2
    assert "private list" in wrong.output
