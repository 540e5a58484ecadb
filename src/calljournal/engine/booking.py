"""From rows and a person to bookings: the draft is on disk before the book is asked, and asked under one key."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from calljournal.contracts.crm import CrmCapability, Project
from calljournal.contracts.rows import JournalRow, surest
from calljournal.contracts.service import BookCall
from calljournal.contracts.work import User, WorkQuery, standing
from calljournal.contracts.work_commands import SplitCall
from calljournal.engine.lookup import candidate_of
from calljournal.engine.part import Common, Part
from calljournal.engine.rounding_anew import billed_that_day, client_of, rule_of
from calljournal.errors import CallJournalError, NotFound, Refused, Unreachable, worth_sending_again
from calljournal.journal import RowState
from calljournal.languages import catalogue
from calljournal.matching import Candidate
from calljournal.words import Phrase, say, typed
from calljournal.worklog import (
    Booking,
    Draft,
    Kind,
    RoundingRule,
    Spoken,
    Wishes,
    by_days,
    contact_to_book,
    divided,
    make_draft,
    overlapping,
    rest,
    split,
    spoken,
)

log = logging.getLogger(__name__)


AT_ONCE = 500
"""Bookings that the book is asked for at once."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be booked of some rows, and how far the user has been asked; of a `preview` nothing is kept."""

    rows: Sequence[JournalRow]
    kind: Kind
    again: bool = False
    confirmed: bool = False
    preview: bool = False


