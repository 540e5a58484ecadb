"""Every play of the catalogue on the real Asterisk, on both dialplans at a time: each row as it has to be, no other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.catalogue.person import ANNA, PERSON, UNHEARD
from tests.catalogue.plays import PLAYS, title
from tests.catalogue.row import differences
from tests.catalogue.stage import Play, Stage, options_for
from tests.pbx.dialplans import DIALPLANS
from tests.pbx.install import Install

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def stages(pbx_install: Install, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Stage]]:
    """A PBX for each dialplan, watched by a journal that hears everything and by that of one person."""
    with ExitStack() as stack:
        secrets = stack.enter_context(pytest.MonkeyPatch.context())
        stages = []
        for dialplan in DIALPLANS:
            options = options_for(dialplan)
            secrets.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", options.secrets["cti"])
            stage = stack.enter_context(Stage(pbx_install, tmp_path_factory.mktemp(dialplan), options))
            stage.watch("cti")
            stage.watch(ANNA, PERSON, user=ANNA)
            stages.append(stage)
        yield stages


@pytest.mark.parametrize("play", PLAYS, ids=title)
def test_rows_are_what_happened(stages: list[Stage], play: Play) -> None:
    """Direction, scope, number, name, presentation, outcome, times, legs: exactly."""
    with ThreadPoolExecutor(len(stages)) as both:
        wrong = list(both.map(lambda stage: _wrong(stage, play), stages))
    assert [line for heard_all, _ in wrong for line in heard_all] == []
    hers = [line for _, heard_hers in wrong for line in heard_hers]
    assert bool(hers) is (title(play) in UNHEARD), hers


def _wrong(stage: Stage, play: Play) -> tuple[list[str], list[str]]:
    """Play, and say in what the journals are not as they have to be: that of the house, and that of one person."""
    try:
        wanted = list(play(stage))
        hers = [row for row in wanted if row.owner in PERSON.split("+")]
        return (
            differences(wanted, stage.rows("cti", len(wanted))),
            differences(hers, stage.rows(ANNA, len(hers))),
        )
    except Exception as error:
        error.add_note(f"{stage.options.dialplan} dialplan\n{stage.rig.log()}")
        raise
    finally:
        stage.clear()
