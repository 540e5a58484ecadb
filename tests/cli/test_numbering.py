"""The numbers of the whole book by the command line: normalised, reported, repaired, and all of it undone."""

import contextlib
import csv
import fcntl
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from calljournal.cli import numbering, settings
from calljournal.crm.local.book import FILE_NAME
from calljournal.numbers.rules import CALLERS
from calljournal.settings import Places
from tests.cli.test_cli import call, done, refused

CSV = """Firma;Vorname;Nachname;Telefon
Keller AG;;;+41 44 000 12 01
Keller AG;Anna;Keller;440001234
Keller AG;Ben;Huber;+41 44 000 12 01
;=Odd;One;ask Anna
;Prefix;Long;00440001236
;Old;Way;044 000 12 37
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a problem of nearly every kind; gives its file."""
    file = tmp_path / "people.csv"
    file.write_text(CSV, encoding="utf-8")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.outside", "0")
    done("contacts", "import", str(file))
    return Places.usual().data / FILE_NAME


def forget_numbers(file: Path) -> None:
    """Have a book as an older program left it: none of its numbers is normalised."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE means SET normalised = NULL")
        connection.commit()


def normalised(file: Path) -> int:
    """Count the numbers that are normalised."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT COUNT(normalised) FROM means").fetchone()[0])


# --- normalise -------------------------------------------------------------------------------------------------------


def test_normalise(book: Path) -> None:
    """A dry run tells and changes nothing; then it is done, and undone."""
    forget_numbers(book)
    assert "6 contacts: 5 numbers would change, 1 cannot be read" in done("numbers", "normalise", "--dry-run")
    assert normalised(book) == 0
    said = done("numbers", "normalise")
    assert said.startswith("100 %\n6 contacts: 5 numbers changed, 1 cannot be read\n")
    assert "`calljournal numbers undo`" in said
    assert normalised(book) == 5
    assert "undone: normalising all numbers" in done("numbers", "undo")
    assert normalised(book) == 0
    told = json.loads(done("numbers", "normalise", "--json"))
    assert told == {
        "done": 6,
        "total": 6,
        "changed": 5,
        "unreadable": 1,
        "edit": "e3",
        "undoable": True,
        "resumed_at": 0,
        "dry_run": False,
    }
    assert "undo" not in done("numbers", "normalise")


def test_undo_of_numbers_takes_back_no_import(book: Path) -> None:
    """Nobody means all contacts when it comes to numbers; what takes it back is named, and says what it was."""
    done("numbers", "repair", "c2.1")
    done("numbers", "undo")
    words = refused("numbers", "undo")
    assert "the latest change is the import of people.csv: `calljournal contacts undo` takes that back" in words
    assert "Anna Keller" in done("contacts")
    assert done("contacts", "undo").startswith("undone: the import of people.csv")
    assert "nothing to undo" in refused("numbers", "undo")


def test_normalise_of_an_empty_book() -> None:
    """Nothing to do is no error."""
    assert "0 contacts: 0 numbers changed" in done("numbers", "normalise")


