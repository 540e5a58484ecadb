"""`calljournal journal` says when a line was not connected: an empty journal proves nothing then."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.cli.test_cli import call, done

NOBODY = 9
"""The port `discard`, on which nobody listens."""


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`calljournal watch` with a line to an Asterisk that is not there, once it has said so."""
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_AWAY", "x")
    done("lines", "add", "asterisk", "away", "--set", "own=101", "--set", "user=cti", "--set", f"port={NOBODY}")
    watch = subprocess.Popen([sys.executable, "-m", "calljournal", "watch"], stderr=subprocess.PIPE, text=True)
    assert watch.stderr
    while "nothing answers on" not in watch.stderr.readline():
        assert watch.poll() is None
    yield
    watch.kill()
    watch.communicate()


@pytest.mark.usefixtures("watching")
def test_the_journal_says_that_a_line_is_away() -> None:
    """Below the calls; beside them where programs read, for there a line is a call."""
    assert "asterisk:away: not connected since" in done("journal")
    result = call("journal", "--json")
    assert result.stdout == ""
    assert "asterisk:away: not connected since" in result.stderr
    assert "not connected" not in done("journal", "--until", "yesterday")
