"""The two questions before anything is booked: has it been booked already, and is it certain who it was?"""

from collections.abc import Iterable

from calljournal.errors import AlreadyBooked, NeedsConfirming
from calljournal.matching import Candidate, Match, MatchKind
from calljournal.words import listed, say, typed
from calljournal.worklog.draft import Booking, Kind


def check_not_booked(bookings: Iterable[Booking], whose: str, kind: Kind, *, again: bool) -> None:
    """Raise AlreadyBooked where this call is booked already for that user and as that kind, unless `again` is meant.

    `whose` is as a draft and a booking have it: users may get other names.

    `bookings` are those of the row and of every row that was merged into it: they count as one call. One that was
    cancelled has freed it.
    """
    standing = (booking for booking in bookings if booking.cancelled is None)
    before = next((booking for booking in standing if booking.whose == whose and booking.kind is kind), None)
    if before is not None and not again:
        booked = typed(f" ({before.id or 'waiting to be booked'})")
        if kind is Kind.TIME:
            words = say("this call is a time entry already{booked}", booked=booked)
        else:
            words = say("this call is an activity already{booked}", booked=booked)
        raise AlreadyBooked(words.typed("; add --again to book it twice"))


def contact_to_book(match: Match, chosen: Candidate | None, *, confirmed: bool) -> Candidate | None:
    """Give the contact to book on: the one chosen by hand, else the certain match, else none at all.

    Raises NeedsConfirming where the match is not certain, or not known yet, and nobody confirmed it.
    """
    if chosen is not None:
        return chosen
    if match.kind is MatchKind.PENDING and not confirmed:
        raise NeedsConfirming(
            say("it is not known yet who it was: try again when the book answers").typed(
                ", or add --yes to book it on nobody"
            )
        )
    if match.kind is MatchKind.SEVERAL:
        names = listed(say("{name}{id}", name=one.name, id=typed(f" ({one.id})")) for one in match.contacts)
        raise NeedsConfirming(
            say("the number belongs to several contacts: {names}; say which", names=names).typed(" with --contact")
        )
    if match.kind is MatchKind.ONE and not match.certain and not confirmed:
        raise NeedsConfirming(
            say("{name} is only likely ({why})", name=match.contacts[0].name, why=_why(match)).typed(
                "; add --yes to book on it"
            )
        )
    return match.contact


def _why(match: Match) -> str:
    if match.reason == "switchboard":
        if match.extension:
            return say("same switchboard, extension {extension}", extension=match.extension)
        return say("same switchboard")
    words = {"reading": say("the digits can be read so"), "ending": say("the number looks alike")}
    return words.get(match.reason, match.reason)
