"""What is kept of a person is given out into a file; what forgetting would do is said before it is done."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.book_commands import PreviewForget, WritePerson
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.journal_commands import KeepTyped
from calljournal.contracts.service import AddContacts, BookCall, ChooseContact, GetContact
from calljournal.contracts.work_commands import AddCall, BackUp, ExportPerson, ForgetPerson
from calljournal.engine import Engine
from calljournal.errors import NeedsConfirming, NotFound, Refused, StoreFailed
from calljournal.matching import ContactKind
from calljournal.worklog import Kind, Wishes
from tests.engine.conftest import Lab

BOARD = Means(MeansKind.PHONE, "044 000 12 00")
ANNA = Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, "044 000 12 34"), BOARD))
BEAT = Contact("", ContactKind.PERSON, "Beat Huber", means=(BOARD,))


async def talked(engine: Engine, *, booked: bool = True) -> str:
    """Talk to Anna, who shares a number with Beat; give her id."""
    await engine.do(AddContacts((ANNA, BEAT)))
    row = await engine.do(AddCall(number="044 000 12 34", minutes=10))
    (anna,) = row.match.contacts
    await engine.do(ChooseContact(row.entry.id, anna.id))
    if booked:
        await engine.do(BookCall(row.entry.id, Kind.TIME, Wishes(text="the lease")))
    return anna.id


def test_a_file_has_what_the_command_line_prints(lab: Lab, tmp_path: Path) -> None:
    """By contact or by number; how much is in it is said."""

    async def work(engine: Engine) -> None:
        anna = await talked(engine)
        for who in (anna, "044 000 12 34"):
            file = tmp_path / f"{len(who)}.json"
            written = await engine.do(WritePerson(who, str(file)))
            assert (written.file, written.calls, written.booked) == (str(file), 1, 1)
            assert json.loads(file.read_text()) == json.loads(await engine.do(ExportPerson(who)))

    lab.run(work)


def test_a_file_that_is_there_is_not_written_over_without_asking(lab: Lab, tmp_path: Path) -> None:
    """Nor is one of the program's own, nor is a person made of anything."""
    file = tmp_path / "anna.json"
    file.write_text("mine")

    async def work(engine: Engine) -> None:
        anna = await talked(engine)
        with pytest.raises(NeedsConfirming, match="there already"):
            await engine.do(WritePerson(anna, str(file)))
        assert file.read_text() == "mine"
        await engine.do(WritePerson(anna, str(file), replace=True))
        assert json.loads(file.read_text())["contact"] == anna
        with pytest.raises(Refused, match="own files"):
            await engine.do(WritePerson(anna, str(lab.places.data / "anna.json")))
        with pytest.raises(StoreFailed, match="does not exist: choose another one"):
            await engine.do(WritePerson(anna, str(tmp_path / "none" / "anna.json")))
        with pytest.raises(NotFound):
            await engine.do(WritePerson("c99", str(tmp_path / "nobody.json")))

    lab.run(work)
    assert sorted(tmp_path.glob("*.json*")) == [file]


def test_what_would_go_and_what_would_stay_is_said(lab: Lab) -> None:
    """And nothing is changed by asking."""

    async def work(engine: Engine) -> None:
        anna = await talked(engine)
        await engine.do(KeepTyped("contact", anna, {"name": "Anna Meier"}))
        await asyncio.to_thread(lab.places.backups.mkdir)
        await engine.do(BackUp(str(lab.places.backups / "one.zip")))
        before = await engine.do(ExportPerson(anna))
        preview = await engine.do(PreviewForget(anna))
        assert preview.numbers == ("+41440001234",)
        assert preview.goes == (
            "of the contact: all numbers and addresses, and what is remembered of earlier changes",
            "number and name of 1 call",
            "1 choice of whom a number is",
            "what was typed about it and is not saved",
            "1 backup in the data folder, whoever else is in it",
        )
        assert preview.stays == (
            "when 1 call was, and how long: that names nobody",
            "1 booking with its minutes, and the name that it was booked under: accounts have to be kept",
            "+41440001200: others have that number too",
            "copies that you keep elsewhere (backups, exported files, recordings) still have it: see to them yourself",
        )
        assert await engine.do(ExportPerson(anna)) == before

    lab.run(work)


def test_of_whom_nothing_was_booked_the_name_goes_too(lab: Lab) -> None:
    """What is said before is what is done."""

    async def work(engine: Engine) -> None:
        anna = await talked(engine, booked=False)
        preview = await engine.do(PreviewForget(anna))
        assert "the contact itself, unless a project is kept or people stand under it" in preview.goes
        assert not any("booking" in words for words in preview.stays)
        await engine.do(ForgetPerson(anna))
        with pytest.raises(NotFound):
            await engine.do(GetContact(anna))

    lab.run(work)


def test_of_a_number_is_said_whose_it_is(lab: Lab) -> None:
    """A number that several have is forgotten with all of them; one of nobody leaves little to say."""

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((replace(ANNA, means=(BOARD,)), BEAT)))
        preview = await engine.do(PreviewForget("044 000 12 00"))
        assert preview.goes == ("the number, of these contacts of the book: Anna Keller, Beat Huber",)
        assert (await engine.do(PreviewForget("044 000 99 99"))).goes == ()
        with pytest.raises(Refused, match="a service"):
            await engine.do(PreviewForget("117"))

    lab.run(work)
