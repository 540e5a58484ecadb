"""Changes to what was booked: each done once under the id of its amendment, as far as the firm's books allow it."""

import sqlite3

from calljournal.contracts.work import Amended, Amendment, Doing, Work, WorkState
from calljournal.crm.local import changing, correcting, exports, history
from calljournal.crm.local.locking import locked
from calljournal.crm.local.work import need, the_entry
from calljournal.errors import Refused
from calljournal.words import say, say_day
from calljournal.worklog import Kind


def amend(connection: sqlite3.Connection, amendment: Amendment) -> Amended:
    """Do what is asked for, or give what became of it when it was asked for before.

    Raises Refused, with the reason, where the work may not be touched, and NotFound for what there is not.
    """
    before = history.done(connection, amendment.id)
    if before is not None:
        return _as_done(connection, before)
    work = need(connection, amendment.work)
    if amendment.doing is Doing.BILL:
        changing.bill(connection, work)
        return _told(connection, amendment, work)
    correcting.need_standing(connection, work)
    if amendment.by_entry and amendment.doing is not Doing.ROUND:
        _need_closed(work)
        return correcting.correct(connection, amendment, work)
    _need_open(connection, work)
    match amendment.doing:
        case Doing.CHANGE:
            changing.change(connection, work, amendment.correction)
        case Doing.CANCEL:
            changing.cancel(connection, work)
        case Doing.ROUND:
            changing.round_anew(connection, work, amendment.correction.minutes)
    return _told(connection, amendment, work)


def _as_done(connection: sqlite3.Connection, before: history.Done) -> Amended:
    if not before.made:
        return Amended(need(connection, before.work))
    reversal, *instead = before.made
    return Amended(need(connection, instead[0] if instead else before.work), need(connection, reversal))


def _told(connection: sqlite3.Connection, amendment: Amendment, before: Work) -> Amended:
    """Write into the history what became of a piece of work."""
    after = need(connection, before.id)
    history.write(
        connection,
        amendment.id,
        before.id,
        amendment.doing.value,
        by=amendment.by,
        at=amendment.at,
        change=history.differences(before, after),
    )
    return Amended(after)


# --- what is allowed -------------------------------------------------------------------------------------------------


def _need_open(connection: sqlite3.Connection, work: Work) -> None:
    """Raise Refused, with the reason, where work may not be changed itself."""
    _need_not_cancelled(work)
    lock_date = locked(connection)
    locked_to = say_day(lock_date) if lock_date is not None else ""
    behind_lock = say("{work} lies behind the lock date {day}", work=the_entry(work.id), day=locked_to)
    if work.kind is Kind.ACTIVITY:
        # It bills nothing, so it may be changed though it went out; and there are no minutes to correct by entry.
        if lock_date is not None and work.day <= lock_date:
            raise Refused(
                say("{behind_lock}: open the book", behind_lock=behind_lock).typed(
                    " with `calljournal book lock off` to change it"
                )
            )
        return
    reasons = {
        WorkState.BILLED: say("{work} is billed", work=the_entry(work.id)),
        WorkState.EXPORTED: say(
            "{work} went out in {export}", work=the_entry(work.id), export=exports.words(connection, work.export)
        ),
        WorkState.LOCKED: behind_lock,
    }
    if work.state in reasons:
        raise Refused(reasons[work.state].typed("; add --correct to record correction entries instead"))


def _need_closed(work: Work) -> None:
    """Raise Refused where there is no need for correction entries, or no place for them."""
    _need_not_cancelled(work)
    if work.kind is Kind.ACTIVITY:
        raise Refused(
            say(
                "{work} is an activity, which has no minutes to correct: change it itself", work=the_entry(work.id)
            ).typed(", without --correct")
        )
    if work.state is WorkState.OPEN:
        raise Refused(say("{work} can still be changed itself", work=the_entry(work.id)).typed(": leave out --correct"))


def _need_not_cancelled(work: Work) -> None:
    if work.state is WorkState.CANCELLED:
        raise Refused(say("{work} is cancelled: its call may be booked anew", work=the_entry(work.id)))
