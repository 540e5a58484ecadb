"""What was typed into forms and not done with: it outlives a crash of the window, and the row that it is about."""

import sqlite3
from datetime import timedelta

import msgspec

from calljournal.contracts.journal_commands import Typed
from calljournal.database import read_time, write_time
from calljournal.errors import Refused
from calljournal.store.columns import to_json
from calljournal.words import say

LARGEST = 100_000
"""Bytes of all texts of a form together: fifty pages, more than anybody types into one."""

MOST = 200
"""Forms that are kept: more than anybody leaves open, and few enough to be read at every start."""

OLD = timedelta(days=90)
"""What was typed so long ago makes room for what is typed now."""

_fields = msgspec.json.Decoder(dict[str, str])


def keep(connection: sqlite3.Connection, new: Typed) -> None:
    """Keep what is typed into a form, in place of what it was before; raises Refused where there is too much of it."""
    texts = (new.form, new.about, *new.fields, *new.fields.values())
    if sum(len(text.encode()) for text in texts) > LARGEST:
        raise Refused(
            say("what is typed here is too long to be kept safe: {most} kB are the most", most=LARGEST // 1000)
        )
    known = "SELECT 1 FROM typed WHERE form = ? AND about = ?"
    if connection.execute(known, (new.form, new.about)).fetchone() is None:
        _make_room(connection, new)
    write(connection, new)


def write(connection: sqlite3.Connection, new: Typed) -> None:
    """Keep what is typed into a form, however much it is."""
    connection.execute(
        "INSERT INTO typed (form, about, at, fields) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (form, about) DO UPDATE SET at = excluded.at, fields = excluded.fields",
        (new.form, new.about, write_time(new.at), to_json(dict(new.fields))),
    )


def drop(connection: sqlite3.Connection, form: str, about: str) -> None:
    """Forget what was typed into a form: it is done with."""
    connection.execute("DELETE FROM typed WHERE form = ? AND about = ?", (form, about))


def listed(connection: sqlite3.Connection) -> tuple[Typed, ...]:
    """Give all that was typed, the earliest first."""
    stored = connection.execute("SELECT * FROM typed ORDER BY at, form, about")
    return tuple(
        Typed(row["form"], row["about"], _fields.decode(row["fields"]), read_time(row["at"])) for row in stored
    )


def _make_room(connection: sqlite3.Connection, new: Typed) -> None:
    """Let the oldest go where all places are taken; raises Refused where none is old enough."""
    (count,) = connection.execute("SELECT COUNT(*) FROM typed").fetchone()
    if count < MOST:
        return
    oldest = connection.execute("SELECT form, about, at FROM typed ORDER BY at, form, about LIMIT 1").fetchone()
    if read_time(oldest["at"]) >= new.at - OLD:
        raise Refused(
            say(
                "{count} forms with text in them are kept already, and no more can be: save or discard some of them",
                count=count,
            )
        )
    drop(connection, oldest["form"], oldest["about"])
