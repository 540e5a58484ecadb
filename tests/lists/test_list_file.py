"""Lists of firms' programs become records: projects with phases, service types, users."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calljournal.contracts.work import IntakeKind, PhaseRecord, Record
from calljournal.errors import BadData
from calljournal.lists import ListFile, read_list

PROJECTS, SERVICE_TYPES, USERS = IntakeKind.PROJECTS, IntakeKind.SERVICE_TYPES, IntakeKind.USERS
DATA = Path(__file__).parent / "data"


def read(text: str, kind: IntakeKind = PROJECTS, **columns: str) -> ListFile:
    """Read the text of a list."""
    return read_list(kind, text.encode(), columns)


def one(text: str, kind: IntakeKind = PROJECTS) -> Record:
    (record,) = read(text, kind).records
    return record


def fields(text: str, kind: IntakeKind = PROJECTS) -> list[str | None]:
    """Give what the columns of a list are read as."""
    return [column.field for column in read(text, kind).columns]


# --- lists as programs write them ------------------------------------------------------------------------------------


def test_the_matters_of_a_law_firm() -> None:
    """Windows-1252, semicolons, quotation marks in a name, clients by name and number, opponents, a state in words."""
    file = read_list(PROJECTS, (DATA / "kanzlei_akten.csv").read_bytes())
    assert (file.form, len(file.records), file.skipped) == ("CSV (semicolon, Windows-1252)", 200, 0)
    assert file.records[2] == Record(
        name="Brändli Immobilien AG ./. Müller & Söhne GmbH w/Unterhalt",
        number="0003/25",
        open=True,
        client="Brändli Immobilien AG",
        client_number="70002",
        participants=(("Müller & Söhne GmbH", "Gegner"),),
        rounding="",
    )
    assert not file.records[0].open
    assert file.records[3].rounding == "15 kaufmännisch"
    assert {record.number for record in file.records} == _first_column("kanzlei_akten.csv")
    (remark,) = file.remarks
    assert "“Vermerk” is not understood" in remark
    assert "Kollisionsprüfung ok" in remark


def _first_column(name: str) -> set[str]:
    lines = (DATA / name).read_text("cp1252").splitlines()[1:]
    return {line.partition(";")[0] for line in lines}


def test_a_report_with_a_row_for_each_phase() -> None:
    """A title above, zeros kept by ="...", a project named in its first row only, a state that is the phases'."""
    file = read_list(PROJECTS, (DATA / "auftraege_phasen.csv").read_bytes())
    assert len(file.records) == 12
    first = file.records[0]
    assert (first.number, first.name, first.client, first.client_number) == (
        "00001-2025",
        "Beratung 2025",
        "Keller AG",
        "70000",
    )
    assert first.phases is not None
    assert [(phase.number, phase.name) for phase in first.phases] == [
        ("10", "Buchhaltung"),
        ("20", "Lohnverrechnung"),
        ("30", "Jahresabschluss"),
    ]
    assert first.open is False
    fourth = next(record for record in file.records if record.number == "00004-2025")
    assert (fourth.open, [phase.open for phase in fourth.phases or ()]) == (True, [False, False, True])
    assert "The titles stand in line 3" in file.remarks[0]


def test_an_english_list_of_matters() -> None:
    """Several phases in one cell; a rule of rounding that nobody can read is told once, with its line."""
    file = read_list(PROJECTS, (DATA / "matters_en.csv").read_bytes())
    assert len(file.records) == 12
    first, second, third = file.records[:3]
    assert [phase.name for phase in first.phases or ()] == ["Intake", "Negotiation", "Closing"]
    assert (first.rounding, second.rounding, second.phases) == ("6 up minimum 6", None, ())
    assert third.participants == (("Doe & Partners LLP", "Opposing Counsel"),)
    assert [record.open for record in file.records] == [True] * 5 + [False] + [True] * 5 + [False]
    (remark,) = file.remarks
    assert remark.startswith("Line 3: rounding 'six minutes' cannot be read")


def test_service_types_and_users() -> None:
    """Leistungsart is the number where Bezeichnung is the name; the day of leaving is that of the closing."""
    kinds = read_list(SERVICE_TYPES, (DATA / "leistungsarten.csv").read_bytes()).records
    assert [(one.number, one.name, one.open) for one in kinds] == [
        ("10", "Besprechung", True),
        ("20", "Telefonat", True),
        ("30", "Aktenstudium", True),
        ("90", "Reisezeit", False),
    ]
    people = read_list(USERS, (DATA / "mitarbeiter.csv").read_bytes()).records
    assert [(one.number, one.name, one.open) for one in people] == [
        ("AK", "Anna Keller", True),
        ("JM", "Jürg Müller", True),
        ("RB", "Renée Bär", False),
    ]


