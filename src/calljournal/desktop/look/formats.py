"""How moments and lengths are written where the user is; moments come in aware, as UTC."""

from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from calljournal.languages import tr


def clock_time(moment: datetime, seconds: bool = False) -> str:
    """Write the time of day where the user is."""
    local = moment.astimezone()
    time = QTime(local.hour, local.minute, local.second)
    return time.toString("HH:mm:ss") if seconds else QLocale().toString(time, QLocale.FormatType.ShortFormat)


def day(moment: datetime) -> str:
    """Write the day where the user is."""
    local = moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)


def day_and_time(moment: datetime) -> str:
    """Write day and time where the user is."""
    local = moment.astimezone()
    both = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(both, QLocale.FormatType.ShortFormat)


def time_span(seconds: float) -> str:
    """Write a length: 0:07, 12:30, 1:02:03."""
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
    """Write minutes as they are billed or measured: 12 min, 7.5 min."""
    shortest = QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
    return tr("{minutes} min", minutes=QLocale().toString(round(float(count), 2), "f", shortest))
