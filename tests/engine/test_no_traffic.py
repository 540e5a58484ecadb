"""Call Journal talks to nobody by itself: with a simulated line and the local book nothing leaves the machine.

import-linter and tests/test_house.py say which stations may open sockets; this watches what a whole day really does.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import AddContacts, BookCall, GetLines, ListRows, WatchLines
from calljournal.contracts.work_commands import AddCall, BackUp, ExportPerson, ForgetPerson, TidyUp
from calljournal.engine import Engine
from calljournal.matching import ContactKind
from calljournal.server import connect, serving
from calljournal.worklog import Kind
from tests.engine.conftest import Lab

OUTWARD = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}

_heard: list[tuple[str, Any]] | None = None


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _heard is not None and event in OUTWARD:
        _heard.append((event, arguments))


sys.addaudithook(_listen)  # Python has no way to take one back: it is deaf but for the test


@contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Give what goes out while this lasts: each attempt to reach or find somebody."""
    global _heard
    _heard = []
    try:
        yield _heard
    finally:
        _heard = None


def is_here(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether it is the local socket of the engine, or the loopback where there are none."""
    if not event.startswith("socket.connect"):
        return False
    address = arguments[1]
    return isinstance(address, str | bytes) or address[0] in ("127.0.0.1", "::1")


def test_the_ear_hears() -> None:
    """An attempt to reach somebody is heard, even one that fails."""
    with heard() as attempts, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", 9))
        out.sendto(b"", ("127.0.0.1", 9))
    assert [event for event, _ in attempts] == ["socket.connect", "socket.sendto"]
    assert is_here(*attempts[0])
    assert not is_here("socket.connect", (None, ("192.0.2.1", 80)))


def test_nothing_leaves_the_machine(lab: Lab, tmp_path: Path) -> None:
    """Calls, look-ups, bookings, backups, tidying, a person given out and forgotten, another process that asks."""
    lab.plays(
        'at 0 call A from "+41 44 000 12 34" "Keller" rings 101\nat 1 A answered by 101\nat 90 A ended by caller\n'
    )
    anna = Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, "044 000 12 34"),))

    async def day(engine: Engine) -> None:
        async with serving(engine, lab.places.address_file), connect(lab.places.address_file) as other:
            await other.do(AddContacts((anna,)))
            await other.do(WatchLines())
            row = await other.do(AddCall(number="044 000 12 34", minutes=10, again=True))
            await other.do(BookCall(row.entry.id, Kind.TIME))
            await other.do(BackUp(str(tmp_path / "backup.zip")))
            await other.do(TidyUp())
            await other.do(ExportPerson("044 000 12 34"))
            await other.do(GetLines())
            while any(one.entry.live for one in await other.do(ListRows())):
                pass
            await other.do(ForgetPerson("044 000 12 34"))

    with heard() as attempts:
        lab.run(day)
    assert attempts  # the other process was one
    assert [attempt for attempt in attempts if not is_here(*attempt)] == []
