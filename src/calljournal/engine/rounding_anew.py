"""Rounding by client and day: what is rounded together, and how many minutes it is when one of it has changed.

In: the time entries of a day as they stand in the book. Out: pairs for `RoundingRule`, and minutes by entry.
"""

from collections.abc import Sequence
from datetime import date

from calljournal.contracts.crm import Crm, Project
from calljournal.contracts.work import Work, WorkQuery, WorkState, standing
from calljournal.matching import ContactKind
from calljournal.worklog import Kind, RoundingRule, respread

NAMESAKES = 200
"""Contacts among which a person's company is looked for by its name: far more than are called alike."""


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
    return _pairs(await _together(crm, rule, user, client, day, firm))


async def minutes_anew(crm: Crm, before: Work, after: Work, firm: RoundingRule) -> dict[str, float]:
    """Give what else is to be billed differently, by id, now that the work `before` stands as `after` in the book.

    That is the others of the client and day that it belonged to or belongs to now, if those are rounded together; and
    the work itself where another rule holds for it now. Only what may be changed, and whose minutes nobody typed.
    """
    anew: dict[str, float] = {}
    rules = [await _rule_of(crm, work, firm) for work in (before, after)]
    for work, rule in zip((before, after), rules, strict=True):
        if rule.per == "day":
            anew |= _spread(rule, await _together(crm, rule, work.user, _client_of(work), work.day, firm))
    alone = rules[1].per == "call" or _client_of(after) is None
    if alone and not after.by_hand and _counts_with(before, rules[0]) != _counts_with(after, rules[1]):
        anew |= _spread(rules[1], [after])
    return anew


async def _together(
    crm: Crm, rule: RoundingRule, user: str, client: str | None, day: date, firm: RoundingRule
) -> Sequence[Work]:
    """Give the time entries that are rounded as one; what was reversed by a correction counts no more."""
    if rule.per == "call" or client is None:
        return ()
    of_the_day = standing(await crm.work(WorkQuery(kind=Kind.TIME, since=day, until=day, user=user)))
    counting = [work for work in of_the_day if _client_of(work) == client and not work.by_hand]
    rules = {work.project: await _rule_of(crm, work, firm) for work in counting}
    return [work for work in counting if rules[work.project] == rule]


def _spread(rule: RoundingRule, works: Sequence[Work]) -> dict[str, float]:
    """Give the minutes of what may still be changed, by id, where they differ.

    As long as the sum is right, nothing is moved from one entry to another.
    """
    fixed = [work for work in works if work.state is not WorkState.OPEN]
    free = [work for work in works if work.state is WorkState.OPEN]
    anew = respread(rule, _pairs(fixed), [seconds for seconds, _ in _pairs(free)])
    if sum(anew) == sum(work.minutes for work in free):
        return {}
    return {work.id: minutes for work, minutes in zip(free, anew, strict=True) if minutes != work.minutes}


async def _rule_of(crm: Crm, work: Work, firm: RoundingRule) -> RoundingRule:
    """Give the rule that a time entry is rounded by; that of its project holds when that is closed, too."""
    if work.project is None:
        return firm
    found = await crm.projects(work.project_name, None, open_only=False)
    return rule_of(next((project for project in found if project.id == work.project), None), firm)


def _counts_with(work: Work, rule: RoundingRule) -> tuple[RoundingRule, str | None]:
    return rule, _client_of(work) if rule.per == "day" else None


def _client_of(work: Work) -> str | None:
    return work.client or work.client_name or None


def _pairs(works: Sequence[Work]) -> tuple[tuple[float, float], ...]:
    return tuple((work.measured_minutes * 60, work.minutes) for work in works)
