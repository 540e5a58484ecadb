"""Who was spoken with last, as the rows say it."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from calljournal.matching import Match, MatchKind
from calljournal.store import Store
from calljournal.store.store import FILE_NAME
from tests.store.made import START, after, ended_call, entry, match
from tests.store.test_facts import with_store

LONG_AGO = START - timedelta(days=999)


def test_the_last_call_with_each_contact(home: Path) -> None:
    """The latest row that one contact was matched to and in which somebody talked, if it is not too old."""
    rows = {
        entry("a"): match(contact_id="c1"),
        entry("b", started=after(100), answered=after(101), ended=after(160)): match(contact_id="c1"),
        entry("c", started=after(200), answered=None, ended=after(260)): match(contact_id="c1"),
        entry("d", started=after(300), answered=after(301), ended=after(360)): match(contact_id="c2"),
        entry("e", started=after(400), answered=after(401), ended=after(460)): Match(
            MatchKind.SEVERAL, "exact", match(contact_id="c3").contacts + match(contact_id="c4").contacts
        ),
    }

    async def work(store: Store) -> None:
        for row, found in rows.items():
            await store.save_call(ended_call(), [row], START)
            await store.save_match(row.id, found)
        everybody = ("c1", "c2", "c3", "c4", "c5")
        assert await store.last_spoken(everybody, LONG_AGO) == {"c1": after(100), "c2": after(300)}
        assert await store.last_spoken(everybody, after(200)) == {"c2": after(300)}
        assert await store.last_spoken((), LONG_AGO) == {}
        await store.save_match("d", match(contact_id="c5"))
        assert await store.last_spoken(everybody, LONG_AGO) == {"c1": after(100), "c5": after(300)}

    with_store(home, work)
    connection = sqlite3.connect(home / FILE_NAME)
    try:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT MAX(started) FROM entries WHERE matched_contact = 'c1' AND answered IS NOT NULL "
            "AND merged_into IS NULL AND started >= 'x'"
        ).fetchall()
    finally:
        connection.close()
    assert "INDEX entries_by_contact (matched_contact=? AND started>?)" in str(plan)
