"""What was booked: shown, changed, cancelled, billed, locked. A change is on the disk before the book is asked.

The book is asked under the id of the change, so that it is made once, however often it is sent. Only when the book has
made it, and others of the same day are rounded anew, is it recorded and forgotten, in one step: whatever is broken off
in between is done again, with the same result.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from calljournal.contracts.crm import CrmCapability
from calljournal.contracts.work import CALL_GONE, Amended, Amendment, Correction, Doing, User, Work, WorkChange
from calljournal.contracts.work_commands import (
    BillWork,
    CancelWork,
    ChangeWork,
    GetOwnUser,
    GetWork,
    ListUsers,
    ListWork,
    LockBook,
    WorkHistory,
)
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.rounding_anew import minutes_anew
from calljournal.errors import (
    CallJournalError,
    NotFound,
    Refused,
    StoreFailed,
    Unreachable,
    Unsupported,
    words_of,
    worth_retrying,
    worth_sending_again,
)
from calljournal.store import Asked
from calljournal.words import say, typed
from calljournal.worklog import Kind

log = logging.getLogger(__name__)

FLUSH_SECONDS = 15.0
"""How often what waits for the book is sent again."""

UNCHANGED = Correction()

BESIDE_ROUNDING = {"title": None, "text": None, "service_type": None, "phase": None}
"""What a change may say without that any minutes are looked at."""

NOT_DONE = {
    Doing.CHANGE: say("not changed"),
    Doing.CANCEL: say("not cancelled"),
    Doing.BILL: say("not marked as billed"),
}


class Correcting(Part):
    """Carries out the commands about what was booked, and sends again what the book did not take at once.

    Raises NotFound, Refused, and Unreachable where the book cannot be asked. `send_drafts` sends those that wait to be
    booked, for whoever holds `sending`.
    """

    def __init__(self, common: Common, send_drafts: Callable[[], Awaitable[None]]) -> None:
        super().__init__(common)
        self._send_drafts = send_drafts

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            ListWork: self._list,
            GetWork: self._get,
            WorkHistory: self._history,
            ChangeWork: self._change,
            CancelWork: self._cancel,
            BillWork: self._bill,
            LockBook: self._lock,
            ListUsers: self._users,
            GetOwnUser: self._own_user,
        }

    async def run(self) -> None:
        """Send what waits for the book, drafts and changes, now and then, until cancelled."""
        while True:
            try:
                await self.flush()
            except Exception:  # the disk, say: it may be well again by the next time
                log.exception("what waits for the book could not be sent")
            await asyncio.sleep(FLUSH_SECONDS)

    async def flush(self) -> None:
        """Send once all that waits for the book."""
        async with self._sending:
            await self.send_all()

    async def send_all(self) -> None:
        """Send once what waits to be booked, and then all changes; for whoever holds `sending`.

        What fixes the minutes as they are asks for it first.
        """
        await self._send_drafts()
        await self._send_waiting(None)

    # --- commands ----------------------------------------------------------------------------------------------------

    async def _list(self, command: ListWork) -> tuple[Work, ...]:
        return tuple(await self._crm.work(command.query))

    async def _get(self, command: GetWork) -> Work:
        work = await self._crm.work_item(command.work)
        if work is None:
            raise NotFound(
                say("this is not in the book").typed(
                    f": nothing is booked as {command.work!r}; `calljournal book list` shows what is"
                )
            )
        return work

    async def _history(self, command: WorkHistory) -> tuple[WorkChange, ...]:
        work = await self._get(GetWork(command.work))
        return tuple(await self._crm.history(work.id))

    async def _change(self, command: ChangeWork) -> Amended:
        if command.correction == UNCHANGED:
            raise Refused(say("say what is to be different").typed(": --project, --minutes, --text ..."))
        return await self._ask(command.work, Doing.CHANGE, command.correction, by_entry=command.by_entry)

    async def _cancel(self, command: CancelWork) -> Amended:
        return await self._ask(command.work, Doing.CANCEL, by_entry=command.by_entry)

    async def _bill(self, command: BillWork) -> Amended:
        return await self._ask(command.work, Doing.BILL)

    async def _lock(self, command: LockBook) -> date | None:
        if CrmCapability.GIVE_OUT not in self._manifest.capabilities:
            raise Unsupported(say("this book has no lock date here: lock it in the program that keeps it"))
        if not command.ask:
            async with self._sending:
                await self.send_all()  # what lies behind the lock date is rounded no more
                await self._crm.lock(command.day)
        return await self._crm.locked()

    async def _users(self, command: ListUsers) -> tuple[User, ...]:
        return tuple(await self._crm.users(command.open_only))

    async def _own_user(self, command: GetOwnUser) -> User:
        name = self._settings().user.known_as
        try:
            return await self._crm.user(name)
        except NotFound:  # nothing was booked yet
            return User("", name)

    # --- changes on their way ----------------------------------------------------------------------------------------

    async def _ask(
        self, work_id: str, doing: Doing, correction: Correction = UNCHANGED, *, by_entry: bool = False
    ) -> Amended:
        """Save a change, and have the book make it. Where it cannot be reached it is kept, and Unreachable raised."""
        by = self._settings().user.known_as
        async with self._sending:
            before = await self._get(GetWork(work_id))
            new = Asked(Amendment(str(uuid4()), before.id, doing, by, self._clock.now(), correction, by_entry), before)
            await self._store.ask(new)
            await self._send_waiting(new)
            return await self._send(new)

    async def _send_waiting(self, new: Asked | None) -> None:
        """Send what waits, or only what was asked of the same work before `new`: the last word has to come last."""
        for asked in await self._store.asked():
            amendment = asked.amendment
            if new is not None and (amendment.id == new.amendment.id or amendment.work != new.amendment.work):
                continue
            try:
                for remark in (await self._send(asked)).remarks:
                    self._tell(remark)
            except (Unreachable, StoreFailed):
                if new is not None:
                    raise
            except CallJournalError as error:
                work, not_done = _named(asked.before), NOT_DONE[amendment.doing]
                self._trouble(say("{work}: {not_done}: {error}", work=work, not_done=not_done, error=error.words))
            except Exception:  # whatever it is, it is this change's: the next one is another
                log.exception("a change could not be made")
                work, not_done = _named(asked.before), NOT_DONE[amendment.doing]
                self._trouble(say("{work}: {not_done}; the log says why", work=work, not_done=not_done))

    async def _send(self, asked: Asked) -> Amended:
        """Have the book make a change, and record it. A refusal drops the change and is raised, as is our mistake."""
        try:
            amended = await self._amend(asked.amendment)
            amended = await self._round_anew(asked, amended)
        except Exception as error:
            if not worth_retrying(error):
                raise
            log.warning("the book cannot be reached, the change waits: %s", error)
            raise Unreachable(
                say(
                    "the book cannot be reached now; what you asked{of} is kept and done when it can",
                    of=typed(f" of {asked.amendment.work}"),
                )
            ) from error
        rows = await self._store.finish_asked(asked, amended, self._settings().book.system)
        for row in rows:
            self._show(row)
        frees_nothing = asked.amendment.doing is Doing.CANCEL and not rows
        return replace(amended, remarks=(CALL_GONE, *amended.remarks)) if frees_nothing else amended

    async def _amend(self, amendment: Amendment) -> Amended:
        try:
            return await self._crm.amend(amendment)
        except Exception as error:
            if not worth_sending_again(error):
                await self._store.drop_asked(amendment.id)
            raise

    async def _round_anew(self, asked: Asked, amended: Amended) -> Amended:
        """Round anew what is rounded together with the work; gives what became of it in the end."""
        if not _moves_minutes(asked):
            return amended
        try:
            firm = self._settings().firm.rounding_rule
            anew = await minutes_anew(self._crm, asked.before, amended.work, firm)
        except Exception as error:
            if worth_sending_again(error):
                raise
            if not isinstance(error, CallJournalError):
                log.exception("the minutes of a day could not be rounded anew")
            # The rule of a project cannot be read, say: what was asked for is done all the same.
            self._trouble(
                say(
                    "{work}: the minutes of its day are not rounded anew: {error}",
                    work=_named(asked.before),
                    error=words_of(error),
                )
            )
            return amended
        said = [await self._round(work_id, minutes, asked.amendment.by) for work_id, minutes in anew.minutes.items()]
        work = await self._get(GetWork(amended.work.id)) if said else amended.work
        of_others = [words for work_id, words in zip(anew.minutes, said, strict=True) if work_id != work.id]
        return replace(amended, work=work, remarks=(*of_others, *anew.remarks))

    async def _round(self, work_id: str, minutes: float, by: str) -> str:
        """Set the minutes of one entry as they are rounded now; says so in words."""
        rounding = Amendment(str(uuid4()), work_id, Doing.ROUND, by, self._clock.now(), Correction(minutes=minutes))
        work: str = typed(work_id)
        try:
            work = _named(await self._get(GetWork(work_id)))
            await self._crm.amend(rounding)
        except (Refused, NotFound) as error:  # another program was quicker, and it may not be changed any more
            return say(
                "{work} should be billed with {minutes:g} min now: {error}",
                work=work,
                minutes=minutes,
                error=error.words,
            )
        return say(
            "{work} is billed with {minutes:g} min now: it is rounded together with what you changed",
            work=work,
            minutes=minutes,
        )


def _named(work: Work) -> str:
    """Name an entry by what people know of it; whoever types commands is told its id, too."""
    known = {"id": typed(f" {work.id}"), "time": f"{work.start.astimezone():%H:%M}"}
    who = work.client_name or work.contact_name
    return (
        say("the entry{id} of {time} for {who}", who=who, **known) if who else say("the entry{id} of {time}", **known)
    )


def _moves_minutes(asked: Asked) -> bool:
    """Whether a change is one of time, and of more than what is said of it."""
    amendment = asked.amendment
    if asked.before.kind is not Kind.TIME or amendment.doing is Doing.BILL:
        return False
    return amendment.doing is not Doing.CHANGE or replace(amendment.correction, **BESIDE_ROUNDING) != UNCHANGED
