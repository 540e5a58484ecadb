"""Files for the firm's books: what goes out is marked, profiles say how it is written, nothing is overwritten."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from calljournal.cli.session import with_service
from calljournal.contracts.export_commands import BeginExport
from calljournal.contracts.work import WorkQuery
from calljournal.engine import export_file
from calljournal.exporting import xlsx_file
from calljournal.settings import ExportProfile, Places, load
from tests.cli.test_cli import call, done, refused
from tests.engine.booked import FIRST, add_calls, book_calls
from tests.exporting.made import read_xlsx


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A file to be; three calls were booked."""
    add_calls(Places.usual(), "a", "b", "c")
    with_service(lambda service: book_calls(service, "a", "b", "c"))
    return tmp_path / "june.csv"


def texts(file: Path | str) -> list[str]:
    """Give the texts of the time entries in a file of CSV, or in what was printed."""
    data = file.read_text(encoding="utf-8-sig") if isinstance(file, Path) else file.removeprefix("\ufeff")
    return [row["text"] for row in csv.DictReader(io.StringIO(data, newline=""))]


def listed(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done("export", "list", *words, "--json").splitlines()]


# --- what goes out ---------------------------------------------------------------------------------------------------


def test_what_went_out_is_marked_and_new_gives_the_rest(june: Path) -> None:
    """A second file has what was booked since; then nothing is new."""
    assert done("export", "time", str(june), "--new") == f"x1 {june}: 3 time entries\n"
    assert texts(june) == ["a", "b", "c"]
    assert not list(june.parent.glob("*.part"))
    assert "nothing to give out that has not gone out before" in refused("export", "time", str(june) + "2", "--new")
    add_calls(Places.usual(), "d")
    with_service(lambda service: book_calls(service, "d"))
    other = june.with_name("july.csv")
    assert "1 time entry" in done("export", "time", str(other), "--new")
    assert texts(other) == ["d"]
    assert [(one["id"], one["count"], one["file"]) for one in listed()] == [("x2", 1, str(other)), ("x1", 3, str(june))]
    assert all(one["finished"] for one in listed())


def test_what_goes_out_once_more_is_told(june: Path) -> None:
    """With the exports that it went out in first: time and calls alike; what is new is not."""
    for what, first in (("time", "x1"), ("calls", "calls-1")):
        assert call("export", what, str(june), "--force").stderr == ""
        add_calls(Places.usual(), f"{what}-2")
        with_service(lambda service, what=what: book_calls(service, f"{what}-2"))  # type: ignore[misc]
        told = call("export", what, str(june), "--force").stderr
        assert f" of these went out before ({first}): --new leaves them out" in told
        assert listed()[0]["repeated"] == listed()[0]["count"] - 1
        assert "what was typed, else the title" in done("export", "columns", "time")


def test_a_look_marks_nothing(june: Path) -> None:
    """Printed, or written into a file to look at."""
    for words in ((), ("-",), ("--new",)):
        assert texts(done("export", "time", *words)) == ["a", "b", "c"]
    assert "nothing is marked" in done("export", "time", str(june), "--look")
    assert texts(june) == ["a", "b", "c"]
    assert json.loads(done("export", "time", str(june), "--look", "--json", "--force"))["count"] == 3
    assert done("export", "list") == "nothing has gone out\n"


def test_the_name_of_the_file_says_the_form(june: Path) -> None:
    """Or --format does."""
    book, document = june.with_suffix(".xlsx"), june.with_suffix(".json")
    done("export", "time", str(book))
    titles, *rows = read_xlsx(book.read_bytes())
    assert [row[titles.index("text")] for row in rows] == ["a", "b", "c"]
    done("export", "time", str(document))
    assert [one["text"] for one in json.loads(document.read_text("utf-8"))] == ["a", "b", "c"]
    done("export", "time", str(june), "--format", "json")
    assert june.read_bytes() == document.read_bytes()
    assert {one["form"] for one in listed()} == {"xlsx", "json"}


