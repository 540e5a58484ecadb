"""Puts a staged backup in place and ends in the middle, at one step after the other, as if the program were killed.

`python -m tests.engine.cut_restore HOME WORK FILE`: FILE is restored into copies of HOME. Prints, as JSON, what the
copy held after each cut when the next start had settled it. Run alone: it forks.
"""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

from calljournal.engine import restoring
from calljournal.settings import Places
from tests.engine.made_home import state


def main(home: Path, work: Path, file: Path) -> None:
    """Cut at the first step, the second ... until a run comes to its end."""
    places = Places.under(work)
    staged = asyncio.run(restoring.stage(Places.under(home), file))
    found: list[object] = []
    ended = False
    while not ended:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(home, work)
        ended = _cut(places, staged, len(found) + 1)
        restoring.settle(places)
        found.append([*state(places), sorted(path.name for path in places.data.iterdir())])
    print(json.dumps(found))


def _cut(places: Places, staged: restoring.Staged, step: int) -> bool:
    """Put it in place in a process that dies before its so manieth step; True where it came to its end before."""
    child = os.fork()
    if child == 0:
        steps = 0

        def watch(event: str, _: object) -> None:
            nonlocal steps
            if event.startswith(("os.", "shutil.")) or event == "open":
                steps += 1
                if steps == step:
                    os._exit(1)

        sys.addaudithook(watch)
        restoring.put_in_place(places, staged)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