def test_a_name_beside_a_first_name_is_the_last_name() -> None:
    """So lists of users have it; whoever maps it as the name, or titles it as the full one, has it whole."""
    text = "Kürzel;Titel;Vorname;Name\nWEB;Dr.;Anna;Weber\nKUS;;;Küsnacht\n"
    assert fields(text, USERS) == ["number", "ignore", "first", "last"]
    assert [each.name for each in read(text, USERS).records] == ["Anna Weber", "Küsnacht"]
    assert [each.name for each in read(text, USERS, Name="name").records] == ["Weber", "Küsnacht"]
    assert one("Vorname;Anzeigename\nAnna;Anna Weber\n", USERS).name == "Anna Weber"
    assert one("Kürzel;Name\nWEB;Anna Weber\n", USERS).name == "Anna Weber"


# --- what the columns hold -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ("Projektnummer;Bezeichnung;Kunde", ["number", "name", "client"]),
        ("Projekt-Nr.;Projekt;Kunde", ["number", "name", "client"]),
        ("Akte;Rubrum;Mandant", ["number", "name", "client"]),
        ("Matter;Client;Status", ["name", "client", "open"]),
        ("Code;Titel;Beschrieb", ["number", "name", None]),
        ("Code;Beschreibung", ["number", "name"]),
        ("ID;Projektnummer;Name", [None, "number", "name"]),
        ("Nr;Name;Bauherrschaft", ["number", "name", "client"]),
        ("Nr;Name;Kunde;Bauherrschaft", ["number", "name", "client", "participant:Bauherrschaft"]),
        ("Nr;Name;Gegner 1;Gegner 2", ["number", "name", "participant:Gegner", "participant:Gegner"]),
        ("NR.;NAME;PHASE 1;PHASE 2", ["number", "name", "phase", "phase"]),
        ("Nr;Name;Status;Abgelegt am", ["number", "name", "open", None]),
        ("Name;Haustier", ["name", None]),
    ],
)
def test_titles(titles: str, expected: list[str | None]) -> None:
    """German and English; which is the number and which the name, the columns beside it say."""
    assert fields(f"{titles}\n{';'.join('Abc' for _ in expected)}\n") == expected


def test_a_matter_that_looks_like_a_number_is_one() -> None:
    """Where no other column names the thing; it is then called by its client, or by the number."""
    file = read("Akte;Mandant\n2024/17;Keller AG\n2024/18;\n")
    assert [(each.number, each.name) for each in file.records] == [("2024/17", "Keller AG"), ("2024/18", "2024/18")]


def test_of_two_clients_the_one_of_digits_is_the_number() -> None:
    """So programs have it that call the number of a client the client."""
    assert fields("Nr;Name;Mandant;Mandantenname\n1;A;700;Keller AG\n") == ["number", "name", "client-number", "client"]


def test_columns_mapped_by_hand() -> None:
    """They win; remembered ones count where they are there; a role of one's own."""
    text = b"Nr;Thema;Wer\n1;Umbau;Huber\n"
    file = read_list(PROJECTS, text, {"thema": "name"}, {"Wer": "participant:Statiker", "Elsewhere": "client"})
    (record,) = file.records
    assert (record.number, record.name, record.participants) == ("1", "Umbau", (("Huber", "Statiker"),))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Nowhere": "name"}, "there is no column 'Nowhere'; there are: Nr, Name"),
        ({"Nr": "colour"}, "there is no field 'colour'; there are number, name"),
        ({"Nr": "participant:ROLE"}, "no field"),
        ({"Nr": "name:x"}, "no field"),
        ({"Nr": "ignore", "Name": "ignore"}, "no column that is known here"),
    ],
)
def test_columns_mapped_wrongly(columns: dict[str, str], words: str) -> None:
    """In words that say what there is."""
    with pytest.raises(BadData, match=words):
        read_list(PROJECTS, b"Nr;Name\n1;A\n", columns)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Nr;Name\n;;\n", "1;Umbau;Keller AG\n2;Neubau;Huber\n", "Haustier;Farbe\nHund;blau\n"]
)
def test_a_list_without_titles_is_refused(text: str) -> None:
    """In words that say what to do."""
    with pytest.raises(BadData, match=r"export it again|Write titles above the list"):
        read(text)


# --- what stands in the cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "cell", "expected"),
    [
        ("Status", "laufend", True),
        ("Status", "ABGELEGT", False),
        ("Aktiv", "ja", True),
        ("Aktiv", "-1", True),
        ("Active", "false", False),
        ("Aktiv", "", None),
        ("Abgeschlossen", "ja", False),
        ("Abgeschlossen", "nein", True),
        ("Abgeschlossen", "", True),
        ("Abgelegt am", "31.12.2025", False),
        ("Closed", "2025-12-31 00:00:00", False),
        ("Closed", "closed", False),
    ],
)
def test_open_or_closed(title: str, cell: str, expected: bool | None) -> None:
    """By words that say so themselves, or by yes and no as the title has it."""
    assert one(f"Name;{title}\nUmbau;{cell}\n").open is expected


def test_ticks_leave_the_others_empty() -> None:
    """Where those that are active bear an x, an empty cell means no."""
    assert [record.open for record in read("Name;Aktiv\nA;x\nB;\n").records] == [True, False]