def test_days_users_and_projects(june: Path) -> None:
    """Both days are included; a project is named as people name it; calls know neither users nor projects."""
    day = FIRST.astimezone().date().isoformat()
    for what, words in {"time": ("--user", load_user(), "--project", "umbau"), "calls": ()}.items():
        whole = json.loads(done("export", what, "-", "--format", "json", "--since", day, "--until", day, *words))
        assert len(whole) == 3, what
        assert json.loads(done("export", what, "-", "--format", "json", "--until", "-4d", *words)) == [], what
    assert json.loads(done("export", "time", "-", "--format", "json", "--user", "nobody")) == []
    assert "not one project" in refused("export", "time", "-", "--project", "Neubau")
    assert call("export", "calls", "-", "--user", "anna").exit_code == 2


def load_user() -> str:
    return load(Places.usual().settings_file).user.known_as


def test_calls_go_out_too(june: Path) -> None:
    """By their own export; what was deleted since is told when it is written again."""
    assert done("export", "calls", str(june), "--new") == f"calls-1 {june}: 3 calls\n"
    again = june.with_name("again.csv")
    done("export", "again", "calls-1", str(again))
    assert again.read_bytes() == june.read_bytes()
    with closing(sqlite3.connect(Places.usual().data / "journal.db")) as connection, connection:
        connection.execute("DELETE FROM entries WHERE id = 'b'")
    result = call("export", "again", "calls-1", str(again), "--force")
    assert "2 calls" in result.stdout
    assert "missing, since deleted from the journal: 1 call" in result.stderr
    assert len(again.read_text("utf-8").splitlines()) == 3


def test_activities_go_out_too(june: Path) -> None:
    """There are none, and that is said."""
    assert "nothing to give out" in refused("export", "activities", str(june))
    assert not june.exists()


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_overwritten(june: Path) -> None:
    """It is said before anything is marked; --force replaces it."""
    june.write_text("last year's")
    assert "--force" in refused("export", "time", str(june))
    assert "--force" in refused("export", "time", str(june), "--look")
    assert (june.read_text(), listed()) == ("last year's", [])
    done("export", "time", str(june), "--force")
    assert texts(june) == ["a", "b", "c"]


def test_a_file_that_cannot_be_written_is_told_before_anything_is_marked(june: Path) -> None:
    """As in a folder that there is not."""
    assert "gone does not exist: choose another one" in refused(
        "export", "time", str(june.parent / "gone" / "june.csv")
    )
    assert listed() == []


def test_an_old_export_is_written_again_byte_for_byte(june: Path) -> None:
    """With the profile that it was written by, whatever that is by now; its state is none of its columns."""
    done("export", "profile", "set", "firm", "separator=;", "columns=date,text=Was,billed_minutes")
    done("export", "time", str(june), "--profile", "firm")
    done("export", "profile", "remove", "firm")
    book = june.with_suffix(".xlsx")
    done("export", "time", str(book))
    for name, first in (("x1", june), ("x2", book)):
        second = june.with_name(f"again-{name}")
        assert done("export", "again", name, str(second)) == f"{name} {second}: 3 time entries\n"
        assert second.read_bytes() == first.read_bytes()
        assert "--force" in refused("export", "again", name, str(book if name == "x1" else june))
    assert "no export 'x9'" in refused("export", "again", "x9", str(june) + "9")


def test_one_export_is_written_at_a_time(june: Path) -> None:
    """Two would take what the other is writing for broken off."""
    with FileLock(Places.usual().data / "export.lock"):
        assert "try again when it is done" in refused("export", "time", str(june))
    done("export", "time", str(june))


