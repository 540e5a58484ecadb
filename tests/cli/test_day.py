"""A lawyer's day, whole: 200 matters from a list, 30 calls (five on the mobile telephone), six-minute units.

At six everything is booked, ignored or private, by a key or two a call; yesterday's wrong matter is found and mended;
the bookkeeper gets a file whose minutes are those of the book.
"""

import asyncio
import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from calljournal.cli.session import with_service
from calljournal.contracts.service import ListRows, Service, WatchLines
from calljournal.matching import MatchKind
from tests.cli.test_cli import call, done, refused

CLIENTS = 20
LINE_CALLS = 25
DAYS = ("--since", "yesterday", "--until", f"{datetime.now().astimezone().date() + timedelta(days=2)}")
"""The calls of the line begin now and last for hours: they may go on into tomorrow, and midnight may come meanwhile."""


def objects(*words: str) -> list[dict[str, Any]]:
    """Type a command with --json, and give the objects it prints."""
    return [json.loads(line) for line in done(*words, "--json").splitlines()]


def number(client: int) -> str:
    """Give the (invented) number of a client."""
    return f"+4144000{5000 + client}"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A lawyer's office: settings, 20 clients, 200 matters of the firm's program."""
    for key, value in (("area", "44"), ("rounding.unit", "6"), ("rounding.how", "up")):
        done("settings", "set", f"firm.{key}", value)
    people = tmp_path / "people.csv"
    names = "".join(f"Mandant {client} AG;{number(client)}\n" for client in range(CLIENTS))
    people.write_text(f"Firma;Telefon\n{names}", encoding="utf-8")
    done("contacts", "import", str(people))
    matters = tmp_path / "akten.csv"
    rows = [f"2026/{one:04};Sache {one};Mandant {one % CLIENTS} AG;laufend" for one in range(200)]
    matters.write_text("Aktennummer;Rubrum;Mandant;Status\n" + "\n".join(rows) + "\n", encoding="cp1252")
    assert "200" in done("projects", "import", str(matters))
    assert len(objects("projects")) == 200
    assert "200 unchanged" in done("projects", "import", str(matters))
    return tmp_path


def day_of_calls(folder: Path) -> None:
    """Have the line see 25 answered calls of two to fourteen minutes and a few missed ones; add five by hand."""
    lines, clock = [], 0
    for one in range(LINE_CALLS):
        seconds = 120 + 31 * one % 720
        lines += [
            f'at {clock} call c{one} from "{number(one % CLIENTS)}" rings 101',
            f"at {clock + 5} c{one} answered by 101",
            f"at {clock + 5 + seconds} c{one} ended by caller",
        ]
        clock += seconds + 60
        if one % 5 == 0:
            lines += [
                f'at {clock} call m{one} from "{number(one)}" rings 101',
                f"at {clock + 20} m{one} ended by caller",
            ]
            clock += 60
    scenario = folder / "day.scenario"
    scenario.write_text("\n".join(lines) + "\n")
    done("lines", "add", "simulator", "day", "--set", "own=101", "--set", f"scenario={scenario}", "--set", "speed=0")
    with_service(_watched)
    for one in range(5):
        words = ("--number", number(one), "--minutes", f"{3 + one}", "--at", f"yesterday {9 + one}:00")
        done("journal", "add", *words)


async def _watched(service: Service) -> None:
    """Watch the line until all its calls are over and looked up."""
    await service.do(WatchLines())
    async with asyncio.timeout(20):
        while True:
            rows = await service.do(ListRows())
            pending = [row for row in rows if row.entry.live or row.match.kind is MatchKind.PENDING]
            if len(rows) >= LINE_CALLS + LINE_CALLS // 5 and not pending:
                return
            await asyncio.sleep(0.05)


def test_the_day_of_a_lawyer(office: Path) -> None:
    """From the list of matters to the bookkeeper's file."""
    day_of_calls(office)
    waiting = objects("unbooked")
    assert len(waiting) == 30
    assert all(one["suggested"] for one in waiting)
    # one key a call and return; two are ignored, one is private, one gets a text
    keys = ["1"] * 30
    keys[3], keys[8], keys[9], keys[12] = "1 Clause 7 of the lease", "i", "i", "v\nv"
    result = call("unbooked", "--review", input="\n".join(keys) + "\n")
    assert result.exit_code == 0, result.output
    assert len("".join(keys)) + len(keys) < 120  # two minutes of work, at one key a second
    assert "0 min not booked" in result.output
    assert objects("unbooked") == []
    rows = objects("journal")
    spoken = sum(row["talk_seconds"] + row["held_seconds"] for row in rows)
    totals = objects("totals", *DAYS)
    assert sum(one["spoken"] for one in totals) == pytest.approx(spoken)
    assert sum(one["booked"] + one["ignored"] + one["private"] for one in totals) == pytest.approx(spoken)
    booked = objects("book", "list", *DAYS)
    assert len(booked) == 27
    assert all(one["minutes"] % 6 == 0 and one["minutes"] >= one["measured_minutes"] for one in booked)
    # yesterday's wrong matter
    wrong = next(one for one in booked if one["text"] == "Clause 7 of the lease")
    done("book", "change", wrong["id"], "--project", "2026/0123")
    mended = next(one for one in objects("book", "list", *DAYS) if one["id"] == wrong["id"])
    assert (mended["project"]["number"], mended["minutes"]) == ("2026/0123", wrong["minutes"])
    assert wrong["project"]["name"] in done("book", "show", wrong["id"])
    # the bookkeeper
    columns = "columns=date,user,project_number=Akte,from,to,measured_minutes,billed_minutes=Minuten,text,entry_id"
    done("export", "profile", "set", "firm", "separator=;", "decimal=,", "date=%d.%m.%Y", "encoding=cp1252", columns)
    file = office / "stunden.csv"
    done("export", "time", str(file), *DAYS, "--new", "--profile", "firm")
    with file.open(encoding="cp1252", newline="") as opened:
        out = list(csv.DictReader(opened, delimiter=";"))
    assert [row["entry_id"] for row in out] == [one["id"] for one in objects("book", "list", *DAYS)]
    minutes = [float(row["Minuten"].replace(",", ".")) for row in out]
    assert sum(minutes) == sum(one["minutes"] for one in booked)
    assert {row["Akte"] for row in out if row["entry_id"] == wrong["id"]} == {"2026/0123"}
    refused("export", "time", str(office / "rest.csv"), "--new")  # nothing is left
    assert "--correct" in refused("book", "change", wrong["id"], "--minutes", "6")
