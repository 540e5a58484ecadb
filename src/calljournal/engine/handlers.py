"""What carries out a command: each part of the engine names its own."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Handlers = Mapping[type, Callable[[Any], Awaitable[Any]]]
"""By the type of a command, what carries it out."""
