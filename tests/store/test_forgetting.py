"""A number or a contact is forgotten in the journal, and all that is kept of it is given out."""

from datetime import UTC
from pathlib import Path

import pytest

from calljournal.contracts.journal_commands import ListRows, PrivateNumber
from calljournal.contracts.work import Export
from calljournal.errors import Refused
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.numbers import Traces
from calljournal.store import Store, Whose
from calljournal.worklog import Part
from tests.store.made import NUMBER, START, after, booked, call, draft, ended_call, entry, live_entry, match, report
from tests.store.test_facts import with_store

OTHER = "+41790001122"
WHOSE = Whose(Traces([NUMBER]))
HELD = (b"440001234", b"432100044", b"44 000 12 34", b"044/000")


def digits_in(home: Path) -> list[str]:
    """Give the files of a folder that hold the digits of NUMBER: as they are, as people write them, reversed."""
    return [file.name for file in home.rglob("*") if file.is_file() and any(one in file.read_bytes() for one in HELD)]


async def fill(store: Store) -> None:
    """Save rows in which the number stands in every place that there is, and one without it."""
    rows = [
        entry("caller"),
        entry("sent", number="0440001234", name="Keller 044/000.12.34", started=after(1)),
        entry("leg", number=OTHER, name=None, started=after(2)),
        entry("passed", number=OTHER, transferred_to=NUMBER, answered_by=NUMBER, legs=(), name=None, started=after(3)),
        entry("maybe", number="440001234", others=(NUMBER, OTHER), legs=(), started=after(4)),
        entry("noted", number=OTHER, legs=(), name=None, started=after(5)),
        entry("matched", number=OTHER, legs=(), name=None, started=after(6)),
        entry("other", number=OTHER, display="079 000 11 22", legs=(), name="Huber", started=after(7)),
    ]
    await store.save_call(ended_call(), rows, START)
    await store.annotate("noted", "she is at +41 (0)44 000 12 34 from May on", private=False)
    await store.annotate("other", "the 44000 12 are ours", private=False)
    board = Candidate("c8", ContactKind.COMPANY, "Huber AG", None, (), "044/000 12 34", number=NUMBER)
    await store.save_match("caller", match())
    await store.save_match("matched", Match(MatchKind.ONE, "switchboard", (board,)))
    await store.remember_choice(NUMBER, "c7", START)
    await store.remember_choice(OTHER, "c8", START)
    await store.save_draft(draft("refused", "noted", text="ring back: 044 000 12 34", contact="c8"))
    await store.drop_draft("refused", "no project 044 000 12 34")


def test_nor_does_what_people_called_something(home: Path) -> None:
    """A contact, a project, a user, a file: whoever has the number in the name of one loses it there too."""
    words = "his 044 000 12 34"

    async def work(store: Store) -> None:
        rows = [entry(name, number=OTHER, display=None, name=None, legs=()) for name in ("matched", "refused")]
        await store.save_call(ended_call(), rows, START)
        await store.save_match("matched", match(words, words))
        fields = dict.fromkeys(("project", "phase", "service_type", "contact_name", "recorded_by", "user"), words)
        for key in ("booked", "refused"):
            await store.save_draft(draft(key, "refused", contact="c9", **fields))
        await store.save_booking(booked(draft("booked", user=words)))
        await store.drop_draft("refused", words)
        await store.begin_export(Export("", "calls", START, words, f"/{words}.csv", "csv", "{}", 0), None, None, False)
        assert digits_in(home)
        await store.forget(WHOSE)
        await store.compact()
        assert digits_in(home) == []
        (kept,) = await store.refused("refused")
        assert (kept.draft.project, kept.draft.contact) == ("his (number removed)", "c9")
        assert [one.file for one in await store.exports(False, 9)] == ["/his (number removed).csv"]

    with_store(home, work)


def test_no_file_holds_the_digits_afterwards(home: Path) -> None:
    """Wherever the number stood, in whatever writing, it is gone from the file, its log and its free room."""

    async def work(store: Store) -> None:
        await fill(store)
        assert digits_in(home)
        changed = await store.forget(WHOSE)
        assert set(changed) == {"caller", "sent", "leg", "passed", "maybe", "noted", "matched"}
        await store.compact()
        assert digits_in(home) == []
        kept = await store.kept(WHOSE)
        assert (kept.rows, kept.choices, kept.drafts) == ((), (), ())
        assert await store.forget(WHOSE) == ()

    async def look(store: Store) -> None:
        caller = (await store.row("caller")).entry
        assert (caller.number, caller.name, caller.talk_seconds) == (None, None, 52.25)
        leg = await store.row("leg")
        assert (leg.entry.number, leg.entry.legs[0].number) == (OTHER, None)
        assert (await store.row("noted")).note == "she is at (number removed) from May on"
        assert (await store.row("matched")).match.kind is MatchKind.NONE
        (refused,) = await store.refused("noted")
        assert (refused.draft.text, refused.reason) == ("ring back: (number removed)", "no project (number removed)")
        assert await store.choice(OTHER) == "c8"

    with_store(home, work, look)


