"""Projects, kinds of work and users come in by the command line: imports, dry runs, columns mapped by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from calljournal.settings import Places, load
from tests.cli.test_cli import call, done, refused

DATA = Path(__file__).parents[1] / "lists/data"

LIST = """Nr;Bezeichnung;Kunde;Phase;Status;Thema;Taktung
7;Umbau;Keller AG;Vorprojekt;laufend;Bau;6
7;;;Abnahme;;;
8;Erbe;Anna Huber;;abgelegt;;oft
;;;;;stray;
"""


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A list of projects."""
    file = tmp_path / "projekte.csv"
    file.write_text(LIST, encoding="cp1252")
    return file


def given(*words: str) -> list[dict[str, Any]]:
    """Give the JSON objects that a command prints."""
    return [json.loads(line) for line in done(*words, "--json").splitlines()]


def told(*words: str) -> dict[str, Any]:
    (answer,) = given(*words)
    return answer


def test_an_import_says_what_it_did_and_what_to_do_next(projects: Path) -> None:
    """Kind of file, counts, what was not understood; the second time nothing changes."""
    said = done("projects", "import", str(projects))
    for words in (
        "projekte.csv: CSV (semicolon, UTF-8)",
        "2 projects added, 0 brought up to date, 0 unchanged, 1 line left out",
        "Line 4: rounding 'oft' cannot be read",
        "Line 5 names nothing",
        "The column “Thema” is not understood",
        '--map "Thema=FIELD" (`calljournal projects fields`)',
        "clients or participants not among the contacts: 2\n  Keller AG\n  Anna Huber\nimport the addresses",
    ):
        assert words in said
    assert "0 projects added, 0 brought up to date, 2 unchanged" in done("projects", "import", str(projects))
    (umbau,) = given("projects")
    assert (umbau["number"], umbau["client_name"], umbau["rounding"]) == ("7", "Keller AG", "6")
    assert [phase["name"] for phase in umbau["phases"]] == ["Vorprojekt", "Abnahme"]
    assert "7  Umbau for Keller AG  [Vorprojekt, Abnahme]  rounding 6" in done("projects", "keller")
    assert "(closed)" in done("projects", "Erbe", "--all")


def test_a_dry_run_changes_nothing(projects: Path) -> None:
    """Neither the book nor the settings."""
    said = done("projects", "import", str(projects), "--dry-run", "--map", "Thema=participant:Thema")
    assert "2 projects would be added, 0 would be brought up to date" in said
    assert "read as: Nr = number, Bezeichnung = name, Kunde = client, Phase = phase, Status = open, " in said
    assert "Thema = participant:Thema" in said
    assert "no projects" in done("projects", "--all")
    assert load(Places.usual().settings_file).imports.projects == {}


def test_an_import_in_json(projects: Path) -> None:
    """Everything that the text says, for programs."""
    answer = told("projects", "import", str(projects), "--dry-run")
    assert (answer["added"], answer["updated"], answer["skipped"], answer["dry_run"]) == (2, 0, 1, True)
    assert answer["form"] == "CSV (semicolon, UTF-8)"
    assert {column["title"]: column["field"] for column in answer["columns"]}["Thema"] is None
    assert [remark for remark in answer["remarks"] if "Thema" in remark]


@pytest.mark.parametrize("what", ["projects", "service-types", "users"])
def test_a_column_mapped_by_hand_is_remembered(tmp_path: Path, what: str) -> None:
    """For lists of that kind, until it is forgotten."""
    file = tmp_path / "list.csv"
    file.write_text("Nr;Wie es heisst\n1;Umbau\n")
    assert told(what, "import", str(file), "--map", "Wie es heisst=name")["added"] == 1
    assert load(Places.usual().settings_file).imports.of(what) == {"Wie es heisst": "name"}
    assert told(what, "import", str(file))["unchanged"] == 1
    assert "Umbau" in done(what)
    done(what, "import", str(file), "--map", "Wie es heisst=")
    assert load(Places.usual().settings_file).imports.of(what) == {}
    assert "name" in done(what, "fields")


