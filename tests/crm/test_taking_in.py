"""Lists that are taken in by the local book: keys, clients, phases, what a person changed, and many of them."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, Phase, Project, ProjectChange
from calljournal.contracts.work import IntakeKind, PhaseRecord, Record, TakenIn
from calljournal.crm.local.book import LocalBook
from calljournal.errors import Refused
from calljournal.matching import ContactKind
from tests.contract.crm_suite import draft
from tests.crm.test_local import table, with_book

PROJECTS, SERVICE_TYPES, USERS = IntakeKind.PROJECTS, IntakeKind.SERVICE_TYPES, IntakeKind.USERS

KELLER = Contact("", ContactKind.COMPANY, "Keller AG", origin="4711")
ANNA = Contact("", ContactKind.PERSON, "Anna Huber")


async def take(book: LocalBook, *records: Record, close: bool = False) -> TakenIn:
    """Take in a list of projects."""
    return await book.take_in(PROJECTS, records, close)


async def all_projects(book: LocalBook) -> Sequence[Project]:
    return await book.projects("", None, False)


async def only(book: LocalBook) -> Project:
    (project,) = await all_projects(book)
    return project


# --- which project it is ---------------------------------------------------------------------------------------------


def test_a_project_added_by_hand_gets_the_number(home: Path) -> None:
    """It has the same name and client; one of another client, or with another number, is another one."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA])
        await book.add_project(Project("", "Umbau", "c1"))
        await book.add_project(Project("", "Umbau", "c2"))
        taken = await take(book, Record("umbau", "1", client="Huber, Anna"), Record("Umbau", "2", client="Anna Huber"))
        assert (taken.added, taken.updated) == (1, 1)
        assert {(one.id, one.number, one.client) for one in await all_projects(book)} == {
            ("p1", "", "c1"),
            ("p2", "1", "c2"),
            ("p3", "2", "c2"),
        }

    with_book(home, work)


def test_without_numbers_name_and_client_are_the_key(home: Path) -> None:
    """A list without clients means any; where several are called so, it says nothing of them."""

    async def work(book: LocalBook) -> None:
        await take(book, Record("Umbau", client="Keller AG"), Record("Umbau", client="Huber"))
        taken = await take(book, Record("Umbau", client="KELLER  AG"), Record("Umbau", client="Huber"))
        assert (taken.added, taken.updated) == (0, 1)
        assert (await take(book, Record("Umbau", "9", client="Huber"))).updated == 1
        taken = await take(book, Record("Umbau"), close=True)
        assert (taken.added, taken.updated, taken.unchanged, taken.vanished) == (0, 0, 1, ("9 Umbau",))
        await take(book, Record("Umbau", client="Weiß"))
        taken = await take(book, Record("Umbau"), close=True)
        assert (taken.added, taken.updated, taken.unchanged, taken.vanished) == (0, 0, 0, ())
        assert taken.remarks == ("Umbau: several projects are called so (p1, p3); say which by its number.",)

    with_book(home, work)


def test_a_thing_that_stands_twice_counts_once(home: Path) -> None:
    """Whoever made the records."""

    async def work(book: LocalBook) -> None:
        taken = await take(book, Record("Umbau", "7"), Record("Neubau", " 7 "))
        assert (taken.added, taken.updated) == (1, 0)
        assert taken.remarks == ("7 Neubau stands twice in the list; what stands there first counts.",)
        assert (await only(book)).name == "Umbau"
        for kind in (SERVICE_TYPES, USERS):
            taken = await book.take_in(kind, [Record("Advice", "7"), Record("Counsel", "7")], False)
            assert (taken.added, len(taken.remarks)) == (1, 1)

    with_book(home, work)


def test_a_record_needs_a_number_or_a_name(home: Path) -> None:
    """All of the list, or nothing of it."""

    async def work(book: LocalBook) -> None:
        with pytest.raises(Refused, match="a number or a name"):
            await take(book, Record("Umbau"), Record(" "))
        assert not await all_projects(book)
        await take(book, Record("", "7"))
        assert (await only(book)).name == "7"

    with_book(home, work)


