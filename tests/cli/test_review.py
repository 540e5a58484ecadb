"""The end of the day on the command line: what waits, one call after the other, a key or two for each."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from calljournal.cli.review import Review
from calljournal.contracts.command import Answer, Command
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import AddContacts, Service, WatchLines
from calljournal.contracts.work_commands import IgnoreCall, MergeCalls
from calljournal.engine import Engine
from calljournal.errors import CallJournalError, EngineEnded, Unreachable
from calljournal.matching import ContactKind
from tests.cli.test_booking import spoke, waiting
from tests.cli.test_cli import call, done
from tests.engine.conftest import Lab, settled, until

ANNA, BEAT, HUBERS = "0440001234", "0440001235", "0790001122"

PEOPLE = (
    "Firma;Vorname;Nachname;Telefon\n"
    "Keller AG;Anna;Keller;044/000 12 34\n"
    "Keller AG;Beat;Frei;044/000 12 35\n"
    ";Max;Huber;079/000 11 22\n"
    ";Moritz;Huber;079/000 11 22\n"
)


@pytest.fixture(autouse=True)
def firm(tmp_path: Path) -> None:
    """People, of whom two share a number; some projects; six-minute units."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.outside", "0")
    done("settings", "set", "firm.rounding.unit", "6")
    done("contacts", "import", str(file))
    done("projects", "add", "Audit", "--client", "Anna Keller", "--phase", "Draft", "--phase", "Hearing")
    done("projects", "add", "Lease", "--client", "Max Huber")


def reviewed(*keys: str) -> str:
    """Go through what waits with these answers; give what was said."""
    result = call("unbooked", "--review", input="\n".join(keys) + "\n")
    assert result.exit_code == 0, result.output
    return result.output


def booked() -> list[dict[str, Any]]:
    """Give what was booked."""
    return [json.loads(line) for line in done("book", "list", "--since", "-30d", "--json").splitlines()]


def test_a_key_or_two_for_each_call() -> None:
    """A project with a text, another project, minutes by hand, nothing to book, private, merged, later."""
    for minute in range(9):
        spoke((ANNA, BEAT, ANNA)[minute % 3], 3 + minute, f"9:{minute * 5:02}")
    said = reviewed(
        *("m", "1 Accounts"),  # 9:00 with 9:05, of the same client
        *("?", "/lease", "1 Clause 7"),  # 9:10 on another project than the first
        "i",  # 9:15
        *("v", "v"),  # 9:20
        "",  # 9:25, later
        *("=10", "1"),  # 9:30
        *("nonsense", "b"),  # 9:35
        "q",  # 9:40, and 9:25
    )
    assert "2 calls, 7 min together" in said
    assert "t2: Lease, 6 min (5 measured): Clause 7" in said
    assert said.endswith(
        "today 0 min on the phone, 0 min booked, 0 min not booked, and 19 min of days before wait: 2 calls left\n"
    )
    assert [str(one["from"])[11:16] for one in waiting()] == ["09:25", "09:40"]
    assert [(one["project"] and one["project"]["name"], one["minutes"]) for one in booked()] == [
        ("Audit", 12.0),
        ("Lease", 6.0),
        ("Lease", 10.0),  # the one booked last comes first
        (None, 12.0),
    ]
    rows = [json.loads(line) for line in done("journal", "--json").splitlines()]
    assert [row["private"] for row in rows].count(True) == [row["ignored"] for row in rows].count(True) == 1


def test_it_ends_where_nothing_waits() -> None:
    """It says what the day adds up to, and asks nothing; so it does at the end of the input (Ctrl-D)."""
    assert reviewed().startswith("today 0 min")
    spoke(ANNA, 3, "9:00")
    assert call("unbooked", "--review", input="").output.endswith("and 3 min of days before wait: 1 call left\n")
    assert call("unbooked", "--review", input="q").output.endswith("1 call left\n")


def test_a_phase_is_booked_by_its_place() -> None:
    """Those that are open stand below their project."""
    spoke(ANNA, 3, "9:00")
    said = reviewed("1.3", "1.0", "7", "1.2 Witnesses", "q")
    assert "1.1 Draft  1.2 Hearing\n" in said
    assert "Audit has no phase 3 that is open" in said
    assert "there is no project 7 here" in said
    assert "t1: Audit / Hearing, 6 min (3 measured): Witnesses" in said
    assert [one["phase"]["name"] for one in booked()] == ["Hearing"]


