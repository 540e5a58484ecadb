"""The users whose time is booked."""

import sqlite3

from calljournal.contracts.work import User
from calljournal.crm.local.naming import near, next_id
from calljournal.database import fold
from calljournal.errors import NotFound, Refused


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


def own(connection: sqlite3.Connection, name: str) -> str:
    """Give the id of the user who books, who is added where the book does not know the name yet."""
    known = named(connection, name)
    if known is not None:
        return known.id
    user = next_id(connection, "u")
    connection.execute("INSERT INTO users (id, name) VALUES (?, ?)", (user, name))
    return user


def another(connection: sqlite3.Connection, typed: str) -> str:
    """Give the id of the user for whom another one books.

    Raises NotFound, with the nearest names, where there is none, Refused for one who is closed.
    """
    user = named(connection, typed)
    if user is None:
        raise NotFound(
            f"there is no user {typed!r} in the book{near(typed, ((one.id, one.name) for one in users(connection)))}"
        )
    if not user.open:
        raise Refused(f"the user {user.name} ({user.id}) is closed: choose another")
    return user.id


def _users(connection: sqlite3.Connection) -> tuple[User, ...]:
    rows = connection.execute("SELECT * FROM users").fetchall()
    found = (User(row["id"], row["name"], row["number"], bool(row["open"])) for row in rows)
    return tuple(sorted(found, key=lambda user: (fold(user.name), user.id)))
