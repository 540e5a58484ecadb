"""Days, moments, texts and files as nobody should type them: each is read right, or refused in words."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
import pytest

from calljournal.cli.arguments import Day, Moment
from calljournal.settings import Places
from tests.cli.test_cli import call, done, refused
from tests.engine.booked import add_calls
from tests.zones import computer_in

ENDS = ("0001-01-01", "1969-12-31", "2201-01-01", "9999-12-31")


def moment(text: str) -> datetime:
    read: datetime = Moment().convert(text, None, None)
    return read


def day(text: str) -> date:
    read: date = Day().convert(text, None, None)
    return read


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the computer into the zone that a test names."""
    with computer_in(request.param):
        yield


def in_zone(name: str) -> pytest.MarkDecorator:
    """Have a test run in a zone."""
    return pytest.mark.parametrize("zone", [name], indirect=True)


@pytest.mark.usefixtures("zone")
@in_zone("America/Santiago")
def test_a_day_without_a_midnight() -> None:
    """In Chile clocks are put forward at midnight: it is that day all the same, and begins when it begins."""
    assert day("2026-09-06") == date(2026, 9, 6)
    assert day("2026-09-06T00:30") == date(2026, 9, 6)
    for text in ("2026-09-06", "2026-09-06T00:00"):
        assert moment(text).isoformat() == "2026-09-06T01:00:00-03:00"
    assert moment("2026-09-05").isoformat() == "2026-09-05T00:00:00-04:00"
    assert moment("2026-09-07").isoformat() == "2026-09-07T00:00:00-03:00"


@pytest.mark.usefixtures("zone")
@in_zone("Pacific/Apia")
def test_a_day_that_never_was() -> None:
    """Samoa left out 2011-12-30, to be on the other side of the date line; it is in the calendar all the same."""
    assert day("2011-12-30") == date(2011, 12, 30)


@pytest.mark.usefixtures("zone")
@in_zone("America/Santiago")
def test_calls_go_out_with_their_day_where_it_has_no_midnight() -> None:
    """One late in the evening before is of the day before."""
    for number, at in (("+41 44 000 12 34", "2026-09-05T23:30-04:00"), ("+41 44 000 12 35", "2026-09-06T01:10-03:00")):
        done("journal", "add", "--number", number, "--minutes", "10", "--at", at)
    late = done("export", "calls", "-", "--since", "2026-09-06")
    early = done("export", "calls", "-", "--until", "2026-09-05")
    assert ["440001234" in text for text in (early, late)] == [True, False]
    assert ["440001235" in text for text in (early, late)] == [False, True]


@pytest.mark.parametrize(
    "text", [*ENDS, "-999999999999d", "-" + "9" * 5000 + "h", "9999-12-31T23:59-12:00", "", "2026-02-30"]
)
def test_what_is_no_day_is_refused_in_words(text: str) -> None:
    """Also at the ends of the calendar, where no computer can reckon with zones."""
    for kind in (Day(), Moment()):
        with pytest.raises(click.BadParameter, match=r"is no moment; write|only days from 1970 to 2200"):
            kind.convert(text, None, None)


@pytest.mark.parametrize(
    "words",
    [
        ("unbooked", "--since"),
        ("totals", "--since"),
        ("export", "calls", "-", "--until"),
        ("export", "time", "-", "--since"),
        ("book", "list", "--until"),
        ("book", "lock"),
        ("book", "change", "t1", "--day"),
        ("journal", "add", "--number", "+41 44 000 12 34", "--minutes", "5", "--at"),
        ("timer", "start", "--number", "+41 44 000 12 34", "--at"),
    ],
)
def test_the_ends_of_the_calendar_are_wrong_usage(words: tuple[str, ...]) -> None:
    """Of every command that takes a day or a moment."""
    for end in ENDS:
        result = call(*words, end)
        assert result.exit_code == 2, result.output
        assert "only days from 1970 to 2200 can be named" in result.stderr


def test_bytes_that_are_no_text_are_refused() -> None:
    """Python hands them over as signs that nothing can be done with."""
    typed: list[str | bytes] = [sys.executable, "-m", "calljournal", "book", "time", "last", "--text", b"bad \xff byte"]
    result = subprocess.run(typed, capture_output=True, timeout=50)
    assert result.returncode == 2
    assert b"has bytes that are no UTF-8" in result.stderr
    assert b"Traceback" not in result.stderr


def test_an_answer_that_is_no_text_is_no_yes() -> None:
    """It asks again, until there is nothing more to read."""
    done("projects", "add", "Audit")
    result = call("person", "forget", "+41 44 000 12 34", input=b"\xff\n")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert result.output.count("forget it?") == 2


def test_nobody_asks_for_more_than_can_be_counted() -> None:
    """Databases have an end to their numbers."""
    for command in (("unbooked",), ("journal",), ("export", "list"), ("contacts", "find", "x")):
        assert call(*command, "--limit", "9" * 30).exit_code == 2


def test_what_there_can_be_no_file_of_is_told_in_words(tmp_path: Path) -> None:
    """A name too long, a folder, a device (here a pipe): nothing is marked, and nothing of them is replaced."""
    add_calls(Places.usual(), "a")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for force in ((), ("--force",)):
        for command in (("export", "calls"), ("backup",)):
            assert "File name too long" in refused(*command, str(tmp_path / ("n" * 300)), *force)
        assert refused("export", "calls", str(pipe), *force).endswith("is a folder or a device, and stays; name a file")
        assert "stays" in refused("export", "calls", "", *force)
    assert pipe.is_fifo()
    assert done("export", "list") == "nothing has gone out\n"


def test_an_error_is_one_line_whatever_was_typed(tmp_path: Path) -> None:
    """Nothing of it is obeyed by the terminal."""
    assert "\x1b" not in refused("book", "show", "t1\n\x1b[31m")
    assert str(tmp_path / "a b") in refused("export", "calls", str(tmp_path / "a\nb" / "c.csv"))


def test_our_own_files_are_replaced_by_no_export() -> None:
    """Neither a database nor the settings, however they are named."""
    add_calls(Places.usual(), "a")
    places = Places.usual()
    done("settings", "set", "firm.area", "44")
    for file in (places.data / "journal.db", places.data / "new.csv", places.data / ".." / places.settings_file.name):
        for words in ((), ("--look",)):
            assert "among the program's own files" in refused("export", "calls", str(file), "--force", *words)
    assert "0 calls" not in done("backup", str(places.config / "b.zip"))
