"""One call of the review: what is offered for it, and what an answer makes of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from calljournal.cli.offering import SHOWN, Offer, best_first, more_words, offer_lines, people_lines
from calljournal.cli.waiting import asked_line, clock, project_name
from calljournal.cli.worked import minutes_words
from calljournal.cli.worked import project_words as booked_on
from calljournal.contracts.command import Command
from calljournal.contracts.rows import surest
from calljournal.contracts.service import BookCall, FindContacts, FindProjects, Service
from calljournal.contracts.work_commands import (
    CancelWork,
    GetWork,
    IgnoreCall,
    MakePrivate,
    MergeCalls,
    SuggestProjects,
    Waiting,
)
from calljournal.errors import CallJournalError, NeedsConfirming, Refused
from calljournal.matching import Candidate, MatchKind
from calljournal.terminal.plain import clean, contact_name
from calljournal.worklog import Booking, Kind, Wishes

_PROJECT = re.compile(r"(\d+)(?:\.(\d+))?")
_MINUTES = re.compile(r"\d+([.,]\d+)?")

KEYS = {"with --minutes": "with =MIN", "add --yes": "say the same once more", "; add --again to book it twice": ""}
"""What errors advise on the command line, as it is said in the review."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a call, in words, and the commands that take it back: none where it cannot be."""

    words: str
    undo: tuple[Command[Any], ...] = ()


