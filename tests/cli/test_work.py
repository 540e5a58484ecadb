"""What was booked is listed, shown, changed, cancelled, billed and locked by command."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from calljournal.cli import work
from calljournal.cli.output import work_json
from calljournal.cli.worked import minutes_words
from calljournal.contracts.work import Work
from calljournal.worklog import Kind
from tests.cli.test_cli import call, done, refused
from tests.zones import computer_in

ADDRESSES = "Firma;Vorname;Nachname;Telefon\nKeller AG;Anna;Keller;044/000 12 34\n"


@pytest.fixture
def zurich() -> Iterator[None]:
    """A computer in Zurich."""
    with computer_in("Europe/Zurich"):
        yield


@pytest.fixture
def booked(tmp_path: Path) -> str:
    """A time entry of eleven minutes, rounded to twelve, on one of two projects; gives its id."""
    people = tmp_path / "people.csv"
    people.write_text(ADDRESSES, encoding="utf-8")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.rounding.unit", "6")
    done("settings", "set", "user.name", "anna")
    done("contacts", "import", str(people))
    done("projects", "add", "Weber", "--client", "Keller AG", "--phase", "Trial")
    done("projects", "add", "Huber ./. Frei")
    return book("044 000 12 34", "-3h", 11, "--project", "Weber", "--phase", "Trial", "--text", "the lease")


def book(number: str, at: str, minutes: int, *words: str) -> str:
    """Book a call from the mobile telephone on today; gives the id of the time entry."""
    row = json.loads(done("journal", "add", "--number", number, "--at", at, "--minutes", str(minutes), "--json"))
    return str(json.loads(done("book", "time", row["id"], "--day", "today", *words, "--json"))["id"])


def listed(*words: str) -> list[dict[str, Any]]:
    """Give what `book list` says in JSON."""
    return [json.loads(line) for line in done("book", "list", *words, "--json").splitlines()]


def test_what_was_booked_is_listed_with_its_sums(booked: str) -> None:
    """Today's of mine, a line each; below, what it adds up to per client and project, and in all."""
    book("044 000 12 99", "-2h", 7, "--project", "Huber ./. Frei")
    said = done("book", "list")
    (line,) = [line for line in said.splitlines() if line.startswith(f"{booked} ")]
    for words in ("anna", "Keller AG", "Weber / Trial", "Phone call", "11", "12", "the lease", "open"):
        assert words in line
    assert "Keller AG, Weber / Trial: 12 min (0.20 h), measured 11 min" in said
    assert said.splitlines()[-1] == "in all: 24 min (0.40 h), measured 18 min"
    assert [one["id"] for one in listed("--project", "weber")] == [booked]
    assert [one["id"] for one in listed("--project", "p1", "--since", "-3d", "--until", "today")] == [booked]
    assert done("book", "list", "--since", "-5d", "--until", "-4d") == "nothing is booked\n"
    assert done("book", "list", "--user", "ben") == "nothing is booked\n"
    assert len(listed("--user", "all", "--new")) == 2
    assert "did you mean Weber (p1)?" in refused("book", "list", "--project", "web")
    assert call("book", "list", "--since", "soon").exit_code == 2


