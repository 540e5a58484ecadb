"""Variables of the environment are settings, above every file."""

import pytest

from calljournal.errors import BadSettings
from calljournal.settings import keys, variable_for
from tests.settings.conftest import Computer

OWN = "CALLJOURNAL_SET_LINES__ASTERISK__MAIN__OWN"


def test_every_key_has_a_variable_of_its_own() -> None:
    """No two keys are named alike, so that none is set for another."""
    assert len({variable_for(name) for name in keys()}) == len(keys())
    assert variable_for("firm.rounding.unit") == "CALLJOURNAL_SET_FIRM_ROUNDING_UNIT"


@pytest.mark.parametrize("name", list(keys()))
def test_every_key_can_be_set_by_its_variable(computer: Computer, name: str) -> None:
    """It is read as the kind of value that it is, and locked."""
    key = keys()[name]
    default = key.field.default
    if isinstance(default, bool):
        text, value = ("no", False) if default else ("yes", True)
    elif isinstance(default, int):
        text, value = "5", 5  # type: ignore[assignment]
    elif key.field.choices:
        text = value = key.field.choices[-1].value  # type: ignore[assignment]
    else:
        text = value = TEXTS.get(name, "x")  # type: ignore[assignment]
    computer.environment_has(**{variable_for(name): text})
    layers = computer.layers
    assert key.value_in(layers.settings) == value
    assert layers.locks.of(key.path) == f"the environment ({variable_for(name)})"


TEXTS = {
    "firm.country": "DE",
    "firm.area": "30",
    "firm.outside": "9",
    "firm.internal": "3",
    "firm.international": "00",
    "firm.callers": "with",
    "user.reminder": "17:30",
}


def test_signs_in_a_row_count_as_one(computer: Computer) -> None:
    computer.environment_has(CALLJOURNAL_SET_FIRM__COUNT__HELD="no")
    assert not computer.settings.firm.count_held


def test_nothing_can_be_set_to_nothing(computer: Computer) -> None:
    """An empty text is one, and goes before what the files say."""
    computer.user_writes('[firm]\narea = "44"\n')
    computer.environment_has(CALLJOURNAL_SET_FIRM_AREA="")
    assert computer.settings.firm.area == ""


def test_values_of_a_line_that_is_known(computer: Computer) -> None:
    """Whatever its name looks like; an unknown line is made."""
    computer.administrator_writes('[lines."asterisk:Haupt-Haus 2"]\nsystem = "asterisk"\nvalues = { host = "pbx" }\n')
    computer.environment_has(
        CALLJOURNAL_SET_LINES__ASTERISK__HAUPT_HAUS_2__OWN="101",
        CALLJOURNAL_SET_LINES__ASTERISK__HAUPT_HAUS_2__AUTO_LOAD="off",
        CALLJOURNAL_SET_LINES__SIMULATOR__NEW__TLS_CA="x",
    )
    lines = computer.settings.lines
    assert lines["asterisk:Haupt-Haus 2"].values == {"host": "pbx", "own": "101"}
    assert not lines["asterisk:Haupt-Haus 2"].auto_load
    assert (lines["simulator:new"].system, lines["simulator:new"].values) == ("simulator", {"tls_ca": "x"})
    assert computer.layers.supplied_by("simulator:new") == (
        "the environment (CALLJOURNAL_SET_LINES__SIMULATOR__NEW__TLS_CA)"
    )


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"CALLJOURNAL_SET_FIRM_CONTRY": "DE"}, "CALLJOURNAL_SET_FIRM_CONTRY"),
        ({"CALLJOURNAL_SET_": "DE"}, "no such setting"),
        ({"CALLJOURNAL_SET_FIRM": "DE"}, "no such setting"),
        ({"CALLJOURNAL_SET_FIRM_SHORTEST": "long"}, "CALLJOURNAL_SET_FIRM_SHORTEST: .*not a whole number"),
        ({"CALLJOURNAL_SET_FIRM_DIAL": "both"}, "CALLJOURNAL_SET_FIRM_DIAL: .*one of line, uri"),
        ({"CALLJOURNAL_SET_FIRM_PLUS": "perhaps"}, "say yes or no"),
        ({"CALLJOURNAL_SET_FIRM_COUNTRY": "Germany"}, "CALLJOURNAL_SET_FIRM_COUNTRY.*two letters"),
        ({"CALLJOURNAL_SET_FIRM_AREA": "1", "CALLJOURNAL_SET_FIRM__AREA": "2"}, "name the same setting"),
        ({"CALLJOURNAL_SET_LINES": "x"}, "no such setting"),
        ({"CALLJOURNAL_SET_LINES__ASTERISK__MAIN": "x"}, f"a line is set like {OWN}"),
        ({"CALLJOURNAL_SET_LINES__ASTERISK__A__B__OWN": "x"}, f"a line is set like {OWN}"),
    ],
)
def test_a_variable_that_cannot_be_is_named(computer: Computer, variables: dict[str, str], words: str) -> None:
    """One that would do nothing would be believed to do something."""
    computer.environment_has(**variables)
    with pytest.raises(BadSettings, match=words):
        _ = computer.settings
