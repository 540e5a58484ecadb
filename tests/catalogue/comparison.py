"""Each play beside Asterisk's own records of it: what happened, what we say, and what they bill."""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from calljournal.calls import Owners
from calljournal.contracts.rows import JournalRow
from tests.catalogue.cdr import CallRecord, billed, misbilled
from tests.catalogue.plays import title
from tests.catalogue.row import Row, differences
from tests.catalogue.stage import OWN, Play, Stage, options_for
from tests.pbx.dialplans import DIALPLANS
from tests.pbx.install import Install

RECORDS_SECONDS = 0.3
"""So long no further record comes before those that are there are all."""
PLAYED_AGAIN = 2
"""A machine that others use is slow at times: a call of which times alone are wrong is played again so often."""


class Unhurried(Stage):
    """A stage on which each wait and each talk lasts a second or two, so that a wrong reading shows."""

    def talk(self, seconds: float = 0.4) -> None:
        """Leave alone what is shorter (keys are pressed) and what is longer."""
        if 0.2 <= seconds < 1.5:
            seconds = 1.0 if seconds < 0.5 else 2.0
        super().talk(seconds)


@dataclass(frozen=True)
class Compared:
    """A kind of call on one dialplan: what happened, what we say, and what Asterisk recorded."""

    play: Play
    truth: list[Row]
    rows: list[JournalRow]
    wrong: list[str]
    records: list[CallRecord]

    @property
    def misbilled(self) -> dict[str, str]:
        """Owner -> in what Asterisk's records bill something else than what happened."""
        return misbilled(self.truth, billed(self.records, Owners.parse(OWN)))


def compare(stage: Stage, play: Play) -> Compared:
    """Play a call; once more where times alone are wrong."""
    compared = _played(stage, play)
    for _ in range(PLAYED_AGAIN):
        if not compared.wrong or not all(words.endswith(" s") for words in compared.wrong):
            break
        print(f"{title(play)} on {stage.options.dialplan}, played again: {'; '.join(compared.wrong)}", flush=True)
        compared = _played(stage, play)
    return compared


def _played(stage: Stage, play: Play) -> Compared:
    before = len(stage.rig.asterisk.call_records)
    try:
        truth = list(play(stage))
        rows = stage.rows("cti", len(truth))
    finally:
        stage.clear()
    return Compared(play, truth, rows, differences(truth, rows), _records(stage, before))


def _records(stage: Stage, before: int) -> list[CallRecord]:
    """The records that were written since."""
    count = -1
    while count != (count := len(stage.rig.asterisk.call_records)):
        time.sleep(RECORDS_SECONDS)
    return [CallRecord.of(columns) for columns in stage.rig.asterisk.call_records[before:]]


def compare_all(install: Install, plays: tuple[Play, ...]) -> Iterator[list[Compared]]:
    """Play each on all dialplans at a time."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stages = []
        for dialplan in DIALPLANS:
            options = options_for(dialplan, cdr=True)
            os.environ["CALLJOURNAL_SECRET_ASTERISK_MAIN"] = options.secrets["cti"]
            stage = stack.enter_context(Unhurried(install, folder / dialplan, options))
            stage.watch("cti", ring=3)
            stages.append(stage)
        all_of_them = stack.enter_context(ThreadPoolExecutor(len(stages)))
        for play in plays:
            yield list(all_of_them.map(lambda stage: compare(stage, play), stages))  # noqa: B023  (used at once)