# --- clients and participants ----------------------------------------------------------------------------------------


def test_clients_are_linked_as_soon_as_they_are_there(home: Path) -> None:
    """By their number, else by their name; until then the name is kept, and it is told."""

    async def work(book: LocalBook) -> None:
        records = [
            Record("Umbau", "1", client="Keller Aktiengesellschaft", client_number="4711"),
            Record("Erbe", "2", client="Huber, Anna", participants=(("Keller AG", "Gegner"),)),
        ]
        taken = await take(book, *records)
        assert taken.unknown == ("Keller Aktiengesellschaft", "Huber, Anna", "Keller AG")
        assert [(one.client, one.client_name) for one in await all_projects(book)] == [
            (None, "Huber, Anna"),
            (None, "Keller Aktiengesellschaft"),
        ]
        await book.add_contacts([KELLER, ANNA])
        taken = await take(book, *records)
        assert (taken.updated, taken.unknown, taken.remarks) == (2, (), ())
        assert taken.changes == (
            "1 Umbau: client “Keller Aktiengesellschaft” becomes “Keller AG”",
            "2 Erbe: client “Huber, Anna” becomes “Anna Huber”, Gegner Keller AG",
        )
        erbe, umbau = await all_projects(book)
        assert (umbau.client_name, erbe.client_name) == ("Keller AG", "Anna Huber")
        assert [(one.name, one.role) for one in erbe.participants] == [("Keller AG", "Gegner")]
        assert (await take(book, *records)).unchanged == 2

    with_book(home, work)


def test_two_people_of_one_name_are_not_guessed(home: Path) -> None:
    """Ambiguity is a result: the name is kept."""

    async def work(book: LocalBook) -> None:
        people = [Contact("", ContactKind.CONTACT, "Anna Huber", company) for company in ("Keller AG", "Böhm")]
        await book.add_contacts(people)
        taken = await take(book, Record("Erbe", "2", client="Anna Huber"))
        assert (taken.unknown, taken.ambiguous) == ((), ("Anna Huber",))
        assert (await only(book)).client is None

    with_book(home, work)