class Booker(Part):
    """Books calls in the book, and sends again what the book did not take at once."""

    def __init__(self, common: Common, on_booking: Callable[[Booking], None]) -> None:
        super().__init__(common)
        self._on_booking = on_booking

    async def book(self, rows: Sequence[JournalRow], command: BookCall) -> Booking:
        """Book a row, or several as one, as the command says; of what was booked in part, the rest.

        Raises AlreadyBooked, NeedsConfirming, NotFound and Refused; then nothing was booked. Where the book cannot
        be reached the booking comes back with `id` None, and is sent until it is taken.
        """
        order = _Order(rows, command.kind, command.again, command.confirmed)
        async with self._sending:  # what is rounded per day has to know of what was booked just before
            what = await self._to_book(rows, command.kind, command.wishes.user)
            return (await self._book(order, [(what, command.wishes)]))[0]

    async def split(self, row: JournalRow, command: SplitCall) -> tuple[Booking, ...]:
        """Book one row as several time entries; raises as `book` does."""
        if row.entry.live:
            raise Refused(say("the call still lasts; split it when it has ended"))
        if not command.shares:
            raise Refused(say("say the shares: so many minutes for this project, the rest for that"))
        if len({share.wishes.user for share in command.shares}) > 1:
            raise Refused(say("the shares of a call are one user's; whoever else took part books the call besides"))
        order = _Order([row], Kind.TIME, command.again, command.confirmed)
        wishes = [share.wishes for share in command.shares]
        async with self._sending:
            what = await self._to_book([row], Kind.TIME, wishes[0].user)
            pieces = split(what, [share.minutes for share in command.shares])
            return await self._book(order, list(zip(pieces, wishes, strict=True)))

    async def preview(self, rows: Sequence[JournalRow]) -> tuple[Draft, bool]:
        """Give the time entry that rows would become as nobody has said anything, and whether it is the least only."""
        settings = self._settings()
        what = await self._to_book(rows, Kind.TIME, None)
        draft = make_draft(
            "",
            [row.entry for row in rows],
            what,
            next((row.match.contact for row in rows if row.match.certain), None),
            settings.user.known_as,
            Kind.TIME,
            Wishes(),
            now=self._clock.now(),
            rounding=settings.firm.rounding_rule,
            service_type=settings.firm.service_type,
            confirmed=True,
            people=_people(rows),
        )
        return replace(draft, title=self._said(draft.title)), what.at_least

    async def preview_as(self, rows: Sequence[JournalRow], kind: Kind, wishes: Wishes) -> tuple[Draft, bool]:
        """Give what rows would become as somebody wishes, and whether it is the least only; a call may last still.

        Raises NotFound and Refused.
        """
        order = _Order([_as_if_ended(row, self._clock.now()) for row in rows], kind, confirmed=True, preview=True)
        what = await self._to_book(order.rows, kind, wishes.user)
        surely = next((row.match.contact for row in rows if row.match.certain), None)
        contact = await self._chosen(wishes.contact) or surely
        return await self._draft(order, what, wishes, contact), what.at_least

    async def know_users(self) -> None:
        """Learn what the book calls the users of bookings that an older version made; else do so at the next start."""
        unknown = [booking for booking in await self._store.without_user() if booking.id]
        for start in range(0, len(unknown), AT_ONCE):
            ids = tuple(booking.id for booking in unknown[start : start + AT_ONCE] if booking.id)
            with suppress(CallJournalError):
                found = await self._crm.work(WorkQuery(ids=ids, cancelled=True))
                await self._store.save_users({work.key: work.user_id for work in found})

    async def send_waiting(self) -> None:
        """Send once all drafts that wait for their book; for whoever holds `sending`."""
        for draft in await self._store.waiting():
            try:
                await self._send(draft)
            except CallJournalError as error:
                self._trouble(say("{title}: not booked: {error}", title=draft.title, error=error.words))
            except Exception:  # whatever it is, it is this draft's: the next one is another
                log.exception("a draft could not be sent")
                self._trouble(say("{title}: not booked yet; the log says why", title=draft.title))

    async def _to_book(self, rows: Sequence[JournalRow], kind: Kind, named: str | None) -> Spoken:
        """Give the time of rows, but for what this user has booked of them in part."""
        entries = [row.entry for row in rows]
        settings = self._settings()
        whole = spoken(entries, now=self._clock.now(), count_held=settings.firm.count_held)
        parts = [booking for row in rows for booking in row.booked if booking.kind is Kind.TIME]
        if kind is not Kind.TIME or not parts:
            return whole
        user = await self._user(named)
        taken = await self._store.taken([entry.id for entry in entries], user.id or user.name)
        found = await self._crm.work(WorkQuery(ids=tuple(booking.id for booking in parts if booking.id)))
        return rest(whole, taken, [(work.start, work.end) for work in found])

    async def _book(self, order: _Order, pieces: Sequence[tuple[Spoken, Wishes]]) -> tuple[Booking, ...]:
        """Make the drafts, claim them all in one step, and send them.

        Where the book refuses one after it has taken others, those stay: what is left of the call waits again.
        """
        drafts: list[Draft] = []
        remarks: dict[str, tuple[str, ...]] = {}
        for what, wishes in pieces:
            made = await self._drafts(order, what, wishes, drafts)
            drafts += made
            said = (*_others_time(order, made[0]), *await self._overlaps(made[0], what))
            remarks |= dict.fromkeys((draft.id for draft in made), said)
        waiting = await self._store.claim(*drafts, again=order.again, book=self._settings().book.system)
        bookings: list[Booking] = []
        for draft, booking in zip(drafts, waiting, strict=True):
            try:
                bookings.append(await self._send(draft) or booking)
            except CallJournalError as error:
                for other in drafts[len(bookings) + 1 :]:
                    await self._store.drop_draft(other.id, "another part of the call was refused")
                if not bookings:
                    raise
                done = typed(f" ({', '.join(booking.id or 'waiting' for booking in bookings)})")
                raise Refused(
                    say("a part{done} is booked, what is left of the call waits: {error}", done=done, error=error.words)
                ) from error
        return tuple(replace(booking, remarks=remarks[booking.key]) for booking in bookings)

    async def _drafts(self, order: _Order, what: Spoken, wishes: Wishes, before: Sequence[Draft]) -> tuple[Draft, ...]:
        """Make the draft of one piece; of one over midnight two, where the book cannot hold it in one."""
        contact = contact_to_book(
            surest(order.rows).match, await self._chosen(wishes.contact), confirmed=order.confirmed
        )
        draft = replace(await self._draft(order, what, wishes, contact, before), id=str(uuid4()))
        if order.kind is Kind.ACTIVITY or CrmCapability.OVER_MIDNIGHT in self._manifest.capabilities:
            return (draft,)
        days = by_days(what, None)
        return divided(draft, days, [draft.id, *(str(uuid4()) for _ in days[1:])])

    async def _draft(
        self,
        order: _Order,
        what: Spoken,
        wishes: Wishes,
        contact: Candidate | None,
        before: Sequence[Draft] = (),
    ) -> Draft:
        """Make the draft of one piece, without an id; `before` are those of the earlier pieces of the same call."""
        settings = self._settings()
        project = await self._project(wishes.project)
        rule = rule_of(project, settings.firm.rounding_rule)
        own = await self._user(None, known_only=order.preview)
        user = await self._user(wishes.user, known_only=order.preview)
        billed: list[tuple[float, float]] = []
        if order.kind is Kind.TIME and rule.per == "day":
            client = await client_of(self._crm, project, contact.id if contact else None)
            day = wishes.day or what.start.astimezone().date()
            billed += await billed_that_day(self._crm, rule, user.name, client, day, settings.firm.rounding_rule)
            billed += await self._billed_with(before, rule, user.name, client, day)
        draft = make_draft(
            "",
            [row.entry for row in order.rows],
            what,
            contact,
            user.name,
            order.kind,
            replace(wishes, project=project.id if project else wishes.project, user=None),
            now=self._clock.now(),
            rounding=rule,
            service_type=settings.firm.service_type,
            recorded_by=own.name,
            confirmed=order.confirmed,
            before=billed,
            people=_people(order.rows),
        )
        return replace(draft, user_id=user.id, title=self._said(draft.title))

    def _said(self, title: str) -> str:
        """Give the title of a booking in the language of the user: it is kept in the book as a text."""
        settings = self._settings()
        words = catalogue(settings.user.language, settings.firm.vocabulary, settings.firm.country)
        return words.say(title) if isinstance(title, Phrase) else title

    async def _billed_with(
        self, before: Sequence[Draft], rule: RoundingRule, user: str, client: str | None, day: date
    ) -> list[tuple[float, float]]:
        """Give (measured seconds, billed minutes) of those of the earlier pieces that the next one is rounded with."""
        found: list[tuple[float, float]] = []
        for one in before:
            if client is None or (one.user, one.day, one.by_hand) != (user, day, False):
                continue
            project = await self._project(one.project)
            same_rule = rule_of(project, self._settings().firm.rounding_rule) == rule
            if same_rule and await client_of(self._crm, project, one.contact) == client:
                found.append((sum(part.seconds for part in one.parts), one.minutes))
        return found

    async def _user(self, named: str | None, *, known_only: bool = False) -> User:
        """Give the user who is named, or one's own, as the book knows them: the guard goes by the book's id.

        Where the book is out of reach, or does not know one's own yet (`known_only`), it is the name alone.
        """
        try:
            return await self._crm.user(named or self._settings().user.known_as, own=named is None and not known_only)
        except Unreachable:
            return User("", named or self._settings().user.known_as)
        except NotFound:
            if named is not None:
                raise
            return User("", self._settings().user.known_as)

    async def _project(self, named: str | None) -> Project | None:
        """Find the project, whose rounding rule may be its own; where the book is out of reach it finds it later."""
        if named is None:
            return None
        try:
            return await self._crm.project(named)
        except Unreachable:
            return None

    async def _overlaps(self, draft: Draft, what: Spoken) -> tuple[str, ...]:
        """Say which time entries of the same user are of the same time.

        By the calls themselves, where they are known: an entry of several calls lasts from the first to the last, but
        not all the time.
        """
        if draft.kind is not Kind.TIME:
            return ()
        since, until = (moment.astimezone().date() for moment in (draft.start, draft.end))
        query = WorkQuery(Kind.TIME, since - timedelta(days=1), until + timedelta(days=1), draft.user)
        try:
            work = standing(await self._crm.work(query))
        except Unreachable:
            return ()
        calls = {part.entry for part in draft.parts}
        work = tuple(one for one in work if one.entry not in calls)  # to book a call again is meant
        several = await self._store.stretches_of([one.key for one in work])
        others = [
            (*stretch, one.id)
            for one in work
            for stretch in (several[one.key] if len(several.get(one.key, ())) > 1 else [(one.start, one.end)])
        ]
        words = [word for one in what.stretches for word in overlapping(one.start, one.end, others)]
        return tuple(dict.fromkeys(words))

    async def _send(self, draft: Draft) -> Booking | None:
        """Ask the book; None where it cannot be reached now. A refusal drops the claim and is raised."""
        try:
            booking = await self._crm.book(draft)
        except CallJournalError as error:
            if worth_sending_again(error):
                log.warning("the book cannot be reached, the draft waits: %s", error)
                return None
            await self._store.drop_draft(draft.id, str(error))
            raise
        booking = replace(booking, recorded_by=draft.recorded_by)
        await self._store.save_booking(booking)
        self._on_booking(booking)
        return booking

    async def _chosen(self, contact_id: str | None) -> Candidate | None:
        if contact_id is None:
            return None
        contact = await self._crm.contact(contact_id)
        if contact is None:
            raise NotFound(
                say("there is no contact {contact!r}", contact=contact_id).typed(
                    "; `calljournal contacts TEXT` finds one"
                )
            )
        return candidate_of(contact)


