"""Calls controlled from the command line: answered, held, sent on, transferred."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_cli import call, done, refused

SCENARIO = """
at 0 call A from "+41 44 000 12 34" rings 101
at 0 call B from "+41 44 000 12 35" rings 102
"""


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Iterator[dict[str, object]]]:
    """The rows as `calljournal watch --json` prints them; its process is the engine of the other commands."""
    scenario = tmp_path / "test.scenario"
    scenario.write_text(SCENARIO)
    for name, value in (("firm.area", "44"), ("firm.outside", "0"), ("user.owner", "101")):
        done("settings", "set", name, value)
    done("lines", "add", "simulator", "test", "--set", "own=101,102", "--set", f"scenario={scenario}")
    command = [sys.executable, "-m", "calljournal", "watch", "--json"]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert watch.stdout
    yield map(json.loads, watch.stdout)
    watch.send_signal(signal.SIGINT)
    watch.communicate()


def until(rows: Iterator[dict[str, object]], owner: str, state: str) -> dict[str, object]:
    """Wait until the row of an owner is in a state."""
    return next(row for row in rows if (row["owner"], row["state"]) == (owner, state))


def test_a_call_from_its_answer_to_its_transfer(rows: Iterator[dict[str, object]]) -> None:
    """Of two that ring mine is answered; the colleague is asked first, and takes over."""
    entry = str(until(rows, "101", "ringing")["id"])
    until(rows, "102", "ringing")
    assert "nobody is talking" in refused("transfer", "105")
    assert done("answer") == f"answered {entry}\n"
    assert done("hold") == f"on hold {entry}\n"
    assert done("hold", "--off", entry[:8]) == f"taken back {entry}\n"
    assert "--complete" in done("transfer", "--attended", "105")
    assert "is going on" in refused("transfer", "044 000 55 61")
    assert done("transfer", "--cancel") == f"taken back {entry}\n"
    assert "calling 105" in done("transfer", "105", entry, "--attended")
    assert done("transfer", "--complete", entry) == f"transferred {entry}\n"
    ended = next(row for row in rows if (row["id"], row["state"]) == (entry, "ended"))
    assert (ended["outcome"], ended["transferred_to"]) == ("transferred", "105")


def test_what_rings_is_sent_on(rows: Iterator[dict[str, object]]) -> None:
    """To a number as a person writes it; a guess is said."""
    until(rows, "101", "ringing")
    assert done("redirect", "044 000 55 61") == "sent on to 044 000 55 61\n"
    assert until(rows, "101", "ended")["outcome"] == "forwarded"


@pytest.mark.parametrize(
    "words",
    [
        ("transfer",),
        ("transfer", "--complete", "--cancel"),
        ("transfer", "--attended", "--complete", "102"),
        ("transfer", "--complete", "102", "entry"),
        ("redirect",),
    ],
)
def test_wrong_usage(words: tuple[str, ...]) -> None:
    """A transfer needs a number, and is one of its kinds at a time."""
    assert call(*words).exit_code == 2
