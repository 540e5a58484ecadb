"""Copies that the program made by itself, before a restore or an update: deleted when they are old."""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from calljournal.errors import StoreFailed
from calljournal.words import say

KEPT = timedelta(days=90)
"""How long: whatever a restore or an update took away is missed before."""

_COPY = re.compile(r"(?P<kind>before-restore|\w+-step)(?:\d+)?-(?P<day>\d{8})[-T]\d{6}\D.*", re.ASCII)
"""What they are called: before-restore-20260309-081502-120457.zip, journal-step03-20260309T081502Z.db."""


def delete_old(folder: Path, now: datetime) -> int:
    """Delete the old copies in a folder, but for the latest of each kind, and count them.

    What somebody else put there stays. Raises StoreFailed where one cannot be deleted.
    """
    kinds: dict[str, list[tuple[str, Path]]] = {}
    for copy in folder.glob("*"):
        called = _COPY.fullmatch(copy.name)
        if called:
            kinds.setdefault(called["kind"], []).append((called["day"], copy))
    before = f"{now - KEPT:%Y%m%d}"
    old = [copy for copies in kinds.values() for day, copy in sorted(copies)[:-1] if day < before]
    for copy in old:
        _delete(copy)
    return len(old)


def _delete(copy: Path) -> None:
    try:
        if copy.is_dir():  # of files that were damaged
            shutil.rmtree(copy)
        else:
            copy.unlink()
    except OSError as error:
        raise StoreFailed(
            say(
                "the old copy {copy} cannot be deleted ({error}): delete it yourself",
                copy=str(copy),
                error=str(error.strerror),
            )
        ) from error
