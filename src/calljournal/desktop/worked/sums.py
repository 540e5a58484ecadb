"""What the time of My time adds up to: per client and project, and per day, where also what was spoken is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from calljournal.contracts.work import Work, WorkState
from calljournal.contracts.work_commands import Total
from calljournal.desktop.look import formats
from calljournal.desktop.worked import wording
from calljournal.languages import tr
from calljournal.worklog import Kind


@dataclass(frozen=True, slots=True)
class Sum:
    """One line: minutes billed and measured; of a day also minutes spoken, and those that wait to be booked."""

    name: str
    billed: float = 0.0
    measured: float = 0.0
    spoken: float | None = None
    waiting: float | None = None


def per_project(works: Iterable[Work]) -> tuple[Sum, ...]:
    """Add up per client and project, the greatest first."""
    sums: dict[str, Sum] = {}
    for work in _time(works):
        name = ", ".join(filter(None, (work.client_name, wording.project(work)))) or tr("no project")
        sums[name] = _with(sums.get(name, Sum(name)), work)
    return tuple(sorted(sums.values(), key=lambda one: (-one.billed, one.name)))


def per_day(works: Iterable[Work], totals: Iterable[Total]) -> tuple[Sum, ...]:
    """Add up per day, the earliest first."""
    days: dict[date, Sum] = {}
    for work in _time(works):
        days[work.day] = _with(days.get(work.day, Sum(wording.day(work.day))), work)
    spoken: dict[date, tuple[float, float]] = {}
    for total in totals:
        before = spoken.get(total.day, (0.0, 0.0))
        spoken[total.day] = (before[0] + total.spoken / 60, before[1] + total.waiting / 60)
    for day, (talked, waiting) in spoken.items():
        known = days.get(day, Sum(wording.day(day)))
        days[day] = Sum(known.name, known.billed, known.measured, talked, waiting)
    return tuple(days[day] for day in sorted(days))


def in_all(works: Iterable[Work]) -> Sum:
    """Add up everything."""
    whole = Sum(tr("In all"))
    for work in _time(works):
        whole = _with(whole, work)
    return whole


def words(works: Sequence[Work], totals: Iterable[Total]) -> str:
    """Say what it adds up to, in a sentence."""
    whole, known = in_all(works), list(totals)
    billed, measured = formats.minutes(whole.billed), formats.minutes(whole.measured)
    if not known:
        return tr("Billed {billed}, measured {measured}", billed=billed, measured=measured)
    return tr(
        "Billed {billed}, measured {measured}; {spoken} on the phone, {waiting} not booked",
        billed=billed,
        measured=measured,
        spoken=hours(sum(one.spoken for one in known) / 60),
        waiting=hours(sum(one.waiting for one in known) / 60),
    )


def hours(minutes: float) -> str:
    """Write a sum as people say it, to the full minute: 1 h 52 min; with a minus where more was taken back."""
    written = formats.length(abs(minutes) * 60)
    return f"-{written}" if round(minutes) < 0 else written


def cells(one: Sum) -> tuple[str, str, str, str, str]:
    """Give a sum as the cells of a line; measured is as exact as billed, for people compare the two."""
    return (
        one.name,
        formats.minutes(one.billed),
        formats.minutes(one.measured),
        "" if one.spoken is None else hours(one.spoken),
        "" if not one.waiting else hours(one.waiting),
    )


def _time(works: Iterable[Work]) -> Iterable[Work]:
    return (work for work in works if work.kind is Kind.TIME and work.state is not WorkState.CANCELLED)


def _with(known: Sum, work: Work) -> Sum:
    return Sum(known.name, known.billed + work.minutes, known.measured + work.measured_minutes)