def test_what_was_done_is_taken_back() -> None:
    """The latest first: a merge of what was merged before, a booking, an ignored call; but nothing that is for good."""
    for at in ("9:00", "9:05", "9:10", "9:15"):
        spoke(ANNA, 3, at)
    assert "nothing was done yet" in reviewed("u", "q")
    pair = [one["entries"][0] for one in waiting()[2:]]  # type: ignore[index]
    done("merge", *pair)
    before = waiting()
    said = reviewed("m", "m", "1", "u", "u", "i", "u", "u", "q")
    assert "4 calls, 12 min together" in said
    assert "taken back: t1: Audit, 12 min" in said
    assert "taken back: ignored: 09:00, Anna Keller, Keller AG" in said
    assert waiting() == before
    said = reviewed("i", "v", "v", "u", "u", "q")
    assert "this cannot be taken back here: private: the call of 09:05" in said
    assert len(waiting()) == len(before) - 1


def test_private_needs_to_be_said_twice() -> None:
    """Number and name go for good, by a key beside others."""
    spoke(ANNA, 3, "9:00")
    assert "v again" in reviewed("v", "", "q")
    for between in ("=7", "?", "u"):
        assert "v again" in reviewed("v", between, "v", "q")
    assert waiting()[0]["contact_name"] == "Anna Keller"
    assert "private: the call of 09:00" in reviewed("v", "v")


def test_a_confirmation_is_of_the_same_answer(home: Path) -> None:
    """What is not certain is asked in the words of the review; another answer is no confirmation."""
    lab = Lab(home)
    lab.plays('at 0 call A from "+49 30 12345-678" rings 101\nat 1 A answered by 101\n', speed=100)

    async def first(engine: Engine) -> None:
        firm = Contact("", ContactKind.COMPANY, "Donau GmbH", means=(Means(MeansKind.PHONE, "+49 30 12345-0"),))
        await engine.do(AddContacts((firm,)))
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            await until(changes, lambda row: row.entry.state == "talking")

    async def then(engine: Engine) -> None:
        await engine.do(WatchLines())
        await settled(engine, 1)

    lab.run(first)
    lab.plays("")
    lab.run(then)
    done("settings", "set", "firm.shortest", "0")
    said = reviewed("b one", "b two", "q")
    assert "@1  Donau GmbH" in said
    assert said.count("Donau GmbH is only likely (same switchboard, extension 678); say the same once more") == 2
    assert "--" not in said
    assert booked() == []
    said = reviewed("@1", "b one", "q", "b two")
    assert "the end of the call was not seen: say how long it was with =MIN, or say the same once more" in said
    assert "--" not in said
    assert booked() == []
    reviewed("b one", "b two", "b two")
    assert [one["text"] for one in booked()] == ["two"]


def test_merging_what_was_merged_of_several_clients_is_confirmed() -> None:
    """`m` once more does it; calls of which nobody knows with whom they were are not with the same client."""
    entries = [spoke(number, 3, at) for number, at in ((ANNA, "9:00"), (HUBERS, "9:05"), (BEAT, "9:10"))]
    done("merge", *entries[:2], "--yes")
    said = reviewed("m", "", "q")
    assert "not with one client" in said
    assert "say the same once more to merge" in said
    assert "3 calls, 9 min together" in reviewed("m", "m", "i")
    for at in ("10:00", "10:05"):
        done("journal", "add", "--minutes", "3", "--at", f"yesterday {at}")
    assert "no other call that waits is with the same client" in reviewed("m", "q")


def test_projects_are_looked_for(tmp_path: Path) -> None:
    """With number and client; the best hits first, and how many more there are; `/` alone goes back."""
    file = tmp_path / "projects.csv"
    many = [f"9{one:03};Various {one};;" for one in range(12)]
    lines = ["Nummer;Name;Kunde;", "12-471;Rent;Max Huber;", "47;Rent;Keller AG;", "5;471 Rents;;", *many]
    file.write_text("\n".join(lines), encoding="utf-8")
    done("projects", "import", str(file))
    spoke(ANNA, 3, "9:00")
    _, hits, back, more, none, _ = reviewed("/47", "/", "/various", "/nowhere", "q").split("> ")
    assert [line.strip() for line in hits.splitlines()] == [
        "1  47 Rent (client Keller AG)",
        "2  5 471 Rents",
        "3  12-471 Rent (client Max Huber)",
    ]
    assert "Audit (open project of Anna Keller)" in back
    assert more.endswith("and 3 more: add a word\n")
    assert "no open project has 'nowhere'" in none


