"""The address book comes in by the command line: imports, dry runs, columns mapped by hand, undo."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from calljournal.settings import Places, load
from tests.cli.test_cli import call, done, refused

SAMPLES = sorted((Path(__file__).parents[1] / "addresses/data").iterdir())

CSV = """Firma;Vorname;Nachname;Telefon;Kdnr-Alt;Haustier
Keller AG;;;044 000 12 00;77;
Keller AG;Anna;Keller;044 000 12 34;4711;Katze
;Odd;One;ask Anna;4712;
;;;044 000 12 99;;
"""

VCARD = """BEGIN:VCARD
VERSION:3.0
UID:uid-1
FN:Ben Huber
N:Huber;Ben;;;
TEL;TYPE=WORK:+41 44 000 12 35
END:VCARD
"""


@pytest.fixture
def people(tmp_path: Path) -> str:
    """An address file."""
    file = tmp_path / "people.csv"
    file.write_text(CSV, encoding="utf-8")
    return str(file)


def found(*words: str) -> dict[str, Any]:
    """Give the one JSON object that a command prints."""
    (line,) = done(*words, "--json").splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


def names() -> set[str]:
    return {json.loads(line)["name"] for line in done("contacts", "--json").splitlines()}


def test_an_import_says_what_it_did_and_what_to_do_next(people: str) -> None:
    """Kind of file, counts, what was not understood, questions, and how to undo; the second time nothing changes."""
    said = done("contacts", "import", people)
    for words in (
        "people.csv: CSV",
        "2 people and 1 company added, 0 brought up to date, 0 unchanged, 1 without a name left out",
        "Kdnr-Alt",
        '--map "Kdnr-Alt=FIELD"',
        "1 number of the book to be decided: `calljournal numbers report`",
        "`calljournal contacts undo`",
    ):
        assert words in said
    said = done("contacts", "import", people)
    assert "0 people added, 0 brought up to date, 3 unchanged" in said
    assert "undo" not in said


def test_an_import_in_json(people: str) -> None:
    """Everything that the text says, for programs."""
    told = found("contacts", "import", people)
    assert (told["added"], told["updated"], told["unchanged"], told["skipped"]) == (3, 0, 0, 1)
    assert (told["unreadable"], told["questions"], told["edit"], told["dry_run"]) == (["ask Anna"], 1, "e1", False)
    columns = {column["title"]: (column["field"], column["sample"]) for column in told["columns"]}
    assert columns["Kdnr-Alt"] == (None, "77")
    assert columns["Telefon"][0] == "phone"
    assert any("Kdnr-Alt" in remark for remark in told["remarks"])


def test_a_dry_run_changes_nothing(people: str) -> None:
    """Neither the book nor the settings; it names the numbers that cannot be read."""
    said = done("contacts", "import", people, "--dry-run", "--map", "Kdnr-Alt=origin")
    assert "2 people and 1 company would be added, 0 would be brought up to date" in said
    assert "not readable as a telephone number: ask Anna" in said
    assert "\nread as: " in said
    assert "Kdnr-Alt = origin" in said
    assert "undo" not in said
    assert done("contacts") == "no contacts\n"
    assert load(Places.usual().settings_file).imports.columns == {}
    told = found("contacts", "import", people, "--dry-run")
    assert (told["added"], told["companies"], told["questions"], told["dry_run"]) == (3, 1, None, True)


def test_companies_alone_are_told_as_such(tmp_path: Path) -> None:
    """Many of one file of people: whoever wonders about the count sees what they are."""
    file = tmp_path / "firms.csv"
    file.write_text("Firma;Telefon\nKeller AG;044 000 12 00\nFrei AG;044 000 12 01\n", encoding="utf-8")
    assert "2 companies added" in done("contacts", "import", str(file))


def test_an_import_into_a_book_of_another_country_says_what_is_due(people: str) -> None:
    """On the error stream: the book was read by other rules, and nobody has had it read anew yet."""
    done("contacts", "import", people)
    call("settings", "set", "firm.country", "DE")
    for words in ((people,), (people, "--dry-run"), (people, "--json")):
        result = call("contacts", "import", *words)
        assert result.stderr.count("`calljournal numbers normalise` does it") == 1, words
        assert "normalise" not in result.stdout


def test_a_column_is_mapped_by_hand_once(people: str, tmp_path: Path) -> None:
    """The next import knows it; by what it holds a contact is found again under another name; "" forgets it."""
    done("contacts", "import", people, "--map", "Kdnr-Alt=origin", "--map", "Haustier=ignore")
    assert load(Places.usual().settings_file).imports.columns == {"Kdnr-Alt": "origin", "Haustier": "ignore"}
    renamed = tmp_path / "later.csv"
    renamed.write_text(CSV.replace("Anna;Keller", "Anna;Frei"), encoding="utf-8")
    said = done("contacts", "import", str(renamed))
    assert "0 people added, 1 brought up to date, 2 unchanged" in said
    assert "--map" not in said
    assert "Anna Frei" in names()
    other = tmp_path / "other.csv"
    other.write_text("Name;Telefon\nOle Other;044 000 12 36\n", encoding="utf-8")
    assert "1 person added" in done("contacts", "import", str(other)), "what was remembered is of other files"
    done("contacts", "import", people, "--map", "Haustier=")
    assert load(Places.usual().settings_file).imports.columns == {"Kdnr-Alt": "origin"}


def test_a_mapping_that_makes_no_sense_is_refused_and_not_remembered(people: str) -> None:
    """No field of that name, or no mapping at all."""
    assert "pigeon" in refused("contacts", "import", people, "--map", "Kdnr-Alt=pigeon")
    assert call("contacts", "import", people, "--map", "Kdnr-Alt").exit_code == 2
    assert load(Places.usual().settings_file).imports.columns == {}
    assert done("contacts") == "no contacts\n"
    assert "origin " in done("contacts", "fields")


def test_vcards_are_imported(tmp_path: Path) -> None:
    """By their UID they are found again."""
    file = tmp_path / "people.vcf"
    file.write_text(VCARD, encoding="utf-8")
    assert "1 person added" in done("contacts", "import", str(file))
    file.write_text(VCARD.replace("Ben", "Benno"), encoding="utf-8")
    assert "0 people added, 1 brought up to date" in done("contacts", "import", str(file))
    assert names() == {"Benno Huber"}


def test_imports_are_undone_one_by_one(people: str, tmp_path: Path) -> None:
    """Each is listed with what it was; what is undone says so; then nothing is left to undo."""
    file = tmp_path / "ben.vcf"
    file.write_text(VCARD, encoding="utf-8")
    assert done("contacts", "edits") == "no changes to contacts are remembered\n"
    done("contacts", "import", people)
    done("contacts", "import", str(file))
    assert done("contacts", "undo").startswith("undone: the import of ben.vcf, ")
    assert names() == {"Keller AG", "Anna Keller", "Odd One"}
    latest, first = map(json.loads, done("contacts", "edits", "--json").splitlines())
    assert (latest["title"], latest["kind"], latest["undone"]) == ("ben.vcf", "import", True)
    assert (first["title"], first["contacts"], first["undone"]) == ("people.csv", 3, False)
    assert first["at"].endswith("Z")
    assert done("contacts", "edits").splitlines()[0].endswith(", 1 contact  (undone)")
    assert found("contacts", "undo")["title"] == "people.csv"
    assert names() == set()
    assert "nothing to undo" in refused("contacts", "undo")


def test_who_cannot_be_deleted_is_told(people: str) -> None:
    """A project keeps its client."""
    done("contacts", "import", people)
    done("projects", "add", "Audit", "--client", "Keller AG")
    assert "1 stay as inactive contacts" in done("contacts", "undo")
    assert "(inactive)" in done("contacts")


@pytest.mark.parametrize("file", SAMPLES, ids=[file.name for file in SAMPLES])
def test_an_export_of_any_program_is_imported_once(file: Path) -> None:
    """Whatever it holds: the second time everybody is unchanged, and undone nobody is left."""
    first = found("contacts", "import", str(file))
    assert first["added"] > 0
    again = found("contacts", "import", str(file))
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, first["added"])
    done("contacts", "undo")
    assert done("contacts") == "no contacts\n"


def test_an_import_of_another_day_is_not_undone_unasked(people: str) -> None:
    """Today's is; of an older one it is said which, and a no leaves it."""
    done("contacts", "import", people)
    with closing(sqlite3.connect(Places.usual().data / "book.db")) as connection, connection:
        connection.execute("UPDATE edits SET at = '2026-03-01T09:00:00.000000Z'")
    asked = call("contacts", "undo", input="n\n")
    assert asked.exit_code == 1
    assert "this is not of today: the import of people.csv, 2026-03-01" in asked.stderr
    assert "Anna Keller" in names()
    assert "undone: the import of people.csv" in done("contacts", "undo", "--yes")
    assert done("contacts") == "no contacts\n"
    done("contacts", "import", people)
    assert "undone" in done("contacts", "undo")


