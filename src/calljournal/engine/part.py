"""The parts of the engine that are asked by commands: what they have in common, and what each carries out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calljournal.contracts.crm import Crm, CrmManifest
from calljournal.contracts.line import Clock
from calljournal.settings import Places, Settings
from calljournal.store import Store

Handlers = Mapping[type, Callable[[Any], Awaitable[Any]]]
"""By the type of a command, what carries it out."""


@dataclass(frozen=True, slots=True)
class Common:
    """What the parts keep things in, whom they ask, and whom they tell.

    `settings` gives those of now. Whoever changes journal and book together holds `sending`. `show` shows a row, by its
    id, as it is saved by now. `tell` tells the user what nobody asked for, and says whether anybody listens; `trouble`
    tells what went wrong, and logs it.
    """

    store: Store
    crm: Crm
    manifest: CrmManifest
    clock: Clock
    settings: Callable[[], Settings]
    places: Places
    sending: asyncio.Lock
    show: Callable[[str], None]
    tell: Callable[[str], bool]
    trouble: Callable[[str], None]


class Part:
    """One part of the engine; `handlers` say which commands it carries out."""

    def __init__(self, common: Common) -> None:
        self._store = common.store
        self._crm = common.crm
        self._manifest = common.manifest
        self._clock = common.clock
        self._settings = common.settings
        self._places = common.places
        self._sending = common.sending
        self._show = common.show
        self._tell = common.tell
        self._trouble = common.trouble

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {}
