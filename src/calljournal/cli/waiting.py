"""What waits and what adds up, as tables of text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from calljournal.calls import Direction
from calljournal.cli.output import counted
from calljournal.contracts.crm import Project
from calljournal.contracts.rows import surest
from calljournal.contracts.work_commands import Suggestion, Total, Waiting
from calljournal.terminal import texts
from calljournal.terminal.plain import SHORT_ID, clean, number, person, table
from calljournal.worklog import Draft

WAITING_COLUMNS = ("Id", "Day", "From", "To", "Measured", "Billed", "Who", "Likeliest project")
TOTAL_COLUMNS = ("Day", "Client", "Calls", "Spoken", "Booked", "Not booked", "Ignored", "Private", "Short")


def waiting_table(waiting: Iterable[Waiting], suggested: Mapping[str, Sequence[Suggestion]]) -> str:
    """Give what waits as a table, with the likeliest project of each."""
    return table(WAITING_COLUMNS, [_waiting_cells(one, suggested.get(one.draft.entry, ())) for one in waiting])


def _waiting_cells(one: Waiting, suggested: Sequence[Suggestion]) -> tuple[str, ...]:
    draft = one.draft
    return (
        draft.entry[:SHORT_ID],
        f"{draft.day}",
        clock(draft.start),
        clock(draft.end),
        f"at least {draft.measured_minutes:g}, end unknown" if one.at_least else f"{draft.measured_minutes:g}",
        f"{draft.minutes:g}",
        who(one),
        suggestion_words(suggested[0]) if suggested else "",
    )


def who(one: Waiting) -> str:
    """Say with whom it was, and of how many calls it consists."""
    row = surest(one.rows)
    name = person(row) or number(row)
    return f"{name} ({len(one.rows)} calls)" if len(one.rows) > 1 else name


def asked_line(one: Waiting) -> str:
    """Say all that there is of a call that waits: when, with whom, how long."""
    draft, row = one.draft, surest(one.rows)
    arrow = str(texts.INCOMING if row.entry.direction is Direction.INCOMING else texts.OUTGOING)
    shown = "" if row.display is None or not person(row) else f" {number(row)}"
    measured = f"{draft.measured_minutes:g} min"
    length = f"at least {measured}, end unknown" if one.at_least else measured
    return f"{heading(draft)}  {arrow} {who(one)}{shown}  {length}, billed {draft.minutes:g}"


def suggestion_words(one: Suggestion) -> str:
    """Name a project with the reason why it is suggested."""
    return clean(f"{project_name(one.project)} ({one.words})")


def project_name(project: Project) -> str:
    """Name a project by its number, or else its id, and its name."""
    return clean(f"{project.number or project.id} {project.name}")


def totals_table(totals: Sequence[Total]) -> str:
    """Give totals as a table, with their sum below where there are several."""
    lines = [_total_cells(f"{one.day}", one.client or "(unknown)", [one]) for one in totals]
    return table(TOTAL_COLUMNS, [*lines, _total_cells("", "all", totals)] if len(totals) > 1 else lines)


def _total_cells(day: str, client: str, totals: Sequence[Total]) -> tuple[str, ...]:
    sums = [sum(getattr(one, name) for one in totals) for name in ("spoken", "booked", "waiting", "ignored", "private")]
    short = sum(one.short for one in totals)
    return (day, clean(client), f"{sum(one.calls for one in totals)}", *map(hours, [*sums, short]))


def day_line(totals: Sequence[Total], waiting: Iterable[Waiting], today: date) -> str:
    """Say what today adds up to, and what else waits.

    "today 1 h 52 min on the phone, 1 h 14 min booked, 38 min not booked, and 12 min of days before wait: 5 calls left"
    """
    spoken, booked, left = (sum(getattr(one, name) for one in totals) for name in ("spoken", "booked", "waiting"))
    line = f"today {hours(spoken)} on the phone, {hours(booked)} booked, {hours(left)} not booked"
    waiting = list(waiting)
    before = sum(one.draft.measured_minutes for one in waiting if one.draft.start.astimezone().date() < today)
    line += f", and {hours(before * 60)} of days before wait" if before else ""
    calls = sum(len(one.rows) for one in waiting)
    return f"{line}: {counted(calls, 'call')} left" if calls else line


def hours(seconds: float) -> str:
    """Give a length of time in words: 1 h 52 min, 38 min; less than a minute in seconds."""
    if 0 < seconds < 59.5:
        return f"{seconds:.0f} s"
    whole, minutes = divmod(round(seconds / 60), 60)
    return f"{whole} h {minutes:02} min" if whole else f"{minutes} min"


def clock(moment: datetime) -> str:
    """Give the local time of the day."""
    return f"{moment.astimezone():%H:%M}"


def heading(draft: Draft) -> str:
    """Say when a draft was: "Mon 2026-11-23 09:10-09:25"."""
    return f"{draft.start.astimezone():%a %Y-%m-%d %H:%M}-{clock(draft.end)}"
