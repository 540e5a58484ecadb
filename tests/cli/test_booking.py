"""The end of the day on the command line: what waits, one by one, and what the day adds up to."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import call, done, refused

PEOPLE = (
    "Firma;Vorname;Nachname;Telefon\n"
    "Keller AG;Anna;Keller;044/000 12 34\n"
    "Keller AG;Beat;Frei;044/000 12 35\n"
    ";Max;Huber;079/000 11 22\n"
)


@pytest.fixture
def firm(tmp_path: Path) -> None:
    """People, two projects, six-minute units."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.rounding.unit", "6")
    done("contacts", "import", str(file))
    done("projects", "add", "Audit", "--client", "Anna Keller")
    done("projects", "add", "Lease", "--client", "Max Huber")
    done("projects", "add", "Will", "--client", "Max Huber")


def spoke(number: str, minutes: int, at: str) -> str:
    """Have talked yesterday; give the row's id."""
    words = ("journal", "add", "--number", number, "--minutes", str(minutes), "--at", f"yesterday {at}", "--json")
    added: str = json.loads(done(*words))["id"]
    return added


def waiting() -> list[dict[str, object]]:
    """Give what waits."""
    return [json.loads(line) for line in done("unbooked", "--json").splitlines()]


@pytest.mark.usefixtures("firm")
def test_what_waits_is_listed_with_its_likeliest_project() -> None:
    """As a table for people, as JSON for programs; nothing is chosen where it is not clear."""
    spoke("044 000 12 34", 8, "10:00")
    spoke("079 000 11 22", 3, "11:00")
    text = done("unbooked")
    assert "Anna Keller, Keller AG" in text
    assert "not booked" in text
    anna, max_ = waiting()
    assert (anna["measured_minutes"], anna["minutes"]) == (8.0, 12.0)
    assert [one["name"] for one in max_["suggested"]] == ["Lease", "Will"]  # type: ignore[attr-defined]
    assert not any(one["clear"] for one in max_["suggested"])  # type: ignore[attr-defined]
    totals = [json.loads(line) for line in done("totals", "--since", "yesterday", "--json").splitlines()]
    assert sum(one["waiting"] for one in totals) == 11 * 60
    assert "Keller AG" in done("totals", "--since", "yesterday")


@pytest.mark.usefixtures("firm")
def test_several_calls_are_booked_at_once() -> None:
    """Each is one entry; the failure of one does not stop the others, and is told."""
    first, second = spoke("044 000 12 34", 8, "10:00"), spoke("044 000 12 35", 3, "11:00")
    done("book", "time", first, second, "--project", "Audit", "--text", "Accounts")
    assert waiting() == []
    third = spoke("079 000 11 22", 3, "12:00")
    words = refused("book", "time", first, third, "--project", "Lease")
    assert "--again" in words
    assert first in words
    assert waiting() == []


@pytest.mark.usefixtures("firm")
def test_merged_split_and_ignored() -> None:
    """What else may become of a call."""
    calls = [
        spoke(who, 4, at) for who, at in (("0440001234", "9:00"), ("0440001235", "10:00"), ("0790001122", "11:00"))
    ]
    assert "--yes" in refused("merge", calls[0], calls[2])
    assert "(2 calls)" in done("merge", calls[0], calls[1])
    assert len(waiting()) == 2
    done("merge", calls[1], "--out")
    assert len(waiting()) == 3
    assert "ignored" in done("ignore", calls[0])
    assert "waits again" in done("ignore", calls[0], "--off")
    assert call("split", calls[2], "1=Lease", "3").exit_code == 2
    assert "add up" in refused("split", calls[2], "1=Lease", "5=Will")
    done("split", calls[2], "1,5=Lease", "rest=Will")
    assert len(waiting()) == 2
    assert "2 at least" not in done("private", calls[0])
    assert len(waiting()) == 1
