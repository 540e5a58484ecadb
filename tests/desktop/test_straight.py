"""Nothing that comes from outside turns round the writing of the window."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import RowChanged
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.straight import straight, straight_text
from calljournal.journal import RowState
from calljournal.words import Phrase, say
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, make_row, match

TURNED, STRAIGHT = "Anna \u202egnp.exe", "Anna gnp.exe"


class Pair(NamedTuple):
    """A record that is a tuple."""

    name: str
    size: int


@dataclass(frozen=True)
class Told:
    """A record with everything in it."""

    texts: tuple[str, ...]
    by_name: dict[str, str]
    pair: Pair
    state: RowState


@pytest.mark.parametrize("sign", [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))])
def test_every_such_sign_is_taken_out(sign: str) -> None:
    assert straight_text(f"a{sign}b") == "ab"


def test_other_writing_stays() -> None:
    """Hebrew turns by itself, and only itself; marks of direction belong to it."""
    for text in ("Zoë Müller", "\u05e9\u05dc\u05d5\u05dd\u200f 1", "", "plain"):
        assert straight_text(text) is text


def test_it_looks_into_everything_that_crosses() -> None:
    told = Told((TURNED, "b"), {"note": TURNED}, Pair(TURNED, 2), RowState.TALKING)
    assert straight(told) == Told((STRAIGHT, "b"), {"note": STRAIGHT}, Pair(STRAIGHT, 2), RowState.TALKING)
    assert straight([told])[0].pair.name == STRAIGHT


def test_what_has_none_is_not_copied() -> None:
    """So that it costs next to nothing, and what is compared by identity stays the same."""
    row = make_row("a", talk=60)
    rows = (row, replace(row, note="f\u00fcr Anna"))
    phrase = say("It was {who}", who="Anna")
    assert straight(rows) is rows
    assert straight(phrase) is phrase
    assert straight(None) is None
    assert isinstance(phrase, Phrase)


def turned(row: JournalRow) -> JournalRow:
    """Let a caller, a contact and a note bear the sign."""
    anna = replace(ANNA, name=TURNED, address=(TURNED, "Seestrasse 12"))
    return replace(row, entry=replace(row.entry, name=TURNED), match=match(anna), note=TURNED)


def texts(opened: Opened) -> str:
    """Give all that the journal shows, and says under the pointer."""
    model = opened.window.model
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    cells = [str(model.index(0, column).data(role)) for column in Column for role in roles]
    labels = [label.text() for label in opened.window.findChildren(QLabel)]
    return "\n".join([*cells, *labels, opened.window.calls.details.note.toPlainText()])


@pytest.mark.desktop
@pytest.mark.parametrize("comes", ["listed", "told"])
def test_the_journal_shows_names_that_turn_nothing(opened: Opened, bridge: Bridge, comes: str) -> None:
    row = turned(make_row("a", talk=60))
    if comes == "listed":
        opened.fake.add(row)
    opened.open(bridge)
    if comes == "told":
        opened.fake.tell(RowChanged(row))
    opened.wait_ids("a")
    opened.window.calls.show_details.trigger()
    opened.qtbot.waitUntil(lambda: STRAIGHT in opened.window.calls.details.note.toPlainText())
    assert STRAIGHT in texts(opened)
    assert "\u202e" not in texts(opened)


@pytest.mark.desktop
def test_nor_does_an_error(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    opened.doors.erred.emit(f"there is no contact {TURNED}")
    assert opened.window.message.text == f"there is no contact {STRAIGHT}"
