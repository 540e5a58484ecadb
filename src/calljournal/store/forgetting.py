"""A person in the journal: all that is kept of a number or a contact, given out or forgotten.

A row of a forgotten number stays with its time and length, as a private one does; so does the record of bookings.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from calljournal.calls import Call
from calljournal.contracts.journal_commands import PrivateNumber, Typed
from calljournal.contracts.rows import JournalRow
from calljournal.database import read_time
from calljournal.database.many import chunks, marks
from calljournal.errors import Refused
from calljournal.matching import UNKNOWN
from calljournal.numbers import Traces
from calljournal.store import columns, exports, matches, notes, privacy, private_numbers, typed
from calljournal.store.rows import whole
from calljournal.words import say
from calljournal.worklog import Draft

_call = msgspec.json.Decoder(Call)
_draft = msgspec.json.Decoder(Draft)


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the user picked for a number, and when."""

    number: str
    contact: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What the journal keeps of a person: rows, remembered choices, drafts that no book has taken.

    And numbers that are private for good, and what was typed into forms and not done with.
    """

    rows: tuple[JournalRow, ...]
    choices: tuple[Choice, ...]
    drafts: tuple[Draft, ...]
    private_numbers: tuple[PrivateNumber, ...] = ()
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class Whose:
    """Who is meant: numbers, and a contact of the book where it is known by its id."""

    traces: Traces
    contact: str | None = None

    def is_matched(self, matched: str | None) -> bool:
        """Whether a match, as it is stored, names the contact or shows a number."""
        named = matched is not None and self.contact is not None and f'"id":"{self.contact}"' in matched
        return named or self.traces.are_in(matched)

    def is_in_draft(self, body: str) -> bool:
        """Whether a draft, as it is stored, is for the contact or shows a number."""
        return (self.contact is not None and f'"contact":"{self.contact}"' in body) or self.traces.are_in(body)

    def is_about(self, typed: Typed) -> bool:
        """Whether a form was one about the contact itself."""
        return typed.form == "contact" and typed.about == self.contact

    def is_in_typed(self, typed: Typed) -> bool:
        """Whether what was typed into a form is about the contact, names it, or shows a number."""
        texts = typed.fields.values()
        return self.is_about(typed) or self.contact in texts or any(self.traces.are_in(text) for text in texts)


def kept(connection: sqlite3.Connection, whose: Whose) -> Kept:
    """Give all that is kept of somebody, the earliest row first."""
    ids = sorted({row["survivor"] for row in _concerned(connection, whose)})
    stored: list[sqlite3.Row] = []
    for some in chunks(ids):
        stored += connection.execute(f"SELECT * FROM entries WHERE id IN ({marks(some)})", some)  # noqa: S608
    drafts = (row["body"] for row in connection.execute("SELECT body FROM drafts ORDER BY created, key"))
    return Kept(
        whole(connection, sorted(stored, key=lambda row: (row["started"], row["id"]))),
        tuple(_choices(connection, whose)),
        tuple(_draft.decode(body) for body in drafts if whose.is_in_draft(body)),
        tuple(_private_numbers(connection, whose)),
        tuple(one for one in typed.listed(connection) if whose.is_in_typed(one)),
    )


def forget(connection: sqlite3.Connection, whose: Whose) -> tuple[str, ...]:
    """Forget somebody, and give the rows that were changed. A number that was private for good is no longer known.

    Raises Refused while a call with one of the numbers goes on, or while something waits for the book.
    """
    _check_nothing_under_way(connection, whose)
    changed: list[str] = []
    for row in list(_concerned(connection, whose)):
        if whose.traces.is_one(row["number"]):
            privacy.take_out(connection, [row["id"]])
            connection.execute("DELETE FROM drafts WHERE refused IS NOT NULL AND entry = ?", (row["id"],))
        else:
            _take_out_of(connection, row, whose)
        note = None if row["note"] is None else whose.traces.without(row["note"])
        connection.execute("UPDATE entries SET note = ? WHERE id = ?", (note, row["id"]))
        notes.make_searchable(connection, row["survivor"])
        changed.append(row["survivor"])
    for choice in list(_choices(connection, whose)):
        connection.execute("DELETE FROM choices WHERE number = ?", (choice.number,))
    for private in list(_private_numbers(connection, whose)):
        private_numbers.drop(connection, private.number)
    _forget_in_drafts(connection, whose)
    _forget_in_typed(connection, whose)
    _forget_in_bookings(connection, whose.traces)
    exports.forget(connection, whose.traces)
    return tuple(dict.fromkeys(changed))


def _concerned(connection: sqlite3.Connection, whose: Whose) -> Iterator[sqlite3.Row]:
    """Give the rows, those merged away among them, that show somebody."""
    traces = whose.traces
    for row in connection.execute("SELECT * FROM entries ORDER BY started, id"):
        if (
            traces.is_one(row["number"])
            or whose.is_matched(row["matched"])
            or traces.may_be_in(row["legs"])
            or traces.may_be_in(row["others"])
            or traces.is_one(row["transferred_to"])
            or traces.is_one(row["answered_by"])
            or traces.are_in(row["display"])
            or traces.are_in(row["name"])
            or traces.are_in(row["note"])
        ):
            yield row


def _choices(connection: sqlite3.Connection, whose: Whose) -> Iterator[Choice]:
    for row in connection.execute("SELECT * FROM choices ORDER BY chosen"):
        if whose.traces.is_one(row["number"]) or row["contact"] == whose.contact:
            yield Choice(row["number"], row["contact"], read_time(row["chosen"]))


def _private_numbers(connection: sqlite3.Connection, whose: Whose) -> Iterator[PrivateNumber]:
    return (one for one in private_numbers.listed(connection) if whose.traces.is_one(one.number))


def _take_out_of(connection: sqlite3.Connection, row: sqlite3.Row, whose: Whose) -> None:
    """Take somebody out of a row that is another number's: of its legs, its transfer, its match."""
    traces, entry = whose.traces, columns.entry(row)
    without = replace(
        entry,
        display=None if traces.are_in(entry.display) else entry.display,
        name=None if entry.name is None else traces.without(entry.name),
        answered_by=None if traces.is_one(entry.answered_by) else entry.answered_by,
        transferred_to=None if traces.is_one(entry.transferred_to) else entry.transferred_to,
        legs=tuple(replace(leg, number=None) if traces.is_one(leg.number) else leg for leg in entry.legs),
        others=tuple(other for other in entry.others if not traces.is_one(other)),
    )
    setting = ", ".join(f"{name} = ?" for name in columns.FACTS[1:])
    values = columns.facts(without, row["survivor"])[1:]
    connection.execute(f"UPDATE entries SET {setting} WHERE id = ?", (*values, entry.id))  # noqa: S608
    if whose.is_matched(row["matched"]):
        matches.write(connection, entry.id, UNKNOWN)


