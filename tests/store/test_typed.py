"""What is typed into a form is kept at once, whatever becomes of the program and of the row."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.contracts.journal_commands import Typed
from calljournal.errors import Refused
from calljournal.numbers import Traces
from calljournal.store import Store, Whose, typed
from tests.store.made import NUMBER, START, after, ended_call, entry
from tests.store.test_facts import with_store
from tests.store.test_forgetting import WHOSE, digits_in

FORM = Typed("time", "entry-1", {"text": "we spoke about the façade", "minutes": "7,5"}, after(1))


def test_the_last_of_a_form_is_kept(home: Path) -> None:
    """Over a restart, the earliest first, also when its row is gone; what is done with is forgotten."""
    other, later = replace(FORM, form="activity", at=after(3)), replace(FORM, fields={"text": "roof"}, at=after(5))

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        for one in (FORM, other, later):
            await store.keep_typed(one)
        await store.delete_rows(["entry-1"])

    async def another_day(store: Store) -> None:
        assert await store.typed() == (other, later)
        await store.drop_typed("activity", "entry-1")
        await store.drop_typed("activity", "nothing")
        assert await store.typed() == (later,)

    with_store(home, work, another_day)


def test_a_form_has_its_bounds(home: Path) -> None:
    """All its texts together, in bytes; what is too much leaves what was there."""
    most = "ü" * ((typed.LARGEST - len("timeentry-1text")) // 2)

    async def work(store: Store) -> None:
        await store.keep_typed(replace(FORM, fields={"text": most}))
        with pytest.raises(Refused, match="100 kB"):
            await store.keep_typed(replace(FORM, fields={"text": most, "more": "ü"}))
        assert [one.fields["text"] for one in await store.typed()] == [most]

    with_store(home, work)


def test_so_many_forms_and_only_old_ones_make_room(home: Path) -> None:
    """One that is known is kept anew in its place; a further one is refused in words, or takes the oldest one's."""
    start = FORM.at

    def form(number: int, at: timedelta) -> Typed:
        return Typed("time", f"entry-{number}", {"text": "x"}, start + at)

    async def work(store: Store) -> None:
        for number in range(typed.MOST):
            await store.keep_typed(form(number, timedelta(seconds=number)))
        with pytest.raises(Refused, match="200 forms"):
            await store.keep_typed(form(typed.MOST, typed.OLD))
        await store.keep_typed(form(5, typed.OLD))
        assert len(await store.typed()) == typed.MOST
        await store.keep_typed(form(typed.MOST, typed.OLD + timedelta(microseconds=1)))
        kept = await store.typed()
        assert (len(kept), kept[0].about, kept[-1].about) == (typed.MOST, "entry-1", f"entry-{typed.MOST}")

    with_store(home, work)


def test_a_person_is_told_and_forgotten_there_too(home: Path) -> None:
    """The digits go from what is typed, and the contact; the form about the contact itself goes as a whole."""
    whose = Whose(Traces([NUMBER]), "c7")

    async def work(store: Store) -> None:
        ring = Typed(
            "time", "entry-1", {"text": "ring back: 044/000 12 34", "contact": "c7", "contact_name": "Anna"}, after(1)
        )
        about = Typed("contact", "c7", {"name": "Anna"}, after(2))
        other = Typed("contact", "c8", {"name": "Anna", "text": "c7 is no contact here"}, after(3))
        for one in (ring, about, other):
            await store.keep_typed(one)
        assert (await store.kept(whose)).typed == (ring, about)
        assert (await store.kept(WHOSE)).typed == (ring,)
        await store.forget(whose)
        await store.compact()
        assert await store.typed() == (replace(ring, fields={"text": "ring back: (number removed)"}), other)
        assert digits_in(home) == []

    with_store(home, work)
