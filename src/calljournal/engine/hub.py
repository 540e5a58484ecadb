"""Hands changes to everybody who listens; a slow listener never holds up the calls."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from calljournal.contracts.service import Change, Missed

QUEUE = 10_000
"""Changes kept for a listener: minutes of a busy PBX, some 20 MB. One that is slower is told how many it missed."""


class Hub:
    """Where changes are published; each listener has a queue of its own."""

    def __init__(self, limit: int = QUEUE) -> None:
        self._limit = limit
        self._listeners: set[_Listener] = set()

    def publish(self, change: Change) -> bool:
        """Hand a change to every listener, at once; say whether there is any."""
        for listener in self._listeners:
            listener.put(change)
        return bool(self._listeners)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[AsyncIterator[Change]]:
        """Give the changes from now on, without end."""
        listener = _Listener(self._limit)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)


class _Listener:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._changes: deque[Change] = deque()
        self._missed = 0
        self._ready = asyncio.Event()

    def put(self, change: Change) -> None:
        if len(self._changes) >= self._limit:
            self._missed += 1
        else:
            self._changes.append(change)
        self._ready.set()

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        await self._ready.wait()
        if self._changes:
            change = self._changes.popleft()
        else:
            change, self._missed = Missed(self._missed), 0
        if not self._changes and not self._missed:
            self._ready.clear()
        return change
