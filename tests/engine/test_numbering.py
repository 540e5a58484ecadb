"""The numbers of the whole book: judged kind by kind, put right, and kept normalised by the firm's rules."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import cast

import pytest

from calljournal.contracts.crm import Contact, Crm, CrmCapability, EditKind, Means, MeansKind
from calljournal.contracts.numbering import BookNumber, Checked, Level, Normalised, NumberProblem, Renewal, Repair
from calljournal.contracts.service import (
    AddContacts,
    Change,
    CheckNumbers,
    Command,
    FindContacts,
    FindMatch,
    ListEdits,
    ListRows,
    NormaliseNumbers,
    Notice,
    ReloadSettings,
    RepairNumbers,
    UndoEdit,
    WatchLines,
)
from calljournal.crm.local import manifest as local
from calljournal.crm.local import normalising
from calljournal.engine import Engine, numbering
from calljournal.engine.judging import problems_of
from calljournal.engine.numbering import Numbering
from calljournal.engine.repairs import SHOWN
from calljournal.errors import NotFound, Refused, StoreFailed, Unsupported
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules, ProblemKind
from calljournal.server import wire
from calljournal.settings import save
from tests.engine.conftest import LINE, Lab, settled

RULES = DialRules("CH", "44", "0")
WELL = "+41 44 000 12 34"


def number(typed: str, **changes: object) -> BookNumber:
    """Give a number of the book that is nobody else's."""
    plain = BookNumber("c1.1", "c1", "Anna", "Keller AG", (), "phone", typed, None)
    return replace(plain, **changes)  # type: ignore[arg-type]  # words by name


def person(name: str, *typed: str, address: tuple[str, ...] = ()) -> Contact:
    means = tuple(Means(MeansKind.PHONE, text, str(place)) for place, text in enumerate(typed))
    return Contact("", ContactKind.PERSON, name, address=address, means=means)


# --- judged ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "kind", "level", "suggestion"),
    [
        (number("ask Anna"), ProblemKind.UNREADABLE, Level.QUESTION, ""),
        (number("044 000 12"), ProblemKind.UNREADABLE, Level.QUESTION, None),
        (number("440001234"), ProblemKind.AMBIGUOUS, Level.QUESTION, WELL),
        (number("00440001234"), ProblemKind.OUTSIDE_PREFIX, Level.QUESTION, WELL),
        (number("+43 1 000 123"), ProblemKind.NOT_VALID, Level.HINT, None),
        (number("044 000 12 34"), ProblemKind.NO_COUNTRY_CODE, Level.HINT, WELL),
        (number("+49 30 1234500"), ProblemKind.SWITCHBOARD, Level.HINT, "+49 30 12345-00"),
        (number(WELL, sharing=1), ProblemKind.SHARED, Level.HINT, None),
        (number(WELL, sharing=3, at_company=True), ProblemKind.SHARED, Level.HINT, ""),
        (number(WELL, sharing=3, at_company=True, alike=False), ProblemKind.SHARED, Level.HINT, None),
        (number(WELL, sharing=3, at_company=True, label="Direkt"), ProblemKind.SHARED, Level.HINT, None),
        (number(WELL, sharing=3, own_people=2), ProblemKind.SHARED, Level.HINT, None),
    ],
)
def test_each_kind_of_problem_is_found(
    one: BookNumber, kind: ProblemKind, level: Level, suggestion: str | None
) -> None:
    """With its level, and what is suggested instead; what a person called right is not found again."""
    (problem,) = problems_of(one, RULES)
    assert (problem.kind, problem.level, problem.suggestion) == (kind, level, suggestion)
    assert (problem.ref, problem.name, problem.typed) == ("c1.1", "Anna", one.typed)
    assert problem.words
    assert problems_of(replace(one, accepted=frozenset({kind.value})), RULES) == ()


@pytest.mark.parametrize(
    "one", [number(WELL), number("103"), number("117"), number(WELL, sharing=2, own_people=2), number("+49 30 12345-0")]
)
def test_a_number_that_is_well_is_not_reported(one: BookNumber) -> None:
    """Nor a company for numbers that its own people have too: they are reported."""
    assert problems_of(one, RULES) == ()


