"""Contacts, projects and service types that are changed by hand, through the engine: what becomes of the calls."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from calljournal.contracts.book_commands import (
    AddContact,
    ChangeContact,
    GetPeople,
    GetWebAddress,
    ReadMeans,
    SetServiceType,
)
from calljournal.contracts.crm import Contact, Crm, EditKind, Means, MeansKind
from calljournal.contracts.service import (
    AddContacts,
    AddServiceType,
    GetContact,
    GetRow,
    ListEdits,
    ListRows,
    UndoEdit,
    WatchLines,
)
from calljournal.contracts.work_commands import ForgetPerson
from calljournal.engine import Engine
from calljournal.engine.address_book import AddressBook
from calljournal.engine.numbering import Numbering
from calljournal.engine.whom import Whom
from calljournal.errors import NotFound, Refused, Unsupported
from calljournal.matching import ContactKind
from tests.engine.conftest import Lab, settled
from tests.engine.parts import common
from tests.engine.test_matching import ANNA, CALLER, FIRM, calls

PERSON = ContactKind.PERSON
DORA = Contact("", PERSON, "Dora Frei", means=(Means(MeansKind.PHONE, CALLER),))


async def one_call(engine: Engine) -> str:
    """Let a call happen, and give the id of its row."""
    await engine.do(WatchLines())
    return (await settled(engine, 1))[0].entry.id


async def who(engine: Engine, entry: str) -> list[str]:
    """Give the names of a row."""
    return [one.name for one in (await engine.do(GetRow(entry))).match.contacts]


def test_a_call_gets_the_name_of_who_is_added(lab: Lab) -> None:
    """At once, by number; renamed, the row says the new name; taken back step by step, it says what it said."""
    lab.plays(calls(CALLER))

    async def work(engine: Engine) -> None:
        entry = await one_call(engine)
        assert await who(engine, entry) == []
        dora = await engine.do(AddContact(DORA))
        assert await who(engine, entry) == ["Dora Frei"]
        await engine.do(ChangeContact(replace(dora, name="Dora Huber", company="Huber AG"), dora))
        assert await who(engine, entry) == ["Dora Huber"]
        (row,) = await engine.do(ListRows(contact=dora.id))
        assert row.match.contact is not None
        assert (row.match.contact.company, row.match.reason) == ("Huber AG", "exact")
        await engine.do(UndoEdit((EditKind.BY_HAND,)))
        assert await who(engine, entry) == ["Dora Frei"]
        await engine.do(UndoEdit((EditKind.BY_HAND,)))
        assert await who(engine, entry) == []

    lab.run(work)


def test_a_call_stays_whose_it_was(lab: Lab) -> None:
    """Though that person has another number by now: who called was who called."""
    lab.plays(calls(CALLER))

    async def work(engine: Engine) -> None:
        dora = await engine.do(AddContact(DORA))
        entry = await one_call(engine)
        await engine.do(ChangeContact(replace(dora, means=()), dora))
        assert await who(engine, entry) == ["Dora Frei"]

    lab.run(work)


def test_only_the_change_that_is_meant_is_taken_back(lab: Lab) -> None:
    """A button that was pressed late takes back nobody else's change."""

    async def work(engine: Engine) -> None:
        dora = await engine.do(AddContact(DORA))
        (first,) = await engine.do(ListEdits(1))
        changed = await engine.do(ChangeContact(replace(dora, name="Dora Huber"), dora))
        with pytest.raises(Refused, match="changed again"):
            await engine.do(UndoEdit((EditKind.BY_HAND,), first.id))
        assert await engine.do(GetContact(dora.id)) == changed
        second = (await engine.do(ListEdits(1)))[0]
        assert (await engine.do(UndoEdit((EditKind.BY_HAND,), second.id))).id == second.id
        with pytest.raises(Refused):
            await engine.do(UndoEdit(edit=second.id))
        assert await engine.do(GetContact(dora.id)) == dora

    lab.run(work)


def test_a_change_that_changes_nothing_is_none(lab: Lab) -> None:
    """It leaves no edit; one of what is not there any more is refused."""

    async def work(engine: Engine) -> None:
        dora = await engine.do(AddContact(DORA))
        assert await engine.do(ChangeContact(dora, dora)) == dora
        assert len(await engine.do(ListEdits())) == 1
        with pytest.raises(Refused, match="somebody else"):
            await engine.do(ChangeContact(replace(dora, name="X"), replace(dora, name="Y")))
        await engine.do(ForgetPerson(dora.id))
        with pytest.raises(NotFound):
            await engine.do(ChangeContact(dora, dora))

    lab.run(work)


def test_the_people_at_a_company_are_given(lab: Lab) -> None:
    """By its id; nobody where it is none."""

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((FIRM, ANNA)))
        assert [one.name for one in await engine.do(GetPeople("c1"))] == ["Anna Keller"]
        assert await engine.do(GetPeople("c2")) == ()
        assert await engine.do(GetWebAddress("contact", "c1")) is None

    lab.run(work)


def test_numbers_are_read_without_being_saved(lab: Lab) -> None:
    """As for who lives there; what cannot be read is said so, what is no number is left alone."""

    async def work(engine: Engine) -> None:
        texts = (
            (MeansKind.PHONE, "044 000 12 34"),
            (MeansKind.PHONE, "?"),
            (MeansKind.FAX, ""),
            (MeansKind.EMAIL, "a@example.com"),
        )
        read = await engine.do(ReadMeans(tuple(Means(*one) for one in texts)))
        assert [one.normalised for one in read] == ["+41440001234", None, None, None]
        assert [one.typed for one in read] == [typed for _, typed in texts]
        (abroad,) = await engine.do(ReadMeans((Means(MeansKind.PHONE, "030 23125 678"),), ("10115 Berlin", "Germany")))
        assert abroad.normalised == "+493023125678"

    lab.run(work)


def test_a_service_type_is_renamed(lab: Lab) -> None:
    """By its id."""

    async def work(engine: Engine) -> None:
        research = await engine.do(AddServiceType("Research"))
        assert (await engine.do(SetServiceType(research.id, "Study", open=False))).name == "Study"

    lab.run(work)


@pytest.mark.parametrize("command", [AddContact(DORA), ChangeContact(DORA), SetServiceType("s1", "Study")])
def test_a_book_that_keeps_its_own_says_so(command: object) -> None:
    """Nothing is asked of it."""
    nobody = cast(Crm, object())
    part = AddressBook(
        common(crm=nobody, manifest=SimpleNamespace(title="Other", capabilities=frozenset())),
        cast(Numbering, None),
        cast(Whom, None),
    )
    with pytest.raises(Unsupported, match="Other keeps its"):
        asyncio.run(_await(part.handlers[type(command)](command)))


async def _await(answer: Awaitable[object]) -> object:
    return await answer
