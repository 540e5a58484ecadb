"""Rows, people, projects and lines that look like those of a working day. All numbers are fictional."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from calljournal.calls import Direction, Presentation
from calljournal.contracts.crm import Contact, Means, MeansKind, Phase, Project, ServiceType
from calljournal.contracts.line import Capability, LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import LineInfo
from calljournal.journal import Entry, Outcome, RowState, Scope
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.worklog import Booking, Kind

Facts = dict[str, Any]
OF_ROW = ("match", "booked", "note", "private", "ignored", "together", "settled")
NOW = datetime(2026, 3, 9, 14, 42, 30, tzinfo=UTC)

ANNA = Candidate(
    "c1", ContactKind.CONTACT, "Anna Keller", "Keller Treuhand AG",
    ("Keller Treuhand AG", "Anna Keller", "Seestrasse 12", "8002 Zürich"), "044 000 12 34",
)  # fmt: skip
BEAT = Candidate(
    "c2", ContactKind.PERSON, "Beat Frei", None, ("Beat Frei", "Gartenweg 3", "3011 Bern"), "079 000 55 66"
)
MEIER = Candidate(
    "c3", ContactKind.COMPANY, "Meier & Söhne GmbH", None, ("Meier & Söhne GmbH", "10117 Berlin"), "030 23125 10"
)
CLAIRE = Candidate(
    "c4", ContactKind.CONTACT, "Claire Dubois", "Architectes du Lac SA",
    ("Architectes du Lac SA", "Claire Dubois", "Rue du Port 8", "1204 Genève"), "079 000 71 00",
)  # fmt: skip

CONTACTS = {
    "c1": Contact(
        "c1", ContactKind.CONTACT, "Anna Keller", "Keller Treuhand AG", ("Seestrasse 12", "8002 Zürich"),
        (
            Means(MeansKind.PHONE, "044 000 12 34", "direct", True, "+41440001234"),
            Means(MeansKind.MOBILE, "079 000 12 34", "", False, "+41790001234"),
            Means(MeansKind.EMAIL, "anna.keller@example.com"),
        ),
    ),
    "c2": Contact("c2", ContactKind.PERSON, "Beat Frei", None, ("Gartenweg 3", "3011 Bern")),
}  # fmt: skip

PROJECTS = (
    Project(
        "p1", "Annual accounts 2025", "c1", "Keller Treuhand AG", phases=(Phase("f1", "Audit"), Phase("f2", "Report"))
    ),
    Project("p2", "VAT advice", "c1", "Keller Treuhand AG"),
    Project("p3", "New building, R&D", "c4", "Architectes du Lac SA"),
    Project("p4", "Closed long ago", "c1", "Keller Treuhand AG", open=False),
)
SERVICE_TYPES = (ServiceType("s1", "Telephone advice"), ServiceType("s2", "Research"))

EVERYTHING = frozenset({Capability.DIAL, Capability.HANG_UP})
ASTERISK = LineInfo("asterisk:main", "Asterisk (AMI)", True, EVERYTHING, LineState.CONNECTED, "", "101", NOW, NOW)
SIMULATOR = LineInfo("simulator", "Simulated line", True, EVERYTHING, LineState.CONNECTED, "")


def match(*candidates: Candidate, reason: str = "exact") -> Match:
    """Make a match: of nobody, of one or of several."""
    if not candidates:
        return Match(MatchKind.NONE, "unknown")
    return Match(MatchKind.ONE if len(candidates) == 1 else MatchKind.SEVERAL, reason, candidates)


def make_row(entry: str, minutes_ago: float = 10, talk: float = 0, **facts: Any) -> JournalRow:
    """Make a row: by default an incoming call from outside, answered if it was talked (`talk` seconds), else missed.

    `facts` are fields of the entry, and those of `OF_ROW` of the row.
    """
    started = facts.pop("started", NOW - timedelta(minutes=minutes_ago))
    state = facts.pop("state", RowState.ENDED)
    of_row = {name: facts.pop(name) for name in OF_ROW if name in facts}
    answered = started + timedelta(seconds=6) if talk or state in (RowState.TALKING, RowState.HELD) else None
    ended = state is RowState.ENDED
    outcome = (Outcome.ANSWERED if answered else Outcome.MISSED) if ended else None
    base = Entry(
        id=entry,
        call=f"call-{entry}",
        line="asterisk:main",
        owner="101",
        own="101",
        direction=Direction.INCOMING,
        scope=Scope.EXTERNAL,
        state=state,
        outcome=outcome,
        number="+41440001234",
        presentation=Presentation.ALLOWED,
        display="044 000 12 34",
        name=None,
        started=started,
        answered=answered,
        ended=(answered or started) + timedelta(seconds=talk or 20) if ended else None,
        talk_seconds=float(talk),
        held_seconds=0.0,
    )
    return JournalRow(replace(base, **facts), **{"match": match(ANNA), **of_row})


def booking(entry: str, kind: Kind, name: str | None = "1") -> Booking:
    """Make a booking of an entry."""
    return Booking(f"key-{entry}-{kind}", entry, "me", kind, "local", name, NOW)


def working_day() -> list[JournalRow]:
    """Give the rows of a working day, one of each kind, the latest first."""
    out = Direction.OUTGOING
    unknown: Facts = {"match": match(), "number": "+41790008821", "display": "079 000 88 21"}
    geneva: Facts = {"match": match(CLAIRE), "number": "+41790007100", "display": "079 000 71 00"}
    berlin: Facts = {"match": match(MEIER), "number": "+493023125010", "display": "+49 30 23125010"}
    bern: Facts = {"match": match(BEAT), "number": "+41790005566", "display": "079 000 55 66"}
    hidden: Facts = {"match": Match(MatchKind.NONE, "withheld"), "presentation": Presentation.WITHHELD}
    withheld: Facts = hidden | {"number": None, "display": None}
    inside: Facts = {"scope": Scope.INTERNAL, "number": "104", "display": "104", "name": "Workshop", "match": match()}
    likely: Facts = {
        "match": match(MEIER, reason="switchboard"),
        "number": "+493023125044",
        "display": "+49 30 23125044",
    }
    return [
        make_row("r01", 0.2, state=RowState.RINGING, **geneva),
        make_row("r02", 7.4, state=RowState.TALKING),
        make_row("r03", 15, state=RowState.HELD, **berlin),
        make_row(
            "r04", 28, 312, booked=(booking("r04", Kind.TIME), booking("r04", Kind.ACTIVITY)), settled="booked", **bern
        ),
        make_row("r05", 41, **unknown),
        make_row("r06", 55, 95, match=match(ANNA, BEAT)),
        make_row("r07", 72, direction=out, outcome=Outcome.BUSY, **berlin),
        make_row("r08", 88, 1451, direction=out, booked=(booking("r08", Kind.TIME),), settled="booked", **geneva),
        make_row("r09", 125, 44, **withheld),
        make_row("r10", 150, outcome=Outcome.ELSEWHERE, answered_by="102", **bern),
        make_row("r11", 171, direction=out, outcome=Outcome.NO_ANSWER, **unknown),
        make_row("r12", 190, 260, outcome=Outcome.TRANSFERRED, transferred_to="103", **likely),
        make_row("r13", 214, outcome=Outcome.REJECTED, **(unknown | {"name": "Survey Institute"})),
        make_row("r14", 240, 33, direction=out, **inside),
        make_row("r15", 60 * 24 + 20, direction=out, outcome=Outcome.FAILED, **berlin),
        make_row("r16", 60 * 24 + 95, 3825, booked=(booking("r16", Kind.TIME, None),), settled="booked"),
        make_row("r17", 60 * 24 * 3, direction=out, outcome=Outcome.CANCELLED, **bern),
        make_row("r18", 60 * 24 * 3 + 50, 120, outcome=Outcome.LOST, **geneva),
    ]
