"""Correction entries: what the firm's books hold already is taken back by a reversal, and entered anew as it should be.

A reversal is the same entry with negative minutes. Together with what it takes back it comes to nothing.
"""

import sqlite3
from datetime import date, timedelta
from uuid import UUID, uuid5

from calljournal.contracts.work import Amended, Amendment, Doing, Work
from calljournal.crm.local import changing, history
from calljournal.crm.local.bookings import local_date, record
from calljournal.crm.local.locking import locked
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.work import need, the_entry
from calljournal.errors import Refused
from calljournal.words import say, typed

_KEYS = UUID("5d0f7a52-94a7-4d0c-9d0a-3a4f6f1f7f0e")
"""The space of the keys of correction entries, which follow from the id of their amendment."""

_COPY = """
INSERT INTO time_entries (id, booking, recorded_by, day, minutes, measured_minutes, measured_seconds, corrects,
    reversal, user_id, started, ended, project_id, phase_id, service_type_id, title, text, contact_id, by_hand)
SELECT ?, ?, ?, ?, ? * minutes, ? * measured_minutes, ? * measured_seconds, id,
    ?, user_id, started, ended, project_id, phase_id, service_type_id, title, text, contact_id, by_hand
FROM time_entries WHERE id = ?
"""


def need_standing(connection: sqlite3.Connection, work: Work) -> None:
    """Raise Refused for an entry that was taken back, and for a reversal: both stay as they are, for good."""
    rows = connection.execute(
        "SELECT id, reversal FROM time_entries WHERE (corrects = ? AND state <> 'cancelled') OR (id = ? AND reversal) "
        "ORDER BY reversal DESC",
        (work.id, work.id),
    ).fetchall()
    if not rows:
        return
    reversal, *instead = [row["id"] for row in rows]
    if reversal == work.id:
        earlier = say("an earlier entry").typed(f" ({work.corrects})")
        raise Refused(
            say("{work} takes {earlier} back and cannot be changed itself", work=the_entry(work.id), earlier=earlier)
        )
    known = {"work": the_entry(work.id), "by": typed(f" by {reversal}")}
    if instead:
        other = typed(f" ({instead[0]})")
        raise Refused(say("{work} was taken back{by}: change the one that stands instead{other}", other=other, **known))
    raise Refused(say("{work} was taken back{by}: its call may be booked anew", **known))


def correct(connection: sqlite3.Connection, amendment: Amendment, work: Work) -> Amended:
    """Take an entry back by a reversal, and for a change enter it anew as it should be."""
    day = _open_day(connection, amendment, work)
    reversal = _copy(connection, amendment, work, day, sign=-1)
    made = [reversal]
    if amendment.doing is Doing.CHANGE:
        instead = _copy(connection, amendment, work, day, sign=1)
        changing.change(connection, need(connection, instead), amendment.correction)
        made.append(instead)
    for one in made:
        _tell(connection, amendment, need(connection, one))
    history.write(
        connection,
        amendment.id,
        work.id,
        "correct",
        by=amendment.by,
        at=amendment.at,
        change=({}, dict(zip(("reversal", "instead"), made, strict=False))),
        made=made,
    )
    return Amended(need(connection, made[1] if len(made) > 1 else work.id), need(connection, reversal))


def _open_day(connection: sqlite3.Connection, amendment: Amendment, work: Work) -> date:
    """Give the entry's own day, or, where that is closed, the day of the correction, or the first that is open.

    Raises Refused where none ever is.
    """
    closed = locked(connection)
    if closed is None or work.day > closed:
        return work.day
    if closed == date.max:
        raise Refused(
            say("the book is closed for good: open it").typed(
                " with `calljournal book lock off`, or up to an earlier day"
            )
        )
    return max(local_date(amendment.at), closed + timedelta(days=1))


def _copy(connection: sqlite3.Connection, amendment: Amendment, work: Work, day: date, *, sign: int) -> str:
    """Add an entry as another one is, under a key of its own; give its id."""
    copy, key = next_id(connection, "t"), str(uuid5(_KEYS, f"{amendment.id} {sign}"))
    record(connection, key, work.entry, work.user, work.kind, copy, amendment.at)
    values = (copy, key, amendment.by, day.isoformat(), sign, sign, sign, sign < 0, work.id)
    connection.execute(_COPY, values)
    return copy


def _tell(connection: sqlite3.Connection, amendment: Amendment, made: Work) -> None:
    history.write(
        connection,
        made.key,
        made.id,
        "book",
        by=amendment.by,
        at=amendment.at,
        change=({}, {**history.facts(made), "corrects": str(made.corrects)}),
    )
