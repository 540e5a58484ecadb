"""The end of the day: the calls that wait, one by one, and a key or two for each."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import click

from calljournal.cli.asking import Answers
from calljournal.cli.deciding import Case, Done, in_keys
from calljournal.cli.waiting import day_line
from calljournal.contracts.service import Service
from calljournal.contracts.work_commands import GetTotals, ListUnbooked, Waiting
from calljournal.errors import CallJournalError, EngineEnded

HELP = """\
  1 ... 9 [TEXT]   book it on that project, with what it was about; 1.2 is the second phase of project 1
  b [TEXT]         book it without a project
  /WORDS           look for another project by parts of its name, number or client; / alone: as before
  @1, @WORDS       say who it was, or look for whoever it was; @ alone: as before
  =MIN             bill so many minutes, however long it was (then book it)
  i  nothing is to be booked                           v  it was private: number and name go, for good
  m  merge it with the next call of the same client    u  take back what was done last
  Enter  leave it for later                            q  end"""


class Review:
    """Goes through the calls that wait, until all have been asked about or the user ends it: q, Ctrl-D, Ctrl-C.

    It goes on where it was when another engine takes over.
    """

    def __init__(self, since: datetime | None, until: datetime | None) -> None:
        self._span = (since, until)
        self._answers = Answers()
        self._left: set[str] = set()
        self._done: list[Done] = []
        self._asked = False

    async def go_through(self, service: Service) -> None:
        """Ask about each call, and say in the end what the day adds up to."""
        try:
            while await self._next(service):
                pass
        except asyncio.CancelledError:  # Ctrl-C
            click.echo()
            await self._tell_the_day(service)
            raise
        await self._tell_the_day(service)

    async def _waiting(self, service: Service) -> tuple[Waiting, ...]:
        return await service.do(ListUnbooked(*self._span))

    async def _tell_the_day(self, service: Service) -> None:
        today = datetime.now().astimezone().date()
        click.echo(day_line(await service.do(GetTotals(today, today)), await self._waiting(service), today))

    async def _next(self, service: Service) -> bool:
        """Ask about the first call that waits, or in the end about the last answer; whether to go on."""
        todo = [one for one in await self._waiting(service) if one.draft.entry not in self._left]
        if todo:
            if not self._asked:
                click.echo(f"{len(todo)} to go; ? says what the keys do\n")
            self._asked = True
            return await self._ask_about(service, todo)
        if not self._done:
            return False
        said = await self._answers.ask("that was all; u takes back what was done last, Enter ends > ")
        return said == "u" and await _tried(self._take_back(service))

    async def _ask_about(self, service: Service, todo: list[Waiting]) -> bool:
        """Ask what becomes of the first, until something has become of it or of another; whether to go on."""
        case = await Case.of(service, todo)
        click.echo("\n".join(case.lines()))
        before = ""
        while True:
            said = await self._answers.ask("> ")
            if said is None or said == "q":
                return False
            if not said:
                self._left.add(todo[0].draft.entry)
                return True
            if await _tried(self._answered(service, case, said, again=said == before)):
                return True
            before = said

    async def _answered(self, service: Service, case: Case, said: str, *, again: bool) -> bool:
        """Do what was said; whether the calls that wait are others now."""
        if said == "?":
            click.echo(HELP)
            return False
        if said == "u":
            return await self._take_back(service)
        done = await case.answer(said, again=again)
        if done is None:
            return False
        click.echo(f"    {done.words}")
        self._done.append(done)
        return True

    async def _take_back(self, service: Service) -> bool:
        """Take back what was done last in this review; whether that could be."""
        if not self._done:
            click.echo("    nothing was done yet")
            return False
        last = self._done[-1]
        for command in last.undo:
            await service.do(command)
        self._done.pop()
        click.echo(f"    {'taken back' if last.undo else 'this cannot be taken back here'}: {last.words}")
        return bool(last.undo)


async def _tried(work: Coroutine[Any, Any, bool]) -> bool:
    """Do some work; where it cannot be done, say why."""
    try:
        return await work
    except EngineEnded:
        raise
    except CallJournalError as error:
        click.echo(f"    {in_keys(error)}")
        return False
