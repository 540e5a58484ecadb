"""Lists and changes of projects on their way into a book: one that keeps its own says so."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from calljournal.contracts.crm import ProjectChange
from calljournal.contracts.work import IntakeKind, Record
from calljournal.contracts.work_commands import SetProject, TakeIn
from calljournal.crm.local.manifest import MANIFEST
from calljournal.engine.taking_in import TakingIn
from calljournal.errors import Unsupported
from tests.engine.parts import common

ANOTHER = replace(MANIFEST, title="Another book", capabilities=frozenset())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (TakeIn(IntakeKind.SERVICE_TYPES, (Record("Advice"),)), "Another book keeps its service types itself"),
        (SetProject("7", ProjectChange(open=False)), "Another book keeps its projects itself"),
    ],
)
def test_a_book_that_keeps_its_own_is_not_asked(command: Any, words: str) -> None:
    """The error says where to do it instead."""
    handlers = TakingIn(common(manifest=ANOTHER)).handlers
    with pytest.raises(Unsupported, match=words):
        asyncio.run(handlers[type(command)](command))  # type: ignore[arg-type]
