"""Minutes are conserved, whatever is done to what was booked, in whatever order, and each thing sent twice."""

import asyncio
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from calljournal.contracts.crm import CrmConfig
from calljournal.contracts.work import Amendment, Doing, WorkQuery, WorkState
from calljournal.crm.local.book import LocalBook
from calljournal.errors import NotFound, Refused
from tests.contract.crm_suite import RULES, StoppedClock, draft
from tests.contract.giving_suite import export
from tests.contract.work_suite import amendment

CALLS = range(2)
DAY = date(2026, 3, 9)
STEPS = st.tuples(
    st.sampled_from(["book", *Doing, "export", "lock", "open"]),
    st.sampled_from(CALLS),
    st.booleans(),
    st.sampled_from([0.0, 6.0, 7.5]),
    st.integers(0, 5),
)


class Trial:
    """A book that things are done to, and beside it what should stand there by now: of each call an id and minutes."""

    def __init__(self, book: LocalBook) -> None:
        self.book = book
        self.stands: dict[int, tuple[str, float]] = {}
        self.entries: dict[int, list[str]] = {call: [] for call in CALLS}
        self.exported: list[tuple[str, float]] = []
        self.steps = 0

    async def step(self, what: str, call: int, by_entry: bool, minutes: float, which: int) -> None:
        """Do one thing, to any of the entries of a call; raises Refused or NotFound, and then has done nothing."""
        self.steps += 1
        if what == "export":
            begun = await self.book.begin_export(export(), WorkQuery(new=True))
            self.exported += [(one.id, one.minutes) for one in await self.book.exported(begun.id, None, 1000)]
        elif what in ("lock", "open"):
            await self.book.lock(DAY if what == "lock" else None)
        elif what == "book":
            if call not in self.stands:  # it waits to be booked, or was freed
                await self.bring_in(call)
        elif self.entries[call]:
            entry = self.entries[call][-1 - which % len(self.entries[call])]
            await self.amend(call, amendment(entry, Doing(what), by_entry=by_entry, minutes=minutes))

    async def bring_in(self, call: int) -> None:
        """Book a call."""
        wanted = draft(f"k{self.steps}", entry=f"e{call}", day=DAY)
        booking = await self.book.book(wanted)
        assert await self.book.book(wanted) == booking
        self.stands[call] = (str(booking.id), wanted.minutes)
        self.entries[call].append(str(booking.id))

    async def amend(self, call: int, wanted: Amendment) -> None:
        """Do something to an entry of a call; what does not stand any more may only be billed."""
        answer = await self.book.amend(wanted)
        assert await self.book.amend(wanted) == answer
        if wanted.doing is Doing.BILL:
            return
        assert wanted.work == self.stands[call][0]
        made = (answer.reversal, answer.work) if answer.reversal else ()
        self.entries[call] += [one.id for one in made if one.id != wanted.work]
        if wanted.doing is Doing.CANCEL:
            del self.stands[call]
        else:
            self.stands[call] = (answer.work.id, wanted.correction.minutes or 0.0)

    async def check(self) -> None:
        """See that the book holds what it should, and that each entry went out exactly once, as it stands."""
        held = await self.book.work(WorkQuery())
        for call in CALLS:
            of_call = sum(one.minutes for one in held if one.entry == f"e{call}")
            assert of_call == (self.stands[call][1] if call in self.stands else 0.0)
        assert Counter(self.exported) == Counter((one.id, one.minutes) for one in held)
        assert WorkState.CANCELLED not in {one.state for one in held}


@settings(max_examples=60)
@given(steps=st.lists(STEPS, max_size=30))
def test_minutes_are_conserved_whatever_is_done(steps: list[tuple[str, int, bool, float, int]]) -> None:
    """Of each call the book holds what was said last, or nothing; what is refused changes nothing."""

    async def whole(folder: Path) -> None:
        book = LocalBook(CrmConfig("local", folder, RULES, StoppedClock()))
        await book.open()
        try:
            trial = Trial(book)
            for step in [*steps, ("export", 0, False, 0.0, 0)]:
                try:
                    await trial.step(*step)
                except (Refused, NotFound):
                    continue
            await trial.check()
        finally:
            await book.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(whole(Path(folder)))
