"""Writes the rows: one per owner and conversation, derived anew from the legs whenever a call changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from calljournal.calls import Call, Direction, LegReport, Owner, Owners, Presentation
from calljournal.calls.states import liveliest
from calljournal.journal.entry import Entry, EntryLeg, RowState, Scope
from calljournal.journal.outcome import outcome_of, transfer_target
from calljournal.journal.times import talk_and_held
from calljournal.numbers import NO_NUMBER, DialRules, NumberKind, Reading, display, read_pbx

# Each report derives the rows of its call anew: so the numbers of the calls that are going on are read but once.
_reading = lru_cache(maxsize=512)(read_pbx)
_display = lru_cache(maxsize=512)(display)


@dataclass(frozen=True, slots=True)
class LineProfile:
    """What the journal has to know of a line: whose telephones are on it, and how it writes numbers."""

    owners: Owners
    rules: DialRules


class Journal:
    """Keeps the rows of the calls that are being followed; each change of a call gives the rows that it changed."""

    def __init__(self, profiles: Mapping[str, LineProfile], new_id: Callable[[], str], keep_ended: int = 2000) -> None:
        self._profiles = profiles
        self._new_id = new_id
        self._keep_ended = keep_ended  # more calls than the tracker remembers: a late correction still finds its row
        self._most = 2 * keep_ended
        self._rows: dict[str, dict[str, Entry]] = {}

    def record(self, call: Call) -> tuple[Entry, ...]:
        """Give the rows that changed, each whole.

        A call that was merged away is to be recorded before the call that it is now part of.
        """
        if call.merged_into is not None:
            return self._merge(call, call.merged_into)
        profile = self._profiles.get(call.line)
        if profile is None:
            return ()
        rows = self._rows.setdefault(call.id, {})
        self._forget_long_ended()
        changed: list[Entry] = []
        for owner, legs in _legs_by_owner(call, profile.owners):
            before = rows.get(owner.id)
            row = _row(before.id if before else self._new_id(), call, owner, legs, profile)
            if row != before:
                rows[owner.id] = row
                changed.append(row)
        return tuple(changed)

    def restore(self, entry: Entry) -> None:
        """Take up a row whose call was live when the program last ended."""
        self._rows.setdefault(entry.call, {})[entry.owner] = entry

    def _merge(self, call: Call, survivor_id: str) -> tuple[Entry, ...]:
        """Move the rows of a merged call: into the owner's older row, or over to the surviving call."""
        survivor = self._rows.setdefault(survivor_id, {})
        changed: list[Entry] = []
        for owner_id, row in self._rows.pop(call.id, {}).items():
            older = survivor.get(owner_id)
            if older is None:
                survivor[owner_id] = row  # told as changed when the surviving call is recorded
            else:
                changed.append(replace(row, call=survivor_id, merged_into=older.id, state=RowState.ENDED))
        return tuple(changed)

    def _forget_long_ended(self) -> None:
        if len(self._rows) > self._most:
            ended = [call for call, rows in self._rows.items() if not any(row.live for row in rows.values())]
            for call in ended[: -self._keep_ended]:
                del self._rows[call]
            self._most = len(self._rows) + self._keep_ended  # so that the work is done once in so many calls


def _legs_by_owner(call: Call, owners: Owners) -> list[tuple[Owner, list[LegReport]]]:
    legs: dict[str, tuple[Owner, list[LegReport]]] = {}
    for leg in sorted(call.legs, key=lambda leg: (leg.report.started, leg.report.leg)):
        owner = owners.of(leg.report.endpoint)
        if owner is not None:
            report = leg.report
            if leg.anomalies != report.anomalies:
                report = replace(report, anomalies=leg.anomalies)  # the tracker's findings are part of the row
            legs.setdefault(owner.id, (owner, []))[1].append(report)
    return list(legs.values())


def _row(entry_id: str, call: Call, owner: Owner, legs: list[LegReport], profile: LineProfile) -> Entry:
    """Derive an owner's row from the legs alone; the order in which reports came leaves no trace in it."""
    first = legs[0]
    party = first.party
    readings = [_read(leg, profile.rules) for leg in legs]
    reading = readings[0]
    withheld = party.presentation is not Presentation.ALLOWED
    talked = next((leg for leg in legs if leg.answered is not None), None)
    state = liveliest([leg.state for leg in legs])
    ended = state is RowState.ENDED
    talk, held = talk_and_held(legs)
    return Entry(
        id=entry_id,
        call=call.id,
        line=call.line,
        owner=owner.id,
        own=profile.owners.extension((talked or first).endpoint),
        direction=first.direction,
        scope=_scope(party.external, reading),
        state=state,
        outcome=outcome_of(legs) if ended else None,
        number=None if withheld else _number(reading),
        presentation=party.presentation,
        display=None if withheld or reading is None else _display(reading, profile.rules),
        name=party.name,
        started=first.started,
        answered=talked.answered if talked else None,
        ended=max(leg.ended or leg.at for leg in legs) if ended else None,
        talk_seconds=talk,
        held_seconds=held,
        answered_by=_answered_by(legs, profile),
        transferred_to=_transferred_to(legs, profile),
        legs=tuple(_entry_leg(leg, read, profile) for leg, read in zip(legs, readings, strict=True)),
        anomalies=tuple(dict.fromkeys(anomaly for leg in legs for anomaly in leg.anomalies)),
        others=() if withheld or reading is None else reading.others,
        voicemail=any(leg.voicemail for leg in legs),
    )


def _read(leg: LegReport, rules: DialRules) -> Reading | None:
    party = leg.party
    if party.number is None:
        return None
    dialled = leg.direction is Direction.OUTGOING if party.dialled is None else party.dialled
    return _reading(party.number, rules, "outgoing" if dialled else "incoming", external=party.external)


def _number(reading: Reading | None) -> str | None:
    """Give what stands in a row: E.164, else the digits of an internal or short number, else what was sent."""
    if reading is None or reading.kind in NO_NUMBER:
        return None
    return reading.e164 or (reading.written if reading.kind is NumberKind.UNREADABLE else reading.digits)


def _scope(external: bool | None, reading: Reading | None) -> Scope:
    if external is None:
        external = reading is None or reading.kind is not NumberKind.INTERNAL
    return Scope.EXTERNAL if external else Scope.INTERNAL


def _answered_by(legs: list[LegReport], profile: LineProfile) -> str | None:
    if any(leg.answered is not None for leg in legs):
        return None
    taker = next((leg.answered_by for leg in legs if leg.answered_by is not None), None)
    if taker is None:
        return None
    owner = profile.owners.of(taker)
    return owner.id if owner else _dialled(taker, profile)


def _transferred_to(legs: list[LegReport], profile: LineProfile) -> str | None:
    target = transfer_target(legs)
    return None if target is None else _dialled(target, profile)


def _dialled(number: str, profile: LineProfile) -> str:
    """Give the number of a third party, dialled by one of ours or by the PBX: E.164, else as it is."""
    return _number(read_pbx(number, profile.rules, "outgoing")) or number


def _entry_leg(leg: LegReport, reading: Reading | None, profile: LineProfile) -> EntryLeg:
    return EntryLeg(
        id=leg.leg,
        endpoint=profile.owners.extension(leg.endpoint),
        number=_number(reading),
        started=leg.started,
        answered=leg.answered,
        ended=leg.ended,
        end=leg.end,
    )