def test_participants_come_and_go_with_the_list(home: Path) -> None:
    """Who has two roles has them both."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA])
        one = Record("Umbau", "1", participants=(("Anna Huber", "Architekt"), ("Anna Huber", "Bauleiter")))
        await take(book, one)
        assert [each.role for each in (await only(book)).participants] == ["Architekt, Bauleiter"]
        await take(book, replace(one, participants=(("Keller AG", ""),)))
        assert [each.name for each in (await only(book)).participants] == ["Keller AG"]
        await take(book, replace(one, participants=None))
        assert len((await only(book)).participants) == 1
        await take(book, replace(one, participants=()))
        assert not (await only(book)).participants

    with_book(home, work)


# --- phases, rounding, open ------------------------------------------------------------------------------------------


def test_phases_keep_their_ids(home: Path) -> None:
    """By number, else by name; one that is in the list no more is told, and closed if that is wanted."""

    async def work(book: LocalBook) -> None:
        first = Record("Umbau", "1", phases=(PhaseRecord("Vorprojekt", "31"), PhaseRecord("Bau", "41")))
        await take(book, first)
        before = {phase.number: phase.id for phase in (await only(book)).phases}
        second = replace(first, phases=(PhaseRecord("Entwurf", "31"), PhaseRecord("Abnahme"), PhaseRecord("abnahme")))
        taken = await take(book, second)
        assert taken.vanished == ("1 Umbau, phase 41 Bau",)
        assert taken.remarks == ("1 Umbau: the phase abnahme stands there twice.",)
        assert (await take(book, second, close=True)).closed == 1
        entwurf, bau, abnahme = (await only(book)).phases
        assert (entwurf.id, entwurf.name, bau.id, bau.open) == (before["31"], "Entwurf", before["41"], False)
        assert abnahme.open
        assert (await take(book, second)).vanished == ()
        await take(book, first)
        assert [(phase.name, phase.open) for phase in (await only(book)).phases][:2] == [
            ("Vorprojekt", True),
            ("Bau", True),
        ]

    with_book(home, work)


def test_a_rule_of_rounding_that_cannot_be_read_is_told(home: Path) -> None:
    """The rest of the project goes in."""

    async def work(book: LocalBook) -> None:
        taken = await take(book, Record("Umbau", "1", rounding="now and then"))
        assert taken.remarks[0].startswith("1 Umbau: rounding 'now and then' cannot be read")
        assert ((await only(book)).name, (await only(book)).rounding) == ("Umbau", "")

    with_book(home, work)


def test_a_list_that_says_closed_closes(home: Path) -> None:
    """A list without that column says nothing; what had vanished and comes back is open, or closed if it says so."""

    async def work(book: LocalBook) -> None:
        await take(book, Record("Umbau", "1", open=False))
        assert not (await only(book)).open
        await take(book, Record("Umbau", "1"))
        assert not (await only(book)).open
        await take(book, close=True)
        await take(book, Record("Umbau", "1"))
        assert (await only(book)).open
        await take(book)
        await take(book, Record("Umbau", "1", open=False))
        assert not (await only(book)).open

    with_book(home, work)


def test_what_was_opened_again_by_hand_is_not_closed_again(home: Path) -> None:
    """The list says nothing new of it; told apart from what an earlier list left open, and from what comes and goes."""
    first = Record("Umbau", "1", phases=(PhaseRecord("Bau"), PhaseRecord("Abnahme")))
    second = replace(first, phases=(PhaseRecord("Bau"),))

    async def work(book: LocalBook) -> None:
        await take(book, first)
        assert (await take(book)).closed == 0
        assert (await take(book, close=True)).closed == 1
        await book.set_project("1", ProjectChange(open=True))
        taken = await take(book, close=True)
        assert (taken.closed, taken.vanished, taken.kept_open, taken.were_open) == (0, (), ("1 Umbau",), 1)
        assert (await only(book)).open
        assert (await take(book, second, close=True)).closed == 1
        await book.add_project(Project("", "Umbau", None, phases=(Phase("", "Abnahme"),)))
        taken = await take(book, second, close=True)
        assert (taken.closed, taken.kept_open) == (0, ("1 Umbau, phase Abnahme",))
        await take(book, close=True)
        assert not (await only(book)).open
        assert (await take(book, close=True)).kept_open == ()

    with_book(home, work)


def test_what_is_different_is_told(home: Path) -> None:
    """All of it, in words; of what is as it was nothing."""
    before = Record(
        "Umbau", "1", rounding="6 up", phases=(PhaseRecord("Bau", "41"),), participants=(("Anna Huber", "Architekt"),)
    )
    after = Record(
        "Neubau",
        "1",
        open=False,
        client="Weiß",
        rounding="",
        phases=(PhaseRecord("Bau 2", "41", open=False), PhaseRecord("Abnahme")),
        participants=(("Keller AG", ""),),
    )

    words = (
        "1 Umbau: name “Umbau” becomes “Neubau”, closed, rounding “6 up” taken away, client “Weiß”, "
        "phase “41 Bau” becomes “41 Bau 2”, phase “41 Bau 2” closed, phase “Abnahme” added, with Keller AG, "
        "without Anna Huber"
    )

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA])
        await take(book, before)
        assert (await book.take_in(PROJECTS, [after], False, dry_run=True)).changes == (words,)
        assert (await take(book, before)).changes == ()
        await book.take_in(USERS, [Record("Anna", "AK")], False)
        taken = await book.take_in(USERS, [Record("Anna Keller", "AK", open=False)], False)
        assert taken.changes == ("AK Anna: name “Anna” becomes “Anna Keller”, closed",)

    with_book(home, work)


def test_what_the_list_said_before_is_compared_not_what_stands_here(home: Path) -> None:
    """A list that loses a column and gets it back has said nothing new."""

    async def work(book: LocalBook) -> None:
        await take(book, Record("Umbau", "1", rounding="6 up"))
        await take(book, Record("Umbau", "1"))
        assert (await take(book, Record("Umbau", "1", rounding="6 up"))).unchanged == 1
        assert table(home, "SELECT COUNT(*) FROM projects WHERE listed LIKE '%6 up%'") == [(1,)]

    with_book(home, work)


# --- users and kinds of work -----------------------------------------------------------------------------------------


def test_a_user_who_booked_under_the_initials_gets_the_name(home: Path) -> None:
    """And goes on booking under them."""

    async def work(book: LocalBook) -> None:
        await book.book(draft("k1", user="ak"))
        taken = await book.take_in(USERS, [Record("Anna Keller", "AK")], False)
        assert (taken.added, taken.updated) == (0, 1)
        await book.book(draft("k2", user="ak"))
        assert [(one.id, one.name, one.number) for one in await book.users()] == [("u1", "Anna Keller", "AK")]

    with_book(home, work)


def test_two_of_one_name_are_told(home: Path) -> None:
    """A name is that of one user, and of one kind of work; another's is not taken away."""

    async def work(book: LocalBook) -> None:
        for kind, names in ((USERS, book.users), (SERVICE_TYPES, book.service_types)):
            taken = await book.take_in(kind, [Record("Advice", "1"), Record("advice", "2")], False)
            assert (taken.added, len(taken.remarks)) == (1, 1)
            await book.take_in(kind, [Record("Advice", "1"), Record("Travel", "2")], False)
            taken = await book.take_in(kind, [Record("Advice", "1"), Record("Advice", "2")], False)
            assert "another one (1 Advice) has that name" in taken.remarks[0]
            assert {("1", "Advice"), ("2", "Travel")} <= {(one.number, one.name) for one in await names()}

    with_book(home, work)


