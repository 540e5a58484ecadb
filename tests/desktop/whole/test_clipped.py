"""No text is cut off in any window: English and German, 100 % and 200 %, as it opens and as small as it can be."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from subprocess import Popen
from typing import Any

import pytest

from tests.desktop.whole.children import looking
from tests.desktop.whole.gallery import WINDOWS

SCALES = (1, 2)
LANGUAGES = ("en", "de")
LAPTOP = (1280, 680)
"""Points that a window may need at least: a small laptop has 1366x768, and a bar at its edge."""

PATIENCE = 300.0
Looks = dict[int, dict[str, Any]]


@pytest.fixture(scope="module")
def looks() -> Iterator[Looks]:
    """Look at all windows at both scales, side by side."""
    with ExitStack() as stack:
        children = {scale: stack.enter_context(looking(scale, ())) for scale in SCALES}
        yield {scale: _answer(child) for scale, child in children.items()}


def _answer(child: Popen[str]) -> dict[str, Any]:
    said, erred = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0, erred
    found: dict[str, Any] = json.loads(said)
    return found


@pytest.mark.parametrize("scale", SCALES)
def test_every_window_was_looked_at(looks: Looks, scale: int) -> None:
    assert set(looks[scale]) == {f"{language} {name}" for language in LANGUAGES for name in WINDOWS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", ["usual", "small"])
def test_no_text_is_cut_off(looks: Looks, scale: int, language: str, size: str) -> None:
    found = {name: look[size] for name, look in looks[scale].items() if name.startswith(language) and look[size]}
    assert not found, json.dumps(found, ensure_ascii=False, indent=2)


def test_every_window_has_room_on_a_small_laptop(looks: Looks) -> None:
    sizes = {name: look["size"] for name, look in looks[1].items() if not name.split()[1].startswith("menu")}
    too_large = {name: size for name, size in sizes.items() if size[0] > LAPTOP[0] or size[1] > LAPTOP[1]}
    assert not too_large