class Case:
    """A call that waits, or several as one, and what has been said of it so far."""

    def __init__(self, service: Service, waiting: Waiting, others: Sequence[Waiting]) -> None:
        self._service = service
        self._waiting = waiting
        self._others = others
        self._entry = waiting.draft.entry
        match = surest(waiting.rows).match
        self._several = match.kind is MatchKind.SEVERAL
        self._likely = () if match.certain else match.contacts
        self._people: Sequence[Candidate] = self._likely
        self._offers: Sequence[Offer] = ()
        self._contact: Candidate | None = match.contact
        self._said_who: str | None = None
        self._minutes: float | None = None
        self._to_confirm = False

    @classmethod
    async def of(cls, service: Service, todo: Sequence[Waiting]) -> "Case":
        """Take the first of what waits, with the projects that are suggested for it."""
        case = cls(service, todo[0], todo[1:])
        await case._suggest()
        return case

    def lines(self) -> Iterable[str]:
        """Say how many calls are left, which this one is, who it may have been, and what it may be booked on."""
        yield f"{len(self._others) + 1:3} {asked_line(self._waiting)}"
        yield from self._offered()

    def _offered(self) -> Iterable[str]:
        yield from people_lines(self._people)
        yield from offer_lines(self._offers)
        if not self._offers and not self._people:
            yield "    nothing is suggested: /WORDS looks for a project, @WORDS says who it was"

    async def answer(self, said: str, *, again: bool) -> Done | None:
        """Do what was said; None where nothing has become of the call yet.

        What is not certain is asked, and the same `again`, right after it, is the confirmation. Raises CallJournalError
        where it cannot be done.
        """
        sure, self._to_confirm = again and self._to_confirm, False
        try:
            return await self._do(said, sure=sure)
        except NeedsConfirming as error:
            self._to_confirm = True
            _tell(in_keys(error))
            return None

    async def _do(self, said: str, *, sure: bool) -> Done | None:
        key, _, text = said.partition(" ")
        number = _PROJECT.fullmatch(key)
        if number:
            return await self._book(text, *self._project(number), sure=sure)
        if key == "b":
            return await self._book(text, sure=sure)
        if said == "i":
            await self._service.do(IgnoreCall(self._entry))
            return Done(f"ignored: {self._named}", (IgnoreCall(self._entry, on=False),))
        if said == "v":
            return await self._make_private(sure=sure)
        if said == "m":
            return await self._merge(sure=sure)
        looking = {"/": self._look_for_project, "@": self._say_who, "=": self._bill}.get(said[0])
        if looking:
            await looking(said[1:].strip())
        else:
            _tell(f"{clean(said)!r} says nothing here; ? says what the keys do")
        return None

    # --- what becomes of it ------------------------------------------------------------------------------------------

    def _project(self, number: "re.Match[str]") -> tuple[str, str | None]:
        """Give the project, and the phase, that the keys name."""
        place = int(number[1])
        if not 0 < place <= len(self._offers):
            raise Refused(f"there is no project {place} here; /WORDS looks for one")
        offer = self._offers[place - 1]
        if number[2] is None:
            return offer.project.id, None
        phases = offer.phases
        if not 0 < int(number[2]) <= len(phases):
            raise Refused(f"{project_name(offer.project)} has no phase {number[2]} that is open")
        return offer.project.id, phases[int(number[2]) - 1].id

    async def _book(self, text: str, project: str | None = None, phase: str | None = None, *, sure: bool) -> Done:
        if self._several and not self._said_who:
            raise Refused("say who it was first: @1 ... of the above, or @WORDS")
        wishes = Wishes(self._said_who, project, phase, text=text.strip(), minutes=self._minutes)
        booking = await self._service.do(BookCall(self._entry, Kind.TIME, wishes, confirmed=sure))
        for remark in booking.remarks:
            _tell(f"note: {remark}")
        return await self._booked(booking)

    async def _booked(self, booking: Booking) -> Done:
        """Say what was booked: "t12: 4711 Weber ./. Huber, 12 min (10.5 measured): Clause 7"."""
        if booking.id is None:
            return Done("kept: the book cannot be reached now; it is booked as soon as it can")
        work = await self._service.do(GetWork(booking.id))
        words = f"{work.id}: {booked_on(work) or 'no project'}, {minutes_words(work.minutes)} min"
        if work.measured_minutes != work.minutes:
            words += f" ({minutes_words(work.measured_minutes)} measured)"
        return Done(clean(f"{words}: {work.text}" if work.text else words), (CancelWork(work.id),))

    async def _make_private(self, *, sure: bool) -> Done:
        if not sure:
            raise NeedsConfirming("number and name go for good: v again, anything else keeps them")
        for row in self._waiting.rows:
            await self._service.do(MakePrivate(row.entry.id))
        return Done(f"private: the call of {clock(self._waiting.draft.start)}")

    async def _merge(self, *, sure: bool) -> Done:
        """Merge it with the next call that is with the same client."""
        mine = _client(self._waiting)
        other = next((one for one in self._others if mine is not None and _client(one) == mine), None)
        if other is None:
            raise Refused("no other call that waits is with the same client")
        merged = await self._service.do(MergeCalls((self._entry, other.draft.entry), confirmed=sure))
        words = f"{len(merged.rows)} calls, {minutes_words(merged.draft.measured_minutes)} min together"
        return Done(words, tuple(_apart(other)))

    @property
    def _named(self) -> str:
        name = f", {contact_name(self._contact)}" if self._contact else ""
        return f"{clock(self._waiting.draft.start)}{name}"

    # --- what is said of it ------------------------------------------------------------------------------------------

    async def _suggest(self) -> None:
        suggested = await self._service.do(SuggestProjects(self._entry, self._said_who))
        self._offers = [Offer(one.project, one.words) for one in suggested[:SHOWN]]

    async def _look_for_project(self, words: str) -> None:
        """Offer the projects that have the words in them, the best first; without words what was suggested."""
        if not words:
            await self._suggest()
            _show(offer_lines(self._offers))
            return
        found = best_first(await self._service.do(FindProjects(words)), words, self._contact)
        self._offers = [Offer(one, f"client {one.client_name}" if one.client_name else "") for one in found[:SHOWN]]
        nothing = f"no open project has {words!r} in its name, number or client"
        _show([*offer_lines(self._offers), *more_words(found, nothing)])

    async def _say_who(self, words: str) -> None:
        """Take whom the words name, or offer those whom they may mean; without words it is open again."""
        if words.isdecimal() and 0 < int(words) <= len(self._people):
            await self._choose(self._people[int(words) - 1])
        elif words:
            found = await self._service.do(FindContacts(words))
            people = [Candidate(one.id, one.kind, one.name, one.company) for one in found]
            if len(people) == 1:
                await self._choose(people[0])
                return
            self._people = people[:SHOWN]
            nothing = f"no contact has {words!r} in its name, company or number"
            _show([*people_lines(people), *more_words(people, nothing)])
        else:
            self._people, self._contact, self._said_who = self._likely, surest(self._waiting.rows).match.contact, None
            await self._suggest()
            _show(self._offered())

    async def _choose(self, contact: Candidate) -> None:
        self._contact, self._said_who = contact, contact.id
        await self._suggest()
        _tell(f"it was {contact_name(contact)}")
        _show(offer_lines(self._offers))

    async def _bill(self, minutes: str) -> None:
        if not _MINUTES.fullmatch(minutes):
            raise Refused(f"{clean(minutes)!r} are no minutes; write =12 or =7.5")
        self._minutes = float(minutes.replace(",", "."))
        _tell(f"{self._minutes:g} minutes are billed: book it now")


def in_keys(error: CallJournalError) -> str:
    """Give the words of an error, with the keys of the review instead of options."""
    words = str(error)
    for option, key in KEYS.items():
        words = words.replace(option, key)
    return words


def _client(one: Waiting) -> str | None:
    """Give the client of what waits: the company, else the person, else the number; None where nobody knows."""
    row = surest(one.rows)
    contact = row.match.contact
    return contact.client if contact else row.display


def _apart(other: Waiting) -> Iterable[Command[Any]]:
    """Give the commands that take what was merged last out again; calls that were one before are one afterwards."""
    entries = tuple(row.entry.id for row in other.rows)
    yield from (MergeCalls((entry,)) for entry in entries)
    if len(entries) > 1:
        yield MergeCalls(entries, confirmed=True)


def _tell(words: str) -> None:
    click.echo(f"    {words}")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
