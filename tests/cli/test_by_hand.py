"""Calls added and timed by hand from the command line, as people type their moments."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from calljournal.cli.arguments import Moment
from tests.cli.test_cli import call, done, people, refused

__all__ = ["people"]


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done(*words).splitlines()]


@pytest.fixture(autouse=True)
def zurich() -> None:
    done("settings", "set", "firm.area", "44")


def test_a_call_from_the_mobile_telephone(people: Path) -> None:
    """Added, listed and told apart from one that is there already."""
    done("contacts", "import", str(people))
    line = done("journal", "add", "--number", "044 000 12 34", "--minutes", "12,5", "--at", "-20m", "--incoming")
    assert [part.strip() for part in line.split("  ")[2:8]] == [
        "in",
        "mobile",
        "044/000 12 34",
        "Anna Keller, Keller AG",
        "answered",
        "12:30",
    ]
    (row,) = rows("journal", "--json")
    assert (row["line"], row["number"], row["talk_seconds"]) == ("manual", "+41440001234", 750.0)
    same = ("journal", "add", "--number", "044 000 12 34", "--minutes", "9", "--at", "-18m")
    assert "add --again" in refused(*same)
    (again,) = rows(*same, "--again", "--json")
    assert [one["id"] for one in rows("journal", "--json")] == [again["id"], row["id"]]
    assert call("journal", "add", "--number", "044 000 12 34").exit_code == 2  # how long?
    for odd in ("1:05", "-5", "nan", "inf", "1e9", "9" * 400, ""):
        assert call("journal", "add", f"--minutes={odd}").exit_code == 2, odd


def test_the_timer(people: Path) -> None:
    done("contacts", "import", str(people))
    assert done("timer") == done("timer", "show") == "no timer runs\n"
    assert "`calljournal timer start`" in refused("timer", "stop")
    (started,) = rows("timer", "start", "--contact", "c1", "--at", "-10m", "--json")
    (shown,) = rows("timer", "--json")
    assert (shown["id"], shown["state"]) == (started["id"], "talking")
    assert 600 <= shown["talk_seconds"] < 700
    assert "10:0" in done("timer", "show")
    assert "timer stop" in refused("hangup")
    assert "answered" in done("timer", "stop", started["id"][:8])
    assert done("timer") == "no timer runs\n"


def test_a_call_with_somebody_is_assigned(people: Path) -> None:
    """It has no number, so it is said of this call alone."""
    done("contacts", "import", str(people))
    (row,) = rows("journal", "add", "--minutes", "3", "--json")
    assert done("assign", "last", "c2") == "no number: Anna Keller\n"
    assert rows("journal", "--json")[0]["match"]["reason"] == "chosen"
    assert done("assign", row["id"], "--forget") == "no number: not certain who (unavailable)\n"


def test_the_journal_is_listed_without_a_word() -> None:
    assert done("journal") == done("journal", "--limit", "5") == "no calls\n"


@pytest.mark.parametrize(
    ("typed", "days_ago", "clock"),
    [
        ("today", 0, "00:00"),
        ("yesterday", 1, "00:00"),
        ("14:30", 0, "14:30"),
        ("8:05", 0, "08:05"),
        ("Yesterday 14:30", 1, "14:30"),
        ("today 23:59", 0, "23:59"),
    ],
)
def test_moments_as_people_type_them(typed: str, days_ago: int, clock: str) -> None:
    before = datetime.now().astimezone().date()
    moment = Moment().convert(typed, None, None)
    after = datetime.now().astimezone().date()
    assert moment.tzinfo is not None
    assert moment.date() + timedelta(days=days_ago) in (before, after)  # the test may run over midnight
    assert f"{moment:%H:%M}" == clock


@pytest.mark.parametrize("typed", ["", "25:00", "14:60", "yesterday 1430", "tomorrow", "14:30:00 yesterday"])
def test_what_is_no_moment(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is no moment; write 2026-03-09"):
        Moment().convert(typed, None, None)
