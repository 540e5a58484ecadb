"""`calljournal numbers read | match | dial`, as a script uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import call, done, refused

KEYS = ["written", "e164", "trunk", "extension", "kind", "certain", "reason", "suggestion", "display"]


def read(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done("numbers", "read", "--json", *words))
    return found


def test_a_reading_says_everything_in_this_order() -> None:
    assert list(read("044 000 12 34", "--country", "CH")) == KEYS
    assert read("030 12345-678", "--country", "DE", "--area", "30") == {
        "written": "030 12345-678",
        "e164": "+493012345678",
        "trunk": "+493012345",
        "extension": "678",
        "kind": "fixed",
        "certain": True,
        "reason": "written as in DE",
        "suggestion": None,
        "display": "030 12345678",
    }


def test_a_doubtful_reading_suggests_what_to_write() -> None:
    found = read("44 000 12 34", "--country", "CH")
    assert (found["certain"], found["suggestion"]) == (False, "+41 44 000 12 34")


def test_several_numbers_in_one_text_are_a_list() -> None:
    found = read("044 000 12 34 / 079 000 12 34", "--country", "CH")
    assert (found["written"], found["e164"]) == ("044 000 12 34 / 079 000 12 34", "+41440001234")
    assert [one["e164"] for one in found["numbers"]] == ["+41440001234", "+41790001234"]
    assert [list(one) for one in found["numbers"]] == [KEYS, KEYS]


def test_every_line_of_the_standard_input_gives_one_line() -> None:
    lines = ["044 000 12 34", "", "kommt noch", "044 000 12 34 oder 079 000 12 34", "\x0b\x1c\x85", "117", " "]
    result = call("numbers", "read", "--json", "--country", "CH", input="\r\n".join(lines))
    found = [json.loads(line) for line in result.output.split("\n")[:-1]]
    assert [one["written"] for one in found] == lines
    assert [one["kind"] for one in found] == [
        *("fixed", "unreadable", "unreadable", "fixed", "unreadable", "emergency", "unreadable")
    ]


def test_bytes_that_are_no_text_are_a_line_as_well() -> None:
    result = call("numbers", "read", "--json", input=b"\xff\xfe 044\n044 000 12 34\n")
    assert [json.loads(line)["e164"] for line in result.output.splitlines()] == [None, "+41440001234"]


@pytest.mark.parametrize(
    ("words", "kind", "e164"),
    [
        (("0 0049 30 23125678", "--from", "pbx", "--outside", "0"), "fixed", "+493023125678"),
        (("00440001234", "--from", "pbx", "--outgoing", "--outside", "0"), "fixed", "+41440001234"),
        (("41440001234", "--from", "pbx"), "fixed", "+41440001234"),
        (("312", "--from", "pbx", "--internal", "3"), "internal", None),
        (("anonymous", "--from", "pbx"), "withheld", None),
        (("", "--from", "pbx"), "withheld", None),
        (("unavailable", "--from", "pbx"), "unavailable", None),
        (("tel:+41%2044%20000%2012%2034", "--from", "uri"), "fixed", "+41440001234"),
        (("1811",), "short", None),
        (("0800 660 660",), "service", "+41800660660"),
        (("079 000 12 34",), "mobile", "+41790001234"),
    ],
)
def test_each_source_is_read_in_its_own_way(words: tuple[str, ...], kind: str, e164: str | None) -> None:
    found = read(*words)
    assert (found["kind"], found["e164"]) == (kind, e164)


def test_without_json_it_is_said_in_words() -> None:
    assert done("numbers", "read", "44 000 12 34").startswith("44 000 12 34: +41440001234  fixed (not certain)  ")


def test_settings_that_make_no_sense_are_refused() -> None:
    assert "XX is no country" in refused("numbers", "read", "1", "--country", "XX")
    assert "2-4" in refused("numbers", "read", "1", "--internal", "many")
    assert "firm" in refused("settings", "set", "firm.internal", "x")


def test_a_number_is_matched_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Firma,Vorname,Nachname,Telefon\nDonau GmbH,,,030 12345-0\n,Anna,Keller,+41 44 000 12 34\n")
    done("settings", "set", "firm.country", "DE")
    done("contacts", "import", str(file))
    exact = json.loads(done("numbers", "match", "0041 44 000 12 34", "--json"))
    assert (exact["written"], exact["kind"], exact["reason"]) == ("0041 44 000 12 34", "one", "exact")
    assert exact["contacts"][0]["name"] == "Anna Keller"
    near = json.loads(done("numbers", "match", "+493012345678", "--caller", "--json"))
    assert (near["kind"], near["reason"], near["extension"]) == ("one", "switchboard", "678")
    assert "same switchboard" in done("numbers", "match", "030 12345-678")
    assert "nobody" in done("numbers", "match", "030 23125-1")


def test_a_match_in_a_book_of_another_country_says_what_is_due(tmp_path: Path) -> None:
    """On the error stream: that nobody is found may be for that."""
    file = tmp_path / "people.csv"
    file.write_text("Firma,Vorname,Nachname,Telefon\n,Anna,Keller,030 23125-678\n")
    done("contacts", "import", str(file))
    call("settings", "set", "firm.country", "DE")
    due = call("numbers", "match", "030 23125-678", "--json")
    assert "`calljournal numbers normalise` does it" in due.stderr
    assert json.loads(due.stdout)["reason"] != "exact"
    done("numbers", "normalise")
    now = call("numbers", "match", "030 23125-678", "--json")
    assert (json.loads(now.stdout)["reason"], now.stderr) == ("exact", "")


def test_what_would_be_dialled() -> None:
    done("settings", "set", "firm.outside", "0")
    plain = json.loads(done("numbers", "dial", "+41 (0)44 000 12 34", "--json"))
    shown = {"written": "+41 (0)44 000 12 34", "dial": "00440001234", "display": "044 000 12 34", "differs": None}
    assert plain == shown
    assert json.loads(done("numbers", "dial", "112", "--json"))["dial"] == "112"
    assert "without the 0" in json.loads(done("numbers", "dial", "44 000 12 34", "--json"))["differs"]
    assert "cannot dial" in refused("numbers", "dial", "kommt noch")
    nothing = call("numbers", "dial", "kommt noch", "--json")
    assert (nothing.exit_code, json.loads(nothing.stdout)["dial"]) == (1, None)
    done("lines", "add", "simulator", "sim", "--set", "plus=yes", "--set", "own=101")
    assert done("numbers", "dial", "044 000 12 34", "--line", "simulator:sim").split()[0] == "+41440001234"