# --- many ------------------------------------------------------------------------------------------------------------


def test_any_sequence_of_lists_never_doubles(home: Path) -> None:
    """Each number is there once, the second time nothing changes, and nothing is lost."""
    numbers = [str(number) for number in range(12)]

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA])
        chance = random.Random(5)
        ids: dict[str, str] = {}
        for _ in range(40):
            records = [
                Record(
                    chance.choice(["Umbau", "Neubau", "Erbe"]),
                    number,
                    open=chance.choice([True, False, None]),
                    client=chance.choice([None, "", "Keller AG", "Nobody"]),
                    phases=chance.choice([None, (), (PhaseRecord(chance.choice("ABC"), chance.choice(["", "1"])),)]),
                    participants=chance.choice([None, (), (("Anna Huber", chance.choice("XY")),)]),
                    rounding=chance.choice([None, "", "6 up"]),
                )
                for number in chance.sample(numbers, 6)
            ]
            await take(book, *records, close=chance.random() < 0.3)
            again = await take(book, *records)
            assert (again.added, again.updated) == (0, 0)
            found = await all_projects(book)
            assert len({one.number for one in found}) == len(found)
            assert ids.items() <= {one.number: one.id for one in found}.items()
            ids = {one.number: one.id for one in found}

    with_book(home, work)


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.bench)])
def test_a_long_list(home: Path, count: int) -> None:
    """All of it goes in, the second time nothing changes; how long it takes is printed."""
    records = [
        Record(
            f"Matter {number}",
            f"{number:05}/26",
            client=f"Client {number % 500}",
            phases=(PhaseRecord("A"), PhaseRecord("B")),
        )
        for number in range(count)
    ]

    async def work(book: LocalBook) -> None:
        await book.add_contacts([Contact("", ContactKind.COMPANY, f"Client {number}") for number in range(400)])
        for some, added in ((records[:200], 200), (records, count - 200), (records, 0)):
            begin = time.perf_counter()
            taken = await take(book, *some)
            print(f"{len(some)} projects: {time.perf_counter() - begin:.2f} s")
            assert (taken.added, taken.updated) == (added, 0)
            assert len(taken.unknown) == (0 if len(some) == 200 else 100)

    with_book(home, work)
