"""Calls are controlled through the engine, in a person's words: which call is meant, and what is dialled."""

from dataclasses import replace

import pytest

from calljournal.contracts.service import (
    AnswerCall,
    CancelTransfer,
    CompleteTransfer,
    HoldCall,
    ListRows,
    RedirectCall,
    TransferCall,
    WatchLines,
)
from calljournal.engine import Engine
from calljournal.errors import NotFound, Refused, Unsupported
from calljournal.journal import Entry
from calljournal.lines.asterisk.manifest import MANIFEST
from calljournal.plugins import line_manifest
from calljournal.settings import save
from tests.engine.conftest import LINE, Lab, until

RINGS = 'at 0 call A from "+41 44 000 12 34" rings 101\n'
TWO = RINGS + 'at 0 call B from "+41 44 000 12 35" rings 102\n'


async def seen(engine: Engine, owner: str, state: str) -> Entry:
    """Wait until the row of an owner is in a state."""
    async with engine.changes() as changes:
        for row in await engine.do(ListRows()):
            if (row.entry.owner, row.entry.state) == (owner, state):
                return row.entry
        rows = await until(changes, lambda row: (row.entry.owner, row.entry.state) == (owner, state))
    return rows[-1].entry


def test_answered_held_and_transferred_after_asking(lab: Lab) -> None:
    """Without a word which call is meant, it is the one that can be."""
    lab.plays(RINGS, speed=20)

    async def work(engine: Engine) -> None:
        with pytest.raises(NotFound, match="no call rings"):
            await engine.do(AnswerCall())
        await engine.do(WatchLines())
        entry = await seen(engine, "101", "ringing")
        with pytest.raises(NotFound, match="nobody is talking"):
            await engine.do(TransferCall("102"))
        with pytest.raises(Refused, match="cannot do that now: it is ringing"):
            await engine.do(HoldCall(entry.id))
        assert await engine.do(AnswerCall()) == entry.id
        assert await engine.do(HoldCall()) == entry.id
        await seen(engine, "101", "held")
        await engine.do(HoldCall(on=False))
        await seen(engine, "101", "talking")
        assert (await engine.do(TransferCall("102", attended=True))).digits == "102"
        await seen(engine, "102", "talking")
        assert await engine.do(CompleteTransfer()) == entry.id  # of three that run, the one with a consultation
        mine = await seen(engine, "101", "ended")
        assert (mine.id, mine.outcome, mine.transferred_to) == (entry.id, "transferred", "102")
        assert (await seen(engine, "102", "talking")).number == "+41440001234"

    lab.run(work)


def test_sent_on_to_a_number_as_a_person_writes_it(lab: Lab) -> None:
    """It is dialled with the outside-line prefix, and the row says where the call went."""
    lab.plays(RINGS, speed=20)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        entry = await seen(engine, "101", "ringing")
        await engine.do(AnswerCall())
        with pytest.raises(Refused, match="cannot dial"):
            await engine.do(TransferCall("nobody knows"))
        with pytest.raises(Refused, match="no attended transfer"):
            await engine.do(CancelTransfer(entry.id))
        to = await engine.do(TransferCall("044 000 55 61"))
        assert (to.digits, to.shown) == ("00440005561", "044 000 55 61")
        mine = await seen(engine, "101", "ended")
        assert (mine.outcome, mine.transferred_to) == ("transferred", "+41440005561")

    lab.run(work)


def test_of_several_calls_the_users_own_is_meant(lab: Lab) -> None:
    """Else one has to be named."""
    lab.plays(TWO, speed=20)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        first, second = await seen(engine, "101", "ringing"), await seen(engine, "102", "ringing")
        with pytest.raises(Refused, match="say which") as error:
            await engine.do(RedirectCall("103"))
        assert first.id[:8] in str(error.value)
        await engine.do(RedirectCall("103", first.id))
        assert (await seen(engine, "101", "ended")).outcome == "forwarded"
        await engine.do(RedirectCall("103"))
        assert (await seen(engine, "102", "ended")).id == second.id

    lab.run(work)


def test_the_settings_say_who_the_user_is(lab: Lab) -> None:
    """Of two calls that ring, that of the user's own telephone is answered."""
    lab.plays(TWO, speed=20)
    save(lab.places.settings_file, ("user", "owner"), "102")

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        await seen(engine, "101", "ringing")
        second = await seen(engine, "102", "ringing")
        assert await engine.do(AnswerCall()) == second.id

    lab.run(work)


def test_what_a_line_cannot_do_is_said_in_its_own_words(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The capability is absent; the line may say why, and what to do instead."""
    lab.plays(RINGS, speed=20)
    monkeypatch.setattr(
        "calljournal.engine.lines.line_manifest",
        lambda system, known=line_manifest: replace(
            known(system), capabilities=MANIFEST.capabilities, cannot=MANIFEST.cannot
        ),
    )

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        await seen(engine, "101", "ringing")
        with pytest.raises(
            Unsupported, match=f"{LINE}: Asterisk's manager interface cannot answer .* at the telephone"
        ):
            await engine.do(AnswerCall())

    lab.run(work)