def test_a_long_list_is_asked_for_in_pages(booked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left out, and none told twice."""
    book("044 000 12 99", "-2h", 7)
    monkeypatch.setattr(work, "PAGE", 1)
    assert [one["id"] for one in listed()] == [booked, "t2"]


def test_a_time_entry_in_json(booked: str) -> None:
    """All of it, with the names of what belongs to it."""
    (one,) = listed()
    assert (one["kind"], one["state"], one["minutes"], one["measured_minutes"]) == ("time", "open", 12.0, 11.0)
    assert (one["user"], one["recorded_by"], one["by_hand"], one["text"]) == ("anna", "anna", False, "the lease")
    assert (one["client"]["name"], one["contact"]["name"], one["project"]) == (
        "Keller AG",
        "Anna Keller",
        {"id": "p1", "number": "", "name": "Weber"},
    )
    assert (one["phase"]["name"], one["service_type"]["name"]) == ("Trial", "Phone call")
    assert (one["export"], one["corrects"]) == (None, None)


@pytest.mark.usefixtures("zurich")
def test_from_and_to_name_their_offset() -> None:
    """Through the change of the clock: 25 minutes from ten to three, the first time, to a quarter past two."""
    start, end = datetime(2026, 10, 25, 0, 50, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    day = date(2026, 10, 25)
    told = work_json(Work("t1", Kind.TIME, "k", "e", "anna", "anna", day, start, end, 30.0, 25.0, 1500.0))
    assert (told["from"], told["to"]) == ("2026-10-25T02:50:00+02:00", "2026-10-25T02:15:00+01:00")
    assert (told["day"], told["measured_minutes"], told["project"]) == ("2026-10-25", 25.0, None)


def test_an_entry_is_moved_and_its_history_shown(booked: str) -> None:
    """What is different is told with what it was; `show` says who did it, and which call it came from."""
    said = done("book", "change", booked, "--project", "Huber ./. Frei", "--minutes", "18")
    assert said == f"{booked}: project Huber ./. Frei (was Weber / Trial), 18 min (was 12 min)\n"
    said = done("book", "show", booked)
    for words in ("18 min (typed)", "Anna Keller", "11:00", "anna  change  project Weber -> Huber ./. Frei"):
        assert words in said
    told = json.loads(done("book", "show", booked, "--json"))
    assert [(one["doing"], one["by"]) for one in told["history"]] == [("book", "anna"), ("change", "anna")]
    assert told["history"][1]["after"]["minutes"] == "18"
    assert [row["id"] for row in told["calls"]] == [told["entry"]]
    told = json.loads(done("book", "change", booked, "--text", "", "--day", "2026-03-09", "--json"))
    assert (told["work"]["text"], told["work"]["day"], told["reversal"]) == ("", "2026-03-09", None)
    assert done("book", "change", booked, "--text", "") == f"{booked}: nothing is different\n"
    assert "book list" in refused("book", "change", "t99", "--text", "x")
    assert call("book", "change", booked).exit_code == 2


def test_a_cancelled_entry_is_asked_for_and_frees_its_call(booked: str) -> None:
    """It is shown before; without a yes nothing is done; afterwards the call waits again."""
    result = call("book", "cancel", booked, input="n\n")
    assert result.exit_code == 1
    assert "the lease" in result.stderr
    assert listed()[0]["state"] == "open"
    assert done("book", "cancel", booked, "--yes") == f"{booked} is cancelled; its call may be booked anew\n"
    assert listed() == []
    assert [one["state"] for one in listed("--all")] == ["cancelled"]
    assert done("book", "list", "--all").splitlines()[-1] == "in all: 0 min (0.00 h), measured 0 min"
    assert len(done("unbooked", "--json").splitlines()) == 1
    assert "is cancelled" in refused("book", "cancel", booked, "--yes")


def test_what_is_billed_or_locked_is_corrected_by_entries(booked: str) -> None:
    """The refusal says how; what is done then is told in one line."""
    assert done("book", "billed", booked) == f"{booked}: state billed (was open)\n"
    assert "--correct" in refused("book", "change", booked, "--project", "Huber ./. Frei")
    said = done("book", "change", booked, "--project", "Huber ./. Frei", "--correct")
    assert (
        said
        == f"{booked} is taken back by t2 (-12 min); t3 stands instead: project Huber ./. Frei (was Weber / Trial)\n"
    )
    assert done("book", "lock", "today").startswith("the book is closed up to and with 20")
    assert "lock date" in refused("book", "cancel", "t3", "--yes")
    told = json.loads(done("book", "cancel", "t3", "--yes", "--correct", "--json"))
    assert (told["work"]["id"], told["reversal"]["corrects"], told["reversal"]["minutes"]) == ("t3", "t3", -12.0)
    assert len(done("unbooked", "--json").splitlines()) == 1


def test_what_becomes_of_the_others_is_told(booked: str) -> None:
    """Rounded by the day, an entry that is cancelled leaves its minutes to the next one of the client."""
    done("settings", "set", "firm.rounding.per", "day")
    second, third = (book("044 000 12 34", at, 1, "--project", "Weber") for at in ("-2h", "-1h"))
    told = json.loads(done("book", "cancel", second, "--yes", "--json"))
    (remark,) = told["remarks"]
    assert remark.startswith(f"the entry {third} of ")
    assert remark.endswith(" is billed with 0 min now: it is rounded together with what you changed")
    first, last = done("book", "cancel", booked, "--yes").splitlines()
    assert first == f"{booked} is cancelled; its call may be booked anew"
    assert last.startswith(f"the entry {third} of ")
    assert last.endswith(" is billed with 6 min now: it is rounded together with what you changed")


def test_the_failure_of_one_does_not_stop_the_others(booked: str) -> None:
    """Of several that are named, each is done that can be."""
    said = call("book", "billed", "t99", booked)
    assert said.exit_code == 1
    assert said.stdout == f"{booked}: state billed (was open)\n"
    assert "t99" in said.stderr


def test_the_lock_date_is_said_set_and_taken_back() -> None:
    """Without a day nothing is changed."""
    assert done("book", "lock") == "the book is open\n"
    assert done("book", "lock", "2026-10-31") == "the book is closed up to and with 2026-10-31\n"
    assert json.loads(done("book", "lock", "--json")) == {"locked": "2026-10-31", "waiting": 0, "not_exported": 0}
    assert done("book", "lock", "off") == "the book is open\n"
    assert call("book", "lock", "whenever").exit_code == 2


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(12.0, "12"), (1.5, "1.5"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (-12.0, "-12"), (1200.0, "1200")],
)
def test_minutes_in_words(minutes: float, words: str) -> None:
    """To the hundredth, without what says nothing."""
    assert minutes_words(minutes) == words


def test_what_is_left_behind_a_lock_date_is_told(booked: str) -> None:
    """Calls that wait, and time that went out in no file; what is billed needs none."""
    book("044 000 12 99", "-2h", 7)
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "5")
    done("book", "billed", booked)
    said = done("book", "lock", "today")
    assert "calls up to then that wait to be booked: 1 (`calljournal unbooked`)\n" in said
    assert "time entries up to then that went out in no file: 1 (`calljournal book list" in said
    assert len(done("book", "lock", "2020-01-01").splitlines()) == 1
