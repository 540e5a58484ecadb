"""From what a line tells to saved rows: the first half of the path, one message after the other."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from calljournal.calls import Call, CallTracker, LegReport, Snapshot
from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.line import Clock, LineState, LineStatus
from calljournal.engine.ids import new_id
from calljournal.errors import StoreFailed
from calljournal.journal import Entry, Journal, LineProfile, Outcome, RowState, anonymous
from calljournal.store import Store
from calljournal.words import say

log = logging.getLogger(__name__)

ASK_SECONDS = 0.5
"""How long a telephone system may take to say whether a number is withheld; then it is treated as withheld."""

QUEUE = 100_000
"""Messages that may wait while the disk is slow: a quarter of an hour of 100 calls a second. What comes on top is
dropped and counted: the next report of the same leg, or the next snapshot, makes it good."""

MOST_AT_ONCE = 500
"""Messages that are saved in one transaction at most: what waits there is told only when all of it is on the disk."""

RETRY_SECONDS = 2.0
"""How often rows that the disk would not take are tried again."""

SIGHT_SECONDS = 15.0
"""How often the disk is told that live calls still exist: so much is forgotten of a call if the computer dies."""

Message = LegReport | Snapshot | LineStatus | tuple[str, str]
"""What is worked off in turn: what lines tell, and (line, leg) of a leg whose number was asked for long enough."""

Change = tuple[Call, tuple[Entry, ...]]
"""A call, and the rows of it that changed."""


class Recorder:
    """Follows the calls of all lines and saves their rows before anything else happens to them."""

    def __init__(
        self,
        store: Store,
        profiles: dict[str, LineProfile],
        clock: Clock,
        on_row: Callable[[Entry], None],
        on_status: Callable[[LineStatus], None],
        on_trouble: Callable[[str], None],
        on_private: Callable[[Entry], None] | None = None,
        on_recovered: Callable[[str], None] = lambda said: None,
    ) -> None:
        self._store = store
        self._profiles = profiles
        self._clock = clock
        self._on_row = on_row
        self._on_status = on_status
        self._on_trouble = on_trouble
        self._on_recovered = on_recovered
        self._on_private = on_private or on_row  # for rows that were saved without number and name
        self._tracker = CallTracker(new_id)
        self._journal = Journal(profiles, new_id)
        self._queue: asyncio.Queue[Message] = asyncio.Queue(QUEUE)
        self._unsaved: dict[str, tuple[Call, tuple[Entry, ...]]] = {}
        self._gone: set[str] = set()  # the rows that were deleted: a late word of them makes no new ones
        self._said = ""  # the trouble of the disk that has been told, until it takes rows again
        self._asked: set[tuple[str, str]] = set()  # the legs whose number may not stay pending
        self._alive: dict[str, datetime] = {}  # the last sign of life of each line that is connected
        self._left: dict[str, datetime] = {}  # and of each that was
        self.dropped = 0

    async def restore(self) -> tuple[Entry, ...]:
        """Take up the calls that were live when the program last ended, and give their rows.

        Their line's next snapshot will judge them; those of a line that is no more are lost.
        """
        taken_up: list[Entry] = []
        for call, last_seen, entries in await self._store.live_calls():
            if call.line in self._profiles:
                self._tracker.restore(call, last_seen)
                for entry in entries:
                    self._journal.restore(entry)
                taken_up += entries
            else:
                lost = [_lost(entry, last_seen) for entry in entries if entry.live]
                await self._store.save_calls([(replace(call, legs=()), lost)], last_seen)
        return tuple(taken_up)

    def take(self, message: Message) -> None:
        """Put a message in the queue; called by lines, returns at once."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self.dropped += 1
            if self.dropped == 1:
                self._on_trouble(say("the disk is too slow for the calls that come in: some are recorded late"))

    def drop(self, entry_ids: Iterable[str]) -> None:
        """Record nothing more of rows that the user deleted."""
        self._gone.update(entry_ids)

    async def run(self) -> None:
        """Work off the queue until cancelled. One call's failure never stops the next."""
        aside = [asyncio.create_task(self._retry_unsaved()), asyncio.create_task(self._sight_live_calls())]
        try:
            while True:
                messages = await self._next()
                try:
                    await self._record(messages)
                finally:
                    for _ in messages:
                        self._queue.task_done()
        finally:
            for task in aside:
                task.cancel()

    async def caught_up(self) -> None:
        """Wait until everything that was taken so far is recorded."""
        await self._queue.join()

    async def finish(self) -> None:
        """Record everything that was taken, and try once more to save what the disk did not take."""
        await self._queue.join()
        await self._save_again()
        for line, seen in self._left.items():
            with contextlib.suppress(StoreFailed):
                await self._store.sighted(line, seen)

    async def _next(self) -> list[Message]:
        """Give what waits: while the disk was at work, more than one message may have come. A status is the last."""
        messages = [await self._queue.get()]
        while len(messages) < MOST_AT_ONCE and not isinstance(messages[-1], LineStatus) and not self._queue.empty():
            messages.append(self._queue.get_nowait())
        return messages

    async def _record(self, messages: list[Message]) -> None:
        changes: list[Change] = []
        for message in messages:
            with self._isolated(message):
                changes += self._changes(message)
        try:
            await self._save(changes)
        except Exception:  # noqa: BLE001  (it is found out below, and told)
            for change in changes:
                with self._isolated(change[0]):
                    await self._save([change])
        last = messages[-1]
        if isinstance(last, LineStatus):
            with self._isolated(last):
                self._on_status(last)  # in its place: whoever sees the lamp has seen all calls before it

    @contextlib.contextmanager
    def _isolated(self, thing: Message | Call) -> Iterator[None]:
        """Whatever goes wrong, it is this message or call: the next one is another."""
        try:
            yield
        except Exception:
            log.exception("a message of a line could not be recorded: %s", type(thing).__name__)
            self._on_trouble(say("a call could not be recorded; the log says why"))

    def _changes(self, message: Message) -> list[Change]:
        changes: list[Change] = []
        for call in self._follow(message):
            self._ask_in_time(call)
            if entries := self._journal.record(call):
                changes.append((call, tuple(entry for entry in entries if entry.id not in self._gone)))
        return changes

    def _follow(self, message: Message) -> tuple[Call, ...]:
        match message:
            case LegReport():
                return self._tracker.apply(message)
            case Snapshot():
                return self._tracker.snapshot(message)
            case LineStatus():
                self._note_sign_of_life(message)
                return ()
            case (line, leg):
                return self._tracker.give_up_asking(line, leg)

    def _note_sign_of_life(self, status: LineStatus) -> None:
        """Until the last sign of life of a connection its calls existed for certain; after it nobody knows."""
        seen = max(filter(None, (status.last_event, status.last_heartbeat)), default=None)
        if status.state is LineState.CONNECTED:
            self._alive[status.line] = seen or status.at
        else:
            self._alive.pop(status.line, None)
            if status.state in (LineState.DISCONNECTED, LineState.CLOSED) and seen is not None:
                self._tracker.sighted(status.line, seen)
                self._left[status.line] = seen

    def _ask_in_time(self, call: Call) -> None:
        """See to it that a number whose presentation is pending does not stay so."""
        for leg in call.legs:
            if leg.pending and leg.key not in self._asked:
                self._asked.add(leg.key)
                asyncio.get_running_loop().call_later(ASK_SECONDS, self._give_up_asking, leg.key)

    def _give_up_asking(self, leg: tuple[str, str]) -> None:
        self._asked.discard(leg)
        self.take(leg)

    async def _save(self, changes: list[Change]) -> None:
        """Save what changed in one step: each commit is a wait for the disk. Then tell of it."""
        if not changes:
            return
        anonymous_ones: frozenset[str] = frozenset()
        try:
            anonymous_ones = await self._store.save_calls(changes, self._clock.now())
        except StoreFailed as error:
            for call, entries in changes:
                self._keep_unsaved(call, entries)
            self._tell_once(error)
        else:
            for call, _ in changes:
                self._unsaved.pop(call.id, None)
            self._tell_the_end()
        for _, entries in changes:
            for entry in entries:
                if entry.id in anonymous_ones:
                    self._on_private(anonymous(entry))
                else:
                    self._on_row(entry)

    def _tell_once(self, error: StoreFailed) -> None:
        """Say why rows are not saved; once for each trouble, however many rows there are."""
        said = say("{error} (the calls are kept in memory and saved as soon as that is possible)", error=error.words)
        if said != self._said:
            self._said = said
            self._on_trouble(said)

    def _tell_the_end(self) -> None:
        """Say that the trouble is over, as soon as every row is saved."""
        if self._said and not self._unsaved:
            said, self._said = self._said, ""
            self._on_recovered(said)

    def _keep_unsaved(self, call: Call, entries: tuple[Entry, ...]) -> None:
        kept = self._unsaved.get(call.id, (call, ()))[1]
        rest = tuple(entry for entry in kept if entry.id not in {new.id for new in entries})
        self._unsaved[call.id] = call, (*rest, *entries)

    async def _retry_unsaved(self) -> None:
        while True:
            await asyncio.sleep(RETRY_SECONDS)
            await self._save_again()

    async def _sight_live_calls(self) -> None:
        while True:
            await asyncio.sleep(SIGHT_SECONDS)
            for line in {call.line for call in self._tracker.live_calls()} & self._alive.keys():
                with contextlib.suppress(StoreFailed):  # told already by the row that could not be saved
                    await self._store.sighted(line, self._alive[line])

    async def _save_again(self) -> None:
        for call_id, (call, entries) in list(self._unsaved.items()):
            try:
                anonymous_ones = await self._store.save_calls([(call, entries)], self._clock.now())
            except StoreFailed:
                return
            if self._unsaved.get(call_id) == (call, entries):
                del self._unsaved[call_id]
            for entry in entries:
                if entry.id in anonymous_ones:  # it was shown as the line told it
                    self._on_private(anonymous(entry))
        self._tell_the_end()


def _lost(entry: Entry, seen: datetime) -> Entry:
    """End a row whose line is no more."""
    anomalies = (*entry.anomalies, UNSEEN_END)
    return replace(entry, state=RowState.ENDED, outcome=Outcome.LOST, ended=seen, anomalies=anomalies)
