"""What the booking form says of a call in words: from when to when, which calls are booked as one, what was booked."""

from collections.abc import Sequence

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import Waiting
from calljournal.desktop.look import formats
from calljournal.languages import tr, tr_n
from calljournal.words import say
from calljournal.worklog import Draft

FORM_TITLES = {"activity": say("Record an activity"), "time": say("Record a time entry")}
ALREADY_BOOKED = {
    "activity": say("An activity was recorded from this call already."),
    "time": say("The time of this call was booked already."),
}
BOOKED_NOW = {"activity": say("Activity booked: {who}"), "time": say("Time entry booked: {who}")}
BOOKED_LATER = {
    "activity": say("Activity kept: it is booked as soon as the book can be reached"),
    "time": say("Time entry kept: it is booked as soon as the book can be reached"),
}


def span(draft: Draft, *, live: bool) -> str:
    """Say from when to when was talked."""
    day, (start, end) = formats.day(draft.start), formats.clock_times(draft.start, draft.end, seconds=True)
    if live:
        start, end = formats.clock_time(draft.start, seconds=True), tr("now")
    return tr("{day}, {start} – {end}", day=day, start=start, end=end)


def measured(waiting: Waiting) -> str:
    """Say how long was talked."""
    length = on_the_clock(waiting.draft.measured_minutes)
    return (
        tr("at least {length} measured", length=length) if waiting.at_least else tr("{length} measured", length=length)
    )


def on_the_clock(minutes: float) -> str:
    """Write minutes that were measured as the journal does: 6:05."""
    return formats.time_span(round(minutes * 60))


def calls(rows: Sequence[JournalRow]) -> str:
    """Say which calls are booked as one."""
    each = "\n".join(
        tr(
            "{time}, {length}",
            time=formats.clock_time(row.entry.started),
            length=formats.time_span(row.entry.connected_seconds),
        )
        for row in rows
    )
    return tr_n("{count} call:\n{each}", "{count} calls, booked as one:\n{each}", len(rows), each=each)