def test_what_has_vanished_is_told_and_closed_on_request(projects: Path) -> None:
    """Nothing is closed unasked."""
    done("projects", "import", str(projects))
    projects.write_text("Nr;Name\n8;Erbe\n")
    said = done("projects", "import", str(projects))
    assert "in the list no more: 1\n  7 Umbau\n--close-vanished closes them" in said
    assert told("projects", "import", str(projects), "--close-vanished", "--yes")["closed"] == 1
    assert given("projects") == []
    assert "no open project is there; `--all` shows closed ones too (2)" in done("projects")
    assert "no open project has “umb” in its name" in done("projects", "umb")
    assert "no project has “tief” in its name" in done("projects", "tief")


def test_a_dry_run_says_what_would_be_different(projects: Path) -> None:
    """Of each thing, the first twenty."""
    done("projects", "import", str(projects))
    projects.write_text("Nr;Name\n7;Neubau\n8;Erbe\n")
    said = done("projects", "import", str(projects), "--dry-run")
    assert "1 would be brought up to date, 1 unchanged" in said
    assert "\n  7 Umbau: name “Umbau” becomes “Neubau”\n" in said
    lines = "".join(f"{number};Client {number}\n" for number in range(30))
    projects.write_text(f"Nr;Kunde\n{lines}")
    said = done("projects", "import", str(projects), "--dry-run")
    assert "not among the contacts: 30\n" in said
    assert "  Client 19\n... and 10 more\n" in said


def test_the_wrong_list_does_not_close_all_unasked(tmp_path: Path) -> None:
    """More than half of what is open is closed after a yes only; less of it unasked."""
    file = tmp_path / "list.csv"
    file.write_text("Nr;Name\n" + "".join(f"{number};Matter {number}\n" for number in range(4)))
    done("projects", "import", str(file))
    file.write_text("Nr;Name\n0;Matter 0\n9;Matter 9\n")
    asked = call("projects", "import", str(file), "--close-vanished", input="n\n")
    assert asked.exit_code == 1
    assert "open now: 4 projects; to be closed: 3 " in asked.stderr
    assert len(given("projects")) == 4
    assert "3, would be closed" in done("projects", "import", str(file), "--close-vanished", "--dry-run")
    assert call("projects", "import", str(file), "--close-vanished", input="y\n").exit_code == 0
    assert len(given("projects")) == 2
    file.write_text("Nr;Name\n9;Matter 9\n")
    assert "no more: 1, closed" in done("projects", "import", str(file), "--close-vanished")
    done("projects", "set", "0", "--open")
    said = done("projects", "import", str(file), "--close-vanished")
    assert "in the list no more, and kept open by hand: 1\n  0 Matter 0\n" in said
    assert len(given("projects")) == 2


def test_a_setting_that_names_nobody_known_is_told(tmp_path: Path) -> None:
    """It is set all the same; who has no list of users is asked nothing."""
    assert call("settings", "set", "user.name", "anna").stderr == ""
    assert "no service type 'Telefonnat'" in call("settings", "set", "firm.service_type", "Telefonnat").stderr
    assert call("settings", "set", "firm.service_type", "phone call").stderr == ""
    users = tmp_path / "users.csv"
    users.write_text("Nr;Name\nWEB;Anna Weber\n")
    done("users", "import", str(users))
    assert (
        "note: the book has no user 'Dr. Anna Weber'" in call("settings", "set", "user.name", "Dr. Anna Weber").stderr
    )
    assert done("settings", "get", "user.name") == "Dr. Anna Weber\n"
    for known in ("anna weber", "web", "u1"):
        assert call("settings", "set", "user.name", known).stderr == ""


def test_imports_that_cannot_be(tmp_path: Path) -> None:
    """One line says what to do."""
    file = tmp_path / "list.csv"
    file.write_text("1;2;3\n")
    assert "there is no column that is known here" in refused("users", "import", str(file))
    assert call("projects", "import", str(file), "--map", "nonsense").exit_code == 2
    file.write_bytes(b"PK\x03\x04")
    assert "workbook" in refused("service-types", "import", str(file))