def _others_time(order: _Order, draft: Draft) -> tuple[str, ...]:
    """Say which of the calls are booked as somebody else's time, too: both may have taken part, or one is a mistake."""
    others = {
        say(
            "this call is booked as {user}'s time, too{id}",
            user=booking.user,
            id=typed(f" ({booking.id or 'waiting to be booked'})"),
        ): None
        for row in order.rows
        for booking in row.booked
        if draft.kind is booking.kind is Kind.TIME and booking.whose != draft.whose
    }
    return tuple(others)


def _people(rows: Sequence[JournalRow]) -> tuple[str, ...]:
    """Name each with whom was surely spoken, once."""
    contacts = (row.match.contact for row in rows if row.match.certain)
    return tuple(dict.fromkeys(contact.name for contact in contacts if contact is not None))


def _as_if_ended(row: JournalRow, now: datetime) -> JournalRow:
    """Give a row that lasts as it would be if it ended now; on hold or not, the time since the last report counts."""
    entry = row.entry
    if not entry.live or entry.answered is None:
        return row
    unreported = (now - entry.answered).total_seconds() - entry.connected_seconds
    held = entry.state is RowState.HELD
    ended = replace(
        entry,
        state=RowState.ENDED,
        ended=now,
        talk_seconds=entry.talk_seconds + (0.0 if held else max(0.0, unreported)),
        held_seconds=entry.held_seconds + (max(0.0, unreported) if held else 0.0),
    )
    return replace(row, entry=ended)
