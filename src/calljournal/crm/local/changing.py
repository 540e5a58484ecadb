"""What is different of a piece of work that may be changed itself."""

import sqlite3
from typing import Any

from calljournal.contracts.work import Correction, Work, WorkState
from calljournal.crm.local.locking import need_open_day
from calljournal.crm.local.projects import need_contact, service_type, task
from calljournal.crm.local.work import TABLES, the_entry
from calljournal.errors import Refused
from calljournal.words import say
from calljournal.worklog import Kind, check_minutes


def change(connection: sqlite3.Connection, work: Work, correction: Correction) -> None:
    """Set what is to be different.

    Raises NotFound for a project, phase, service type or contact that there is not, Refused for one that is closed,
    for a day behind the lock date, for minutes that nobody can mean, and for what an activity has no place for.
    """
    new: dict[str, Any] = _new_task(connection, work, correction)
    if correction.contact is not None:
        need_contact(connection, correction.contact)
        new["contact_id"] = correction.contact
    if correction.service_type is not None:
        _need_time(work, say("a service type"))
        new["service_type_id"] = service_type(connection, correction.service_type)
    if correction.minutes is not None:
        _need_time(work, say("minutes"))
        check_minutes(correction.minutes)
        new |= {"minutes": correction.minutes, "by_hand": True}
    if correction.day is not None:
        need_open_day(connection, correction.day)
        new["day"] = correction.day.isoformat()
    if correction.title is not None:
        new["title"] = correction.title
    if correction.text is not None:
        new["text"] = correction.text
    _set(connection, work, new)


def cancel(connection: sqlite3.Connection, work: Work) -> None:
    """Cancel a piece of work: it stays to be seen, and counts no more."""
    _set(connection, work, {"state": WorkState.CANCELLED.value})


def round_anew(connection: sqlite3.Connection, work: Work, minutes: float | None) -> None:
    """Set other minutes as the rule of rounding has them; raises Refused where a person typed those that stand."""
    if minutes is None:
        raise Refused(say("{work} is to be rounded anew: say to how many minutes", work=the_entry(work.id)))
    if work.by_hand:
        raise Refused(say("the minutes of {work} were typed by hand: they are not rounded", work=the_entry(work.id)))
    _need_time(work, say("minutes"))
    _set(connection, work, {"minutes": minutes})


def bill(connection: sqlite3.Connection, work: Work) -> None:
    """Mark time as billed, also what went out or lies behind the lock date."""
    _need_time(work, say("a bill"))
    if work.state is WorkState.BILLED:
        raise Refused(say("{work} is billed already", work=the_entry(work.id)))
    if work.state is WorkState.CANCELLED:
        raise Refused(say("{work} is cancelled: it cannot be billed", work=the_entry(work.id)))
    _set(connection, work, {"state": WorkState.BILLED.value})


def _new_task(connection: sqlite3.Connection, work: Work, correction: Correction) -> dict[str, str | None]:
    """Give project and phase. Another project has other phases, so the old one goes."""
    if correction.project is None and not correction.phase:
        return {} if correction.phase is None else {"phase_id": None}
    what = task(connection, correction.project or work.project, correction.phase or None)
    keeps_phase = correction.phase is None and what.project == work.project
    return {"project_id": what.project, "phase_id": work.phase if keeps_phase else what.phase}


def _need_time(work: Work, what: str) -> None:
    if work.kind is not Kind.TIME:
        raise Refused(say("{work} is an activity: it has no place for {what}", work=the_entry(work.id), what=what))


def _set(connection: sqlite3.Connection, work: Work, new: dict[str, Any]) -> None:
    if new:
        setting = ", ".join(f"{column} = ?" for column in new)
        sql = f"UPDATE {TABLES[work.kind]} SET {setting} WHERE id = ?"  # noqa: S608
        connection.execute(sql, (*new.values(), work.id))
