"""Copies that an update or a restore left are deleted when they are old; the latest of each kind stays."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calljournal.contracts.work_commands import TidyUp
from calljournal.database import copies
from calljournal.engine import Engine, restoring
from calljournal.engine.old_copies import delete_old
from calljournal.errors import StoreFailed
from tests.engine.conftest import Lab
from tests.engine.made_home import make_home

NOW = datetime(2026, 6, 8, 8, 15, tzinfo=UTC)  # 90 days before: 2026-03-10


def put(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("a copy")


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_latest_of_each_kind_stays(home: Path) -> None:
    """However old it is; of the others those of the last 90 days. What somebody else put there is not touched."""
    stays = ["anna.zip", "before-restore-mine.zip", "book-step03-20250101T081502Z.db", "journal.part"]
    stays += ["before-restore-20260310-081502-120457.zip", "before-restore-20260608-081502-120457.zip"]
    stays += ["journal-step04-20260101T081502Z.db"]
    goes = ["before-restore-20260309-235959-120457.zip", "journal-step03-20260101T081502Z.db"]
    put(home, *stays, *goes)
    put(home / "before-restore-20260101-081502-120457", "journal.db")  # what was damaged is kept as it is
    assert delete_old(home, NOW) == 3
    assert left(home) == sorted(stays)
    assert delete_old(home, NOW) == 0
    assert delete_old(home / "nowhere", NOW) == 0


def test_one_that_cannot_be_deleted_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words say what to do."""
    put(home, "one-step01-20250101T081502Z.db", "one-step02-20250101T081502Z.db")

    def fails(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", fails)
    with pytest.raises(StoreFailed, match=r"one-step01-.*Permission denied.*delete it yourself"):
        delete_old(home, NOW)


def test_the_names_are_those_that_the_program_gives(home: Path) -> None:
    """Whoever names copies otherwise would keep them for ever."""
    places = make_home(home / "one", "one")
    now = datetime.now(UTC)
    for days in (1, 0):
        assert restoring.keep_old(places, now - timedelta(days))
    journal = places.data / "journal.db"
    with closing(sqlite3.connect(journal)) as connection:
        for step in (3, 4):
            copies.keep_before_migration(connection, journal, step)
    assert delete_old(places.backups, now + timedelta(92)) == 2
    restored, updated = left(places.backups)
    assert (restored[:24], updated[:15]) == (f"before-restore-{now:%Y%m%d}-", "journal-step04-")


def test_tidying_up_says_so(lab: Lab) -> None:
    """With what else it deleted."""
    put(lab.places.backups, "book-step03-20250101T081502Z.db", "book-step03-20250102T081502Z.db")

    async def work(engine: Engine) -> None:
        (said,) = await engine.do(TidyUp())
        assert said == (
            "deleted: 1 copy older than 90 days that an update or a restore had left in "
            f"{lab.places.backups}; the latest of each kind stays"
        )
        assert await engine.do(TidyUp()) == ()

    lab.run(work)
    assert left(lab.places.backups) == ["book-step03-20250102T081502Z.db"]
