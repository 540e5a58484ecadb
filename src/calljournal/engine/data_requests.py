"""Requests of the people who are in it: all that is kept of a person is given out; what forgetting would do is said.

Forgetting itself is `keeping`'s.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from calljournal.contracts.book_commands import Forgettable, PersonWritten, PreviewForget, WritePerson
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.work_commands import ExportPerson
from calljournal.engine.export_file import check_writable, whole_file
from calljournal.engine.part import Handlers, Part
from calljournal.engine.people import Person, find_person
from calljournal.settings import Places
from calljournal.store.forgetting import Kept
from calljournal.words import say, say_n

ELSEWHERE = say(
    "copies that you keep elsewhere (backups, exported files, recordings) still have it: see to them yourself"
)

PRIVATE_NO_MORE = say("calls with this number are not private for good any more: the next one is shown as it comes")


class InBook(msgspec.Struct):
    """What a book gives out of a person, as far as it is counted here."""

    contacts: list[dict[str, object]] = []
    work: list[dict[str, object]] = []


class DataRequests(Part):
    """Carries out the commands that give out what is kept of a person, or say what forgetting would delete."""

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {ExportPerson: self._export, WritePerson: self._write, PreviewForget: self._preview}

    async def _export(self, command: ExportPerson) -> str:
        text, _, _ = await self._all(command.who)
        return text

    async def _write(self, command: WritePerson) -> PersonWritten:
        """Write it whole, or leave what is there."""
        file = await asyncio.to_thread(Path(command.file).resolve)
        await asyncio.to_thread(check_writable, file, command.replace, self._places)
        text, kept, in_book = await self._all(command.who)
        await asyncio.to_thread(_write_whole, file, text, command.replace)
        return PersonWritten(str(file), len(kept.rows), len(in_book.work))

    async def _preview(self, command: PreviewForget) -> Forgettable:
        person = await self._find(command.who)
        kept = await self._store.kept(person.whose)
        in_book = msgspec.convert(await self._crm.export_person(person.contact_id, person.numbers), InBook)
        backups = len(await asyncio.to_thread(backups_in, self._places))
        return Forgettable(
            person.numbers, tuple(_goes(person, kept, in_book, backups)), tuple(_stays(person, kept, in_book))
        )

    async def _all(self, who: str) -> tuple[str, Kept, InBook]:
        """Give all that is kept of somebody as JSON, and the same to be counted."""
        person = await self._find(who)
        kept = await self._store.kept(person.whose)
        book = await self._crm.export_person(person.contact_id, person.numbers)
        whole = {
            "contact": person.contact_id,
            "numbers": person.numbers,
            "numbers_of_others_too": person.shared,
            "calls": [to_json(row) for row in kept.rows],
            "choices": kept.choices,
            "drafts": kept.drafts,
            "private_numbers": kept.private_numbers,
            "typed": kept.typed,
            "book": book,
            "backups": [backup.name for backup in await asyncio.to_thread(backups_in, self._places)],
        }
        text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
        return text, kept, msgspec.convert(book, InBook)

    async def _find(self, who: str) -> Person:
        return await find_person(self._crm, who, self._settings().firm.rules)


def backups_in(places: Places) -> list[Path]:
    """Give the backups that lie in the data folder: they hold everybody who was ever in the journal or the book."""
    return sorted(file for file in places.backups.rglob("*") if file.is_file())


def _write_whole(file: Path, text: str, force: bool) -> None:
    with whole_file(file, force) as out:
        out.write(f"{text}\n".encode())


# --- what forgetting would do ----------------------------------------------------------------------------------------


def _goes(person: Person, kept: Kept, in_book: InBook, backups: int) -> list[str]:
    """Say what would be deleted."""
    said: list[str] = []
    if person.contact is not None:
        said.append(say("of the contact: all numbers and addresses, and what is remembered of earlier changes"))
        if not in_book.work:
            said.append(say("the contact itself, unless a project is kept or people stand under it"))
    else:
        names = ", ".join(str(one.get("name", "")) for one in in_book.contacts)
        if names:
            said.append(say("the number, of these contacts of the book: {names}", names=names))
    if kept.rows:
        said.append(_of_calls(kept.rows))
    if kept.choices:
        said.append(
            say_n("{count} choice of whom a number is", "{count} choices of whom a number is", len(kept.choices))
        )
    if kept.typed:
        said.append(say("what was typed about it and is not saved"))
    if kept.private_numbers:
        said.append(PRIVATE_NO_MORE)
    if backups:
        said.append(
            say_n(
                "{count} backup in the data folder, whoever else is in it",
                "{count} backups in the data folder, whoever else is in them",
                backups,
            )
        )
    return said


def _of_calls(rows: Sequence[JournalRow]) -> str:
    return say_n("number and name of {count} call", "numbers and names of {count} calls", len(rows))


def _stays(person: Person, kept: Kept, in_book: InBook) -> list[str]:
    """Say what would be left, and why."""
    said: list[str] = []
    if kept.rows:
        said.append(
            say_n(
                "when {count} call was, and how long: that names nobody",
                "when {count} calls were, and how long: that names nobody",
                len(kept.rows),
            )
        )
    if in_book.work:
        said.append(
            say_n(
                "{count} booking with its minutes, and the name that it was booked under: accounts have to be kept",
                "{count} bookings with their minutes, and the name that they were booked under: accounts have to be "
                "kept",
                len(in_book.work),
            )
        )
    if person.shared:
        said.append(say("{numbers}: others have that number too", numbers=", ".join(person.shared)))
    return [*said, ELSEWHERE]
