"""Defaults, the computer's file, the user's file, the environment: what holds, and who is told to be wrong."""

from pathlib import Path

import platformdirs
import pytest

from calljournal.errors import BadSettings
from calljournal.settings import Settings
from tests.settings.conftest import Computer

LINE = '[lines."asterisk:main"]\nsystem = "asterisk"\n[lines."asterisk:main".values]\nhost = "pbx"\nuser = "anna"\n'


def test_without_any_file_the_defaults_hold(computer: Computer) -> None:
    assert computer.settings == Settings()
    assert not computer.layers.locks.by


def test_each_layer_goes_before_the_one_below_key_by_key(computer: Computer) -> None:
    computer.administrator_writes('[firm]\ncountry = "DE"\narea = "30"\noutside = "0"\n')
    computer.user_writes('[firm]\narea = "40"\noutside = "9"\n')
    computer.environment_has(CALLJOURNAL_SET_FIRM_OUTSIDE="1")
    firm = computer.settings.firm
    assert (firm.country, firm.area, firm.outside, firm.internal) == ("DE", "40", "1", "2-4")


def test_what_is_locked_the_user_cannot_override(computer: Computer) -> None:
    """A key, a table, and the lines as a whole; the rest is the user's."""
    computer.administrator_writes(
        'locked = ["firm.country", "firm.retention", "lines"]\n'
        f'[firm]\ncountry = "DE"\narea = "30"\n[firm.retention]\nunbooked = 30\n{LINE}'
    )
    computer.user_writes(
        '[firm]\ncountry = "CH"\narea = "44"\n[firm.retention]\nunbooked = 0\nprivate = 0\n'
        '[lines."simulator:mine"]\nsystem = "simulator"\n'
    )
    settings = computer.settings
    assert (settings.firm.country, settings.firm.area) == ("DE", "44")
    assert (settings.firm.retention.unbooked, settings.firm.retention.private) == (30, 7)
    assert list(settings.lines) == ["asterisk:main"]


def test_a_lock_without_a_value_fixes_the_default(computer: Computer) -> None:
    computer.administrator_writes('locked = ["user.language"]\n')
    computer.user_writes('[user]\nlanguage = "de"\n')
    assert computer.settings.user.language == ""


def test_a_line_of_the_computer_is_completed_by_the_user(computer: Computer) -> None:
    """The administrator knows the host, the user the telephone; one value of a line can be locked alone."""
    computer.administrator_writes(f'locked = ["lines.asterisk:main.host"]\n{LINE}')
    computer.user_writes('[lines."asterisk:main"]\nauto_load = false\nvalues = { own = "101", host = "elsewhere" }\n')
    line = computer.settings.lines["asterisk:main"]
    assert line.system == "asterisk"
    assert not line.auto_load
    assert line.values == {"host": "pbx", "user": "anna", "own": "101"}


def test_who_has_fixed_what_is_said(computer: Computer) -> None:
    computer.administrator_writes('locked = ["firm.retention", "firm.country"]\n')
    computer.environment_has(CALLJOURNAL_SET_FIRM_COUNTRY="AT")
    locks = computer.layers.locks
    assert locks.of(("firm", "country")) == "the environment (CALLJOURNAL_SET_FIRM_COUNTRY)"
    assert locks.of(("firm", "retention", "booked")) == f"the settings of this computer ({computer.machine})"
    assert locks.of(("firm", "area")) == ""
    assert locks.of(("firm",)) == ""
    assert locks.within(("firm",)) != ""
    assert locks.within(("user",)) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[firm\n", "is no TOML file"),
        ('[firm]\ncountry = "Switzerland"\n', "firm: country must be two letters"),
        ("[firm]\nshortest = true\n", "firm.shortest: Expected `int`"),
        ('[farm]\ncountry = "CH"\n', "farm"),
        ("locked = true\n", "locked is a list"),
        ("locked = [1]\n", "locked is a list"),
        ('locked = ["firm.contry"]\n', "no setting or table 'firm.contry'"),
        ('locked = ["lines.asterisk:main"]\n', "no setting or table 'lines.asterisk:main'"),
    ],
)
def test_a_broken_file_of_the_computer_is_named(computer: Computer, text: str, words: str) -> None:
    """It is the administrator's to correct, whatever the user has set."""
    computer.administrator_writes(text)
    computer.user_writes('[firm]\narea = "44"\n')
    with pytest.raises(BadSettings) as error:
        _ = computer.settings
    assert str(computer.machine) in str(error.value)
    assert str(computer.user) not in str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[firm\n", "is no TOML file"),
        ('[user]\nnotice = "shout"\n', "user.notice"),
        ('[user]\nreminder = "half past five"\n', "user.reminder: a time of the day"),
        ('[user]\nreminder = "24:00"\n', "user.reminder: a time of the day"),
        (f'[user]\nshortcut_dial = "{"Ctrl+" * 20}D"\n', "user.shortcut_dial"),
        ('locked = ["firm"]\n', "locked"),
        ("firm = 3\n", "firm"),
    ],
)
def test_a_broken_file_of_the_user_is_named(computer: Computer, text: str, words: str) -> None:
    computer.administrator_writes('[firm]\ncountry = "DE"\n')
    computer.user_writes(text)
    with pytest.raises(BadSettings) as error:
        _ = computer.settings
    assert str(computer.user) in str(error.value)
    assert words in str(error.value)


def test_a_file_that_is_named_and_not_there_is_an_error(computer: Computer) -> None:
    """A name that was mistyped would leave forty computers without their settings, and nobody would know."""
    computer.environment_has(CALLJOURNAL_MACHINE_SETTINGS=str(computer.machine))
    with pytest.raises(BadSettings, match=r"settings\.toml.*CALLJOURNAL_MACHINE_SETTINGS.*not there"):
        _ = computer.settings


def test_the_usual_place_is_read_where_none_is_named(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CALLJOURNAL_MACHINE_SETTINGS")
    monkeypatch.setattr(platformdirs, "site_config_dir", lambda *names, **how: str(tmp_path / "etc"))
    assert computer.settings == Settings()
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/settings.toml").write_text('[firm]\ncountry = "AT"\n')
    assert computer.settings.firm.country == "AT"