def test_a_number_is_judged_as_in_the_country_of_its_owner() -> None:
    """A Berlin number lacks nothing but its country code, though it is none of Switzerland."""
    (problem,) = problems_of(number("030 23125-678", address=("10115 Berlin", "Deutschland")), RULES)
    assert (problem.kind, problem.suggestion) == (ProblemKind.NO_COUNTRY_CODE, "+49 30 23125-678")


def test_a_number_may_have_two_problems() -> None:
    """By itself, and beside others: the graver first."""
    found = problems_of(number("440001234", sharing=1), RULES)
    assert [problem.kind for problem in found] == [ProblemKind.AMBIGUOUS, ProblemKind.SHARED]


# --- looked through and put right ------------------------------------------------------------------------------------


async def problems(engine: Engine, limit: int = 2) -> list[NumberProblem]:
    """Look the book through."""
    found: list[NumberProblem] = []
    after: str | None = None
    while True:
        page: Checked = await engine.do(CheckNumbers(after, limit))
        found += page.problems
        after = page.after
        if after is None:
            return found


async def typed(engine: Engine) -> dict[str, list[str]]:
    return {one.name: [means.typed for means in one.means] for one in await engine.do(FindContacts())}


def in_book(lab: Lab, work: Callable[[Engine], Awaitable[None]]) -> None:
    """Work with a book of three people whose numbers are not well."""

    async def whole(engine: Engine) -> None:
        people = (
            person("Anna", "ask Ben", WELL),
            person("Ben", "440001235", "044 000 12"),
            person("Carl", "440001236"),
        )
        await engine.do(AddContacts(people, "people.csv"))
        await work(engine)

    lab.run(whole)


def test_the_book_is_looked_through_page_by_page(lab: Lab) -> None:
    """Nothing is left out or told twice, wherever a page ends."""

    async def work(engine: Engine) -> None:
        for limit in (1, 2, 3, 5, 100):
            found = [(one.ref, one.kind.value) for one in await problems(engine, limit)]
            assert found == [
                ("c1.1", "unreadable"),
                ("c2.1", "ambiguous"),
                ("c2.2", "unreadable"),
                ("c3.1", "ambiguous"),
            ], limit

    in_book(lab, work)


def test_numbers_are_repaired_by_name(lab: Lab) -> None:
    """Each as suggested, as one edit; the rest stays, and is told with the reason."""

    async def work(engine: Engine) -> None:
        before = await typed(engine)
        command = RepairNumbers(("c1.1", "c2.1", "c2.2", "c1.2", "c9.1", "c2.1"))
        planned = await engine.do(replace(command, dry_run=True))
        assert (planned.changed, planned.edit, await typed(engine)) == (2, None, before)
        done = await engine.do(command)
        assert (done.changed, done.kept, done.left, done.edit) == (2, 0, 3, "e2")
        assert done.repairs == planned.repairs
        assert done.repairs[1] == Repair("c2.1", "Ben", "440001235", "+41 44 000 12 35")
        assert {why.partition(":")[0] for why in done.why_left} == {"c1.2", "c2.2", "c9.1"}
        assert "--keep" in next(why for why in done.why_left if why.startswith("c2.2"))
        assert await typed(engine) == {
            "Anna": [WELL],
            "Ben": ["+41 44 000 12 35", "044 000 12"],
            "Carl": ["440001236"],
        }
        assert (await engine.do(UndoEdit())).kind is EditKind.REPAIR
        assert await typed(engine) == before

    in_book(lab, work)


