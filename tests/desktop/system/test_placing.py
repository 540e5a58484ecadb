"""Where the journal opens: the nearest corner, on the screen where it was, or the nearest one."""

import pytest
from PySide6.QtCore import QRect

from calljournal.desktop.system.placing import Place, Screen, nearest_screen, opened_anew

LEFT = Screen("left", QRect(0, 0, 1600, 970))  # a task bar of 30 below
RIGHT = Screen("right", QRect(1600, 0, 1920, 1080))
ABOVE = Screen("above", QRect(0, -1200, 1920, 1200))


def was(x: int, y: int, width: int = 800, height: int = 500, screen: Screen = LEFT) -> Place:
    outer = QRect(x, y, width, height)
    return Place(outer, outer.adjusted(1, 20, -1, -5), screen)


@pytest.mark.parametrize(
    ("last", "corner"),
    [
        ((10, 10), (0, 0)),
        ((700, 30), (800, 0)),
        ((30, 400), (0, 470)),
        ((790, 465), (800, 470)),
        ((399, 100), (0, 0)),
        ((401, 100), (800, 0)),
        ((400, 235), (0, 0)),  # just as near to all four: the first
        ((-300, -200), (0, 0)),  # partly outside
        ((1500, 900), (800, 470)),
    ],
)
def test_it_opens_in_the_nearest_corner(last: tuple[int, int], corner: tuple[int, int]) -> None:
    assert opened_anew(was(*last), [LEFT]) == QRect(*corner, 800, 500)


def test_it_opens_on_the_screen_where_it_was() -> None:
    """Also where that is not the first one, and lies at negative places."""
    assert opened_anew(was(2600, 500, screen=RIGHT), [LEFT, RIGHT]) == QRect(2720, 580, 800, 500)
    assert opened_anew(was(100, -1150, screen=ABOVE), [LEFT, ABOVE]) == QRect(0, -1200, 800, 500)


def test_a_screen_that_has_moved_takes_the_window_along() -> None:
    """The same screen, now on the other side: what counts is where the window was on it."""
    moved = Screen("right", QRect(-1920, 0, 1920, 1080))
    assert opened_anew(was(2600, 500, screen=RIGHT), [LEFT, moved]) == QRect(-800, 580, 800, 500)


def test_another_resolution_keeps_the_corner_and_clips_the_size() -> None:
    """A notebook without its big screen's resolution, or one that scales twice: half as many points."""
    halved = Screen("right", QRect(0, 0, 960, 540))
    last = was(2400, 480, 1100, 590, screen=RIGHT)
    assert opened_anew(last, [halved]) == QRect(0, 0, 960, 540)
    assert opened_anew(was(2600, 500, 700, 300, screen=RIGHT), [halved]) == QRect(260, 240, 700, 300)


@pytest.mark.parametrize(
    ("last", "there", "screen"),
    [
        ((2600, 500), (LEFT, ABOVE), "left"),  # it covers neither; left is nearer
        ((1300, 100), (LEFT, ABOVE), "left"),  # it covers left
        ((5000, -3000), (LEFT, ABOVE), "above"),
    ],
)
def test_a_screen_that_has_gone_is_replaced_by_the_nearest(
    last: tuple[int, int], there: tuple[Screen, ...], screen: str
) -> None:
    place = was(*last, screen=RIGHT)
    assert nearest_screen(place, there).name == screen
    opened = opened_anew(place, there)
    assert next(one for one in there if one.name == screen).available.contains(opened)


def test_every_place_ends_wholly_on_a_screen() -> None:
    for x in range(-3000, 5000, 611):
        for y in range(-3000, 3000, 577):
            for screens in ([LEFT], [LEFT, RIGHT], [RIGHT, ABOVE], [ABOVE]):
                opened = opened_anew(was(x, y, 1700, 1000, screen=RIGHT), screens)
                assert any(screen.available.contains(opened) for screen in screens)