def test_a_full_disk_loses_nothing(june: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was marked is kept, the next export writes it; both are told."""
    with monkeypatch.context() as patch:
        patch.setattr(export_file.os, "fsync", full)
        said = refused("export", "time", str(june), "--new")
    assert f"{june} cannot be written: the disk is full; make room, or choose another one" in said
    assert "`calljournal export again x1 FILE`" in said
    assert not list(june.parent.glob("june*"))
    assert "broken off" in done("export", "list")
    add_calls(Places.usual(), "d")
    with_service(lambda service: book_calls(service, "d"))
    july = june.with_name("july.csv")
    assert done("export", "time", str(july), "--new").splitlines() == [
        f"x1 was broken off, and is whole now: {june}: 3 time entries",
        f"x2 {july}: 1 time entry",
    ]
    assert (texts(june), texts(july)) == (["a", "b", "c"], ["d"])


def test_what_a_form_cannot_hold_goes_out_in_another(june: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is marked by then; the command that writes it is told."""
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    said = refused("export", "time", str(june.with_suffix(".xlsx")))
    assert "--format csv" in said
    assert "`calljournal export again x1 FILE`" in said
    done("export", "again", "x1", str(june), "--format", "csv")
    assert texts(june) == ["a", "b", "c"]
    done("export", "calls", str(june.with_name("calls.csv")))


def test_what_was_broken_off_is_asked_for_again(june: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command finishes it; the file that is there then is the one that was wanted."""
    with monkeypatch.context() as patch:
        patch.setattr(export_file.os, "fsync", full)
        refused("export", "time", str(june), "--new")
    assert done("export", "time", str(june), "--new").startswith("x1 was broken off, and is whole now")
    assert texts(june) == ["a", "b", "c"]
    assert "--force" in refused("export", "time", str(june), "--new")


def full(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def break_off(june: Path) -> None:
    """Have an export of time marked, and its file not written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export_file.os, "fsync", full)
        refused("export", "time", str(june), "--new")


def test_another_file_in_the_place_of_one_broken_off_stays(june: Path) -> None:
    """The command that writes the export elsewhere is told; the new export goes its way."""
    break_off(june)
    june.write_text("somebody's")
    july, elsewhere = june.with_name("july.csv"), june.with_name("june-2.csv")
    result = call("export", "calls", str(july))
    assert result.stdout == f"calls-1 {july}: 3 calls\n"
    assert result.stderr.startswith("the export x1 was broken off, and is still to be written: ")
    assert "`calljournal export again x1 FILE`" in result.stderr
    assert june.read_text() == "somebody's"
    assert call("export", "time", str(june)).exit_code == 1
    assert june.read_text() == "somebody's"
    done("export", "again", "x1", str(elsewhere))
    assert texts(elsewhere) == ["a", "b", "c"]
    assert call("export", "calls", str(july), "--force").stdout == f"calls-2 {july}: 3 calls\n"


def test_a_folder_that_is_gone_keeps_nothing_back(june: Path) -> None:
    """As of a stick that was pulled out: what went there is told at every export, and written when it is back."""
    stick = june.parent / "stick"
    stick.mkdir()
    break_off(stick / "june.csv")
    stick.rmdir()
    for number in (1, 2):
        result = call("export", "calls", f"{june}{number}")
        assert result.stdout == f"calls-{number} {june}{number}: 3 calls\n"
        assert "`calljournal export again x1 FILE`" in result.stderr
    stick.mkdir()
    assert "x1 was broken off, and is whole now" in done("export", "calls", f"{june}3")
    assert texts(stick / "june.csv") == ["a", "b", "c"]


def test_force_replaces_what_is_in_the_place_of_one_broken_off(june: Path) -> None:
    """By what was to go there, and by nothing else after it: else that would be in no file."""
    break_off(june)
    june.write_text("somebody's")
    assert "just been written" in refused("export", "calls", str(june), "--force")
    assert texts(june) == ["a", "b", "c"]
    other = june.with_name("other.csv")
    add_calls(Places.usual(), "d")
    with_service(lambda service: book_calls(service, "d"))
    break_off(other)
    other.write_text("somebody's")
    assert (
        done("export", "time", str(other), "--force") == f"x2 was broken off, and is whole now: {other}: 1 time entry\n"
    )
    assert texts(other) == ["d"]
    assert [one["id"] for one in listed()] == ["x2", "x1"]


def test_what_an_encoding_cannot_write_is_told_in_words(june: Path) -> None:
    """As of a profile that an earlier version took; another form holds it."""
    begin = BeginExport("time", str(june), "csv", '{"encoding":"idna"}', WorkQuery(new=True))
    with_service(lambda service: service.do(begin))
    result = call("export", "calls", f"{june}2")
    assert result.exit_code == 0
    assert "--format json; nothing is lost: `calljournal export again x1 FILE`" in result.stderr
    done("export", "again", "x1", str(june), "--format", "json")
    assert [one["text"] for one in json.loads(june.read_text("utf-8"))] == ["a", "b", "c"]


def test_an_export_is_written_again_as_it_was(june: Path) -> None:
    """Whatever its things are called by now, and wherever it was broken off."""
    done("export", "time", str(june), "--new")
    rename = "UPDATE projects SET name = 'Sale', identity = 'sale'"
    with closing(sqlite3.connect(Places.usual().data / "book.db")) as connection, connection:
        assert connection.execute(rename).rowcount
        connection.execute("UPDATE exports SET finished = FALSE, body = json_set(body, '$.finished', NULL)")
    again = june.with_name("again.csv")
    assert "x1 was broken off, and is whole now" in done("export", "calls", f"{june}2")
    done("export", "again", "x1", str(again))
    assert again.read_bytes() == june.read_bytes()
    assert "Sale" in done("export", "time")


# --- profiles --------------------------------------------------------------------------------------------------------


def test_profiles_are_saved_shown_and_forgotten(june: Path) -> None:
    """What was set is used; what was not is as it was; a built-in one is the ground for one of its name."""
    assert done("export", "profile", "list").splitlines() == ["de  (built in)", "default  (built in)"]
    done("export", "profile", "set", "de", "encoding=utf-8", "header=no", "columns=date,text,billed_hours")
    done("export", "profile", "set", "firm", "separator=tab")
    assert load(Places.usual().settings_file).exports["firm"] == ExportProfile(separator="\t")
    shown = done("export", "profile", "show", "de").splitlines()
    assert shown[:4] == ["columns = date,text,billed_hours", "separator = ;", "encoding = utf-8", "date = %d.%m.%Y"]
    assert "separator = tab" in done("export", "profile", "show", "firm")
    day = FIRST.astimezone().strftime("%d.%m.%Y")
    assert done("export", "time", "--profile", "de").splitlines()[0].startswith(f"{day};a;0,")
    told = [json.loads(line) for line in done("export", "profile", "list", "--json").splitlines()]
    assert [(one["name"], one["saved"]) for one in told] == [("de", True), ("default", False), ("firm", True)]
    done("export", "profile", "remove", "de")
    assert json.loads(done("export", "profile", "show", "de", "--json"))["encoding"] == "cp1252"
    assert "no profile 'de' was saved" in refused("export", "profile", "remove", "de")
    assert "there are: de, default, firm" in refused("export", "time", "--profile", "mine")


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("colour=red", "no KEY=VALUE with one of: columns, separator"),
        ("separator", "no KEY=VALUE"),
        ("separator=ab", "not one sign"),
        ("separator=x", "not one sign"),
        ("encoding=klingon", "none that files are written in"),
        ("encoding=hex", "none that files are written in"),
        ("encoding=idna", "none that files are written in"),
        ("encoding=punycode", "none that files are written in"),
        ("encoding=raw_unicode_escape", "none that files are written in"),
        ("encoding=utf-7", "none that files are written in"),
        ("date=%A", "no form of a date"),
        ("time=noon", "no form of a time"),
        ("decimal=;", "decimal"),
        ("line_ends=cr", "line_ends"),
        ("header=perhaps", "say yes or no"),
        ("columns=date,minutes", "no column 'minutes'"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(pair: str, words: str) -> None:
    """Nothing of it is saved, also not what was right."""
    assert words in refused("export", "profile", "set", "firm", "quote_all=yes", pair)
    assert load(Places.usual().settings_file).exports == {}


def test_the_columns_are_listed() -> None:
    """With what they are."""
    assert "billed_hours          number" in done("export", "columns", "time")
    assert "talk_seconds          number" in done("export", "columns", "calls")


def test_the_settings_name_the_command_for_profiles() -> None:
    """They are shown with the others, and changed by their own command."""
    done("export", "profile", "set", "firm", "separator=;")
    assert "export.firm.separator = ;" in done("settings")
    assert "`calljournal export profile`" in refused("settings", "set", "export.firm.separator", ",")


def test_a_broken_profile_in_the_file_is_told_by_its_place() -> None:
    """Whoever edits by hand is told where."""
    file = Places.usual().settings_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('[export.firm]\ndate = "%A"\n')
    assert "export.firm: date: '%A'" in refused("export", "time")
