"""The program dies in one of its writes: nothing of it was saved, or all of it; nothing is written after that."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from sqlite3 import Connection
from typing import Any
from unittest.mock import patch

from calljournal.crm.local.book import LocalBook
from calljournal.database import Database
from tests.model_of_work.office import Office
from tests.model_of_work.steps import Cut


class Died(BaseException):
    """The program is dead: nothing in it may catch this."""


@contextmanager
def deadly(office: Office, cut: Cut | None) -> Iterator[None]:
    """Have the program die at a cut, if it gets so far: in the n-th write to the journal or to the book."""
    book = office.engine._crm
    if not isinstance(book, LocalBook):
        raise TypeError(book)
    writes = 0

    def mortal(run: Callable[..., Any]) -> Callable[..., Any]:
        async def write(work: Callable[[Connection], Any]) -> Any:
            nonlocal writes
            writes += 1
            if cut is not None and writes >= cut.nth:
                if writes == cut.nth and cut.after:
                    await run(work)
                raise Died
            return await run(work)

        return write

    def patched(database: Database) -> Any:
        return patch.object(database, "run", mortal(database.run))

    with ExitStack() as stack:
        for database in (office.engine._store._database, book._database):
            stack.enter_context(patched(database))
        yield