def test_a_state_that_nobody_knows_is_told_once() -> None:
    """And says nothing."""
    file = read("Name;Status\nA;ruhend\nB;ruhend\nC;offen\n")
    assert [record.open for record in file.records] == [None, None, True]
    (remark,) = file.remarks
    assert remark.startswith("Line 2: “ruhend” under “Status”")


def test_phases_and_their_numbers() -> None:
    """In one cell or in several columns, each with its number where there are as many."""
    record = one('Name;Phasen;Phasennummer\nUmbau;"Vorprojekt; Bau\nAbnahme";31|41|53\n')
    assert record.phases == (PhaseRecord("Vorprojekt", "31"), PhaseRecord("Bau", "41"), PhaseRecord("Abnahme", "53"))
    assert one("Name;Phase 1;Phase 2\nUmbau;Vorprojekt;Bau\n").phases == (PhaseRecord("Vorprojekt"), PhaseRecord("Bau"))
    assert one("Name;Phase;Phase aktiv\nUmbau;Bau;nein\n").phases == (PhaseRecord("Bau", open=False),)
    assert one("Name;Phasennummer\nUmbau;31\n").phases == (PhaseRecord("31"),)


def test_participants_with_their_role() -> None:
    """By the title, or in brackets behind the name."""
    record = one("Name;Beteiligte;Architekt\nUmbau;Huber (Statiker) | Meier;Böhm\n")
    assert record.participants == (("Huber", "Statiker"), ("Meier", ""), ("Böhm", "Architekt"))


def test_rows_of_one_project_are_one() -> None:
    """What they say differently is told; the first counts, and fills up from the others."""
    file = read("Nr;Name;Kunde;Phase\n7;Umbau;;Bau\n7;Neubau;Keller AG;Abnahme\n 7;Umbau;KELLER AG;Bau\n")
    (record,) = file.records
    assert (record.name, record.client, [phase.name for phase in record.phases or ()]) == (
        "Umbau",
        "Keller AG",
        ["Bau", "Abnahme"],
    )
    assert file.remarks == ("Line 3: 7 is called “Neubau” here, and called “Umbau” in line 2, which counts.",)


def test_a_further_row_without_a_state_says_nothing_of_it() -> None:
    """The day of the closing stands in the first row of a project only."""
    record = one("Nr;Name;Phase;Abgelegt am\n7;Umbau;Bau;31.12.2025\n;;Abnahme;\n")
    assert (record.open, [phase.open for phase in record.phases or ()]) == (False, [True, True])


def test_a_project_of_one_name_for_two_clients_is_two() -> None:
    """Where there are no numbers."""
    assert len(read("Name;Kunde\nUmbau;Keller AG\nUmbau;Huber\numbau;keller ag\n").records) == 2


def test_rows_that_name_nothing_are_told() -> None:
    """A client alone is no project; what stands beyond the titles is told too."""
    file = read("Nr;Name;Kunde\n;;Keller AG\n1;A;B;stray\n")
    assert (len(file.records), file.skipped) == (1, 1)
    assert file.remarks[0] == "Line 2 names nothing and is left out."
    assert "more cells than there are titles; left out: “stray”" in file.remarks[1]


def test_a_document_in_a_cell_is_left_out() -> None:
    """The rest of the row is read."""
    file = read(f"Nr;Name;Kunde;Notiz\n1;Umbau;{'x' * 20_000};{'y' * 20_000}\n")
    assert (file.records[0].name, file.records[0].client) == ("Umbau", "")
    assert file.remarks == ("Line 2: the cell under “Kunde” holds 20000 characters and is left out.",)


def test_what_a_list_has_no_column_for_it_says_nothing_of() -> None:
    """So it stays in the book as it is."""
    assert one("Nr;Name\n1;Umbau\n") == Record("Umbau", "1")


# --- anything --------------------------------------------------------------------------------------------------------

CELLS = st.sampled_from(
    [
        "Nr",
        "Name",
        "Kunde",
        "Phase",
        "Status",
        "Gegner",
        "Taktung",
        "Akte",
        "ID",
        "x",
        "1",
        "ja",
        "6 up",
        "",
        '"',
        "a;b",
    ]
)
TABLES = st.lists(st.lists(CELLS, max_size=6).map(";".join), max_size=8).map("\n".join).map(str.encode)


@given(data=st.binary(max_size=300) | TABLES, kind=st.sampled_from(IntakeKind))
@example(data=b"Name;Name\n;\n", kind=PROJECTS)
@example(data=b"\x00", kind=USERS)
def test_any_bytes_are_read_or_refused(data: bytes, kind: IntakeKind) -> None:
    """Nothing else happens; what is read has a name, and each key once."""
    try:
        file = read_list(kind, data)
    except BadData:
        return
    assert all(record.name for record in file.records)
    numbers = [record.number.casefold() for record in file.records if record.number]
    assert len(numbers) == len(set(numbers))
