"""A row and a person become an activity or a time entry, once.

In: `Entry`, `Match` and what the user typed. Out: `Draft`, for a book; `Booking`, what the book made of it.
"""

from calljournal.worklog.days import beginning_of
from calljournal.worklog.draft import Booking, Draft, Kind, Wishes, divided, make_draft
from calljournal.worklog.guard import check_not_booked, contact_to_book
from calljournal.worklog.overlap import overlapping
from calljournal.worklog.rest import rest
from calljournal.worklog.rounding import RoundingRule, check_minutes, measured_minutes, respread
from calljournal.worklog.spoken import Part, Spoken, at_least_words, by_days, split, spoken
from calljournal.worklog.suggesting import Reason, rank, words

__all__ = [
    "Booking",
    "Draft",
    "Kind",
    "Part",
    "Reason",
    "RoundingRule",
    "Spoken",
    "Wishes",
    "at_least_words",
    "beginning_of",
    "by_days",
    "check_minutes",
    "check_not_booked",
    "contact_to_book",
    "divided",
    "make_draft",
    "measured_minutes",
    "overlapping",
    "rank",
    "respread",
    "rest",
    "split",
    "spoken",
    "words",
]
