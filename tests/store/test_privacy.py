"""A call that is made private loses number and name at once, and whatever is told of it later brings neither back."""

from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.calls import Call, Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ListRows
from calljournal.errors import NotFound, Refused
from calljournal.journal import Entry
from calljournal.store import Store
from calljournal.worklog import Kind, Part
from tests.store.made import NUMBER, START, after, booked, call, draft, ended_call, entry, live_entry, match, report
from tests.store.test_facts import with_store


def is_anonymous(row: JournalRow) -> bool:
    """Whether nothing of a row says who it was."""
    shown = repr(replace(row, note=None))
    return row.private and not any(word in shown for word in ("440001234", "000 12 34", "Keller", "c7"))


def test_number_and_name_go_time_and_length_stay(home: Path) -> None:
    """Number, name, match and the numbers of its legs are gone; the user's note, times and own people stay."""
    whole = entry(others=("+41440005678",), transferred_to="+41790001122", answered_by="102")

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [whole], START)
        await store.save_match("entry-1", match())
        await store.annotate("entry-1", "lunch", private=False)
        row = await store.make_private("entry-1")
        assert is_anonymous(row)
        assert (row.entry.presentation, row.match.reason) == (Presentation.UNAVAILABLE, "unavailable")
        assert (row.entry.transferred_to, row.entry.others, row.entry.answered_by) == (None, (), "102")
        assert (row.note, row.entry.talk_seconds, row.entry.ended) == ("lunch", 52.25, after(60))
        for query in (ListRows(number=NUMBER), ListRows(person="keller"), ListRows(unbooked=True)):
            assert await store.rows(query, START) == ()

    async def another_day(store: Store) -> None:
        assert is_anonymous(await store.row("entry-1"))

    with_store(home, work, another_day)


def test_a_live_call_stays_private(home: Path) -> None:
    """What the line goes on to tell is saved without the number, and so it is after the program was started again."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry()], START)
        assert is_anonymous(await store.make_private("entry-1"))
        assert await store.save_calls([(call(), [live_entry(talk_seconds=9.0)])], START) == {"entry-1"}
        await store.save_match("entry-1", match())  # a look-up that was under way
        assert is_anonymous(await store.row("entry-1"))

    async def started_again(store: Store) -> None:
        ((_, _, (row,)),) = await store.live_calls()
        assert (row.number, row.talk_seconds) == (None, 9.0)
        anonymous_ones = await store.save_calls([(ended_call(), [entry()])], START)
        ended = await store.row("entry-1")
        assert anonymous_ones == {"entry-1"}
        assert is_anonymous(ended)
        assert (ended.entry.ended, ended.entry.legs[0].ended) == (after(60), after(60))

    with_store(home, work, started_again)


@pytest.mark.parametrize("private", ["older", "younger"])
def test_what_it_is_merged_with_is_private_too(home: Path, private: str) -> None:
    """When a private call and another turn out to be one, all of it is private, whichever of them was."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry("older"), live_entry("younger")], START)
        await store.make_private(private)
        merged = live_entry("younger", merged_into="older")
        assert "younger" in await store.save_calls([(call(), [merged])], START)
        assert is_anonymous(await store.row("younger"))
        await store.save_call(call(), [live_entry("older")], START)
        assert is_anonymous(await store.row("older"))

    with_store(home, work)


def test_other_rows_of_the_call_keep_their_number(home: Path) -> None:
    """The row of a colleague is not this user's to make private."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry(), live_entry("colleague", owner="102")], START)
        await store.make_private("entry-1")
        assert (await store.row("colleague")).entry.number == NUMBER
        assert await store.save_calls([(call(), [live_entry("colleague", owner="102")])], START) == frozenset()

    with_store(home, work)


@pytest.mark.parametrize("kind", Kind)
def test_what_was_booked_is_not_made_private(home: Path, kind: Kind) -> None:
    """A booking that stands, or waits for the book, has to be cancelled first; the error names it."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(), entry("other")], START)
        new = draft(kind=kind, parts=(Part("entry-1", 56.0),))
        await store.claim(new, again=False)
        with pytest.raises(Refused, match="waits for the book"):
            await store.make_private("entry-1")
        await store.save_booking(booked(new))
        with pytest.raises(Refused, match=r"t57.*calljournal book cancel"):
            await store.make_private("entry-1")
        assert (await store.row("entry-1")).entry.number == NUMBER
        with pytest.raises(NotFound):
            await store.make_private("nobody")

    with_store(home, work)


def test_it_leaves_the_calls_it_was_merged_with_for_booking(home: Path) -> None:
    """Of two calls that were to be booked as one the other stands alone again; a refused draft of it is gone."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(), entry("other")], START)
        await store.put_together(["entry-1", "other"])
        await store.save_draft(draft(parts=(Part("entry-1", 56.0),)))
        await store.drop_draft("draft-1", "the project is closed")
        await store.make_private("entry-1")
        assert (await store.row("other")).together == ()
        assert await store.refused("entry-1") == ()
        assert [row.entry.id for row in await store.rows(ListRows(unbooked=True), START)] == ["other"]

    with_store(home, work)


def test_a_call_that_goes_on_elsewhere_is_still_private(home: Path) -> None:
    """A row that goes over to another call with its call takes its privacy along."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry()], START)
        await store.make_private("entry-1")
        over = [(Call("call-1", "simulator:demo", (), merged_into="call-2"), list[Entry]())]
        await store.save_calls([*over, (call("call-2", report("leg-2")), [live_entry(call="call-2")])], START)
        assert is_anonymous(await store.row("entry-1"))

    with_store(home, work)