def _forget_in_drafts(connection: sqlite3.Connection, whose: Whose) -> None:
    """Take somebody out of the drafts that a book refused; what else was typed stays."""
    without = whose.traces.without
    for row in connection.execute("SELECT key, body, refused FROM drafts").fetchall():
        if not whose.is_in_draft(row["body"]) and not whose.traces.are_in(row["refused"]):
            continue
        draft = _draft.decode(row["body"])
        of_them = whose.contact is not None and draft.contact == whose.contact
        draft = replace(
            draft,
            title=without(draft.title),
            text=without(draft.text),
            user=without(draft.user),
            recorded_by=without(draft.recorded_by),
            project=draft.project and without(draft.project),
            phase=draft.phase and without(draft.phase),
            service_type=draft.service_type and without(draft.service_type),
            contact=None if of_them else draft.contact,
            contact_name=None if of_them else draft.contact_name and without(draft.contact_name),
        )
        connection.execute(
            "UPDATE drafts SET body = ?, refused = ?, user_name = ? WHERE key = ?",
            (columns.to_json(draft), without(row["refused"]), draft.user, row["key"]),
        )


def _forget_in_typed(connection: sqlite3.Connection, whose: Whose) -> None:
    """Take somebody out of what is typed; a form about the contact itself goes as a whole.

    Beside the contact (`client`) a form keeps what it is called (`client_name`): that goes with it.
    """
    for one in typed.listed(connection):
        if not whose.is_in_typed(one):
            continue
        typed.drop(connection, one.form, one.about)
        if not whose.is_about(one):
            gone = {name for name, text in one.fields.items() if text == whose.contact}
            gone |= {f"{name}_name" for name in gone}
            fields = {name: whose.traces.without(text) for name, text in one.fields.items() if name not in gone}
            typed.write(connection, replace(one, fields=fields))


def _forget_in_bookings(connection: sqlite3.Connection, traces: Traces) -> None:
    for row in connection.execute("SELECT key, user_name, recorded_by FROM bookings").fetchall():
        if traces.are_in(row["user_name"]) or traces.are_in(row["recorded_by"]):
            users = (traces.without(row["user_name"]), traces.without(row["recorded_by"]))
            connection.execute("UPDATE bookings SET user_name = ?, recorded_by = ? WHERE key = ?", (*users, row["key"]))


def _check_nothing_under_way(connection: sqlite3.Connection, whose: Whose) -> None:
    live = connection.execute("SELECT number FROM entries WHERE state <> 'ended' AND merged_into IS NULL").fetchall()
    calls = (_call.decode(row["body"]) for row in connection.execute("SELECT body FROM calls"))
    shown = [row["number"] for row in live]
    for leg in (leg.report for call in calls for leg in call.legs):
        shown += [leg.party.number, leg.transferred_to, leg.answered_by]
    if any(whose.traces.is_one(number) for number in shown):
        raise Refused(say("a call with this number goes on: forget it when that has ended"))
    waiting = connection.execute("SELECT body FROM drafts WHERE refused IS NULL UNION ALL SELECT body FROM amendments")
    if any(whose.is_in_draft(row["body"]) for row in waiting):
        raise Refused(say("something that was booked waits for the book still: forget it when the book has taken that"))
