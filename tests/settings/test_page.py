"""The page for administrators says what is: every key, and examples that can be used as they stand."""

import re
from pathlib import Path

import pytest

from calljournal.settings import keys
from tests.settings.conftest import Computer

PAGE = (Path(__file__).parents[2] / "docs/settings.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[a-z.`, _]+`) \|.*$", re.MULTILINE)


def documented() -> set[str]:
    """Give the keys of the table, written out: `firm.rounding.unit`, `.minimum` are two."""
    found: set[str] = set()
    table = PAGE[PAGE.index("## All keys") : PAGE.index("## Forty")]
    for row in ROW.findall(table):
        first, *others = re.findall(r"`([a-z_.]+)`", row)
        found |= {first, *(first.rpartition(".")[0] + other for other in others)}
    return found


def test_every_key_is_on_the_page() -> None:
    assert documented() == set(keys())


@pytest.mark.parametrize("name", list(keys()))
def test_its_default_is_the_one_that_holds(name: str) -> None:
    """Where the page names one for a key by itself."""
    row = re.search(rf"^\| `{re.escape(name)}` \|.*\| (.*) \|$", PAGE, re.MULTILINE)
    default = keys()[name].field.default
    if row is not None:
        assert row[1].strip() == ({True: "yes", False: "no"}[default] if isinstance(default, bool) else str(default))


def test_the_example_for_forty_computers_works(computer: Computer) -> None:
    """The file and the variables of the script, as they are printed."""
    text = PAGE[PAGE.index("## Forty") :]
    computer.administrator_writes(text[text.index("```toml\n") + 8 :].partition("```")[0])
    variables = dict(re.findall(r"^(CALLJOURNAL_SET_\w+)=\$(\w+)$", text, re.MULTILINE))
    assert len(variables) == 2
    computer.environment_has(**variables)
    line = computer.settings.lines["asterisk:main"]
    assert (line.values["host"], line.values["own"], line.values["user"]) == ("pbx.example", "own", "account")
    assert computer.layers.locks.of(("firm", "area"))


@pytest.mark.parametrize("variable", sorted(set(re.findall(r"`(CALLJOURNAL_SET_\w+=\w*)", PAGE))))
def test_the_variables_that_it_names_are_read(computer: Computer, variable: str) -> None:
    name, _, text = variable.partition("=")
    computer.environment_has(**{name: text})
    assert len(computer.layers.locks.by) == 1
