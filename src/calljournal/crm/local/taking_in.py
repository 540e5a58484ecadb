"""Lists of a firm's program are taken in: what is new is added, what is known brought up to date by its key.

Here for service types and users; `taking_in_projects` does it for projects. What was said the last time, and what is
new of it, is `listing`'s business.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from calljournal.contracts.work import IntakeKind, Record, TakenIn
from calljournal.crm.local import listing, taking_in_projects
from calljournal.crm.local.listing import Facts
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.tally import Tally, became, opened, shown
from calljournal.database import identity
from calljournal.errors import Refused
from calljournal.words import say


def take_in(
    connection: sqlite3.Connection, kind: IntakeKind, records: Sequence[Record], close_vanished: bool
) -> TakenIn:
    """Take in a list. Raises Refused for a record with neither number nor name."""
    tidy = [_tidy(record) for record in records]
    if kind is IntakeKind.PROJECTS:
        return taking_in_projects.take_in(connection, tidy, close_vanished)
    tables = {IntakeKind.SERVICE_TYPES: _ServiceTypes, IntakeKind.USERS: _Users}
    return _take_in(tables[kind](connection), tidy, close_vanished)


def _tidy(record: Record) -> Record:
    number = " ".join(record.number.split())
    name = " ".join(record.name.split()) or number
    if not name:
        raise Refused(say("what is taken in needs a number or a name"))
    return replace(record, name=name, number=number)


@dataclass(slots=True)
class _Thing:
    """A service type or a user as it stands in its table."""

    id: str
    name: str
    number: str
    open: bool
    listed: Facts | None


class _Table:
    """The things of one kind, found by what a list calls them."""

    prefix: str
    select: str
    insert: str
    update: str

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.things = [
            _Thing(row["id"], row["name"], row["number"], bool(row["open"]), listing.read(row["listed"]))
            for row in connection.execute(self.select)
        ]

    def find(self, record: Record) -> _Thing | None:
        """Find the thing of a record: by its number, else by its name, unless that one has another number.

        One that was renamed by hand is found by what the last list called it.
        """
        by_number = (one for one in self.things if record.number and identity(one.number) == identity(record.number))
        found = next(by_number, None)
        if found is not None:
            return found
        free = [one for one in self.things if not one.number or not record.number]
        known = [(listing.name_of(one.listed), one) for one in free] + [(one.name, one) for one in free]
        sought = [identity(name) for name in self.names(record)]
        return next((one for name in sought for called, one in known if identity(called) == name), None)

    def names(self, record: Record) -> Iterable[str]:
        """Give the names by which a thing may be known that has no number yet."""
        return (record.name,)

    def of_name(self, name: str) -> _Thing | None:
        """Give the thing of that name: there is one at most."""
        return next((one for one in self.things if identity(one.name) == identity(name)), None)

    def add(self, new: _Thing) -> None:
        """Add a thing, and give it an id."""
        new.id = next_id(self._connection, self.prefix)
        self.things.append(new)
        self._write(self.insert, new)

    def save(self, thing: _Thing) -> None:
        """Write a thing as it is now."""
        self._write(self.update, thing)

    def _write(self, sql: str, thing: _Thing) -> None:
        listed = None if thing.listed is None else listing.write(thing.listed)
        values = {"id": thing.id, "name": thing.name, "number": thing.number, "open": thing.open, "listed": listed}
        self._connection.execute(sql, values | {"identity": identity(thing.name)})


class _ServiceTypes(_Table):
    prefix = "s"
    select = "SELECT * FROM service_types ORDER BY position, id"
    insert = (
        "INSERT INTO service_types (id, position, name, identity, number, open, listed) "
        "SELECT :id, COALESCE(MAX(position), 0) + 1, :name, :identity, :number, :open, :listed FROM service_types"
    )
    update = (
        "UPDATE service_types SET name = :name, identity = :identity, number = :number, open = :open, "
        "listed = :listed WHERE id = :id"
    )


class _Users(_Table):
    prefix = "u"
    select = "SELECT * FROM users ORDER BY id"
    insert = "INSERT INTO users (id, name, number, open, listed) VALUES (:id, :name, :number, :open, :listed)"
    update = "UPDATE users SET name = :name, number = :number, open = :open, listed = :listed WHERE id = :id"

    def names(self, record: Record) -> Iterable[str]:
        """A user who booked before any list came may have done so under the initials."""
        return (record.name, *([record.number] if record.number else []))


def _take_in(table: _Table, records: Sequence[Record], close_vanished: bool) -> TakenIn:
    tally = Tally(sum(thing.open for thing in table.things), close_vanished)
    for record in records:
        thing = table.find(record)
        said = {"name": record.name, "number": record.number or None, "open": record.open}
        same_name = table.of_name(record.name)
        if same_name is not None and same_name is not thing:
            tally.remarks.add(
                say(
                    "{thing}: another one ({other}) has that name; give it a different one in the list.",
                    thing=shown(record),
                    other=shown(same_name),
                )
            )
            said["name"] = None
        if thing is None:
            if said["name"] is not None:
                new = _Thing("", record.name, record.number, record.open is not False, listing.remembered(None, said))
                table.add(new)
                tally.add(new.id)
        elif tally.meets(thing.id, record):
            tally.count(shown(thing), _bring_up_to_date(thing, said, table.save))
    for thing in table.things:
        if thing.listed is not None and thing.id not in tally.met:
            stays = tally.vanish(shown(thing), thing.listed, thing.open)
            table.save(replace(thing, open=stays, listed=listing.gone(thing.listed, closed=thing.open and not stays)))
    return tally.taken_in()


def _bring_up_to_date(thing: _Thing, said: Facts, save: Callable[[_Thing], None]) -> list[str]:
    """Take over what is new, and say what is different now."""
    before = replace(thing)
    for name, value in listing.news(thing.listed, said).items():
        setattr(thing, name, value)
    thing.listed = listing.remembered(thing.listed, said)
    if thing != before:
        save(thing)
    return [
        *became("name", before.name, thing.name),
        *became("number", before.number, thing.number),
        *opened(before.open, thing.open),
    ]
