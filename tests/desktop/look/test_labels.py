"""What the pointer says: lines that can be read, and never markup from outside."""

import pytest
from PySide6.QtGui import QKeySequence

from calljournal.desktop.booking.buttons import FormButtons
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.hints import facts_hint
from calljournal.desktop.look.labels import WIDEST, hint, hint_lines
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import make_row

LONG = "She asks for the contract of 2019 with all of its annexes, " * 6


def test_long_lines_are_broken_between_words() -> None:
    lines = hint(LONG).split("\n")
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDEST
    assert " ".join(lines) == LONG.strip()
    assert hint("first\nsecond") == "first\nsecond"
    assert hint_lines(["", "x" * 200])[0] == ""
    assert hint("") == ""


def test_what_looks_like_markup_is_text() -> None:
    assert hint("<b>Anna</b> & Co.") == "<p style='white-space:pre'>&lt;b&gt;Anna&lt;/b&gt; &amp; Co.</p>"


def test_the_note_of_a_call_is_broken_too() -> None:
    row = make_row("a", talk=60, note=LONG)
    assert max(len(line) for line in facts_hint(row).split("<br>")[1:]) <= WIDEST + len("</p>")


@pytest.mark.desktop
def test_keys_are_named_as_the_system_does(opened: Opened, bridge: Bridge) -> None:
    """Nobody writes "Ctrl+I" into a hint."""
    opened.open(bridge)
    native = QKeySequence.SequenceFormat.NativeText
    window = opened.window
    for widget, key in (
        (window.calls.show_details, "Ctrl+I"),
        (window.footer.totals, "Ctrl+U"),
        (window.calls.filters.history, "Ctrl+H"),
        (window.bar.menu_button, "F10"),
        (window.worklist.back, "Esc"),
    ):
        assert widget.toolTip().endswith(f"({QKeySequence(key).toString(native)})")
    assert FormButtons(window).book.toolTip() == QKeySequence("Ctrl+Return").toString(native)


@pytest.mark.desktop
def test_a_booking_form_bears_the_programs_icon(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=60))
    opened.open(bridge)
    form = opened.forms.open(opened.fake.rows["a"], Kind.TIME)
    assert not form.windowIcon().isNull()
