"""What the played engine answers about rows: looked for, counted, noted on, deleted, decided about, added, timed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from calljournal.contracts.journal_commands import (
    CountRows,
    DeleteCalls,
    KeepNumberPrivate,
    ListRows,
    NoteCall,
)
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AnswerCall, BookCall, EndCall, HoldCall, RowChanged, RowsDeleted
from calljournal.contracts.work_commands import (
    AddCall,
    CountShort,
    GetTotals,
    IgnoreCall,
    ListTimers,
    ListUnbooked,
    MakePrivate,
    MergeCalls,
    Short,
    StopTimer,
    Total,
    Waiting,
)
from calljournal.errors import NeedsConfirming, NotFound
from calljournal.journal import MANUAL, Outcome, RowState
from calljournal.worklog import Booking, Draft, Kind
from tests.desktop import samples
from tests.desktop.fake_service import FakeService

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class PlayedRows:
    """What a test may change: when the session began, and what the firm's rounding makes of minutes."""

    session: datetime = LONG_AGO
    unit: float = 6.0
    shortest: int = 0
    private_numbers: set[str] = field(default_factory=set)

    def teach(self, fake: FakeService) -> None:
        """Have the engine answer what the journal asks."""
        fake.answers |= {
            ListRows: self.list_rows,
            CountRows: lambda fake, command: len(self._found(fake, command.of)),
            NoteCall: lambda fake, command: _set(fake, command.entry, note=command.note or None),
            DeleteCalls: _delete,
            KeepNumberPrivate: self._keep_number_private,
            IgnoreCall: _ignore,
            MakePrivate: lambda fake, command: _make_private(fake, command.entry),
            MergeCalls: self._merge,
            GetTotals: _totals,
            ListUnbooked: self._unbooked,
            CountShort: self._count_short,
            AddCall: _add,
            ListTimers: lambda fake, command: tuple(row for row in fake.rows.values() if _is_timer(row)),
            StopTimer: lambda fake, command: _stop(fake, command.entry),
            BookCall: _book,
            AnswerCall: lambda fake, command: command.entry or "",
            EndCall: lambda fake, command: command.entry or "",
            HoldCall: lambda fake, command: command.entry or "",
        }

    def list_rows(self, fake: FakeService, command: ListRows) -> tuple[JournalRow, ...]:
        """Give the rows that meet every condition, a page of them."""
        return tuple(self._found(fake, command)[command.offset : command.offset + command.limit])

    def _found(self, fake: FakeService, command: ListRows) -> list[JournalRow]:
        found = [row for row in fake.rows.values() if row.entry.merged_into is None and self._meets(row, command)]
        return sorted(found, key=lambda row: (row.entry.started, row.entry.id), reverse=True)

    def _meets(self, row: JournalRow, command: ListRows) -> bool:
        entry = row.entry
        names = " ".join([entry.name or "", *(f"{one.name} {one.company}" for one in row.match.contacts)]).casefold()
        text = " ".join([names, entry.number or "", entry.display or "", row.note or ""]).casefold()
        return all(
            (
                command.since is None or entry.started >= command.since,
                command.until is None or entry.started < command.until,
                not command.session or entry.started >= self.session,
                command.text is None or command.text.casefold() in text,
                command.person is None or command.person.casefold() in names,
                command.contact is None or command.contact in [one.id for one in row.match.contacts],
                command.outcome is None or entry.outcome == command.outcome,
                not command.unbooked or _waits(row),
            )
        )

    def _unbooked(self, fake: FakeService, command: ListUnbooked) -> tuple[Waiting, ...]:
        found = (row for row in fake.rows.values() if _waits(row) and row.entry.connected_seconds >= self.shortest)
        rows = sorted(found, key=lambda row: row.entry.started)
        groups: dict[tuple[str, ...], list[JournalRow]] = {}
        for row in rows:
            if (command.since is None or row.entry.started >= command.since) and (
                command.until is None or row.entry.started < command.until
            ):
                groups.setdefault(row.together or (row.entry.id,), []).append(row)
        return tuple(map(self.waiting, groups.values()))[: command.limit]

    def _count_short(self, fake: FakeService, command: CountShort) -> Short:
        left = [row for row in fake.rows.values() if _waits(row) and row.entry.connected_seconds < self.shortest]
        return Short(
            len([row for row in left if command.since is None or row.entry.started >= command.since]), self.shortest
        )

    def waiting(self, rows: list[JournalRow]) -> Waiting:
        """Give what some rows would become."""
        first = rows[0].entry
        measured = sum(row.entry.connected_seconds for row in rows) / 60
        return Waiting(
            tuple(rows),
            Draft(
                id="",
                entry=first.id,
                user="me",
                kind=Kind.TIME,
                contact=None,
                contact_name=None,
                project=None,
                phase=None,
                service_type=None,
                title="Call",
                text="",
                start=first.started,
                end=first.ended or first.started,
                minutes=-(-measured // self.unit) * self.unit,
                measured_minutes=round(measured, 2),
                created=samples.NOW,
            ),
        )

    def _merge(self, fake: FakeService, command: MergeCalls) -> Waiting:
        rows = [fake.rows[entry] for entry in command.entries]
        if len(rows) == 1:
            rest = tuple(one for one in rows[0].together if one != command.entries[0])
            for entry in rest:
                _set(fake, entry, together=rest if len(rest) > 1 else ())
            return self.waiting([_set(fake, command.entries[0], together=())])
        if len({row.match.contact for row in rows}) > 1 and not command.confirmed:
            raise NeedsConfirming("these calls are not with one client")
        return self.waiting([_set(fake, entry, together=command.entries) for entry in command.entries])

    def _keep_number_private(self, fake: FakeService, command: KeepNumberPrivate) -> tuple[str, ...]:
        number = command.number or fake.rows[command.entry or ""].entry.number or ""
        if not command.on:
            self.private_numbers.discard(number)
            return ()
        self.private_numbers.add(number)
        entries = tuple(row.entry.id for row in fake.rows.values() if row.entry.number == number)
        for entry in entries:
            _make_private(fake, entry)
        return entries


def _waits(row: JournalRow) -> bool:
    over = row.entry.answered is not None and row.entry.state is RowState.ENDED
    return over and row.settled is None and not row.ignored and not row.private


def _set(fake: FakeService, entry_id: str, **changes: Any) -> JournalRow:
    if entry_id not in fake.rows:
        raise NotFound(f"there is no call {entry_id}")
    row = replace(fake.rows[entry_id], **changes)
    fake._happen((RowChanged(row),))
    return row


def _delete(fake: FakeService, command: DeleteCalls) -> int:
    for entry in command.entries:
        del fake.rows[entry]
    fake._happen((RowsDeleted(command.entries),))
    return len(command.entries)


def _ignore(fake: FakeService, command: IgnoreCall) -> JournalRow:
    return _set(fake, command.entry, ignored=command.on, settled="ignored" if command.on else None)


def _make_private(fake: FakeService, entry: str) -> JournalRow:
    facts = replace(fake.rows[entry].entry, number=None, display=None, name=None)
    return _set(fake, entry, entry=facts, private=True, settled="private", match=samples.match(), note=None)


def _totals(fake: FakeService, command: GetTotals) -> tuple[Total, ...]:
    rows = [row for row in fake.rows.values() if row.entry.started.astimezone().date() == command.since]
    spoken = sum(row.entry.connected_seconds for row in rows)
    waiting = sum(row.entry.connected_seconds for row in rows if _waits(row))
    return (Total(command.since, "", len(rows), spoken, spoken - waiting, waiting, 0.0, 0.0, 0.0),)


def _book(fake: FakeService, command: BookCall) -> Booking:
    booking = fake.book(command)
    if command.kind is Kind.TIME:
        _set(fake, command.entry, settled="booked")
    return booking


def _is_timer(row: JournalRow) -> bool:
    return row.entry.manual and row.entry.live


def _add(fake: FakeService, command: AddCall) -> JournalRow:
    started = command.at or samples.NOW
    known = next((one for one in fake.contacts.values() if one.id == command.contact), None)
    lasts: samples.Facts = {} if command.minutes else {"state": RowState.TALKING, "answered": started}
    row = samples.make_row(
        f"added-{len(fake.rows)}",
        started=started,
        line=MANUAL,
        own="mobile",
        talk=(command.minutes or 0) * 60,
        number=command.number,
        display=command.number,
        match=samples.match(samples.ANNA) if known else samples.match(),
        **lasts,
    )
    fake._happen((RowChanged(row),))
    return row


def _stop(fake: FakeService, entry: str | None) -> JournalRow:
    row = next(one for one in fake.rows.values() if _is_timer(one) and entry in (None, one.entry.id))
    ended = row.entry.started + timedelta(minutes=3)
    facts = replace(row.entry, state=RowState.ENDED, outcome=Outcome.ANSWERED, ended=ended, talk_seconds=180.0)
    return _set(fake, row.entry.id, entry=facts)
