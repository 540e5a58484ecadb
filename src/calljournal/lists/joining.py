"""The rows of a list become records, each thing once: a project may have a row for each of its phases."""

from dataclasses import dataclass, field, replace

from calljournal.contracts.work import PhaseRecord, Record
from calljournal.database import identity
from calljournal.tables import LONGEST_SAID, Remarks
from calljournal.words import Value, say

_ONCE = ("name", "client", "rounding")
"""What all rows of a thing should say alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says. `phase_open` is whether its phases are open, where a column of its own says so."""

    number: int
    record: Record
    phase_open: bool | None = None


@dataclass(slots=True)
class _Thing:
    first: Line
    record: Record
    opens: list[bool | None] = field(default_factory=list)
    phases: list[tuple[PhaseRecord, bool | None, bool | None]] = field(default_factory=list)
    """Each with what its row says of it, and of the project."""

    participants: dict[tuple[str, str], None] = field(default_factory=dict)


class Joiner:
    """Takes rows one by one; `records` gives what came of them."""

    def __init__(self, remarks: Remarks) -> None:
        self.skipped = 0
        self._remarks = remarks
        self._things: dict[tuple[str, ...], _Thing] = {}
        self._latest: _Thing | None = None

    def take(self, line: Line) -> None:
        """Take a row: a new thing, or more of one; a phase without number and name is one of the thing above."""
        record = line.record
        if record.number or record.name:
            self._latest = self._things.setdefault(_key(record), _Thing(line, record))
        elif self._latest is None or not record.phases or record.client not in (None, "", self._latest.record.client):
            self.skipped += 1
            self._remarks.add(say("Line {number} names nothing and is left out.", number=line.number))
            return
        self._add(self._latest, line)

    def records(self) -> tuple[Record, ...]:
        """Give the records in the order of the list."""
        return tuple(map(_whole, self._things.values()))

    def _add(self, thing: _Thing, line: Line) -> None:
        record = line.record
        for name in _ONCE:
            before, now = getattr(thing.record, name), getattr(record, name)
            if now and not before:
                thing.record = replace(thing.record, **{name: now})
            elif now and identity(now) != identity(before):
                self._remarks.add(_otherwise(name, line.number, thing, now, before))
        thing.opens.append(record.open)
        thing.phases += [(phase, line.phase_open, record.open) for phase in record.phases or ()]
        thing.participants |= dict.fromkeys(record.participants or ())


def _otherwise(name: str, line: int, thing: _Thing, now: str, before: str) -> str:
    """Say that a row says something else of a thing than an earlier one."""
    said: dict[str, Value] = {
        "line": line,
        "thing": _shown(thing.record),
        "now": now[:LONGEST_SAID],
        "before": before[:LONGEST_SAID],
        "first": thing.first.number,
    }
    match name:
        case "name":
            return say(
                "Line {line}: {thing} is called “{now}” here, and called “{before}” in line {first}, which counts.",
                **said,
            )
        case "client":
            return say(
                "Line {line}: {thing} is for “{now}” here, and for “{before}” in line {first}, which counts.", **said
            )
        case _:
            return say(
                "Line {line}: {thing} is rounded by “{now}” here, and rounded by “{before}” in line {first}, "
                "which counts.",
                **said,
            )


def _key(record: Record) -> tuple[str, ...]:
    if record.number:
        return (identity(record.number),)
    return identity(record.name), identity(record.client or ""), identity(record.client_number or "")


def _shown(record: Record) -> str:
    return record.number or record.name


def _whole(thing: _Thing) -> Record:
    """Give the record of all rows: open where one of them is.

    What the rows of one project say differently of their state, they say of their phases.
    """
    record = thing.record
    said = {one for one in thing.opens if one is not None}
    phases: dict[str, PhaseRecord] = {}
    for phase, own, of_project in thing.phases:
        is_open = own if own is not None else of_project if len(said) > 1 else None
        phases.setdefault(identity(phase.number or phase.name), replace(phase, open=is_open is not False))
    return replace(
        record,
        name=record.name or record.client or record.number,  # files of many firms have a number and a client only
        open=any(said) if said else None,
        phases=None if record.phases is None else tuple(phases.values()),
        participants=None if record.participants is None else tuple(thing.participants),
    )