def test_who_it_was_is_said() -> None:
    """One of those who have the number, or anybody; what is suggested is theirs, and so is what is booked."""
    spoke(HUBERS, 3, "9:00")
    said = reviewed("b", "/audit", "1", "@1", "1 Rent", "q")
    assert "@1  Max Huber" in said
    assert "@2  Moritz Huber" in said
    assert said.count("say who it was first") == 2
    assert "it was Max Huber" in said
    assert "1  p2 Lease (open project of Max Huber)" in said
    spoke("0440009999", 3, "10:00")
    said = reviewed("@nobody", "@keller", "@2", "@", "@frei", "b", "q")
    assert "nothing is suggested: /WORDS looks for a project, @WORDS says who it was" in said
    assert "no contact has 'nobody'" in said
    assert "@1  Anna Keller, Keller AG" in said
    assert "it was Beat Frei, Keller AG" in said
    assert [one["contact"]["name"] for one in booked()] == ["Max Huber", "Beat Frei"]


def test_last_is_what_was_added_last() -> None:
    """However early it was; of calls that nobody added, the one that ended last."""
    spoke(ANNA, 3, "15:00")
    early = spoke(BEAT, 4, "9:00")
    done("ignore", "last")
    assert [one["entries"] for one in waiting() if early in one["entries"]] == []  # type: ignore[operator]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal is a thing of POSIX")
@pytest.mark.parametrize("terminal", [True, False])
def test_ctrl_c_ends_it_at_once(terminal: bool) -> None:
    """Nobody has to press Enter first; what the day adds up to is said, and what was typed before is done."""
    spoke(ANNA, 3, "9:00")
    spoke(BEAT, 3, "9:10")
    ours, theirs = os.openpty() if terminal else os.pipe()[::-1]
    review = subprocess.Popen(
        [sys.executable, "-m", "calljournal", "unbooked", "--review"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert review.stdout is not None
        os.write(ours, b"i\n")
        said = b""
        while said.count(b"> ") < 2:
            said += os.read(review.stdout.fileno(), 1000)
        os.write(ours, b"half an ans")
        review.send_signal(signal.SIGINT)
        rest, errors = review.communicate(timeout=50)
    finally:
        review.kill()
        review.wait()
        os.close(ours)
        os.close(theirs)
    assert review.returncode == 130
    assert rest.endswith(b"1 call left\n")
    assert errors == b""
    assert len(waiting()) == 1


def test_it_goes_on_where_another_engine_takes_over(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was left for later is not asked again, what the engine has not done any more is."""
    later = spoke(ANNA, 3, "9:00")
    spoke(BEAT, 3, "9:10")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\ni\ni\n")))
    review = Review(None, None)

    async def work(engine: Engine) -> None:
        ending = Failing(engine, IgnoreCall, EngineEnded("the running Call Journal ends"))
        with pytest.raises(EngineEnded):
            await review.go_through(cast(Service, ending))
        await review.go_through(engine)

    Lab(home).run(work)
    assert [one["entries"] for one in waiting()] == [[later]]


def test_what_failed_is_no_question(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To say once more what could not be done confirms nothing."""
    done("merge", spoke(ANNA, 3, "9:00"), spoke(HUBERS, 3, "9:05"), "--yes")
    spoke(BEAT, 3, "9:10")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"m\nm\nq\n")))

    async def work(engine: Engine) -> None:
        away = Failing(engine, MergeCalls, Unreachable("the book does not answer"))
        await Review(None, None).go_through(cast(Service, away))

    Lab(home).run(work)
    assert len(waiting()) == 2


class Failing:
    """An engine that once does not do what it is told."""

    def __init__(self, engine: Engine, what: type[Command[Any]], error: CallJournalError) -> None:
        self._engine = engine
        self._what = what
        self._error: CallJournalError | None = error

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out all other commands."""
        error = self._error
        if isinstance(command, self._what) and error is not None:
            self._error = None
            raise error
        return await self._engine.do(command)
