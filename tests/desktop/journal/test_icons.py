"""The pictures: one for everything that there is, each with a shape of its own."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from calljournal.calls import Direction
from calljournal.contracts.line import LineState
from calljournal.desktop.look.icons import CALL_SIZE, LAMPS, OUTCOMES, STATES, Icons
from calljournal.journal import Entry, Outcome, RowState
from tests.desktop.samples import make_row

pytestmark = pytest.mark.desktop

SHARED = {frozenset({Outcome.TRANSFERRED, Outcome.FORWARDED})}
"""Told apart by their word: both were passed on."""


def shape(icon: QIcon) -> QImage:
    """Give what is drawn where, without its colour."""
    return icon.pixmap(CALL_SIZE).toImage().convertToFormat(QImage.Format.Format_Alpha8)


def difference(one: QImage, other: QImage) -> float:
    """Give how many points of two pictures differ clearly, of a hundred."""
    points = [(x, y) for x in range(one.width()) for y in range(one.height())]
    differing = [at for at in points if abs(one.pixelColor(*at).alpha() - other.pixelColor(*at).alpha()) > 100]
    return 100 * len(differing) / len(points)


def entry(state: RowState, outcome: Outcome | None = None, direction: Direction = Direction.INCOMING) -> Entry:
    return replace(make_row("a").entry, state=state, outcome=outcome, direction=direction)


def test_everything_has_a_picture() -> None:
    assert set(STATES) == set(RowState)
    assert set(OUTCOMES) == set(Outcome)
    assert set(LAMPS) == set(LineState)


def test_pictures_differ_by_their_shape(qapp: QApplication) -> None:
    """Whoever sees no colours tells every state and outcome from every other."""
    icons = Icons()
    live = [state for state in RowState if state is not RowState.ENDED]
    shapes = {state: shape(icons.of_call(entry(state))) for state in live} | {
        outcome: shape(icons.of_call(entry(RowState.ENDED, outcome))) for outcome in Outcome
    }
    alike = {frozenset(pair) for pair in combinations(shapes, 2) if difference(*(shapes[one] for one in pair)) < 4}
    assert alike == SHARED


def test_incoming_and_outgoing_differ_by_their_shape(qapp: QApplication) -> None:
    icons = Icons()
    ways = [shape(icons.of_call(entry(RowState.TALKING, direction=direction))) for direction in Direction]
    assert difference(*ways) > 4


def test_pictures_are_sharp_on_dense_screens(qapp: QApplication) -> None:
    icon = Icons().of_call(entry(RowState.TALKING))
    assert icon.pixmap(CALL_SIZE, 2.0).width() == 2 * CALL_SIZE.width()


def test_a_picture_is_drawn_once(qapp: QApplication) -> None:
    icons = Icons()
    assert icons.of_call(entry(RowState.TALKING)).cacheKey() == icons.of_call(entry(RowState.TALKING)).cacheKey()


def test_colours_fit_the_theme(qapp: QApplication) -> None:
    """Links are dark blue on white and light blue on black."""
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    assert Icons(QPalette(QColor("white"))).link_colour.lightness() < 128 < Icons(dark).link_colour.lightness()
