"""Calls, rows, matches and drafts as the tests of the store need them. All numbers are fictional."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from calljournal.calls import Call, Direction, Leg, LegEnd, LegReport, LegState, Party, Presentation, Span
from calljournal.journal import Entry, EntryLeg, Outcome, RowState, Scope
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.worklog import Booking, Draft, Kind

START = datetime(2026, 3, 9, 8, 15, 2, 120_457, tzinfo=UTC)
NUMBER = "+41440001234"


def after(seconds: float) -> datetime:
    """Give a moment so long after START."""
    return START + timedelta(seconds=seconds)


def report(leg: str = "leg-1", **changes: Any) -> LegReport:
    """Give a leg that talks, with a hold behind it."""
    whole = LegReport(
        line="simulator:demo",
        generation=1,
        leg=leg,
        conversation="conversation-1",
        endpoint="anna",
        direction=Direction.INCOMING,
        party=Party("0440001234", "Keller Anna", Presentation.ALLOWED, external=True),
        state=LegState.TALKING,
        started=START,
        at=after(9.5),
        answered=after(4),
        holds=(Span(after(5), after(6)), Span(after(8))),
    )
    return replace(whole, **changes)


def call(call_id: str = "call-1", *reports: LegReport) -> Call:
    """Give a call of these legs, by default a live one."""
    return Call(call_id, "simulator:demo", tuple(Leg(one, ("held after ringing",)) for one in reports or (report(),)))


def ended_call(call_id: str = "call-1") -> Call:
    """Give a call that is over."""
    return call(call_id, report(state=LegState.ENDED, ended=after(60), end=LegEnd.ANSWERED))


def entry(entry_id: str = "entry-1", **changes: Any) -> Entry:
    """Give the row of an answered call."""
    whole = Entry(
        id=entry_id,
        call="call-1",
        line="simulator:demo",
        owner="101",
        own="101",
        direction=Direction.INCOMING,
        scope=Scope.EXTERNAL,
        state=RowState.ENDED,
        outcome=Outcome.ANSWERED,
        number=NUMBER,
        presentation=Presentation.ALLOWED,
        display="044 000 12 34",
        name="Keller Anna",
        started=START,
        answered=after(4),
        ended=after(60),
        talk_seconds=52.25,
        held_seconds=3.75,
        legs=(EntryLeg("leg-1", "101", NUMBER, START, after(4), after(60), LegEnd.ANSWERED),),
        anomalies=("held after ringing",),
    )
    return replace(whole, **changes)


def live_entry(entry_id: str = "entry-1", **changes: Any) -> Entry:
    """Give the row of a call that lasts."""
    return replace(entry(entry_id), **({"state": RowState.TALKING, "outcome": None, "ended": None} | changes))


def match(name: str = "Anna Keller", company: str | None = "Keller AG", contact_id: str = "c7") -> Match:
    """Give a match with one contact."""
    found = Candidate(contact_id, ContactKind.CONTACT, name, company, ("Dorfstrasse 1", "8000 Zürich"), "044/000 12 34")
    return Match(MatchKind.ONE, "exact", (found,))


def draft(key: str = "draft-1", entry_id: str = "entry-1", **changes: Any) -> Draft:
    """Give a draft of a time entry."""
    whole = Draft(
        id=key,
        entry=entry_id,
        user="anna",
        kind=Kind.TIME,
        contact="c7",
        contact_name="Anna Keller",
        project="Website",
        phase=None,
        service_type="Phone call",
        title="Call from Anna Keller",
        text="we spoke about the façade",
        start=after(4),
        end=after(60),
        minutes=5.0,
        measured_minutes=0.93,
        created=after(70),
    )
    return replace(whole, **changes)


def booked(of: Draft, thing: str = "t57") -> Booking:
    """Give what a book made of a draft."""
    return Booking(of.id, of.entry, of.user, of.kind, "local", thing, after(71))
