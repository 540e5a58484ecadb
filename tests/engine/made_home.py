"""Data folders for the tests of backups: a row, a contact and a setting that bear a name."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from calljournal.contracts.crm import Contact
from calljournal.contracts.service import AddContacts
from calljournal.contracts.work_commands import BackUp
from calljournal.engine import Engine
from calljournal.matching import ContactKind
from calljournal.settings import Places, save
from calljournal.store import Store
from tests.store.made import after, ended_call, entry


def make_home(home: Path, name: str) -> Places:
    """Make a data folder of which everything bears the name."""
    places = Places.under(home)
    save(places.settings_file, ("user", "name"), name)
    save(places.settings_file, ("firm", "retention"), {"unbooked": 0})  # rows stay, however old

    async def fill() -> None:
        engine = Engine(places)
        await engine.start()
        await engine.do(AddContacts((Contact("", ContactKind.PERSON, name),)))
        await engine.stop()
        await add_row(places, name)

    asyncio.run(fill())
    return places


async def add_row(places: Places, name: str) -> None:
    """Save a row with a name for its id."""
    store = await Store.open(places.data)
    await store.save_call(ended_call(), [entry(name)], after(60))
    await store.close()


def leave_log(places: Places, name: str) -> None:
    """Add a row that stands in the log of the journal only, as after a crash."""
    aside = places.data / "aside"

    async def crash() -> None:
        store = await Store.open(places.data)
        await store.save_call(ended_call(), [entry(name)], after(60))
        aside.mkdir()
        for file in places.data.glob("journal.db*"):
            shutil.copy(file, aside)
        await store.close()

    asyncio.run(crash())
    for file in aside.iterdir():
        file.replace(places.data / file.name)
    aside.rmdir()
    assert (places.data / "journal.db-wal").stat().st_size


def back_up(places: Places, file: Path) -> int:
    """Make a backup with an engine of its own."""

    async def work() -> int:
        engine = Engine(places)
        await engine.start()
        try:
            return await engine.do(BackUp(str(file)))
        finally:
            await engine.stop()

    return asyncio.run(work())


def state(places: Places) -> tuple[list[str], list[str], str]:
    """Give the names of rows and contacts, and the settings."""
    return (
        _asked(places.data / "journal.db", "SELECT id FROM entries ORDER BY id"),
        _asked(places.data / "book.db", "SELECT name FROM contacts ORDER BY name"),
        places.settings_file.read_text(encoding="utf-8"),
    )


def _asked(path: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [str(value) for (value,) in connection.execute(sql)]
