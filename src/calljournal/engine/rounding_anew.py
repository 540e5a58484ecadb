"""Rounding by client and day: what is rounded together, and how many minutes it is when one of it has changed.

In: the time entries of a day as they stand in the book. Out: pairs for `RoundingRule`, and minutes by entry.

What is rounded together stays as it is until one of it comes, goes, or gets typed minutes: neither another text nor a
list that gives a project another client moves minutes from one entry to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calljournal.contracts.crm import Crm, Project
from calljournal.contracts.work import Work, WorkQuery, WorkState, standing
from calljournal.errors import NotFound
from calljournal.matching import ContactKind
from calljournal.words import say
from calljournal.worklog import Kind, RoundingRule, measured_minutes, respread

NAMESAKES = 200
"""Contacts among which a person's company is looked for by its name: far more than are called alike."""


@dataclass(frozen=True, slots=True)
class Anew:
    """What is to be billed differently: minutes by id. `remarks` say where rounding cannot set it right, in words."""

    minutes: dict[str, float]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """What a time entry is rounded with: by itself where there is no `client` and `day`."""

    rule: RoundingRule
    user: str = ""
    client: str | None = None
    day: date | None = None


def rule_of(project: Project | None, firm: RoundingRule) -> RoundingRule:
    """Give the rule that time on a project is rounded by: its own, else the firm's; raises BadSettings."""
    return RoundingRule.read(project.rounding) if project is not None and project.rounding else firm


async def client_of(crm: Crm, project: Project | None, contact_id: str | None) -> str | None:
    """Give whom time is worked for: the project's client (by name where it is no contact), else the contact's company,
    else the contact.

    None where nobody is known: such calls are never rounded together.
    """
    if project is not None and (project.client or project.client_name):
        return project.client or project.client_name
    contact = None if contact_id is None else await crm.contact(contact_id)
    if contact is None or contact.company is None:
        return contact_id
    named = await crm.contacts(contact.company, NAMESAKES)
    companies = (one.id for one in named if one.kind is ContactKind.COMPANY and one.name == contact.company)
    return next(companies, contact_id)


async def billed_that_day(
    crm: Crm, rule: RoundingRule, user: str, client: str | None, day: date, firm: RoundingRule
) -> tuple[tuple[float, float], ...]:
    """Give (measured seconds, billed minutes) of what a user's new call is rounded together with, the earliest first.

    That is the time of that user, client (as `client_of` gives it) and local day under the same rule, unless its
    minutes were typed. `firm` is the rule of projects that have none.
    """
    if rule.per == "call" or client is None:
        return ()
    return _pairs(await _together(crm, _Group(rule, user, client, day), firm))


async def minutes_anew(crm: Crm, before: Work, after: Work, firm: RoundingRule) -> Anew:
    """Give what else is to be billed differently, now that the work `before` stands as `after` in the book.

    That is the others of the client and day that it belonged to or belongs to now, if those are rounded together; and
    the work itself where another rule holds for it now. Only what may be changed, and whose minutes nobody typed.
    """
    was, is_now = [_group(work, await _rule_on(crm, work.project, firm)) for work in (before, after)]
    minutes: dict[str, float] = {}
    remarks: list[str | None] = []
    if was == is_now:
        return Anew(minutes)
    for group in filter(None, (was, is_now)):
        if group.client is not None:
            works = await _together(crm, group, firm)
            minutes |= _spread(group.rule, works)
            remarks.append(_what_stays_wrong(group.rule, works, minutes))
        elif group is is_now:
            minutes |= _spread(group.rule, [after])
    # Whoever types minutes knows what they are to be together.
    return Anew(minutes, () if after.by_hand else tuple(filter(None, remarks)))


async def _together(crm: Crm, group: _Group, firm: RoundingRule) -> Sequence[Work]:
    """Give the time entries that are rounded as one; what was reversed by a correction counts no more."""
    query = WorkQuery(kind=Kind.TIME, since=group.day, until=group.day, user=group.user)
    of_the_day = standing(await crm.work(query))
    counting = [work for work in of_the_day if _client_of(work) == group.client and not work.by_hand]
    rules = {project: await _rule_on(crm, project, firm) for project in {work.project for work in counting}}
    return [work for work in counting if rules[work.project] == group.rule]


def _group(work: Work, rule: RoundingRule) -> _Group | None:
    """Say what a time entry is rounded with; None where its minutes were typed, or where it stands no more."""
    if work.by_hand or not standing([work]):
        return None
    client = _client_of(work)
    return _Group(rule, work.user, client, work.day) if rule.per == "day" and client else _Group(rule)


def _spread(rule: RoundingRule, works: Sequence[Work]) -> dict[str, float]:
    """Give the minutes of what may still be changed, by id, where they differ.

    As long as the sum is right, nothing is moved from one entry to another.
    """
    fixed, free = _fixed(works), [work for work in works if work.state is WorkState.OPEN]
    anew = respread(rule, _pairs(fixed), [work.measured_seconds for work in free])
    if round(sum(anew) - sum(work.minutes for work in free), 2) == 0:
        return {}
    return {work.id: minutes for work, minutes in zip(free, anew, strict=True) if minutes != work.minutes}


def _what_stays_wrong(rule: RoundingRule, works: Sequence[Work], anew: dict[str, float]) -> str | None:
    """Say where the minutes of a client and day are not what they should be, as some of them cannot be changed."""
    fixed = _fixed(works)
    billed = round(sum(anew.get(work.id, work.minutes) for work in works), 2)
    seconds = sum(work.measured_seconds for work in works)
    due = rule.minutes(seconds)
    if not fixed or billed == due:
        return None
    one = max(fixed, key=lambda work: work.minutes)
    right = max(0.0, round(one.minutes + due - billed, 2))
    return say(
        "{client}, {day}: {measured:g} min are billed with {billed:g} min now, and {due:g} would be right",
        client=one.client_name,
        day=str(one.day),
        measured=measured_minutes(seconds),
        billed=billed,
        due=due,
    ).typed(f"; `calljournal book change {one.id} --minutes {right:g} --correct` sets it right")


def _fixed(works: Sequence[Work]) -> list[Work]:
    return [work for work in works if work.state is not WorkState.OPEN]


async def _rule_on(crm: Crm, project: str | None, firm: RoundingRule) -> RoundingRule:
    """Give the rule that time on a project (by its id) is rounded by, also where that is closed."""
    if project is None:
        return firm
    try:
        return rule_of(await crm.project(project, closed_too=True), firm)
    except NotFound:  # it went out of the book meanwhile
        return firm


def _client_of(work: Work) -> str | None:
    return work.client or work.client_name or None


def _pairs(works: Sequence[Work]) -> tuple[tuple[float, float], ...]:
    return tuple((work.measured_seconds, work.minutes) for work in works)
