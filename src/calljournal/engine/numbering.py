"""The numbers of the book, all together: kept normalised by the firm's rules, looked through, put right."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence

from calljournal.contracts.crm import Crm, CrmCapability, CrmManifest, Edit, EditKind
from calljournal.contracts.numbering import BookNumber, Checked, Normalised, NumberProblem, Renewal, Repaired
from calljournal.contracts.service import NormaliseNumbers, RepairNumbers
from calljournal.engine.judging import problems_of
from calljournal.engine.repairs import Repairs
from calljournal.errors import CallJournalError, Refused, Unsupported
from calljournal.numbers import DialRules, ProblemKind
from calljournal.words import say

PAGE = 500
"""Contacts that are normalised, or numbers that are repaired, at a time: a ringing call waits for one page only."""

LARGEST_CONTACT = 10_000
"""Numbers of one contact: far more than anybody has."""


class Numbering:
    """Keeps a book's numbers in order. Raises Unsupported where the book cannot do that, and what the book raises."""

    def __init__(
        self,
        crm: Crm,
        manifest: CrmManifest,
        rules: Callable[[], DialRules],
        on_trouble: Callable[[str], None],
        on_news: Callable[[str], None],
    ) -> None:
        self._crm = crm
        self._manifest = manifest
        self._rules = rules
        self._on_trouble, self._on_news = on_trouble, on_news
        self._renewing = False

    # --- normalised --------------------------------------------------------------------------------------------------

    async def renewal_begins(self, watching: bool) -> bool:
        """Have the book read numbers by the firm's rules; say whether `renew` has to follow.

        A change of the rules only marks the book while nobody watches lines: it is renewed when somebody says so, or
        by the first who is there for long.
        """
        if CrmCapability.NUMBERS not in self._manifest.capabilities:
            return False
        due = await self._crm.use_rules(self._rules())
        if self._renewing:  # the run that is under way begins anew by itself when the rules change again
            return False
        self._renewing = due is Renewal.DUE or (watching and due is Renewal.MARKED)
        return self._renewing

    async def renew(self) -> None:
        """Normalise the whole book anew, page by page, so that callers are recognised by the rules of now."""
        self._on_news(say("the rules for numbers have changed: the numbers of the book are being read anew"))
        try:
            run = await self._renew_all()
        except CallJournalError as error:
            self._on_trouble(say("the numbers of the book are not all read anew: {error}", error=error.words))
        else:
            if run.changed:  # else there is nothing that anybody would want to know
                self._on_news(_read_anew(run))
        finally:
            self._renewing = False

    async def _renew_all(self) -> Normalised:
        after = None
        while True:
            try:
                run = await self._crm.normalise(after, PAGE, undoable=False)
            except Refused:  # an edit was undone in the middle of the run, which begins anew
                after = None
                continue
            if run.after is None:
                return run
            after = run.after

    async def normalise(self, command: NormaliseNumbers) -> Normalised:
        """Normalise the next page of a run that a person asked for: an edit of its own, but while a renewal goes on."""
        self._need()
        after, joined = command.after, self._renewing
        try:
            return await self._crm.normalise(after, command.limit, undoable=not joined, dry_run=command.dry_run)
        except Refused:
            if not joined:
                raise
            return await self._crm.normalise(None, command.limit, undoable=False)

    # --- undone ------------------------------------------------------------------------------------------------------

    async def edits(self, limit: int) -> Sequence[Edit]:
        """Give the changes to contacts, the latest first."""
        self._need()
        return await self._crm.edits(limit)

    async def undo(self, kinds: Collection[EditKind] = tuple(EditKind)) -> Edit:
        """Take back the latest change to contacts; raises NotFound where there is none, Refused for another kind."""
        self._need()
        return await self._crm.undo(kinds)

    # --- looked through ----------------------------------------------------------------------------------------------

    async def check(self, after: str | None, limit: int) -> Checked:
        """Give the problems of the next numbers."""
        self._need()
        numbers = await self._crm.numbers(after, limit)
        problems = await self._judged(numbers)
        renewal = Renewal.UNDER_WAY if self._renewing else await self._crm.renewal()
        return Checked(tuple(problems), len(numbers), numbers[-1].ref if len(numbers) == limit else None, renewal)

    async def _judged(self, numbers: Sequence[BookNumber]) -> list[NumberProblem]:
        """Judge a page of numbers beside the loop, which has calls to attend to."""
        rules = self._rules()
        return await asyncio.to_thread(lambda: [found for one in numbers for found in problems_of(one, rules)])

    # --- put right ---------------------------------------------------------------------------------------------------

    async def repair(self, command: RepairNumbers) -> Repaired:
        """Put numbers right, as one edit; raises Refused where it is not clear which, or how."""
        self._need()
        if bool(command.refs) == (command.kind is not None):
            raise Refused(say("say which numbers: by their names, such as c12.1, or all of one kind"))
        if command.text is not None and (command.keep or command.kind is not None):
            raise Refused(
                say("another text is for numbers that are named one by one, and not for those that are right")
            )
        repairs = Repairs(self._crm, command, self._rules())
        if command.kind is None:
            await self._repair_named(dict.fromkeys(command.refs), repairs)
        else:
            await self._repair_all(command.kind, repairs)
        return repairs.done

    async def _repair_named(self, refs: Iterable[str], repairs: Repairs) -> None:
        found: dict[str, BookNumber] = {}
        for contact in dict.fromkeys(ref.rpartition(".")[0] for ref in refs):
            found |= {one.ref: one for one in await self._crm.numbers(None, LARGEST_CONTACT, contact)}
        problems = await self._judged(list(found.values()))
        for ref in refs:
            if ref in found:
                repairs.plan(found[ref], [problem for problem in problems if problem.ref == ref])
            else:
                words = say("there is no such number").typed("; `calljournal numbers report --all` names them")
                repairs.leave(ref, words)
        await repairs.carry_out()

    async def _repair_all(self, kind: ProblemKind, repairs: Repairs) -> None:
        after = None
        while True:
            numbers = await self._crm.numbers(after, PAGE)
            at = {one.ref: one for one in numbers}
            for problem in await self._judged(numbers):
                if problem.kind is kind:
                    repairs.plan(at[problem.ref], [problem])
            await repairs.carry_out()
            if len(numbers) < PAGE:
                return
            after = numbers[-1].ref

    def _need(self) -> None:
        if CrmCapability.NUMBERS not in self._manifest.capabilities:
            raise Unsupported(
                say("{title} keeps its numbers in order by itself: see to them there", title=self._manifest.title)
            )


def _read_anew(run: Normalised) -> str:
    if not run.unreadable:
        return say("the numbers of the book have been read anew: {changed} changed", changed=run.changed)
    return say(
        "the numbers of the book have been read anew: {changed} changed, {unreadable} cannot be read",
        changed=run.changed,
        unreadable=run.unreadable,
    )