def test_normalise_shows_a_bar_in_a_terminal(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the error stream; what is printed stays the same."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = call("numbers", "normalise")
    assert result.exit_code == 0
    assert "100%" in result.stderr
    assert result.stdout.startswith("6 contacts: 0 numbers changed")


def test_normalise_that_is_interrupted_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses Ctrl-C need not fear for the book."""

    def interrupted(work: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(numbering, "with_service", interrupted)
    result = call("numbers", "normalise")
    assert result.exit_code == 130
    assert "goes on where it was" in result.stderr


def test_normalise_that_is_killed_goes_on(book: Path, tmp_path: Path) -> None:
    """Killed outright between two pages, it loses nothing, does nothing twice, and is undone as one."""
    rows = "".join(f"Nr{number};044 000 {number // 100:02} {number % 100:02}\n" for number in range(5000))
    (tmp_path / "many.csv").write_text("Name;Telefon\n" + rows, encoding="utf-8")
    done("contacts", "import", str(tmp_path / "many.csv"))
    forget_numbers(book)
    reading, writing = os.pipe()
    size = fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"." * size)  # nobody reads: it is held up when it tells of its first page
    command = [sys.executable, "-m", "calljournal", "numbers", "normalise"]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not normalised(book) and process.poll() is None and time.monotonic() < deadline:
            pass
        assert process.poll() is None
        process.kill()
    os.close(reading)
    os.close(writing)
    assert 1900 < normalised(book) <= 2000
    said = done("numbers", "normalise")
    assert said.startswith("resumed at 39 %\n")
    assert "5006 contacts: 5005 numbers changed, 1 cannot be read" in said
    assert normalised(book) == 5005
    done("numbers", "undo")
    assert normalised(book) == 0


# --- report ----------------------------------------------------------------------------------------------------------


def test_report(book: Path) -> None:
    """Questions one by one with what is suggested; hints as counts, listed where they are asked for."""
    said = done("numbers", "report")
    for words in (
        "c2.1     Anna Keller, Keller AG: '440001234' (phone)",
        "ambiguous: ",
        "suggested: +41 44 000 12 34",
        "suggested: take it out",
        "3 to decide.",
        "hints: 1 shared, 1 no-country-code",
        "`... repair --kind shared` repairs them",
    ):
        assert words in said
    assert "Old Way" not in said
    assert "Old Way" in done("numbers", "report", "--all")
    shared = done("numbers", "report", "--kind", "shared")
    assert "c3.1     Ben Huber" in shared
    assert "Anna" not in shared
    assert call("numbers", "report", "--kind", "pigeon").exit_code == 2


def test_report_proposes_to_take_out_no_number_of_ones_own(tmp_path: Path) -> None:
    """The company has it too; but it is a mobile phone, or a fax there."""
    rows = "Keller AG;;;+41 44 000 12 01;;+41 44 000 12 02\nKeller AG;Anna;Keller;;+41 44 000 12 01;\n"
    rows += "Keller AG;Ben;Huber;+41 44 000 12 02;;\nKeller AG;Carl;Frei;+41 44 000 12 01;;\n"
    titles = "Firma;Vorname;Nachname;Telefon;Mobiltelefon;Fax\n"
    (tmp_path / "firm.csv").write_text(titles + rows, encoding="utf-8")
    done("contacts", "import", str(tmp_path / "firm.csv"))
    said = [json.loads(line) for line in done("numbers", "report", "--json", "--kind", "shared").splitlines()]
    assert {one["name"]: one["suggestion"] for one in said} == {"Anna Keller": None, "Ben Huber": None, "Carl Frei": ""}
    assert "it stays there" in said[-1]["words"]
    assert "repairs 1 of them" in done("numbers", "report")


def test_report_proposes_what_can_be_done(tmp_path: Path) -> None:
    """No repair where nothing can be repaired, and no word under a hint that nobody can do anything about."""
    rows = "".join(f"Nr{n};+43 1 000 123{n}\n" for n in range(3)) + "One;044 000 12 01\n"
    (tmp_path / "odd.csv").write_text("Name;Telefon\n" + rows, encoding="utf-8")
    done("contacts", "import", str(tmp_path / "odd.csv"))
    said = done("numbers", "report")
    assert "hints: 3 not-valid, 1 no-country-code" in said
    assert "report --kind no-country-code` lists them, `... repair --kind no-country-code` repairs them" in said
    done("numbers", "repair", "--kind", "no-country-code")
    assert "`calljournal numbers report --kind not-valid` lists them\n" in done("numbers", "report")
    said = done("numbers", "report", "--all")
    assert "not-valid: " in said
    assert "propose" not in said


def test_report_of_a_book_that_is_well() -> None:
    """It says so."""
    assert done("numbers", "report") == "nothing is wrong with the numbers of the book\n"
    assert done("numbers", "report", "--json") == ""


def test_report_in_json(book: Path) -> None:
    """One object a problem, hints as well."""
    found = [json.loads(line) for line in done("numbers", "report", "--json").splitlines()]
    assert [(one["ref"], one["level"], one["kind"]) for one in found] == [
        ("c2.1", "question", "ambiguous"),
        ("c3.1", "hint", "shared"),
        ("c4.1", "question", "unreadable"),
        ("c5.1", "question", "outside-prefix"),
        ("c6.1", "hint", "no-country-code"),
    ]
    assert found[0] == {
        "ref": "c2.1",
        "level": "question",
        "kind": "ambiguous",
        "words": found[0]["words"],
        "suggestion": "+41 44 000 12 34",
        "typed": "440001234",
        "normalised": "+41440001234",
        "means": "phone",
        "contact": "c2",
        "name": "Anna Keller",
        "company": "Keller AG",
    }
    (only,) = done("numbers", "report", "--json", "--kind", "shared").splitlines()
    assert json.loads(only)["suggestion"] == ""


def test_report_as_csv(book: Path, tmp_path: Path) -> None:
    """For a spreadsheet, which is to carry out nothing that somebody put into a name; or printed."""
    file = tmp_path / "report.csv"
    done("numbers", "report", "--csv", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfref,level,kind,")
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["ref"] for row in rows] == ["c2.1", "c3.1", "c4.1", "c5.1", "c6.1"]
    assert rows[2]["name"] == "'=Odd One"
    assert [row["suggestion"] for row in rows[:3]] == ["+41 44 000 12 34", "(take it out)", "(take it out)"]
    assert list(csv.DictReader(io.StringIO(done("numbers", "report", "--csv", "-")))) == rows
    assert "cannot be written" in refused("numbers", "report", "--csv", str(tmp_path / "none" / "x.csv"))


# --- repair ----------------------------------------------------------------------------------------------------------


def test_repair(book: Path) -> None:
    """By name and by kind, tried first, told one by one, and undone."""
    said = done("numbers", "repair", "c2.1", "--dry-run")
    assert "c2.1     Anna Keller: '440001234' becomes '+41 44 000 12 34'" in said
    assert "1 number would be changed" in said
    assert "ambiguous" in done("numbers", "report")
    assert "1 number changed, 0 kept as they are, 0 left" in done("numbers", "repair", "c2.1")
    assert "c3.1     Ben Huber: '+41 44 000 12 01' is taken out" in done("numbers", "repair", "--kind", "shared")
    told = json.loads(done("numbers", "repair", "--kind", "outside-prefix", "--json"))
    assert (told["changed"], told["edit"], told["dry_run"]) == (1, "e4", False)
    assert told["repairs"] == [
        {"ref": "c5.1", "name": "Prefix Long", "typed": "00440001236", "instead": "+41 44 000 12 36"}
    ]
    assert "2 to decide" not in done("numbers", "report")
    for _ in range(3):
        assert done("numbers", "undo").startswith("undone: the repair of ")
    assert "3 to decide" in done("numbers", "report")


def test_repair_with_another_text_or_none(book: Path) -> None:
    """What a person says, or that it is right so; what makes no sense is refused in a line."""
    assert "'ask Anna' becomes '044 000 12 40'" in done("numbers", "repair", "c4.1", "--text", "044 000 12 40")
    assert "is right" in done("numbers", "repair", "c2.1", "--keep")
    assert "1 to decide" in done("numbers", "report")
    assert "nothing is wrong with it" in refused("numbers", "repair", "c1.1")
    assert "no such number" in refused("numbers", "repair", "c99.1")
    assert "say which numbers" in refused("numbers", "repair")
    assert "cannot be read either" in refused("numbers", "repair", "c5.1", "--text", "ask Ben")


def test_a_repair_of_which_little_can_be_done_is_short(tmp_path: Path) -> None:
    """The first that are left are told, of the others the count."""
    rows = "".join(f"Nr{n};+43 1 000 1{n:03}\n" for n in range(130))
    (tmp_path / "odd.csv").write_text("Name;Telefon\n" + rows, encoding="utf-8")
    done("contacts", "import", str(tmp_path / "odd.csv"))
    said = done("numbers", "repair", "--kind", "not-valid").splitlines()
    assert len(said) == 22
    assert all(line.startswith("left: c") for line in said[:20])
    assert said[20:] == ["... and 110 more are left", "0 numbers changed, 0 kept as they are, 130 left"]


def test_an_edit_that_keeps_numbers_counts_whose_they_are(book: Path) -> None:
    """Nobody has changed, but of one contact something was said."""
    done("numbers", "repair", "c2.1", "--keep")
    assert done("contacts", "edits").splitlines()[0].endswith(", 1 contact")
    done("numbers", "undo")
    assert done("contacts", "edits").splitlines()[0].endswith(", 1 contact  (undone)")


# --- the firm moves --------------------------------------------------------------------------------------------------

ANEW = (
    "the numbers of the address book are to be read anew: `calljournal numbers normalise` does it "
    "(an open Call Journal window does it by itself)\n"
)


def set_country(country: str) -> str:
    """Change the firm's country, and give what is said about it."""
    result = call("settings", "set", "firm.country", country)
    assert result.exit_code == 0
    assert result.stdout == ""
    return result.stderr


def test_a_book_of_another_country_waits_for_normalise(book: Path) -> None:
    """Setting the country says so, and so does the report; the run is an edit of its own, and gives the mark back."""
    assert set_country("DE") == ANEW
    before = normalised(book)
    rehearsed = [done("numbers", "normalise", "--dry-run") for _ in range(2)]
    assert rehearsed[0] == rehearsed[1]
    assert "6 contacts: 3 numbers would change" in rehearsed[0]
    assert normalised(book) == before
    assert call("numbers", "report").stderr == ANEW
    said = done("numbers", "normalise")
    assert "6 contacts: 3 numbers changed" in said
    assert "resumed" not in said
    assert call("numbers", "report", "--json").stderr == ""
    assert done("numbers", "undo").startswith("undone: normalising all numbers")
    assert call("numbers", "report", "--csv", "-").stderr == ANEW
    assert "Anna Keller" in done("contacts")
    assert set_country("CH") == ""


def test_where_there_is_nothing_to_read_anew_nothing_is_said(book: Path) -> None:
    """Another name of the user, the same country, or the one that the numbers were read by."""
    assert call("settings", "set", "user.name", "anna").stderr == ""
    assert set_country("CH") == ""
    assert call("settings", "unset", "firm.area").stderr == ANEW
    assert call("settings", "set", "firm.area", "44").stderr == ""


def test_an_empty_book_takes_any_country() -> None:
    """Whoever sets up Call Journal is not told of things to do."""
    assert set_country("DE") == ""
    assert call("numbers", "report").stderr == ""


def test_settings_say_what_they_mean() -> None:
    """Also those that say nothing; and the three words for callers are explained where one is wrong."""
    said = done("settings")
    assert "firm.callers = auto  (with or without the outside-line prefix, whatever comes)\n" in said
    assert "firm.outside = (not set: outside numbers are dialled as they are)\n" in said
    done("settings", "set", "firm.callers", "with")
    assert "firm.callers = with  (always with it)\n" in done("settings")
    words = refused("settings", "set", "firm.callers", "often")
    for word in CALLERS:
        assert f"{word}: " in words
    assert settings.CALLERS.keys() == set(CALLERS)
    assert "firm.callers" in done("settings", "set", "--help")


# --- a whole address book --------------------------------------------------------------------------------------------

WAYS = (
    "044 000 {} {}",
    "044/000 {} {}",
    "044/000.{}.{}",
    "044-000 {} {}",
    "(044) 000{}{}",
    "+41 44 000 {} {}",
    "+41 (0)44 000 {} {}",
    "0041 44 000{}{}",
    "+4144000{}{}",
    "Tel. 044 000 {} {}",
    "044 000 {} {} (Sekretariat)",
    "G: 044 000 {} {}",
    "079 000 {} {}",
    "079/000{}{}",
    "+41 79 000 {} {}, 044 000 {} {}",
    "\u202a+41 79 000 {} {}\u202c",
    "tel:+41-44-000-{}-{}",
)
"""How a thousand people wrote telephone numbers."""

ODD = {
    "ask Anna": "take it out",
    "440001234": "+41 44 000 12 34",
    "00440001235": "+41 44 000 12 35",
    "044 000 12": "nothing safe to propose",
    "44 000 12 36": "+41 44 000 12 36",
}
"""What a person has to decide, and what is suggested."""


def test_a_book_of_a_thousand_entries_asks_a_handful(tmp_path: Path) -> None:
    """One command takes it in, the questions are few, and each has a sensible repair or says that there is none."""
    written = [WAYS[n % len(WAYS)].format(f"{n // 100:02}", f"{n % 100:02}", "99", "98") for n in range(1000)]
    for place, text in enumerate(ODD):
        written[place * 199] = text
    rows = "".join(f'Nr{n};"{text}";8000 Zürich\n' for n, text in enumerate(written))
    rows += "".join(f'Berlin{n};"(030) 23125-{n:03}";D-10115 Berlin\n' for n in range(100, 120))
    (tmp_path / "all.csv").write_text("Name;Telefon;Ort\n" + rows, encoding="utf-8")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.outside", "0")
    said = done("contacts", "import", str(tmp_path / "all.csv"))
    assert "1020 people added" in said
    assert f"{len(ODD)} numbers of the book to be decided" in said
    report = done("numbers", "report")
    for text, suggestion in ODD.items():
        assert f"{text!r} (phone)" in report
        assert suggestion in report
    done("numbers", "repair", "--kind", "ambiguous")
    done("numbers", "repair", "--kind", "outside-prefix")
    done("numbers", "repair", "--kind", "unreadable")
    assert "1 to decide" in done("numbers", "report")
