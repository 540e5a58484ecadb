"""The users whose time is booked."""

import sqlite3

from calljournal.contracts.work import User
from calljournal.crm.local.naming import near, next_id
from calljournal.database import fold
from calljournal.errors import NotFound, Refused
from calljournal.words import say
from calljournal.words import typed as only_typed


def users(connection: sqlite3.Connection, open_only: bool = True) -> tuple[User, ...]:
    """Give the users who may be chosen, by name; also those who are gone, unless `open_only`."""
    return tuple(user for user in _users(connection) if user.open or not open_only)


def named(connection: sqlite3.Connection, typed: str) -> User | None:
    """Find a user by id, number or name, also one who is closed; the very name goes before all others."""
    known = _users(connection)
    sought = fold(typed)
    ways = (
        [user for user in known if user.name == typed],
        [user for user in known if typed == user.id],
        [user for user in known if user.number and fold(user.number) == sought],
        [user for user in known if fold(user.name) == sought],
    )
    return next((found[0] for found in ways if found), None)


def user(connection: sqlite3.Connection, typed: str, *, own: bool) -> User:
    """Give a user who may be booked for; one's own is added where the book does not know the name yet.

    Raises NotFound, with the nearest names, where there is none, Refused for one who is closed.
    """
    found = named(connection, typed)
    if found is None and not own:
        raise NotFound(
            say(
                "there is no user {typed!r} in the book{near}",
                typed=typed,
                near=near(typed, ((one.id, one.name) for one in users(connection))),
            )
        )
    if found is None:
        found = User(next_id(connection, "u"), " ".join(typed.split()))
        connection.execute("INSERT INTO users (id, name) VALUES (?, ?)", (found.id, found.name))
    if not found.open:
        raise Refused(
            say("the user {name}{id} is closed: choose another", name=found.name, id=only_typed(f" ({found.id})"))
        )
    return found


def _users(connection: sqlite3.Connection) -> tuple[User, ...]:
    rows = connection.execute("SELECT * FROM users").fetchall()
    found = (User(row["id"], row["name"], row["number"], bool(row["open"])) for row in rows)
    return tuple(sorted(found, key=lambda user: (fold(user.name), user.id)))
