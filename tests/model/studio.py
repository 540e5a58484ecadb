"""A rig with Call Journal on it, on which one plan after the other is tried."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.model.compare import Difference, as_row, compare
from tests.model.exchange import RING_SECONDS
from tests.model.plans import Plan
from tests.model.player import NotPlayed, play
from tests.model.truth import truth
from tests.model.watch import Watch
from tests.pbx.config import Options
from tests.pbx.install import Install
from tests.pbx.rig import Pbx

OPTIONS = Options(channelvars="CALLERID(num-pres)", ring_seconds=RING_SECONDS)


@dataclass(frozen=True)
class Trial:
    """What came of a plan: `void` says why it proves nothing; of a failed one there is a recording."""

    plan: Plan
    void: str | None = None
    differences: tuple[Difference, ...] = ()
    recording: Path | None = None

    def forget(self) -> None:
        """Remove the recording: a smaller plan shows the same."""
        if self.recording is not None:
            shutil.rmtree(self.recording.parent)


class Studio:
    """One Asterisk, its telephones, and a line that watches it; `attempt` may be called from one thread at a time."""

    def __init__(self, install: Install) -> None:
        self._rig = Pbx(install, OPTIONS)
        self._stack = ExitStack()
        self._watching = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._rig)
        self._stack.enter_context(self._watching)
        self._watch = self._watching.enter_context(Watch(self._rig))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def attempt(self, plan: Plan) -> Trial:
        """Play a plan and hold the journal against the truth."""
        trial = self._try(plan)
        if plan.offline or trial.void is not None:
            self._begin_anew()
        return trial

    def _try(self, plan: Plan) -> Trial:
        self._watch.begin()
        try:
            expected = truth(play(plan, self._rig))
        except NotPlayed as why:
            return Trial(plan, void=str(why))
        differences = compare(expected, [as_row(entry) for entry in self._watch.rows()])
        if not differences:
            return Trial(plan)
        folder = Path(tempfile.mkdtemp(prefix="calljournal-model-"))
        return Trial(plan, None, tuple(differences), self._watch.save(folder, f"plan-{plan.seed}"))

    def _begin_anew(self) -> None:
        """Take another PBX, another connection: calls of a plan that went wrong may still live, and a telephone that
        gave no sign of life is asked for half a minute: the next plan's would take that for a call.
        """
        self._watching.close()
        self._rig.asterisk.restart()
        self._watch = self._watching.enter_context(Watch(self._rig))
