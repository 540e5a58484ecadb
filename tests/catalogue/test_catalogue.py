"""Every play of the catalogue on the real Asterisk, on both dialplans at a time: each row as it has to be, no other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.catalogue.plays import PLAYS, title
from tests.catalogue.row import differences
from tests.catalogue.stage import RING_SECONDS, Play, Stage
from tests.pbx.config import Options
from tests.pbx.dialplans import DIALPLANS
from tests.pbx.install import Install

pytestmark = pytest.mark.real

PRESENTED = "CALLERID(num-pres)"


@pytest.fixture(scope="module")
def stages(pbx_install: Install, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Stage]]:
    """A PBX for each dialplan, watched by a journal."""
    with ExitStack() as stack:
        secrets = stack.enter_context(pytest.MonkeyPatch.context())
        stages = []
        for dialplan in DIALPLANS:
            options = Options(dialplan=dialplan, ring_seconds=RING_SECONDS, channelvars=PRESENTED)
            secrets.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", options.secrets["cti"])
            stage = stack.enter_context(Stage(pbx_install, tmp_path_factory.mktemp(dialplan), options))
            stage.watch("cti")
            stages.append(stage)
        yield stages


@pytest.mark.parametrize("play", PLAYS, ids=title)
def test_rows_are_what_happened(stages: list[Stage], play: Play) -> None:
    """Direction, scope, number, name, presentation, outcome, times, legs: exactly."""
    with ThreadPoolExecutor(len(stages)) as both:
        found = both.map(lambda stage: _wrong(stage, play), stages)
    assert [line for wrong in found for line in wrong] == []


def _wrong(stage: Stage, play: Play) -> list[str]:
    """Play, and say in what the journal is not as it has to be."""
    try:
        wanted = list(play(stage))
        wrong = differences(wanted, stage.rows("cti", len(wanted)))
        return [f"{stage.options.dialplan}: {words}" for words in wrong]
    finally:
        stage.clear()
