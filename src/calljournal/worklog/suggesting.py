"""Which project a call is likely to belong to, and why. Nothing is ever booked on a suggestion by itself."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from calljournal.words import say, say_day


class Reason(StrEnum):
    """Why a project is suggested, the best reason first."""

    LAST_BOOKED = "last-booked"
    CLIENT = "client"
    TAKES_PART = "takes-part"


_RANKS = {reason: rank for rank, reason in enumerate(Reason)}
_NEVER = datetime.min.replace(tzinfo=UTC)


class Suggested(Protocol):
    """What is asked of a project that may be suggested."""

    @property
    def id(self) -> str:
        """The project's name in its book."""
        ...

    @property
    def open(self) -> bool:
        """Whether it may still be booked on."""
        ...


class Tied(Protocol):
    """What is asked of a tie between a contact and a project; `at` is when it was booked on last."""

    @property
    def project(self) -> Suggested: ...

    @property
    def reason(self) -> Reason: ...

    @property
    def at(self) -> datetime | None: ...


AnyTie = TypeVar("AnyTie", bound=Tied)


def rank(ties: Iterable[AnyTie]) -> list[AnyTie]:
    """Give each open project once, by its best reason; those booked last come first, the latest of them before all.

    Only where one alone is left is it clear which project is meant.
    """
    best: dict[str, AnyTie] = {}
    for tie in sorted(ties, key=_rank):
        if tie.project.open:
            best.setdefault(tie.project.id, tie)
    return list(best.values())


def words(reason: Reason, *, contact: str = "", client: str = "", day: date | None = None, role: str = "") -> str:
    """Say why a project is suggested: "booked last on 2026-03-09 with Anna Keller".

    `contact` is who was spoken with, `client` whose project it is, `day` when it was booked last; all as
    far as they are known.
    """
    match reason:
        case Reason.LAST_BOOKED:
            return _booked_last(contact, day)
        case Reason.CLIENT:
            return say("open project of {client}", client=client) if client else say("open project of the client")
        case Reason.TAKES_PART:
            who = contact or say("the contact")
            if role:
                return say("{contact} takes part as {role}", contact=who, role=role)
            return say("{contact} takes part", contact=who)


def _booked_last(contact: str, day: date | None) -> str:
    if contact and day:
        return say("booked last on {day} with {contact}", day=say_day(day), contact=contact)
    if contact:
        return say("booked last with {contact}", contact=contact)
    return say("booked last on {day}", day=say_day(day)) if day else say("booked last")


def _rank(tie: Tied) -> tuple[int, float]:
    return _RANKS[tie.reason], -(tie.at or _NEVER).timestamp()
