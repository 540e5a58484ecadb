import io
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from rich.console import Console, RenderableType

from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.journal import Outcome, RowState
from calljournal.terminal.table import AROUND, table, talk, visible
from tests.terminal.samples import LINE, LIVE, NOW, SEVERAL, booking, row

CALM: dict[str, Any] = {"lines": (LINE,), "now": NOW, "selected": None, "message": "", "zone": UTC}


def drawn(screen: RenderableType, *, ansi: bool = False) -> str:
    console = Console(file=io.StringIO(), record=True, width=120, force_terminal=True, color_system="truecolor")
    console.print(screen)
    return console.export_text(styles=ansi)


def rows(count: int) -> list[JournalRow]:
    return [row(f"row-{number}", started=NOW - timedelta(minutes=number), name=None) for number in range(count)]


def test_a_row() -> None:
    text = drawn(table([row(booked=(booking(),))], **CALM))
    line = next(line for line in text.splitlines() if "044/000 12 34" in line)
    for part in ("08:50:00", "↙", "101", "Anna Keller, Müller Treuhand AG", "answered", "1:45", "time"):
        assert part in line
    assert "simulator:test: connected" in text
    assert "q quit" in text


def test_a_known_person_is_blue_and_the_selected_row_stands_out() -> None:
    text = drawn(table([row()], **CALM), ansi=True)
    assert "\x1b[34mAnna Keller" in text
    chosen = drawn(table([row()], **{**CALM, "selected": row().entry.id}), ansi=True)
    assert "\x1b[7;34mAnna Keller" in chosen
    assert drawn(table([row()], **CALM)) == drawn(table([row()], **{**CALM, "selected": row().entry.id}))


@pytest.mark.parametrize(
    ("facts", "seconds"),
    [
        ({}, 105.0),
        ({**LIVE, "held_seconds": 60.0}, 535.0),
        ({**LIVE, "state": RowState.HELD, "talk_seconds": 40.0}, 40.0),
        ({**LIVE, "state": RowState.RINGING, "answered": None}, None),
        ({"answered": None, "outcome": Outcome.MISSED}, None),
    ],
)
def test_the_timer_runs_while_somebody_talks(facts: dict[str, Any], seconds: float | None) -> None:
    assert talk(row(**facts).entry, NOW) == seconds


def test_the_timer_is_on_the_screen() -> None:
    later = NOW + timedelta(seconds=1)
    assert "9:45" in drawn(table([row(**LIVE)], **CALM))
    assert "9:46" in drawn(table([row(**LIVE)], **{**CALM, "now": later}))


def test_a_message_and_what_the_network_sent_cannot_command_the_terminal() -> None:
    text = drawn(table([row(own="[bold]\x1b[2J")], **{**CALM, "message": "refused: [red]no[/red]\nreally"}))
    assert "refused: [red]no[/red] really" in text
    assert "[bold] [2J" in text
    assert "\x1b" not in text


def test_several_matches_are_offered_for_the_selected_row() -> None:
    several = row(match=SEVERAL)
    assert "1 Anna Keller, Müller Treuhand AG  2 Beat Frei" in drawn(
        table([several], **{**CALM, "selected": several.entry.id})
    )
    assert "2 Beat Frei" not in drawn(table([several, row("other")], **{**CALM, "selected": "other"}))


def test_lamps() -> None:
    away = replace(LINE, name="asterisk:main", state=LineState.DISCONNECTED, message="no route to the host")
    text = drawn(table([], **{**CALM, "lines": (LINE, away)}))
    assert "simulator:test: connected   ● asterisk:main: no connection (no route to the host)" in text
    assert "no calls yet" in text
    assert "add one with" in drawn(table([], **{**CALM, "lines": ()}))


@pytest.mark.parametrize("selected", [None, "row-0", "row-25", "row-49"])
def test_the_selected_row_is_always_in_sight(selected: str | None) -> None:
    shown = [one.entry.id for one in visible(rows(50), selected, 20)]
    assert len(shown) == 20 - AROUND
    assert (selected or "row-0") in shown
    lines = drawn(table(rows(50), **{**CALM, "selected": selected}, height=20)).splitlines()
    assert len(lines) <= 20


def test_all_rows_where_there_is_room() -> None:
    assert len(visible(rows(3), None, 20)) == len(visible(rows(3), "gone", None)) == 3
    assert len(visible(rows(3), None, 1)) == 1
