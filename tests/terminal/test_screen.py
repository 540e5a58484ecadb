import asyncio
import io
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from calljournal.contracts.line import LineState
from calljournal.contracts.service import BookCall, Change, LineChanged, Missed, Notice, RowChanged
from calljournal.contracts.settings_commands import Preferences
from calljournal.errors import AlreadyBooked, Unreachable
from calljournal.journal import Outcome
from calljournal.languages import speak
from calljournal.terminal import run
from calljournal.terminal.keys import decode
from calljournal.terminal.screen import listing
from calljournal.terminal.state import State
from calljournal.terminal.table import table
from calljournal.words import say, typed
from calljournal.worklog import Kind
from tests.terminal.samples import LINE, LIVE, PlayedService, booking, row

needs_termios = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal is a thing of POSIX")


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"t", ["t"]),
        (b"TQ", ["t", "q"]),
        (b"\x1b[A\x1b[Bt", ["up", "down", "t"]),
        (b"\x1bOA\xe0P", ["up", "down"]),
        (b"kj\x04", ["up", "down", "q"]),
        (b"\x1b[15~x", ["\x1b[15~", "x"]),
        ("ü".encode(), ["ã", "¼"]),
        (b"", []),
    ],
)
def test_keys(data: bytes, keys: list[str]) -> None:
    assert decode(data) == keys


def test_without_a_terminal_each_change_is_a_line() -> None:
    console = Console(file=io.StringIO(), width=30)

    async def scene() -> None:
        service = PlayedService(row("old-row1"))
        away = replace(LINE, state=LineState.DISCONNECTED, message="gone")
        changes: list[Change | None] = [
            RowChanged(row("new-row2", **LIVE)),
            LineChanged(away),
            LineChanged(replace(away, last_heartbeat=row().entry.started)),
            RowChanged(row("new-row2", outcome=Outcome.MISSED)),
            Notice("the disk is full"),
            Missed(5),
            None,
        ]
        for change in changes:
            service.news.put_nowait(change)
        state = State(rows={one.entry.id: one for one in service.rows})
        async with service.changes() as heard:
            await listing(service, state, heard, console)

    asyncio.run(scene())
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["old-row1", "new-row2", "line", "new-row2", "the", "old-row1"]
    assert lines[2] == "line simulator:test: no connection (gone)"
    assert "talking" in lines[1]
    assert "missed" in lines[3]


def test_an_engine_that_cannot_be_opened_is_one_line() -> None:
    console = Console(file=io.StringIO(), width=80)

    def fails() -> PlayedService:
        raise Unreachable("the [engine] does not answer")

    assert run(fails, console) == 1  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "the [engine] does not answer\n"


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Give the end of a pseudo terminal on which a test types; stdin is the other end."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "rb", buffering=0) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield ours
    os.close(ours)


@needs_termios
def test_the_live_journal_obeys_its_keys(keyboard: int) -> None:
    """`t` books; a refusal is shown in the footer; `t` again books all the same; `q` ends."""
    console = Console(file=io.StringIO(), force_terminal=True, width=110, height=30)
    service = PlayedService(row())
    service.answers[BookCall] = AlreadyBooked("this call is a time entry already; add --again")

    def after(command: object) -> None:
        assert isinstance(command, BookCall)
        if command.again:
            os.write(keyboard, b"q")
        else:
            service.answers[BookCall] = booking()
            asyncio.get_running_loop().call_later(0.05, os.write, keyboard, b"t")

    service.then = after
    os.write(keyboard, b"\x1b[Bt")
    assert run(service.open, console) == 0  # type: ignore[arg-type]
    assert service.asked == [
        BookCall(row().entry.id, Kind.TIME),
        BookCall(row().entry.id, Kind.TIME, again=True),
    ]
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "press t again to book a second one" in shown
    assert "Anna Keller" in shown


@needs_termios
@pytest.mark.parametrize("key", [b"q", b"Q", b"\x04"])
def test_the_terminal_is_left_as_it_was(keyboard: int, key: bytes) -> None:
    import termios

    console = Console(file=io.StringIO(), force_terminal=True, width=110, height=30)
    before = termios.tcgetattr(sys.stdin.fileno())
    typing = threading.Timer(0.2, os.write, (keyboard, key))  # Ctrl-D is another thing while lines are read whole
    typing.start()
    assert run(PlayedService().open, console) == 0  # type: ignore[arg-type]
    typing.join()
    assert termios.tcgetattr(sys.stdin.fileno()) == before


@needs_termios
def test_it_ends_when_the_engine_goes_away(keyboard: int) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=110, height=30)
    service = PlayedService()
    service.news.put_nowait(RowChanged(row()))
    service.news.put_nowait(None)
    assert run(service.open, console) == 0  # type: ignore[arg-type]


@pytest.fixture
def in_english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.usefixtures("in_english_again")
def test_german() -> None:
    """The live journal speaks the language of the user, with the words of the profession."""
    speak("de", "law")
    known = State(rows={"first": row("first", outcome=Outcome.MISSED)}, lines={LINE.name: LINE})
    console = Console(file=io.StringIO(), record=True, width=140)
    console.print(table(known.ordered, [LINE], row().entry.started, None, ""))
    screen = console.export_text()
    for words in ("verpasst", "Nummer", "Zustand", "t Honorarleistung"):
        assert words in screen
    known.failed(
        BookCall("first", Kind.TIME),
        AlreadyBooked(say("this call is a time entry already{booked}", booked=typed(" (t1)")).typed("; add --again")),
    )
    assert known.message == "dieser Anruf ist schon eine Honorarleistung - drücken Sie nochmals t, um zweimal zu buchen"


@pytest.mark.usefixtures("in_english_again")
def test_a_pipe_is_written_in_english() -> None:
    """What another program reads does not depend on who started it."""
    console = Console(file=io.StringIO(), width=100)
    service = PlayedService(row("old-row1"))
    service.preferences = Preferences(language="de")
    service.news.put_nowait(LineChanged(replace(LINE, state=LineState.DISCONNECTED, message="gone")))
    service.news.put_nowait(None)
    assert run(service.open, console) == 0
    assert isinstance(console.file, io.StringIO)
    assert "no connection (gone)" in console.file.getvalue()
