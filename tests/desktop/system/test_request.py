"""What a start is to do: read from a command line, sent over, and nothing else believed."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.desktop.system import request as requests
from calljournal.desktop.system.request import Request, read_arguments, read_line, write_line


@pytest.mark.parametrize(
    ("words", "request_"),
    [
        ([], Request("journal")),
        (["--background"], Request("background")),
        (["tel:+41440001234"], Request("dial", "tel:+41440001234")),
        (["CALLTO:0440001234"], Request("dial", "CALLTO:0440001234")),
        (["dial", "--from-outside", "tel:103"], Request("dial", "tel:103")),
        (["desktop", "open", "my-time"], Request("my-time")),
        (["desktop", "open", "book-latest"], Request("book-latest")),
    ],
)
def test_what_opens_a_window(words: list[str], request_: Request) -> None:
    assert read_arguments(words) == request_


@pytest.mark.parametrize(
    "words",
    [
        ["journal"],
        ["--help"],
        ["dial", "0440001234"],
        ["dial", "--from-outside", "0440001234"],
        ["desktop", "open", "dial"],
        ["desktop", "open", "nonsense"],
        ["desktop", "install", "--tel"],
        ["http://example.com"],
        ["tel:103", "tel:104"],
    ],
)
def test_everything_else_is_the_command_line_s(words: list[str]) -> None:
    assert read_arguments(words) is None


@given(st.sampled_from([wish for wish in requests.WISHES if wish != requests.DIAL]), st.text(max_size=50))
def test_a_request_comes_over_as_it_was(wish: str, token: str) -> None:
    assert read_line(write_line(Request(wish, "", token))) == Request(wish, "", token)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b"{}\n",
        b'{"wish": "journal"}\n',
        b'{"wish": 1, "uri": "", "token": ""}\n',
        b'{"wish": "format", "uri": "", "token": ""}\n',
        b'{"wish": "dial", "uri": "", "token": ""}\n',
        b'{"wish": "dial", "uri": "file:///etc/passwd", "token": ""}\n',
        b'{"wish": "journal", "uri": "tel:103", "token": ""}\n',
        b'{"wish": "journal", "uri": "", "token": "' + b"x" * requests.LONGEST + b'"}\n',
        b"\xff\xfe\n",
        b"[" * 3000 + b"\n",
    ],
)
def test_what_is_no_request_is_refused(said: bytes) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):  # its words are for the log
        read_line(said)


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(said: bytes) -> None:
    try:
        request = read_line(said)
    except ValueError:
        return
    assert request.wish in requests.WISHES


def test_a_link_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(ValueError, match="too long"):
        write_line(Request("dial", "tel:" + "1" * requests.LONGEST))


def test_reading_a_command_line_loads_no_qt() -> None:
    """Every command of the command line passes through it."""
    import subprocess

    check = "import sys, calljournal.desktop.system.request; print('PySide6' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", check], text=True).strip() == "False"
    assert json.loads(write_line(Request())) == {"wish": "journal", "uri": "", "token": ""}
