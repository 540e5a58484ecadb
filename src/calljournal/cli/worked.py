"""What was booked, as tables and words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from calljournal.cli.waiting import clock
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import CALL_GONE, Amended, Work, WorkChange, WorkState
from calljournal.terminal.plain import clean, length, number, person, table
from calljournal.worklog import Kind

COLUMNS = tuple("Id Day From To User Client Project Service Measured Billed Text State".split())
MIDDLE = 40
"""Signs of a text that a table shows; `book show` shows all of it."""


def work_table(works: Sequence[Work]) -> str:
    """Give work as a table, and below it what its time adds up to: per client and project, and in all."""
    sums: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.kind is Kind.TIME and work.state is not WorkState.CANCELLED:
            sums[", ".join(filter(None, (work.client_name, project_words(work)))) or "no project"].append(work)
    lines = [f"{name}: {_sum_words(some)}" for name, some in sorted(sums.items())] if len(sums) > 1 else []
    in_all = [work for some in sums.values() for work in some]
    return "\n".join([table(COLUMNS, map(_cells, works)), "", *map(clean, lines), f"in all: {_sum_words(in_all)}"])


def _cells(work: Work) -> tuple[str, ...]:
    time = work.kind is Kind.TIME
    text = work.text or work.title
    return tuple(
        clean(cell)
        for cell in (
            work.id,
            f"{work.day}",
            clock(work.start),
            clock(work.end),
            work.user,
            work.client_name,
            project_words(work),
            work.service_type_name,
            minutes_words(work.measured_minutes) if time else "",
            minutes_words(work.minutes) if time else "activity",
            text if len(text) <= MIDDLE else f"{text[: MIDDLE - 3]}...",
            state_words(work),
        )
    )


def _sum_words(works: Iterable[Work]) -> str:
    works = list(works)
    billed, measured = sum(work.minutes for work in works), sum(work.measured_minutes for work in works)
    return f"{minutes_words(billed)} min ({billed / 60:.2f} h), measured {minutes_words(measured)} min"


def minutes_words(minutes: float) -> str:
    """Give minutes to the hundredth, without zeros behind the point."""
    return f"{round(minutes, 2) or 0.0:.2f}".rstrip("0").rstrip(".")


def project_words(work: Work) -> str:
    """Name the project of a piece of work by its number and name, and the phase."""
    project = f"{work.project_number} {work.project_name}".strip()
    return f"{project} / {work.phase_name}" if work.phase_name else project


def state_words(work: Work) -> str:
    """Say whether a piece of work may still be changed, where it went out, and what it corrects."""
    state = f"exported {work.export}" if work.state is WorkState.EXPORTED else work.state.value
    return f"{state}, corrects {work.corrects}" if work.corrects else state


# --- one piece of work -----------------------------------------------------------------------------------------------


def work_lines(work: Work) -> list[str]:
    """Say all that there is of a piece of work, a line each."""
    facts = {
        "id": f"{work.id} ({'a time entry' if work.kind is Kind.TIME else 'an activity'})",
        "state": state_words(work),
        "day": f"{work.day}, {clock(work.start)}-{clock(work.end)}",
        "user": work.user if work.recorded_by in ("", work.user) else f"{work.user} (recorded by {work.recorded_by})",
        "client": work.client_name,
        "contact": work.contact_name,
        "project": project_words(work),
        "service type": work.service_type_name,
        "measured": f"{minutes_words(work.measured_minutes)} min" if work.kind is Kind.TIME else "",
        "billed": billed_words(work) if work.kind is Kind.TIME else "",
        "title": work.title,
        "text": work.text,
    }
    width = max(map(len, facts))
    return [f"{name:{width}}  {clean(text)}" for name, text in facts.items() if text]


def billed_words(work: Work) -> str:
    """Say how many minutes are billed, and whether somebody typed them."""
    return f"{minutes_words(work.minutes)} min{' (typed)' if work.by_hand else ''}"


def call_line(row: JournalRow) -> str:
    """Name a call that a piece of work came from."""
    entry = row.entry
    who = person(row) or number(row)
    return f"{entry.id[:8]}  {entry.started.astimezone():%Y-%m-%d %H:%M}  {who}  {length(entry.talk_seconds)}"


def history_line(change: WorkChange) -> str:
    """Say who did what when, and what it was before and after."""
    facts = [
        f"{name.replace('_', ' ')} {_or_none(change.before[name])} -> {_or_none(new)}"
        if name in change.before
        else f"{name.replace('_', ' ')} {new}"
        for name, new in change.after.items()
    ]
    return clean(f"{change.at.astimezone():%Y-%m-%d %H:%M}  {change.by}  {change.doing}  {', '.join(facts)}".rstrip())


def _or_none(text: str) -> str:
    return text or "(none)"


# --- what became of it -----------------------------------------------------------------------------------------------


def amended_words(before: Work, amended: Amended) -> str:
    """Say what became of a piece of work: "t57: project Weber (was Keller), 12 min (was 6 min)"."""
    work, reversal = amended.work, amended.reversal
    words = clean(", ".join(_differences(before, work))) or "nothing is different"
    free = "" if CALL_GONE in amended.remarks else "; its call may be booked anew"
    if reversal is None:
        cancelled = work.state is WorkState.CANCELLED
        return f"{work.id} is cancelled{free}" if cancelled else f"{work.id}: {words}"
    instead = free if work.id == before.id else f"; {work.id} stands instead: {words}"
    return f"{before.id} is taken back by {reversal.id} ({minutes_words(reversal.minutes)} min){instead}"


def _differences(before: Work, after: Work) -> list[str]:
    def facts(work: Work) -> dict[str, str]:
        return {
            "project": project_words(work),
            "service type": work.service_type_name,
            "contact": work.contact_name,
            "": f"{minutes_words(work.minutes)} min" if work.kind is Kind.TIME else "",
            "day": f"{work.day}",
            "title": work.title,
            "text": work.text,
            "state": work.state.value if after.id == before.id else "",
        }

    old, new = facts(before), facts(after)
    return [
        f"{name} {_or_none(text)} (was {_or_none(old[name])})".strip()
        for name, text in new.items()
        if text != old[name]
    ]