def test_rows_of_others_are_left_alone(home: Path) -> None:
    """A row without the number is, to the last letter, what it was."""

    async def work(store: Store) -> None:
        await fill(store)
        before = await store.row("other")
        await store.forget(WHOSE)
        assert await store.row("other") == before

    with_store(home, work)


def test_a_forgotten_call_is_not_brought_back(home: Path) -> None:
    """A late correction of the call is saved without the number; the row is not private by that."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store.forget(WHOSE)
        assert await store.save_calls([(ended_call(), [entry(talk_seconds=50.0)])], START) == {"entry-1"}
        row = await store.row("entry-1")
        assert (row.entry.number, row.entry.talk_seconds, row.private) == (None, 50.0, False)

    with_store(home, work)


def test_a_contact_is_forgotten_by_its_id(home: Path) -> None:
    """Where the contact was found by another's number, or chosen, the row says no longer that it was; it is looked up
    anew. Its drafts do not name it."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(), entry("shared", number=OTHER, name=None, legs=())], START)
        await store.save_match("shared", match())
        await store.remember_choice(OTHER, "c7", START)
        await store.save_draft(draft("refused", "shared"))
        await store.drop_draft("refused", "the project is closed")
        await store.forget(Whose(Traces([NUMBER]), "c7"))
        shared = await store.row("shared")
        assert (shared.entry.number, shared.match.contacts) == (OTHER, ())
        assert await store.choice(OTHER) is None
        (refused,) = await store.refused("shared")
        assert (refused.draft.contact, refused.draft.contact_name) == (None, None)

    with_store(home, work)


def test_what_was_booked_is_still_guarded(home: Path) -> None:
    """The record of the booking stays when its row is anonymous."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        new = draft(parts=(Part("entry-1", 56.0),))
        await store.claim(new, again=False)
        await store.save_booking(booked(new))
        await store.forget(Whose(Traces([NUMBER]), "c7"))
        assert [one.id for one in (await store.row("entry-1")).booked] == ["t57"]

    with_store(home, work)


def test_nothing_is_forgotten_while_it_is_under_way(home: Path) -> None:
    """A live call, also one that only a leg shows, and a draft that waits: the error says until when to wait."""
    passed = report(party=report().party.__class__("079"), transferred_to="0440001234")

    async def live(store: Store) -> None:
        await store.save_call(call(), [live_entry()], START)
        with pytest.raises(Refused, match="goes on"):
            await store.forget(WHOSE)
        await store.save_call(ended_call(), [entry()], START)
        await store.save_call(call("call-2", passed), [live_entry("second", call="call-2", number=OTHER)], START)
        with pytest.raises(Refused, match="goes on"):
            await store.forget(WHOSE)
        await store.save_call(ended_call("call-2"), [entry("second", call="call-2", number=OTHER)], START)
        await store.save_draft(draft("waiting", text="044 000 12 34"))
        with pytest.raises(Refused, match="waits for the book"):
            await store.forget(WHOSE)
        assert (await store.row("entry-1")).entry.number == NUMBER
        await store.drop_draft("waiting", "refused")
        await store.forget(WHOSE)

    with_store(home, live)


def test_all_that_is_kept_is_given_out(home: Path) -> None:
    """Each row that shows the number, once, the earliest first, with its note; choices and drafts."""

    async def work(store: Store) -> None:
        await fill(store)
        kept = await store.kept(WHOSE)
        assert [row.entry.id for row in kept.rows] == "caller sent leg passed maybe noted matched".split()
        assert [(one.number, one.contact, one.at.tzinfo) for one in kept.choices] == [(NUMBER, "c7", UTC)]
        assert [one.id for one in kept.drafts] == ["refused"]

    with_store(home, work)


def test_a_number_that_was_private_for_good_is_known_no_more(home: Path) -> None:
    """It is told, and forgotten, with all else; other numbers stay private."""
    numbers = [PrivateNumber(NUMBER, "044/000 12 34", after(1)), PrivateNumber(OTHER, "079 000 11 22", after(2))]

    async def work(store: Store) -> None:
        for one in numbers:
            await store.keep_private(one)
        assert (await store.kept(WHOSE)).private_numbers == (numbers[0],)
        await store.forget(WHOSE)
        await store.compact()
        assert await store.private_numbers() == (numbers[1],)
        assert digits_in(home) == []

    with_store(home, work)


def test_what_was_noted_is_found_without_the_digits(home: Path) -> None:
    """What notes are looked for by holds no number either."""

    async def work(store: Store) -> None:
        await fill(store)
        assert await store.count(ListRows(text="from May"), START) == 1
        await store.forget(WHOSE)
        assert await store.count(ListRows(text="from May"), START) == 1
        await store.compact()
        assert digits_in(home) == []

    with_store(home, work)
