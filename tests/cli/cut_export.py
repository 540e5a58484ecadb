"""A `calljournal export` that is cut at a step: `python -m tests.cli.cut_export STEP WORDS...` (see `CUTS`).

A cut before a step ends the process as SIGKILL does, so that nothing is tidied up.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calljournal.cli import commands, export
from calljournal.contracts.export_commands import ExportedCalls, ExportedWork
from calljournal.engine import export_file
from calljournal.engine.giving_out import GivingOut

Cut = Callable[..., Any]


def _at_second(function: Cut, cut: Cut) -> Cut:
    """Do it once, and be cut the second time."""
    calls: list[int] = []

    def once(*values: Any) -> Any:
        calls.append(1)
        return function(*values) if len(calls) == 1 else cut()

    return once


def _at_naming(cut: Cut, *, named: bool) -> Cut:
    """Be cut before or after a file that was written whole gets its name; other files are none of ours."""
    replace = Path.replace

    def at_naming(part: Path, file: Path) -> Path:
        ours = part.suffix == ".part"
        if ours and not named:
            cut()
        whole = replace(part, file)
        if ours:
            cut()
        return whole

    return at_naming


CUTS: dict[str, Callable[[pytest.MonkeyPatch, Cut], None]] = {
    "before it is marked": lambda patch, cut: patch.setattr(GivingOut, "_begin", cut),
    "marked": lambda patch, cut: patch.setattr(export, "write", cut),
    "with an empty file": lambda patch, cut: patch.setattr(export_file.FileWriter, "add", cut),
    "after the first page": lambda patch, cut: patch.setattr(
        export_file.FileWriter, "add", _at_second(export_file.FileWriter.add, cut)
    ),
    "before it is on the disk": lambda patch, cut: patch.setattr(export_file.os, "fsync", cut),
    "before it has its name": lambda patch, cut: patch.setattr(Path, "replace", _at_naming(cut, named=False)),
    "when it has its name": lambda patch, cut: patch.setattr(Path, "replace", _at_naming(cut, named=True)),
    "before it is finished": lambda patch, cut: patch.setattr(GivingOut, "_finish", cut),
    "finished": lambda patch, cut: patch.setattr(export, "_tell", cut),
}
"""What is replaced by the cut, by where an export is broken off."""


def small_pages(patch: pytest.MonkeyPatch) -> None:
    """Have every page hold one thing, so that there is more than one."""
    patch.setattr(export_file, "ExportedWork", lambda name, after: ExportedWork(name, after, 1))
    patch.setattr(export_file, "ExportedCalls", lambda name, after: ExportedCalls(name, after, 1))


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _, step, *words = sys.argv
    patch = pytest.MonkeyPatch()
    small_pages(patch)
    CUTS[step](patch, _die)
    commands(words)
