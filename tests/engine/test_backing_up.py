"""A backup holds journal, book and settings of one moment; a restore leaves all old or all new, wherever it is cut."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from calljournal.contracts.work_commands import BackUp
from calljournal.engine import Engine, archive, restoring
from calljournal.engine.backing_up import BackingUp
from calljournal.engine.clock import AnchoredClock
from calljournal.errors import CallJournalError, Refused, StoreFailed
from calljournal.settings import Places
from calljournal.store import Store
from tests.engine.made_home import back_up, leave_log, make_home, state
from tests.engine.parts import common

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 9, 8, 15, tzinfo=UTC)


@pytest.fixture
def old(home: Path) -> Places:
    """What is there before the restore; a part of it only in the log of a program that was killed."""
    places = make_home(home / "old", "old")
    leave_log(places, "old-too")
    return places


@pytest.fixture
def file(home: Path) -> Path:
    """A backup."""
    back_up(make_home(home / "new", "new"), home / "backup.zip")
    return home / "backup.zip"


def put_back(places: Places, file: Path) -> None:
    restoring.put_in_place(places, asyncio.run(restoring.stage(places, file)))


def test_a_backup_holds_all_of_it(file: Path) -> None:
    """Journal, book, settings and a list of them; private, and with nothing left beside it or in the data folder."""
    with ZipFile(file) as zipped:
        assert sorted(zipped.namelist()) == ["book.db", "journal.db", "manifest.json", "settings.toml"]
    told = archive.read_manifest(file)
    assert (told.calls, told.booked, told.version) == (1, 0, "0.1.0")
    assert {name: member.step is not None for name, member in told.files.items()} == {
        "book.db": True,
        "journal.db": True,
        "settings.toml": False,
    }
    assert file.stat().st_mode & 0o077 == 0
    assert not list(file.parent.glob("*.part"))
    assert sorted(path.name for path in (file.parent / "new/data").iterdir()) == ["book.db", "journal.db"]


class SlowBook:
    """A book that shows whether anything was copied before the lock was free."""

    def __init__(self) -> None:
        self.copied = False

    async def back_up(self, _: Path) -> tuple[Path, ...]:
        self.copied = True
        return ()


def test_a_backup_waits_for_what_is_being_booked(home: Path) -> None:
    """While somebody changes journal and book together, no copy is taken of either."""
    places = make_home(home / "one", "one")
    book = SlowBook()

    async def work() -> None:
        store = await Store.open(places.data)
        sending = asyncio.Lock()
        backing_up = BackingUp(common(store=store, crm=book, clock=AnchoredClock(), places=places, sending=sending))
        async with sending:
            asked = asyncio.ensure_future(backing_up.handlers[BackUp](BackUp(str(home / "b.zip"))))
            for _ in range(20):  # as much time as a copy would take, many times
                await store.row("one")
            assert not list(places.data.glob("backing-up-*/*"))
            assert not book.copied
        await asked
        await store.close()

    asyncio.run(work())
    assert book.copied
    assert archive.read_manifest(home / "b.zip").calls == 1


def test_a_backup_that_cannot_be_written(home: Path) -> None:
    """It is said in words, what had the name before stays, and nothing half is left."""
    places = make_home(home / "one", "one")
    (home / "letter.txt").write_text("Dear Anna")
    for place, words in ((home / "letter.txt", "is no backup"), (home / "nowhere" / "b.zip", "cannot be written")):
        with pytest.raises(CallJournalError, match=words):
            back_up(places, place)
    assert (home / "letter.txt").read_text() == "Dear Anna"
    assert sorted(path.name for path in home.iterdir()) == ["letter.txt", "one"]
    assert sorted(path.name for path in places.data.iterdir()) == ["book.db", "journal.db"]


def test_a_backup_does_not_lie_among_the_programs_own_files(home: Path) -> None:
    """There nobody would look for it when a person is forgotten; in its folder of backups it is found."""
    places = make_home(home / "one", "one")
    places.backups.mkdir()
    (home / "linked").symlink_to(places.data)
    for place in (places.data / "mine.zip", home / "linked" / "mine.zip", places.backups / ".." / "mine.zip"):
        with pytest.raises(Refused, match="name one elsewhere"):
            back_up(places, place)
    back_up(places, places.backups / "mine.zip")
    assert [path.name for path in home.rglob("*.zip")] == ["mine.zip"]


def test_a_restore_replaces_all(old: Places, file: Path) -> None:
    """Rows, contacts and settings are those of the backup; the log of the old journal does not come into the new."""
    before = state(Places.under(file.parent / "new"))
    put_back(old, file)
    assert state(old) == before
    assert sorted(path.name for path in old.data.iterdir()) == ["book.db", "journal.db"]


def test_the_old_is_kept_as_a_backup(old: Places, file: Path) -> None:
    """It holds all that was there, also what stood in the log only; restored, it is there again."""
    before = state(Places.under(old.config))
    leave_log(old, "late")
    kept = restoring.keep_old(old, NOW)
    assert kept == old.backups / "before-restore-20260309-081500-000000.zip"
    put_back(old, file)
    put_back(old, kept)
    assert state(old) == (["late", *before[0]], *before[1:])


def test_where_nothing_is_there_nothing_is_kept(home: Path, file: Path) -> None:
    """On a new computer a restore just puts the backup in place."""
    places = Places.under(home / "empty")
    places.make()
    assert restoring.keep_old(places, NOW) is None
    put_back(places, file)
    assert state(places) == state(Places.under(home / "new"))


def test_damaged_files_are_kept_as_they_are(old: Places, file: Path) -> None:
    """A restore is what helps then; what can be saved of them is for others to try."""
    (old.data / "journal.db").write_bytes(b"no database at all")
    kept = restoring.keep_old(old, NOW)
    assert kept == old.backups / "before-restore-20260309-081500-000000"
    assert (kept / "journal.db").read_bytes() == b"no database at all"
    assert sorted(path.name for path in kept.iterdir()) == ["book.db", "journal.db", "journal.db-wal", "settings.toml"]
    put_back(old, file)
    assert state(old)[0] == ["new"]


def test_a_restore_that_was_not_decided_is_forgotten(old: Places, file: Path) -> None:
    """The next start takes away what was unpacked, and all is as it was."""
    before = state(Places.under(old.config))
    asyncio.run(restoring.stage(old, file))
    assert (old.data / "restoring").exists()

    async def start() -> None:
        engine = Engine(old)
        await engine.start()
        await engine.stop()

    asyncio.run(start())
    assert state(old) == before
    assert not (old.data / "restoring").exists()


def test_a_restore_that_is_cut_leaves_all_old_or_all_new(old: Places, file: Path) -> None:
    """Killed before any of its steps: until one of them the old is there, from then on the new, and never a mixture."""
    databases = ["book.db", "journal.db"]
    before = [["old", "old-too"], ["old"], old.settings_file.read_text(), databases]
    after = [*state(Places.under(file.parent / "new")), databases]
    words = [sys.executable, "-m", "tests.engine.cut_restore", str(old.config), str(file.parent / "work"), str(file)]
    printed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = json.loads(printed)
    decided = found.index(after)
    assert found == [before] * decided + [after] * (len(found) - decided)
    assert decided >= 3
    assert len(found) - decided > 10


def test_a_restore_that_cannot_be_finished_opens_nothing(old: Places, file: Path) -> None:
    """The next start says what to do, and goes on where it was when that is done."""
    staged = asyncio.run(restoring.stage(old, file))
    settings = old.settings_file.read_bytes()
    old.settings_file.unlink()
    old.settings_file.mkdir()
    (old.settings_file / "in the way").touch()
    with pytest.raises(StoreFailed, match="make the folder writable"):
        restoring.put_in_place(old, staged)
    with pytest.raises(StoreFailed, match="start again"):
        asyncio.run(Engine(old).start())
    (old.settings_file / "in the way").unlink()
    old.settings_file.rmdir()
    old.settings_file.write_bytes(settings)
    restoring.settle(old)
    assert state(old) == state(Places.under(file.parent / "new"))