def test_kinds_of_work_and_users() -> None:
    """Listed with their numbers; closed ones on request."""
    assert "4 service types added" in done("service-types", "import", str(DATA / "leistungsarten.csv"))
    assert "Reisezeit" not in done("service-types")
    assert [one["open"] for one in given("service-types", "reise", "--all")] == [False]
    assert "3 users added" in done("users", "import", str(DATA / "mitarbeiter.csv"))
    assert [one["number"] for one in given("users")] == ["AK", "JM"]
    assert "Renée Bär  (closed)" in done("users", "--all")
    assert done("users", "nobody") == "none\n"


def test_a_project_is_changed_by_hand(projects: Path, tmp_path: Path) -> None:
    """By its number; an import leaves that alone."""
    people = tmp_path / "people.csv"
    people.write_text("Firma;Name\nKeller AG;\n;Anna Huber\n;Jürg Weiß\n")
    done("contacts", "import", str(people))
    done("projects", "import", str(projects))
    assert "rounding 15 nearest  (closed)" in done("projects", "set", "7", "--rounding", "15 nearest", "--closed")
    assert "Architekt Jürg Weiß" in done("projects", "participant", "7", "Jürg Weiß", "--role", "Architekt")
    assert told("projects", "import", str(projects))["unchanged"] == 2
    changed = told("projects", "set", "7", "--open")
    assert (changed["rounding"], changed["open"], len(changed["participants"])) == ("15 nearest", True, 1)
    assert told("projects", "participant", "Umbau", "Jürg Weiß", "--remove")["participants"] == []
    assert "cannot be read" in refused("projects", "set", "7", "--rounding", "often")
    assert "there is no project" in refused("projects", "set", "nowhere", "--open")
    assert call("projects", "set", "7").exit_code == 2
    assert call("projects", "participant", "7", "Anna Huber", "--role", "x", "--remove").exit_code == 2


def test_a_project_gets_another_name_number_and_client(projects: Path) -> None:
    """Its list leaves that alone."""
    done("contacts", "add", "Dora Frei")
    done("projects", "import", str(projects))
    changed = told("projects", "set", "7", "--name", "Seeweg", "--number", "X-7", "--client", "Dora Frei")
    assert (changed["name"], changed["number"], changed["client_name"]) == ("Seeweg", "X-7", "Dora Frei")
    assert told("projects", "import", str(projects))["unchanged"] == 2
    assert told("projects", "set", "X-7", "--client", "")["client_name"] is None
    assert "a project needs a name" in refused("projects", "set", "X-7", "--name", "")
    assert "is not one contact" in refused("projects", "set", "X-7", "--client", "Nobody")


def test_a_service_type_is_changed_by_hand() -> None:
    """Added, renamed, closed; the only one stays open."""
    assert done("service-types", "add", "Research").startswith("added: s2")
    assert told("service-types", "set", "research", "--name", "Study")["name"] == "Study"
    assert "(closed)" in done("service-types", "set", "s1", "--closed")
    assert "is the only service type that is open" in refused("service-types", "set", "Study", "--closed")
    assert call("service-types", "set", "s2").exit_code == 2


def test_what_was_booked_before_is_told(projects: Path) -> None:
    """A rule that is set now is for what is booked from now on; what is there stays, and is named."""
    done("projects", "import", str(projects))
    row = json.loads(done("journal", "add", "--minutes", "5", "--json"))
    done("book", "time", row["id"], "--project", "7", "--yes")
    said = done("projects", "set", "7", "--rounding", "15 nearest").splitlines()
    assert said[1].startswith("7 Umbau has another client or rounding now; what was booked stays as it was rounded: t1")
    assert len(told("projects", "set", "7", "--rounding", "6 up")["remarks"]) == 1


def test_two_hundred_matters_of_a_law_firm() -> None:
    """The list of a law firm goes in as it is; each matter is found by its number."""
    file = str(DATA / "kanzlei_akten.csv")
    assert "200 projects added" in done("projects", "import", file)
    assert "0 projects added, 0 brought up to date, 200 unchanged" in done("projects", "import", file)
    (matter,) = given("projects", "0003/25")
    assert matter["client_name"] == "Brändli Immobilien AG"
