"""How moments, lengths and keys are written where the user is; moments come in aware, as UTC.

Lengths are written in two ways. What was measured on the telephone has seconds, as on a clock: 6:05. What is billed,
or added up, is said in hours and minutes: 12 min, 1 h 52 min.
"""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime
from PySide6.QtGui import QKeySequence

from calljournal.languages import tr


def clock_time(moment: datetime, seconds: bool = False) -> str:
    """Write the time of day where the user is."""
    local = moment.astimezone()
    time = QTime(local.hour, local.minute, local.second)
    return time.toString("HH:mm:ss") if seconds else QLocale().toString(time, QLocale.FormatType.ShortFormat)


def clock_times(start: datetime, end: datetime, seconds: bool = False) -> tuple[str, str]:
    """Write from when to when; with the mark of the zone where the clock was set back or forth between them.

    Else a call in the night in October may seem to have ended before it began: 02:49 MESZ – 02:09 MEZ.
    """
    times = clock_time(start, seconds), clock_time(end, seconds)
    if start.astimezone().utcoffset() == end.astimezone().utcoffset():
        return times
    first, last = (
        tr("{time} {zone}", time=time, zone=moment.astimezone().strftime("%Z"))
        for time, moment in zip(times, (start, end), strict=True)
    )
    return first, last


def day(moment: datetime) -> str:
    """Write the day where the user is."""
    local = moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)


def calendar_day(value: date) -> str:
    """Write a day of the calendar, which is the same everywhere."""
    return QLocale().toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)


def day_and_time(moment: datetime) -> str:
    """Write day and time where the user is."""
    local = moment.astimezone()
    both = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(both, QLocale.FormatType.ShortFormat)


def time_span(seconds: float) -> str:
    """Write a length that was measured: 0:07, 12:30, 1:02:03."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """Write a length in words, to the full minute: 1 h 52 min, 38 min, 0 min."""
    hours, minutes = divmod(round(max(0.0, seconds) / 60), 60)
    if hours and minutes:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{hours} h", hours=hours) if hours else tr("{minutes} min", minutes=minutes)


def minutes(count: float) -> str:
    """Write minutes that are billed: 12 min, 1 h 52 min; 28 min 45 s where nothing is rounded; -6 min taken back."""
    whole, seconds = divmod(round(abs(count) * 60), 60)
    hours, rest = divmod(whole, 60)
    parts = (
        (hours, tr("{hours} h", hours=hours)),
        (rest, tr("{minutes} min", minutes=rest)),
        (seconds, tr("{seconds} s", seconds=seconds)),
    )
    written = " ".join(words for number, words in parts if number) or tr("{minutes} min", minutes=0)
    return f"-{written}" if count < 0 and (whole or seconds) else written


def key(sequence: QKeySequence | str) -> str:
    """Write a key as this system does: Ctrl+Enter, Strg+Eingabe or ⌘↩."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def hint_with_key(hint: str, sequence: QKeySequence | str) -> str:
    """Say what something does, and by which key."""
    return tr("{hint} ({key})", hint=hint, key=key(sequence))
