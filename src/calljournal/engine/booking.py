"""From a row and a person to a booking: the draft is on disk before the book is asked, and asked under one key."""

import asyncio
import logging
from collections.abc import Callable
from uuid import uuid4

from calljournal.contracts.crm import Crm
from calljournal.contracts.line import Clock
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall
from calljournal.engine.lookup import candidate_of
from calljournal.errors import CallJournalError, NotFound, worth_retrying
from calljournal.matching import Candidate
from calljournal.settings import Settings
from calljournal.store import Store
from calljournal.worklog import Booking, Draft, contact_to_book, make_draft

log = logging.getLogger(__name__)

FLUSH_SECONDS = 15.0
"""How often drafts that wait for their book are sent again."""


class Booker:
    """Books calls in the book, and sends again what the book did not take at once."""

    def __init__(
        self,
        store: Store,
        crm: Crm,
        clock: Clock,
        settings: Callable[[], Settings],
        on_booking: Callable[[Booking], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        self._store = store
        self._crm = crm
        self._clock = clock
        self._settings = settings
        self._on_booking = on_booking
        self._on_trouble = on_trouble
        self._sending = asyncio.Lock()

    async def book(self, row: JournalRow, command: BookCall) -> Booking:
        """Book a row as the command says.

        Raises AlreadyBooked, NeedsConfirming, NotFound and Refused; then nothing was booked. Where the book cannot
        be reached the booking comes back with `id` None, and is sent until it is taken.
        """
        settings = self._settings()
        chosen = await self._chosen(command.wishes.contact)
        contact = contact_to_book(row.match, chosen, confirmed=command.confirmed)
        draft = make_draft(
            str(uuid4()),
            row.entry,
            contact,
            settings.user.known_as,
            command.kind,
            command.wishes,
            now=self._clock.now(),
            rounding=settings.firm.rounding_rule,
            count_held=settings.firm.count_held,
            service_type=settings.firm.service_type,
        )
        waiting = await self._store.claim(draft, again=command.again, book=settings.book.system)
        async with self._sending:
            return await self._send(draft) or waiting

    async def run(self) -> None:
        """Send what waits, now and then, until cancelled."""
        while True:
            await self.flush()
            await asyncio.sleep(FLUSH_SECONDS)

    async def flush(self) -> None:
        """Send once all drafts that wait for their book."""
        async with self._sending:
            for draft in await self._store.waiting():
                try:
                    await self._send(draft)
                except CallJournalError as error:
                    self._on_trouble(f"{draft.title}: not booked: {error}")

    async def _send(self, draft: Draft) -> Booking | None:
        """Ask the book; None where it cannot be reached now. A refusal drops the claim and is raised."""
        try:
            booking = await self._crm.book(draft)
        except CallJournalError as error:
            if worth_retrying(error):
                log.warning("the book cannot be reached, the draft waits: %s", error)
                return None
            await self._store.drop_draft(draft.id, str(error))
            raise
        await self._store.save_booking(booking)
        self._on_booking(booking)
        return booking

    async def _chosen(self, contact_id: str | None) -> Candidate | None:
        if contact_id is None:
            return None
        contact = await self._crm.contact(contact_id)
        if contact is None:
            raise NotFound(f"there is no contact {contact_id!r}; `calljournal contacts TEXT` finds one")
        return candidate_of(contact)