# --- one contact by hand ---------------------------------------------------------------------------------------------


def test_a_contact_is_added_and_changed_by_hand() -> None:
    """What is not said stays; what cannot be read is kept and told; undo takes each step back."""
    added = found("contacts", "add", "Dora Frei", "--company", "Frei AG", "--number", "044 000 12 34")
    assert (added["id"], added["kind"], added["means"][0]["normalised"]) == ("c1", "contact", "+41440001234")
    said = done("contacts", "change", "Dora Frei", "--name", "Dora Huber", "--number", "mobile:ask her")
    assert said.splitlines() == [
        "changed: c1       Dora Huber, Frei AG  044 000 12 34, ask her",
        "cannot be read as a number, and is kept as typed: ask her",
    ]
    changed = found("contacts", "change", "c1", "--without", "+41440001234", "--company", "", "--address", "Seeweg 7")
    assert (changed["name"], changed["company"], changed["address"]) == ("Dora Huber", None, ["Seeweg 7"])
    assert [(one["kind"], one["typed"]) for one in changed["means"]] == [("mobile", "ask her")]
    assert found("contacts", "change", "c1", "--inactive")["active"] is False
    assert "by hand: Dora Huber" in done("contacts", "edits").splitlines()[0]
    assert "undone: by hand: Dora Huber" in done("contacts", "undo", "--yes")
    assert found("contacts", "dora")["active"] is True


def test_a_company_and_what_it_is_not() -> None:
    """A text with a colon that names no kind is a number as typed."""
    firm = found("contacts", "add", "Frei AG", "--is-company", "--number", "fax: 044 000 12 99", "--number", "a:b")
    assert [(one["kind"], one["typed"]) for one in firm["means"]] == [("fax", "044 000 12 99"), ("phone", "a:b")]
    assert firm["kind"] == "company"


def test_changes_that_cannot_be() -> None:
    """Nobody of that name, nothing to change, a number that is not there."""
    done("contacts", "add", "Dora", "--number", "044 000 12 34")
    assert call("contacts", "change", "c1").exit_code == 2
    assert "is not one contact" in refused("contacts", "change", "Nobody", "--inactive")
    assert "it has: 044 000 12 34" in refused("contacts", "change", "c1", "--without", "044 000 12 35")
    assert "needs a name" in refused("contacts", "add", " ")
