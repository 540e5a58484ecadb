"""The engine's side of the crossing: its asyncio loop in a thread of its own, its changes gathered frame by frame.

In: `Change`, from `Service.changes`; commands, from Qt's thread. Out: callables for Qt's thread, given to `post`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from functools import partial
from threading import Thread
from typing import Any, TypeVar

from calljournal.contracts.command import Command
from calljournal.contracts.service import Change, Service
from calljournal.desktop.changes import Changes, Pending
from calljournal.desktop.straight import straight
from calljournal.errors import Bug, CallJournalError, Unreachable
from calljournal.words import say

FRAME = 0.016
"""Seconds between two deliveries: a screen shows 60 pictures a second, and nobody sees what lies between."""

GRACE = 1.0
"""Seconds that commands on their way may still take when the program ends: somebody has just clicked on Book."""

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


class EngineThread:
    """Runs the service until told to stop. Whatever it has to say goes to Qt's thread by `post`.

    `on_ready()`, `on_failed(text)` and `on_changes(changes)` are called there.
    """

    def __init__(
        self,
        open_service: Callable[[], AbstractAsyncContextManager[Service]],
        post: Callable[[Callable[[], object]], None],
        *,
        on_ready: Callable[[], None],
        on_failed: Callable[[str], None],
        on_changes: Callable[[Changes], None],
    ) -> None:
        self._open_service = open_service
        self._post = post
        self._on_ready = on_ready
        self._on_failed = on_failed
        self._on_changes = on_changes
        self._pending = Pending()
        self._next_frame = 0.0
        self._service: Service | None = None
        self._problem: CallJournalError | None = None
        self._loop = asyncio.new_event_loop()
        self._settled = asyncio.Event()
        self._stopping = asyncio.Event()
        self._main: asyncio.Task[None] | None = None
        self._asked: set[asyncio.Task[None]] = set()
        self._under_way: dict[Future[None], Command[Any]] = {}
        # A daemon: should the engine hang while it closes, it cannot keep the program from ending.
        self._thread = Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Close the service and wait for the end of the thread; False if it takes longer than `seconds`."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def ask(
        self,
        command: Command[Answer],
        on_answer: Callable[[Answer], object],
        on_error: Callable[[CallJournalError], object],
    ) -> None:
        """Have a command carried out, after the service has been opened; one of the two callables is posted."""
        asked = asyncio.run_coroutine_threadsafe(self._carry_out(command, on_answer, on_error), self._loop)
        self._under_way[asked] = command
        asked.add_done_callback(partial(self._under_way.pop))

    @property
    def under_way(self) -> tuple[Command[object], ...]:
        """The commands that have been asked and not answered yet; may be used from any thread."""
        return tuple(self._under_way.copy().values())

    # --- in the engine's thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    def _end(self) -> None:
        self._stopping.set()
        if self._main is not None and not self._settled.is_set():
            self._main.cancel()  # it is still opening

    async def _live(self) -> None:
        if self._stopping.is_set():
            return
        self._main = asyncio.create_task(self._serve())
        try:
            await self._main
        except CallJournalError as error:
            self._fail(error)
        except asyncio.CancelledError:
            log.info("the program ended while the engine was still opening")
        except Exception as error:
            log.exception("the engine failed")
            self._fail(_unexpected(error))
        await self._stopping.wait()

    def _fail(self, error: CallJournalError) -> None:
        self._service, self._problem = None, error
        self._settled.set()
        if self._stopping.is_set():
            log.warning("while closing: %s", error)
        else:
            self._post(partial(self._on_failed, error.words))

    async def _serve(self) -> None:
        """Open the service and listen to it, until it ends or we are told to stop."""
        async with self._open_service() as service, service.changes() as changes:
            self._service = service
            self._settled.set()
            self._post(self._on_ready)
            listening = asyncio.create_task(self._listen(changes))
            stopping = asyncio.create_task(self._stopping.wait())
            try:
                await asyncio.wait((listening, stopping), return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopping.cancel()
                if not listening.done():
                    listening.cancel()
                await asyncio.wait((listening, stopping))
            if self._asked:
                await asyncio.wait(self._asked, timeout=GRACE)
            if not listening.cancelled():
                listening.result()
                raise Unreachable(say("the journal's engine has ended"))

    async def _listen(self, changes: AsyncIterator[Change]) -> None:
        async for change in changes:
            if self._pending.add(straight(change)):
                self._loop.call_at(max(self._next_frame, self._loop.time()), self._announce, self._pending)

    def _announce(self, pending: Pending) -> None:
        self._next_frame = self._loop.time() + FRAME
        self._post(partial(self._deliver, pending))

    def _reply(self, reply: Callable[[], object]) -> None:
        """Post an answer, after all changes of before it; those after it cannot overtake it: they gather anew."""
        self._post(partial(self._deliver, self._pending))
        self._pending = Pending()
        self._post(reply)

    async def _carry_out(
        self,
        command: Command[Answer],
        on_answer: Callable[[Answer], object],
        on_error: Callable[[CallJournalError], object],
    ) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._asked.add(task)
            task.add_done_callback(self._asked.discard)
        await self._settled.wait()
        try:
            if self._service is None:
                raise self._problem or Unreachable(say("the journal's engine has ended"))
            answer = straight(await self._service.do(command))
        except CallJournalError as error:
            self._reply(partial(on_error, error))
        except Exception as error:
            log.exception("a command failed: %s", type(command).__name__)
            self._reply(partial(on_error, _unexpected(error)))
        else:
            self._reply(partial(on_answer, answer))

    # --- in Qt's thread ----------------------------------------------------------------------------------------------

    def _deliver(self, pending: Pending) -> None:
        """Hand over everything that has gathered there until now, be it more than one frame's."""
        changes = pending.take()
        if changes:
            self._on_changes(changes)


def _unexpected(error: Exception) -> Bug:
    return Bug(say("something unexpected happened ({error}); the log has the details", error=str(error)))
