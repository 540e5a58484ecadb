"""The engine: the whole path of a call in a few visible lines, and the commands of those who use it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Any, ClassVar, cast

from calljournal.calls import LegReport, Snapshot
from calljournal.contracts import service
from calljournal.contracts.command import Answer, Command
from calljournal.contracts.crm import Crm, CrmConfig
from calljournal.contracts.line import Clock, LineStatus
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Change, LineChanged, LineInfo, Notice, RowChanged, RowsDeleted
from calljournal.engine import restoring
from calljournal.engine.address_book import AddressBook
from calljournal.engine.backing_up import BackingUp
from calljournal.engine.booking import Booker
from calljournal.engine.by_hand import ByHand
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.control import Control
from calljournal.engine.correcting import Correcting
from calljournal.engine.data_requests import DataRequests
from calljournal.engine.desk import Desk
from calljournal.engine.giving_out import GivingOut
from calljournal.engine.hub import Hub
from calljournal.engine.importing import Importing
from calljournal.engine.keeping import Keeping
from calljournal.engine.lines import LineHost
from calljournal.engine.lookup import Lookup, left_pending
from calljournal.engine.numbering import Numbering
from calljournal.engine.part import Common
from calljournal.engine.recorder import Recorder
from calljournal.engine.rows import Rows
from calljournal.engine.setting_up import SettingUp
from calljournal.engine.setting_up_lines import SettingUpLines
from calljournal.engine.settings_watch import SettingsWatch
from calljournal.engine.taking_in import TakingIn
from calljournal.engine.whom import LATEST, Whom
from calljournal.errors import Bug, CallJournalError, NotFound
from calljournal.journal import Entry
from calljournal.matching import Match, question_of
from calljournal.numbers import Dialling, read_pbx, read_person
from calljournal.plugins import crm_manifest
from calljournal.settings import Places, Settings, read_layers
from calljournal.store import NOBODY, Store
from calljournal.words import say
from calljournal.worklog import Booking

log = logging.getLogger(__name__)

KEEP_ROWS = 5000
"""Rows that are kept ready to be shown; any other is read from the store."""


class Engine:
    """One engine per data folder. Between `start` and `stop` it records calls and carries out commands."""

    def __init__(self, places: Places, clock: Clock | None = None) -> None:
        self._places = places
        self._clock = clock or AnchoredClock()
        self._hub = Hub()
        self._rows: dict[str, JournalRow] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._watching = False

    async def start(self) -> None:
        """Open what the path needs, from its end to its beginning; lines are opened by `WatchLines` or by dialling.

        Raises BadSettings and StoreFailed in words.
        """
        restoring.settle(self._places)
        layers = read_layers(self._places.settings_file)
        self._settings: Settings = layers.settings
        self._places.make()
        self._started = self._clock.now()
        self._store = await Store.open(self._places.data)
        self._crm = await self._open_crm()
        self._numbering = Numbering(
            self._crm,
            crm_manifest(self._settings.book.system),
            lambda: self._settings.firm.rules,
            self._notice,
            self._news,
        )
        common = Common(
            self._store,
            self._crm,
            crm_manifest(self._settings.book.system),
            self._clock,
            lambda: self._settings,
            self._places,
            asyncio.Lock(),
            self._show_again,
            lambda text: self._hub.publish(Notice(text)),
            self._notice,
        )
        self._lookup = Lookup(self._store, self._crm, self._clock, self._show_match)
        self._whom = Whom(self._store, self._crm, self._lookup, self._clock, self._show_match)
        self._lines = LineHost(self._clock, self._take, self._show_lamp)
        self._recorder = Recorder(
            self._store,
            self._lines.profiles,
            self._clock,
            self._show_entry,
            self._lines.show,
            self._notice,
            self._show_private,
            self._recovered,
        )
        self._control = Control(
            self._lines,
            self._recorder,
            self._store,
            lambda: (row.entry for row in self._rows.values()),
            lambda: self._settings,
        )
        self._booker = Booker(common, self._show_booking)
        self._correcting = Correcting(common, self._booker.send_waiting)
        self._keeping = Keeping(common, self._show_deleted, self._whom.book_changed)
        self._journal = Rows(common, self._started, self._take_out)
        setting_up = SettingUp(common, layers, self._lines, self._numbering, self._take_settings, self._hub.publish)
        parts = (
            setting_up,
            SettingUpLines(common, setting_up, self._lines),
            Desk(common, self._booker, self._lookup),
            self._correcting,
            ByHand(common, self._lookup, self._show),
            AddressBook(common, self._numbering, self._whom),
            TakingIn(common),
            Importing(common, self.do),
            GivingOut(common, self._correcting.send_all),
            BackingUp(common),
            self._keeping,
            DataRequests(common),
            self._journal,
        )
        self._parts = {kind: handler for part in parts for kind, handler in part.handlers.items()}
        await self._booker.know_users()
        await self._lines.configure(self._settings)
        for entry in await self._recorder.restore():
            self._rows[entry.id] = await self._store.row(entry.id)
        for row in await self._store.timers():
            self._rows[row.entry.id] = row
        await self._keeping.begin()
        await self._journal.begin()
        left = [row for row in await self._store.unmatched(LATEST) if left_pending(row)]
        self._rows |= {row.entry.id: row for row in left}
        self._spawn(self._lookup.catch_up(left))
        self._spawn(self._recorder.run())
        self._spawn(self._correcting.run())
        self._spawn(self._keeping.run())
        self._spawn(SettingsWatch(self._places.settings_file, common.tell).run())
        await self._keep_numbers_normalised()

    async def stop(self) -> None:
        """Close everything in the order of the path; what was taken in is saved first."""
        await self._lines.close()
        await self._recorder.finish()
        await self._lookup.settle()
        await self._keeping.finish()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._crm.close()
        await self._store.close()

    def unheard(self) -> tuple[str, ...]:
        """Give what was done by itself while nobody listened, once: for whoever has stopped it, to tell the user."""
        return self._keeping.unheard()

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command; see `calljournal.contracts.service`."""
        kind = type(command)
        if kind in self._HANDLERS:
            return cast(Answer, await self._HANDLERS[kind](self, command))
        if kind in self._parts:
            return cast(Answer, await self._parts[kind](command))
        raise Bug(f"nobody carries out {kind.__name__}")

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Listen to every change from now on."""
        return self._hub.listen()

    # ------------------------------------------------------------------ what happens on the path

    def _take(self, message: LegReport | Snapshot | LineStatus) -> None:
        self._recorder.take(message)

    def _show_entry(self, entry: Entry) -> None:
        before = self._rows.pop(entry.id, None)
        row = replace(before, entry=entry) if before else JournalRow(entry)
        self._show(row)
        if entry.merged_into is None:
            self._lookup.consider(entry)
        else:
            self._spawn(self._refresh(entry.merged_into))  # notes and bookings have moved along

    def _show_private(self, entry: Entry) -> None:
        """Show a row that was saved without number and name; who it was may have been shown until now."""
        before = self._rows.pop(entry.id, None) or JournalRow(entry)
        self._show(replace(before, entry=entry, match=NOBODY))
        self._show_again(entry.merged_into or entry.id)
        if not entry.live:
            self._spawn(self._journal.empty_log())

    async def _refresh(self, entry_id: str) -> None:
        with suppress(NotFound):  # a booking outlives its row
            self._show(await self._store.row(entry_id))

    def _show_match(self, entry_id: str, match: Match) -> None:
        row = self._rows.get(entry_id)
        if row is not None and row.match != match and not row.private:
            self._show(replace(row, match=match))

    def _show_booking(self, booking: Booking) -> None:
        row = self._rows.get(booking.entry)
        if row is None:
            self._spawn(self._refresh(booking.entry))
            return
        others = tuple(known for known in row.booked if known.key != booking.key)
        self._show(replace(row, booked=(*others, booking)))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    def _show_lamp(self, info: LineInfo) -> None:
        self._hub.publish(LineChanged(info))

    def _show(self, row: JournalRow) -> None:
        self._rows[row.entry.id] = row
        if len(self._rows) > KEEP_ROWS:
            del self._rows[next(iter(self._rows))]
        self._hub.publish(RowChanged(row))

    def _notice(self, text: str) -> None:
        log.warning("%s", text)
        self._hub.publish(Notice(text))

    def _news(self, text: str) -> None:
        log.info("%s", text)
        self._hub.publish(Notice(text, error=False))

    def _recovered(self, trouble: str) -> None:
        text = say("the calls that were kept in memory are saved")
        log.info("%s", text)
        self._hub.publish(Notice(text, error=False, settles=trouble))

    def _show_deleted(self, entry_ids: Sequence[str]) -> None:
        for entry_id in entry_ids:
            self._rows.pop(entry_id, None)
        self._hub.publish(RowsDeleted(tuple(entry_ids)))

    def _take_out(self, entry_ids: Sequence[str]) -> None:
        """Show that rows are gone; whatever is told of them later does not bring them back."""
        self._recorder.drop(entry_ids)
        self._show_deleted(entry_ids)

    def _show_again(self, entry_id: str) -> None:
        """Show a row as it is saved by now."""
        self._spawn(self._refresh(entry_id))

    async def _keep_numbers_normalised(self) -> None:
        if await self._numbering.renewal_begins(self._watching):
            self._spawn(self._renew_numbers())

    async def _renew_numbers(self) -> None:
        await self._numbering.renew()
        with suppress(CallJournalError):  # the rows are looked up anew when they are next asked for
            await self._whom.book_changed()

    async def _open_crm(self) -> Crm:
        book = self._settings.book
        manifest = crm_manifest(book.system)
        crm = manifest.make(
            CrmConfig(book.system, self._places.data, self._settings.firm.rules, self._clock, book.values)
        )
        await crm.open()
        return crm

    # ------------------------------------------------------------------ commands

    async def _get_row(self, command: service.GetRow) -> JournalRow:
        row = await self._store.row(command.entry)
        self._rows.setdefault(row.entry.id, row)
        return row

    async def _preview_call(self, command: service.PreviewCall) -> Dialling:
        return self._control.preview(command)

    async def _place_call(self, command: service.PlaceCall) -> service.Placed:
        return await self._control.place(command)

    async def _end_call(self, command: service.EndCall) -> str:
        return await self._control.end(command)

    async def _answer_call(self, command: service.AnswerCall) -> str:
        return await self._control.answer(command)

    async def _hold_call(self, command: service.HoldCall) -> str:
        return await self._control.hold(command)

    async def _redirect_call(self, command: service.RedirectCall) -> Dialling:
        return await self._control.redirect(command)

    async def _transfer_call(self, command: service.TransferCall) -> Dialling:
        return await self._control.transfer(command)

    async def _complete_transfer(self, command: service.CompleteTransfer) -> str:
        return await self._control.complete_transfer(command)

    async def _cancel_transfer(self, command: service.CancelTransfer) -> str:
        return await self._control.cancel_transfer(command)

    async def _choose_contact(self, command: service.ChooseContact) -> JournalRow:
        row = await self._get_row(service.GetRow(command.entry))
        await self._whom.choose(row, command.contact)
        return await self._store.row(row.entry.id)

    async def _forget_choice(self, command: service.ForgetChoice) -> JournalRow:
        row = await self._get_row(service.GetRow(command.entry))
        await self._whom.forget(row.entry)
        return await self._store.row(row.entry.id)

    async def _find_match(self, command: service.FindMatch) -> Match:
        rules = self._settings.firm.rules
        number = command.number
        reading = read_pbx(number, rules, "incoming") if command.caller else read_person(number, rules)
        return await self._lookup.find(question_of(reading))

    async def _get_lines(self, command: service.GetLines) -> tuple[LineInfo, ...]:
        return self._lines.infos

    async def _watch_lines(self, command: service.WatchLines) -> tuple[LineInfo, ...]:
        await self._lines.watch()
        self._watching = True
        await self._keep_numbers_normalised()
        return self._lines.infos

    async def _test_line(self, command: service.TestLine) -> LineInfo:
        self._lines.open(command.line)
        return await self._lines.settled(command.line)

    async def _take_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings
        await self._lines.configure(settings)
        await self._keep_numbers_normalised()
        self._lose_calls_of_removed_lines()
        if self._watching:
            await self._lines.watch()

    def _lose_calls_of_removed_lines(self) -> None:
        """A line that is gone will never tell how its calls ended."""
        for name in self._lines.profiles.keys() - self._settings.lines.keys():
            generation = self._lines.next_generation(name)
            self._recorder.take(Snapshot(name, generation, frozenset(), self._clock.now()))

    _HANDLERS: ClassVar[dict[type, Callable[["Engine", Any], Awaitable[Any]]]] = {
        service.GetRow: _get_row,
        service.PreviewCall: _preview_call,
        service.PlaceCall: _place_call,
        service.EndCall: _end_call,
        service.AnswerCall: _answer_call,
        service.HoldCall: _hold_call,
        service.RedirectCall: _redirect_call,
        service.TransferCall: _transfer_call,
        service.CompleteTransfer: _complete_transfer,
        service.CancelTransfer: _cancel_transfer,
        service.ChooseContact: _choose_contact,
        service.ForgetChoice: _forget_choice,
        service.FindMatch: _find_match,
        service.GetLines: _get_lines,
        service.WatchLines: _watch_lines,
        service.TestLine: _test_line,
    }
