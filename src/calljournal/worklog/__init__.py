"""A row and a person become an activity or a time entry, once.

In: `Entry`, `Match` and what the user typed. Out: `Draft`, for a book; `Booking`, what the book made of it.
"""

from calljournal.worklog.draft import Booking, Draft, Kind, Wishes, make_draft
from calljournal.worklog.guard import check_not_booked, contact_to_book
from calljournal.worklog.rounding import RoundingRule, measured_minutes

__all__ = [
    "Booking",
    "Draft",
    "Kind",
    "RoundingRule",
    "Wishes",
    "check_not_booked",
    "contact_to_book",
    "make_draft",
    "measured_minutes",
]
