"""What a part of the engine is given, where a test makes one by itself."""

import asyncio
from typing import Any

from calljournal.engine.part import Common


def common(**given: Any) -> Common:
    """Give what parts have in common; whatever a test does not name is nothing that could be used."""
    names = ("store", "crm", "manifest", "clock", "settings", "places", "show", "tell", "trouble")
    return Common(**{**dict.fromkeys(names, object()), "sending": asyncio.Lock(), **given})
