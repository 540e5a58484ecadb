"""A person is given out and forgotten on the command line, and what is old is deleted there too."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import call, done, refused
from tests.store.test_forgetting import digits_in

GONE = "deleted: 1 call older than 4 days from which nothing was booked"
PEOPLE = "Firma;Vorname;Nachname;Telefon\n;Anna;Keller;044 000 12 34\n;Beat;Huber;079 000 11 22\n"


@pytest.fixture
def anna(tmp_path: Path) -> str:
    """Anna is in the book, has called, and her call is booked; give her id."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    done("settings", "set", "firm.area", "44")
    done("contacts", "import", str(file))
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10", "--incoming")
    done("book", "time", "last", "--text", "044 000 12 34 is her own")
    found: str = json.loads(done("contacts", "keller", "--json"))["id"]
    return found


def test_a_person_is_given_out_as_json(anna: str) -> None:
    """By number as by contact: one object, for a file."""
    for who in (anna, "044 000 12 34"):
        kept = json.loads(done("person", "export", who))
        assert len(kept["calls"]) == 1
        assert kept["book"]["contacts"][0]["name"] == "Anna Keller"


def test_a_person_is_forgotten_when_one_says_yes(anna: str, home: Path) -> None:
    """First it is shown what goes and what stays; without a yes nothing is done."""
    asked = call("person", "forget", anna, input="n\n")
    assert asked.exit_code == 1
    assert "Anna Keller" in asked.output
    assert "1 call:" in asked.output
    assert "1 booking: they stay" in asked.output
    assert json.loads(done("journal", "--json"))["number"] == "+41440001234"
    gone = call("person", "forget", anna, input="y\n")
    assert gone.exit_code == 0, gone.output
    assert "by its name alone" in gone.output
    assert "elsewhere" in gone.output
    row = json.loads(done("journal", "--json"))
    assert (row["number"], row["match"]["contacts"], row["talk_seconds"]) == (None, [], 600.0)
    assert json.loads(done("book", "list", "--json"))["minutes"] == 10.0
    assert digits_in(home) == []


@pytest.mark.usefixtures("anna")
def test_a_number_is_forgotten_without_being_asked(home: Path) -> None:
    """For a script: `--yes` and JSON."""
    said = json.loads(done("person", "forget", "+41 44 000 12 34", "--yes", "--json"))
    assert any("1 contact" in words for words in said["done"])
    assert digits_in(home) == []
    assert "Huber" in done("contacts", "0790001122")


def test_what_is_no_person_is_refused_in_one_line() -> None:
    """The line says what to type."""
    assert "calljournal contacts" in refused("person", "forget", "nobody", "--yes")
    assert "calljournal contacts" in refused("person", "export", "c12")


def test_what_is_old_is_deleted_on_demand() -> None:
    """Whatever was deleted is said; where nothing was, that too."""
    assert "nothing is old enough" in done("tidy")
    done("settings", "set", "firm.retention.unbooked", "0")
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10", "--at", "-5d")
    assert json.loads(done("tidy", "--json")) == {"done": []}
    assert len(done("journal", "--json").splitlines()) == 1
    done("settings", "set", "firm.retention.unbooked", "4")
    assert done("tidy") == f"{GONE}\n"
    assert done("journal", "--json") == ""


def test_what_a_short_command_deleted_is_said() -> None:
    """Once, on its error stream, for nobody listens while it runs."""
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10", "--at", "-5d")
    done("settings", "set", "firm.retention.unbooked", "4")
    first, second = call("journal"), call("journal")
    assert (first.stderr, second.stderr) == (f"{GONE}\n", "")
    assert second.stdout == "no calls\n"


def test_how_long_has_bounds() -> None:
    """Days and seconds with which nothing can be reckoned are refused, and the words say which are not."""
    for name in ("unbooked", "private", "booked"):
        for days in ("36526", "9" * 20):
            assert "1 to 36525 days" in refused("settings", "set", f"firm.retention.{name}", days)
        done("settings", "set", f"firm.retention.{name}", "36525")
    assert "0 to 86400 seconds" in refused("settings", "set", "firm.shortest", "9" * 20)
    done("settings", "set", "firm.shortest", "86400")
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10", "--at", "-5d")
    assert "nothing is old enough" in done("tidy")
    assert done("unbooked", "--json") == ""


def test_it_is_said_that_a_cancelled_call_is_gone() -> None:
    """It was deleted, as booked calls are after so many days: nothing waits again, and nobody looks for it."""
    for number in ("044 000 12 34", "079 000 11 22"):
        done("journal", "add", "--number", number, "--minutes", "10", "--at", "-5d")
        done("book", "time", "last")
    done("settings", "set", "firm.retention.booked", "1")
    done("tidy")
    gone = "its call is no longer in the journal: there is nothing to book anew"
    assert done("book", "cancel", "t1", "--yes") == f"t1 is cancelled\n{gone}\n"
    done("book", "billed", "t2")
    assert done("book", "cancel", "t2", "--correct", "--yes") == f"t2 is taken back by t3 (-10 min)\n{gone}\n"
