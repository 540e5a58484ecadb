"""An export that is cut anywhere, by a kill or a crash, neither loses nor doubles what goes out."""

import csv
import itertools
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calljournal.cli.session import with_service
from calljournal.settings import Places
from tests.cli.cut_export import CUTS, small_pages
from tests.cli.test_cli import call, done
from tests.engine.booked import add_calls, book_calls

ROOT = Path(__file__).parents[2]

IN_TWO_KINDS = [("time", step) for step in CUTS] + [("calls", "marked"), ("calls", "when it has its name")]


@pytest.mark.parametrize(("what", "step"), IN_TWO_KINDS)
def test_a_kill_neither_loses_nor_doubles(what: str, step: str, tmp_path: Path) -> None:
    """Whatever stands in the files afterwards, each thing is in exactly one of them."""
    book("a", "b", "c")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    killed = subprocess.run(
        [sys.executable, "-m", "tests.cli.cut_export", step, "export", what, str(first), "--new"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        timeout=50,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    whole = first.exists()
    book("d")
    said = done("export", what, str(second), "--new")
    marked = step != "before it is marked"
    assert ("was broken off, and is whole now" in said) == (marked and step != "finished")
    assert first.exists() == marked
    assert whole == (step in ("when it has its name", "before it is finished", "finished"))
    name = "text" if what == "time" else "id"
    assert Counter(cells(tmp_path, name)) == Counter("abcd")
    assert not list(tmp_path.glob("*.part"))


class Crash(BaseException):
    """The end of the program, as it is seen from within."""


def crash(*_: object) -> None:
    """End here."""
    raise Crash


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["book", "export", *CUTS]), min_size=2, max_size=8))
def test_every_minute_is_in_exactly_one_export(steps: list[str]) -> None:
    """Whatever is booked, given out and cut, in whatever order: at last the files hold each entry once."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLJOURNAL_HOME", f"{folder}/home")
        small_pages(patch)
        files = Path(folder) / "files"
        files.mkdir()
        names = itertools.count()
        booked = [f"call-{next(names)}", f"call-{next(names)}"]
        book(*booked)
        for step in steps:
            if step == "book":
                booked.append(f"call-{next(names)}")
                book(booked[-1])
            else:
                give_out(files / f"{next(names)}.csv", step)
        give_out(files / "last.csv", "export")
        assert Counter(cells(files, "text")) == Counter(booked)


def give_out(file: Path, step: str) -> None:
    """Give out what is new, and be cut at a step."""
    with pytest.MonkeyPatch.context() as patch:
        if step in CUTS:
            CUTS[step](patch, crash)
        try:
            result = call("export", "time", str(file), "--new")
        except Crash:
            return
    assert result.exit_code == 0 or "nothing to give out" in result.stderr


def book(*names: str) -> None:
    """Add calls, and book them."""
    add_calls(Places.usual(), *names)
    with_service(lambda service: book_calls(service, *names))


def cells(folder: Path, column: str) -> list[str]:
    """Give what stands in a column of all files together."""
    found = []
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            found += [row[column] for row in csv.DictReader(lines)]
    return found
