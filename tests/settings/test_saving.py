"""The user's file is changed whole or not at all, and what is locked is not."""

from pathlib import Path

import pytest

from calljournal.errors import BadSettings, Refused, StoreFailed
from calljournal.settings import Settings, change, save
from tests.settings.conftest import Computer


def test_comments_and_order_survive(computer: Computer) -> None:
    computer.user_writes('# mine\n[user]\nname = "anna" # me\n\n[firm]\narea = "44"\n')
    settings = save(computer.user, ("firm", "country"), "DE")
    assert (settings.firm.country, settings.user.name) == ("DE", "anna")
    assert computer.user.read_text() == '# mine\n[user]\nname = "anna" # me\n\n[firm]\narea = "44"\ncountry = "DE"\n'


def test_several_keys_are_changed_at_once_or_not_at_all(computer: Computer) -> None:
    computer.user_writes('[firm]\narea = "44"\n')
    layers = change(computer.user, {("firm", "country"): "DE", ("firm", "area"): None, ("user", "welcomed"): True})
    assert (layers.settings.firm.country, layers.settings.firm.area) == ("DE", "")
    assert layers.settings.user.welcomed
    before = computer.user.read_text()
    with pytest.raises(BadSettings, match=r"firm\.shortest"):
        change(computer.user, {("firm", "country"): "AT", ("firm", "shortest"): -1})
    assert computer.user.read_text() == before


def test_a_default_is_taken_back_without_leaving_a_trace(computer: Computer) -> None:
    assert save(computer.user, ("firm", "rounding", "unit"), None) == Settings()
    assert computer.user.read_text() == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("firm", "country"), "AT"),
        (("firm", "country"), None),
        (("firm", "retention", "booked"), 1),
        (("firm",), {"area": "44"}),
        (("user", "language"), "de"),
        (("lines", "simulator:mine"), {"system": "simulator"}),
    ],
)
def test_what_is_locked_is_refused_and_who_locked_it_is_said(
    computer: Computer, path: tuple[str, ...], value: str | int | dict[str, str] | None
) -> None:
    """A key, anything in a table, a table that holds a key that is; and nothing else of the same change is written."""
    computer.administrator_writes('locked = ["firm.country", "firm.retention", "lines"]\n')
    computer.environment_has(CALLJOURNAL_SET_USER_LANGUAGE="en")
    with pytest.raises(Refused, match=r"is fixed by the (settings of this computer|environment) \("):
        change(computer.user, {("user", "name"): "anna", path: value})
    assert not computer.user.exists()


def test_what_the_computer_sets_without_a_lock_is_the_users_to_change(computer: Computer) -> None:
    computer.administrator_writes('[firm]\ncountry = "DE"\n')
    assert save(computer.user, ("firm", "country"), "AT").firm.country == "AT"
    assert save(computer.user, ("firm", "country"), None).firm.country == "DE"


def test_what_was_set_before_it_was_locked_comes_back_with_the_key(computer: Computer) -> None:
    """The user's own file is not touched by a lock, whatever else is changed in it."""
    computer.user_writes('[firm]\ncountry = "AT"\n')
    computer.administrator_writes('locked = ["firm.country"]\n')
    assert save(computer.user, ("user", "name"), "anna").firm.country == "CH"
    computer.administrator_writes("")
    assert computer.settings.firm.country == "AT"


def test_a_file_that_cannot_be_written_is_named(computer: Computer, tmp_path: Path) -> None:
    """And nothing is left beside it."""
    (tmp_path / "home").mkdir()
    computer.user.mkdir()
    (computer.user / "in the way").touch()
    with pytest.raises(BadSettings, match=r"settings\.toml cannot be read"):
        save(computer.user, ("user", "name"), "anna")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(StoreFailed, match=r"settings\.toml cannot be written"):
        save(file / "settings.toml", ("user", "name"), "anna")
    assert [one.name for one in (tmp_path / "home").iterdir()] == ["settings.toml"]
