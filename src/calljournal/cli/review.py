"""The end of the day: the calls that wait, one by one, and a key or two for each."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import click

from calljournal.cli.output import booking_line
from calljournal.cli.waiting import day_line, heading, measured, project_words, suggestion_words, who
from calljournal.contracts.service import BookCall, FindProjects, Service
from calljournal.contracts.work_commands import (
    GetTotals,
    IgnoreCall,
    ListUnbooked,
    MakePrivate,
    MergeCalls,
    Suggestion,
    SuggestProjects,
    Waiting,
)
from calljournal.errors import CallJournalError
from calljournal.terminal import texts
from calljournal.terminal.plain import clean, number
from calljournal.worklog import Kind, Reason, Wishes

SHOWN = 9
"""Projects that are offered at once: one key each."""

HELP = """\
  1 ... 9 [TEXT]   book it on that project, with what it was about
  /WORDS           look for another project by parts of its name, number or client
  b [TEXT]         book it without a project
  i  nothing is to be booked        v  it was private: number and name go
  m  merge it with the next call of the same client
  =MIN             these minutes are billed, however long it was (then book it)
  Enter  leave it for later         q  end"""


@dataclass
class _Place:
    """Where the review is: what is asked about, and what has been said of it so far."""

    waiting: Waiting
    offered: tuple[Suggestion, ...]
    minutes: float | None = None
    confirmed: bool = False


async def review(service: Service, since: datetime | None, until: datetime | None) -> None:
    """Go through the calls that wait, until all have been asked about or the user ends it."""
    left: set[str] = set()
    asked = 0
    while True:
        waiting = await service.do(ListUnbooked(since, until))
        todo = [one for one in waiting if one.draft.entry not in left]
        if not todo:
            break
        asked += 1
        if asked == 1:
            click.echo(f"{len(todo)} to go; ? says what the keys do\n")
        if not await _ask_about(service, todo, left):
            break
    today = datetime.now().astimezone().date()
    click.echo(day_line(await service.do(GetTotals(today, today))))


async def _ask_about(service: Service, todo: list[Waiting], left: set[str]) -> bool:
    """Ask what becomes of the first, until something has become of it; whether to go on."""
    place = _Place(todo[0], await service.do(SuggestProjects(todo[0].draft.entry)))
    _show(place, len(todo))
    while True:
        said = (await asyncio.to_thread(click.prompt, ">", default="", show_default=False, prompt_suffix=" ")).strip()
        try:
            if said == "q":
                return False
            if said == "?":
                click.echo(HELP)
            elif not said:
                left.add(place.waiting.draft.entry)
                return True
            elif await _done(service, place, todo[1:], said):
                return True
        except CallJournalError as error:
            click.echo(str(error))
            if "--yes" in str(error):
                click.echo("the same once more does it")
                place.confirmed = True


def _show(place: _Place, todo: int) -> None:
    draft, row = place.waiting.draft, place.waiting.rows[0]
    arrow = texts.INCOMING if row.entry.direction == "incoming" else texts.OUTGOING
    name = who(place.waiting)
    shown = "" if number(row) == name else f" {number(row)}"
    click.echo(
        f"{todo:3} {heading(draft)}  {arrow} {name}{shown}  {measured(place.waiting)} min, billed {draft.minutes:g}"
    )
    _offer(place)


def _offer(place: _Place) -> None:
    for key, one in enumerate(place.offered[:SHOWN], 1):
        click.echo(f"    {key}  {suggestion_words(one) if one.words else project_words(one)}")


async def _done(service: Service, place: _Place, others: list[Waiting], said: str) -> bool:
    """Do what was said of a call; whether something has become of it."""
    entry = place.waiting.draft.entry
    key, _, text = said.partition(" ")
    if key.isdecimal() and 0 < int(key) <= len(place.offered[:SHOWN]):
        return await _book(service, place, place.offered[int(key) - 1].project.id, text)
    if key == "b":
        return await _book(service, place, None, text)
    if said == "i":
        await service.do(IgnoreCall(entry))
    elif said == "v":
        for row in place.waiting.rows:
            await service.do(MakePrivate(row.entry.id))
    elif said == "m":
        await _merge(service, place, others)
    elif said.startswith("/"):
        await _look_for(service, place, said[1:])
        return False
    elif said.startswith("=") and said[1:].replace(",", ".", 1).replace(".", "", 1).isdecimal():
        place.minutes = float(said[1:].replace(",", "."))
        click.echo(f"    {place.minutes:g} minutes are billed: book it now")
        return False
    else:
        click.echo(HELP)
        return False
    return True


async def _book(service: Service, place: _Place, project: str | None, text: str) -> bool:
    wishes = Wishes(project=project, text=text.strip(), minutes=place.minutes)
    booking = await service.do(BookCall(place.waiting.draft.entry, Kind.TIME, wishes, confirmed=place.confirmed))
    click.echo(f"    {booking_line(booking)}")
    for remark in booking.remarks:
        click.echo(f"    note: {remark}")
    return True


async def _merge(service: Service, place: _Place, others: list[Waiting]) -> None:
    """Merge a call with the next one that is with the same client."""
    mine = who_else(place.waiting)
    other = next((one for one in others if who_else(one) == mine), None)
    if other is None:
        click.echo("    no other call that waits is with the same client")
        return
    merged = await service.do(MergeCalls((place.waiting.draft.entry, other.draft.entry)))
    click.echo(f"    {len(merged.rows)} calls, {merged.draft.measured_minutes:g} min together")


def who_else(one: Waiting) -> str | None:
    """Give the client of what waits: the company, else the person, else the number."""
    row = one.rows[0]
    contact = row.match.contact
    return (contact.company or contact.name) if contact else row.display


async def _look_for(service: Service, place: _Place, words: str) -> None:
    found = await service.do(FindProjects(words))
    place.offered = tuple(Suggestion(project, Reason.CLIENT, "") for project in found[:SHOWN])
    if not found:
        click.echo(f"    no open project has {clean(words)!r} in its name, number or client")
    _offer(place)