def test_numbers_are_repaired_by_kind(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that have a suggestion, over many pages, as one edit."""
    monkeypatch.setattr(numbering, "PAGE", 1)

    async def work(engine: Engine) -> None:
        before = await typed(engine)
        assert (await engine.do(RepairNumbers(kind=ProblemKind.AMBIGUOUS, dry_run=True))).changed == 2
        done = await engine.do(RepairNumbers(kind=ProblemKind.AMBIGUOUS))
        assert (done.changed, done.left) == (2, 0)
        assert [edit.title for edit in await engine.do(ListEdits())] == ["all ambiguous", "people.csv"]
        assert {one.kind for one in await problems(engine)} == {ProblemKind.UNREADABLE}
        done = await engine.do(RepairNumbers(kind=ProblemKind.UNREADABLE))
        assert (done.changed, done.left) == (1, 1)
        assert (await engine.do(RepairNumbers(kind=ProblemKind.UNREADABLE))).edit is None
        await engine.do(UndoEdit())
        await engine.do(UndoEdit())
        assert await typed(engine) == before

    in_book(lab, work)


def test_what_is_right_is_kept_and_not_reported_again(lab: Lab) -> None:
    """By name or by kind; the text stays; undone, it is reported again."""

    async def work(engine: Engine) -> None:
        before = await typed(engine)
        assert (await engine.do(RepairNumbers(("c2.2",), keep=True))).kept == 1
        assert (await engine.do(RepairNumbers(kind=ProblemKind.AMBIGUOUS, keep=True))).kept == 2
        assert [one.ref for one in await problems(engine)] == ["c1.1"]
        assert await typed(engine) == before
        await engine.do(UndoEdit())
        assert [one.ref for one in await problems(engine)] == ["c1.1", "c2.1", "c3.1"]

    in_book(lab, work)


def test_a_person_says_what_it_is(lab: Lab) -> None:
    """Another text, that can be read; "" takes the number out; a number that is well may be changed too."""

    async def work(engine: Engine) -> None:
        assert (await engine.do(RepairNumbers(("c2.2",), text=" 044 000 12 99 "))).changed == 1
        assert (await engine.do(RepairNumbers(("c1.2",), text=""))).changed == 1
        left = await engine.do(RepairNumbers(("c1.1",), text="ask Carl"))
        assert (left.changed, left.left) == (0, 1)
        assert "'ask Carl' cannot be read either" in left.why_left[0]
        assert await typed(engine) == {
            "Anna": ["ask Ben"],
            "Ben": ["440001235", "044 000 12 99"],
            "Carl": ["440001236"],
        }

    in_book(lab, work)


@pytest.mark.parametrize(
    "command",
    [
        RepairNumbers(),
        RepairNumbers(("c1.1",), ProblemKind.SHARED),
        RepairNumbers(kind=ProblemKind.SHARED, text=WELL),
        RepairNumbers(("c1.1",), text=WELL, keep=True),
    ],
)
def test_a_repair_that_says_too_little_or_too_much_is_refused(lab: Lab, command: RepairNumbers) -> None:
    """Nothing is guessed."""

    async def work(engine: Engine) -> None:
        with pytest.raises(Refused):
            await engine.do(command)

    lab.run(work)


def test_of_many_repairs_the_first_are_told(lab: Lab) -> None:
    """And all are counted."""

    async def work(engine: Engine) -> None:
        many = tuple(person(f"P{n}", f"44000{n:04}", f"044 {n}") for n in range(1201, 1201 + SHOWN + 5))
        await engine.do(AddContacts(many))
        done = await engine.do(RepairNumbers(kind=ProblemKind.AMBIGUOUS))
        assert (done.changed, len(done.repairs)) == (SHOWN + 5, SHOWN)
        done = await engine.do(RepairNumbers(kind=ProblemKind.UNREADABLE))
        assert (done.left, len(done.why_left)) == (SHOWN + 5, SHOWN)

    lab.run(work)


def test_everything_travels_to_other_processes(lab: Lab) -> None:
    """Commands and answers are the same at the other end of the socket."""

    async def work(engine: Engine) -> None:
        for command in (
            RepairNumbers(("c1.1",), keep=True),
            RepairNumbers(kind=ProblemKind.AMBIGUOUS, dry_run=True),
            CheckNumbers(),
            NormaliseNumbers(limit=1),
            ListEdits(),
            UndoEdit((EditKind.REPAIR,)),
        ):
            assert wire.command_of(wire.request(1, command)) == command
            answer = await engine.do(command)
            assert wire.answer_of(command, wire.answer(1, answer)) == answer

    in_book(lab, work)


def test_nothing_to_undo_is_said(lab: Lab) -> None:
    """In words."""

    async def work(engine: Engine) -> None:
        with pytest.raises(NotFound, match="nothing to undo"):
            await engine.do(UndoEdit())

    lab.run(work)


# --- kept normalised -------------------------------------------------------------------------------------------------


def move(lab: Lab, country: str, area: str) -> None:
    """Set where the firm is."""
    save(lab.places.settings_file, ("firm", "country"), country)
    save(lab.places.settings_file, ("firm", "area"), area)


async def fill(engine: Engine) -> None:
    await engine.do(AddContacts((*(person(f"P{n}", f"030 23125-67{n}") for n in range(5)),), "people.csv"))


async def found(engine: Engine) -> bool:
    """Whether a number is known as one in Berlin."""
    return (await engine.do(FindMatch("+49 30 23125-673"))).reason == "exact"


def test_a_command_renews_nothing_when_the_country_has_changed(lab: Lab) -> None:
    """Small as the book may be: it is marked, and says so, until somebody has it read anew, which is an edit."""

    async def look(engine: Engine) -> None:
        await engine.do(ReloadSettings())
        assert not await found(engine)
        assert (await engine.do(CheckNumbers(limit=1))).renewal is Renewal.MARKED
        await engine.do(AddContacts((person("Berta", "030 23125-680"),)))
        assert (await engine.do(FindMatch("+49 30 23125-680"))).reason == "exact"
        await engine.do(UndoEdit())
        planned = await engine.do(NormaliseNumbers(dry_run=True))
        page = await engine.do(NormaliseNumbers())
        assert (page.changed, page.edit, page.undoable) == (planned.changed, "e3", True) == (5, "e3", True)
        assert await found(engine)
        assert (await engine.do(CheckNumbers(limit=1))).renewal is Renewal.NOT_DUE
        await engine.do(UndoEdit())
        assert not await found(engine)
        assert (await engine.do(CheckNumbers(limit=1))).renewal is Renewal.MARKED
        assert len(await engine.do(FindContacts())) == 5

    lab.run(fill)
    move(lab, "DE", "30")
    lab.run(look)


def test_who_watches_lines_renews_the_book_when_the_country_has_changed(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When the lines are opened, and while they are; the user hears of it, and callers are recognised again."""
    caplog.set_level(logging.INFO, "calljournal.engine")
    monkeypatch.setattr(numbering, "PAGE", 2)

    async def opened_anew(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            begun, ended = await notices(changes, 2)
            assert "being read anew" in begun
            assert "5 changed" in ended
            assert await found(engine)
            assert [edit.title for edit in await engine.do(ListEdits())] == ["people.csv"]
            move(lab, "CH", "44")
            await engine.do(ReloadSettings())
            assert "5 changed, 5 cannot be read" in (await notices(changes, 2))[1]
        await engine.do(WatchLines())
        assert not await found(engine)

    lab.run(fill)
    move(lab, "DE", "30")
    lab.run(opened_anew)
    assert caplog.text.count("have been read anew") == 2


def test_calls_get_their_names_when_the_numbers_are_read_anew(lab: Lab) -> None:
    """As they do from an import: the rows that are there are looked up by the new readings."""
    lab.plays('at 0   call A from "+49 30 23125-673" rings 101\nat 2   A ended by caller\n')

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        (row,) = await settled(engine, 1)
        assert row.match.reason == "ending"
        save(lab.places.settings_file, ("lines", LINE, "auto_load"), False)

    async def by_hand(engine: Engine) -> None:
        await engine.do(NormaliseNumbers())
        (row,) = await engine.do(ListRows())
        assert (row.match.reason, [one.name for one in row.match.contacts]) == ("exact", ["P3"])

    lab.run(fill)
    lab.run(work)
    move(lab, "DE", "30")
    lab.run(by_hand)


def test_a_large_book_that_another_program_read_is_renewed_by_any_engine(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In the background, and not as an edit: also where somebody asks for it by hand meanwhile."""
    caplog.set_level(logging.INFO, "calljournal.engine")
    monkeypatch.setattr(normalising, "SMALL", 1)
    monkeypatch.setattr(numbering, "PAGE", 2)

    async def look(engine: Engine) -> None:
        async with engine.changes() as changes:
            assert (await engine.do(CheckNumbers(limit=1))).renewal is Renewal.UNDER_WAY
            page = await engine.do(NormaliseNumbers())
            assert (page.undoable, page.edit, page.after) == (False, None, None)
            assert "being read anew" in (await notices(changes, 1))[0]
            assert (await engine.do(CheckNumbers(limit=1))).renewal is Renewal.NOT_DUE
        assert [edit.title for edit in await engine.do(ListEdits())] == ["people.csv"]

    lab.run(fill)
    monkeypatch.setattr(normalising, "__version__", "99.0.0")
    lab.run(look)
    assert "have been read anew" not in caplog.text, "nothing has changed by it, and nobody needs to know"


def test_a_run_by_hand_joins_a_renewal_that_has_begun_meanwhile() -> None:
    """Whoever is at it by hand while a window opens is not sent away."""
    asked: list[tuple[str | None, bool]] = []

    class Book:
        """Has begun another run."""

        async def use_rules(self, rules: DialRules) -> Renewal:
            return Renewal.MARKED

        async def normalise(self, after: str | None, limit: int, undoable: bool, dry_run: bool = False) -> Normalised:
            asked.append((after, undoable))
            if after is not None:
                raise Refused("begun anew")
            return Normalised(1, 1, 0, 0)

    async def work() -> None:
        keeper = Numbering(cast(Crm, Book()), local.MANIFEST, lambda: RULES, lambda text: None, lambda text: None)
        assert not await keeper.renewal_begins(watching=False)
        with pytest.raises(Refused):
            await keeper.normalise(NormaliseNumbers("1"))
        assert await keeper.renewal_begins(watching=True)
        assert not await keeper.renewal_begins(watching=True)
        await keeper.normalise(NormaliseNumbers("1"))

    asyncio.run(work())
    assert asked == [("1", True), ("1", False), (None, False)]


def test_a_renewal_begins_anew_where_something_was_undone_meanwhile() -> None:
    """And a failure is told, not raised: there is nobody to catch it."""
    half, whole = Normalised(1, 2, 1, 0, after="1"), Normalised(2, 2, 2, 0, began=1)
    asked: list[str | None] = []
    told: list[str] = []

    class Book:
        """Answers as a test says."""

        async def normalise(self, after: str | None, limit: int, undoable: bool) -> Normalised:
            asked.append(after)
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

    keeper = Numbering(cast(Crm, Book()), local.MANIFEST, lambda: RULES, told.append, told.append)
    answers: list[Normalised | Exception] = [half, Refused("undone"), half, whole]
    asyncio.run(keeper.renew())
    assert asked == [None, "1", None, "1"]
    assert "2 changed" in told[-1]
    answers = [half, StoreFailed("the disk is full")]
    asyncio.run(keeper.renew())
    assert "not all read anew: the disk is full" in told[-1]


async def notices(changes: AsyncIterator[Change], count: int) -> list[str]:
    """Give the next notices."""
    seen: list[str] = []
    while len(seen) < count:
        change = await anext(changes)
        if isinstance(change, Notice):
            seen.append(change.text)
    return seen


def test_normalising_by_hand_is_undoable(lab: Lab) -> None:
    """Through the engine, page by page."""

    async def work(engine: Engine) -> None:
        page = await engine.do(NormaliseNumbers(limit=2))
        assert (page.done, page.total, page.changed, page.unreadable) == (2, 3, 0, 2)
        page = await engine.do(NormaliseNumbers(page.after, 2))
        assert (page.done, page.after, page.edit) == (3, None, None)

    in_book(lab, work)


@pytest.mark.parametrize(
    "command", [ListEdits(), UndoEdit(), NormaliseNumbers(), CheckNumbers(), RepairNumbers(("c1.1",))]
)
def test_a_book_that_cannot_is_not_asked(lab: Lab, monkeypatch: pytest.MonkeyPatch, command: Command[object]) -> None:
    """One clear error, and no attempt."""
    less = replace(local.MANIFEST, capabilities=local.MANIFEST.capabilities - {CrmCapability.NUMBERS})
    monkeypatch.setattr("calljournal.engine.engine.crm_manifest", lambda system: less)

    async def work(engine: Engine) -> None:
        with pytest.raises(Unsupported, match="by itself"):
            await engine.do(command)

    lab.run(work)
