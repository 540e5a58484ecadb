"""Backup and restore by the command line: while it runs, with what is refused and why, and nothing lost."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from calljournal.cli.session import with_service
from calljournal.settings import Places
from tests.cli.test_cli import call, done, refused, simulated
from tests.engine.booked import add_calls, book_calls

__all__ = ["simulated"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a book with one project, which has another one besides since."""
    done("projects", "add", "Audit")
    done("settings", "set", "user.name", "anna")
    done("backup", str(tmp_path / "b.zip"))
    done("projects", "add", "Website")
    done("settings", "set", "user.name", "ben")
    return tmp_path / "b.zip"


def projects() -> list[str]:
    return sorted(json.loads(line)["name"] for line in done("projects", "--json").splitlines())


def rewritten(file: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file within a backup."""
    with zipfile.ZipFile(file) as old:
        members = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:
        for one, data in members.items():
            new.writestr(one, change(data) if one == name else data)


def told(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a backup says of itself."""

    def edited(data: bytes) -> bytes:
        manifest = json.loads(data)
        change(manifest)
        return json.dumps(manifest).encode()

    rewritten(file, "manifest.json", edited)


def test_a_backup_says_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, counts, and that passwords are not; the name may be relative; in JSON the same."""
    monkeypatch.chdir(tmp_path)
    said = done("backup", "b.zip")
    assert f"{tmp_path / 'b.zip'}: " in said
    for words in ("kB, read back and compared", "0 calls, 0 bookings", "no passwords, they stay in the keyring"):
        assert words in said
    found = json.loads(done("backup", "c.zip", "--json"))
    assert (found["file"], found["bytes"]) == (str(tmp_path / "c.zip"), (tmp_path / "c.zip").stat().st_size)
    assert (found["calls"], found["booked"], found["files"]["journal.db"]["step"]) == (0, 0, 5)


def test_a_file_that_is_there_is_replaced_on_demand_only(file: Path, tmp_path: Path) -> None:
    """An older backup with --force, and what is no backup never."""
    before = file.read_bytes()
    assert "--force" in refused("backup", str(file))
    assert file.read_bytes() == before
    done("backup", str(file), "--force")
    assert file.read_bytes() != before
    journal = Places.usual().data / "journal.db"
    assert "among the program's own files" in refused("backup", str(journal), "--force")
    assert projects() == ["Audit", "Website"]
    assert "cannot be written" in refused("backup", str(tmp_path / "nowhere/b.zip"))


def test_a_restore_puts_all_back_and_keeps_the_old(file: Path) -> None:
    """Book and settings are those of the backup; what was there is a backup of its own, and comes back from it."""
    said = done("restore", str(file), "--yes")
    assert "restored as of " in said
    assert projects() == ["Audit"]
    assert done("settings", "get", "user.name") == "anna\n"
    (kept,) = Places.usual().backups.iterdir()
    assert f"what was there is kept: {kept}" in said
    assert json.loads(done("restore", str(kept), "--yes", "--json"))["kept"] != str(kept)
    assert projects() == ["Audit", "Website"]
    assert done("settings", "get", "user.name") == "ben\n"


def test_ids_that_stand_in_files_are_not_given_again(tmp_path: Path) -> None:
    """What went out after the backup goes out again with --new, under other ids; that is said before it asks."""
    add_calls(Places.usual(), "a", "b", "c")
    with_service(lambda service: book_calls(service, "a"))
    done("backup", str(tmp_path / "b.zip"))
    with_service(lambda service: book_calls(service, "b"))
    done("export", "time", str(tmp_path / "x1.csv"), "--new")
    done("export", "calls", str(tmp_path / "calls-1.csv"))
    said = call("restore", str(tmp_path / "b.zip"), input="n\n").stderr
    words = "x1 went out after this backup: what they hold goes out again with --new"
    assert said.index("calls-1 went out") < said.index(words) < said.index("Replace what is there")
    told = json.loads(call("restore", str(tmp_path / "b.zip"), "--yes", "--json").stdout)
    assert words in told["remarks"]
    with_service(lambda service: book_calls(service, "c"))
    assert done("export", "time", str(tmp_path / "x2.csv"), "--new").startswith("x2 ")
    assert done("export", "calls", str(tmp_path / "calls-2.csv")).startswith("calls-2 ")
    assert entry_ids(tmp_path / "x1.csv") == ["t1", "t2"]
    assert entry_ids(tmp_path / "x2.csv") == ["t1", "t3"]


def entry_ids(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["entry_id"] for row in csv.DictReader(lines)]


def test_what_is_damaged_may_be_replaced(file: Path) -> None:
    """It cannot be asked then which ids it gave; that is said."""
    (Places.usual().data / "book.db").write_bytes(b"no database at all")
    result = call("restore", str(file), "--yes")
    assert result.exit_code == 0
    assert "may be given once more" in result.stderr
    assert projects() == ["Audit"]


def test_a_restore_asks(file: Path) -> None:
    """It shows what it would put there; a no, and no answer at all, change nothing and leave nothing."""
    for answer in ("n\n", ""):
        result = call("restore", str(file), input=answer)
        assert result.exit_code == 1
        assert "0 calls, 0 bookings" in result.stderr
        assert "since then will be missing" in result.stderr
        assert projects() == ["Audit", "Website"]
        assert sorted(path.name for path in Places.usual().data.glob("*")) == ["book.db", "engine.lock", "journal.db"]
    assert call("restore", str(file), input="y\n").exit_code == 0
    assert projects() == ["Audit"]


def resealed(file: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file within a backup, and what the backup says of it."""
    found = b""

    def changed(data: bytes) -> bytes:
        nonlocal found
        found = change(data)
        return found

    rewritten(file, name, changed)
    member = {"size": len(found), "sha256": hashlib.sha256(found).hexdigest()}
    told(file, lambda manifest: manifest["files"].update({name: member}))


def one_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def swapped(file: Path) -> None:
    rewritten(file, "settings.toml", lambda _: b"# another\n")


def broken(file: Path) -> None:
    resealed(file, "journal.db", lambda data: data[:8192] + b"\xff" * 8192 + data[16384:])


def newer_settings(file: Path) -> None:
    resealed(file, "settings.toml", lambda _: b"[firm]\nfax_machine = true\n")


def newer_journal(file: Path) -> None:
    """Put a journal into it that has come further than this program knows."""

    def later(data: bytes) -> bytes:
        journal = file.with_suffix(".db")
        journal.write_bytes(data)
        with closing(sqlite3.connect(journal)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("INSERT INTO schema_migrations VALUES (99, '0099_later.sql', '')")
            connection.commit()
        return journal.read_bytes()

    resealed(file, "journal.db", later)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.write_text("Dear Anna"), "is no backup of Call Journal"),
        (lambda file: file.write_bytes(file.read_bytes()[:-200]), "is no backup of Call Journal, or is damaged"),
        (one_bit, "damaged"),
        (swapped, "settings.toml is not what it was"),
        (broken, "is damaged"),
        (newer_settings, "settings in the backup"),
        (newer_journal, "was written by a newer Call Journal"),
        (lambda file: told(file, lambda told: told.update(form=2)), "was made by a newer Call Journal"),
        (lambda file: told(file, lambda told: told["files"].pop("journal.db")), "is no backup"),
        (
            lambda file: told(file, lambda told: told["files"].update({"../x.db": told["files"]["book.db"]})),
            "is no backup",
        ),
    ],
    ids=["letter", "short", "bit", "swapped", "broken", "settings", "newer", "form", "no-journal", "outside"],
)
def test_what_is_no_sound_backup_is_refused(file: Path, spoil: Callable[[Path], object], words: str) -> None:
    """It is said in words, before anything was changed; and nothing of it is left."""
    spoil(file)
    assert words in refused("restore", str(file), "--yes")
    assert projects() == ["Audit", "Website"]
    assert done("settings", "get", "user.name") == "ben\n"
    assert sorted(path.name for path in Places.usual().data.glob("*")) == ["book.db", "engine.lock", "journal.db"]


def test_while_call_journal_runs(simulated: "subprocess.Popen[str]", tmp_path: Path) -> None:
    """A backup is made by the engine that runs; a restore asks to end the program first."""
    assert simulated.stdout
    line = ""
    while '"ended"' not in line:
        line = simulated.stdout.readline()
    assert "1 call, 0 bookings" in done("backup", str(tmp_path / "b.zip"))
    assert "end the program first" in refused("restore", str(tmp_path / "b.zip"), "--yes")
    simulated.kill()
    simulated.communicate()
    assert "1 call, 0 bookings" in done("restore", str(tmp_path / "b.zip"), "--yes")
    assert json.loads(done("journal", "--json"))["number"] == "+41440001234"
