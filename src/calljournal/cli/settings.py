"""The command for settings: list, get, set, unset, path."""

from typing import Any

import click
import msgspec

from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.manifest import Value
from calljournal.contracts.settings_commands import ChangeSettings
from calljournal.engine.setting_up_pages import CALLERS
from calljournal.errors import BadSettings
from calljournal.settings import Places, Settings, load, machine_file, read_layers

NOT_SET = {
    "firm.area": "numbers are written with their area code",
    "firm.outside": "outside numbers are dialled as they are",
    "firm.international": "the country's own, such as 00",
    "firm.line": "the first that can dial",
    "user.name": "the login name",
    "user.owner": "the first telephone of the line",
    "user.language": "the system's",
    "user.reminder": "nobody is reminded",
    "user.shortcut_book": "there is none",
    "user.shortcut_dial": "there is none",
    "user.view": "as firm.journal.view says",
}
"""What is meant by a setting that says nothing."""


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def settings(context: click.Context, as_json: bool) -> None:
    """Show the settings, and who has fixed those that are locked; or change one: `settings set firm.country DE`."""
    if context.invoked_subcommand is None:
        layers = read_layers(Places.usual().settings_file)
        known = msgspec.to_builtins(layers.settings)
        flat = _flat(known)
        locked = {".".join(path): str(who) for path, _ in flat if (who := layers.locks.of(path))}
        if as_json:
            json_line({**known, "locked": locked})
            return
        for path, value in flat:
            key = ".".join(path)
            fixed = f"  [fixed by {locked[key]}]" if key in locked else ""
            click.echo(f"{key} = {value}{_words(key, value)}{fixed}")


@settings.command()
@click.argument("key")
def get(key: str) -> None:
    """Print one setting."""
    click.echo(_value(load(Places.usual().settings_file), key))


@settings.command("set")
@click.argument("key")
@click.argument("value")
def set_(key: str, value: str) -> None:
    """Change one setting; everything is checked before anything is written.

    How the firm telephones:

    \b
    firm.country   two letters, such as CH
    firm.area      the own area code, such as 44
    firm.outside   what is dialled to get an outside line, such as 0
    firm.internal  how many digits internal numbers have, such as 2-4
    firm.callers   how the numbers of callers come: auto (with or without the
                   outside-line prefix, whatever comes), with (always with it),
                   without (never with it)

    After the first four the numbers of the address book are to be read anew:
    `calljournal numbers normalise` does it.
    """
    _change(key, value)


@settings.command()
@click.argument("key")
def unset(key: str) -> None:
    """Take the default for one setting."""
    _change(key, None)


def _words(key: str, value: Any) -> str:
    """Say what is meant by a value, where it does not say so itself."""
    if key == "firm.callers":
        return f"  ({CALLERS[value]})"
    return f"(not set: {NOT_SET[key]})" if value == "" and key in NOT_SET else ""


def _change(key: str, value: Value | None) -> None:
    """Change a setting, and say what it has for a consequence."""
    _value(load(Places.usual().settings_file), key)
    for remark in with_service(lambda service: service.do(ChangeSettings({key: value}))):
        click.echo(remark, err=True)


@settings.command()
def path() -> None:
    """Print where the settings, those of the whole computer, and the data lie."""
    places = Places.usual()
    click.echo(f"settings {places.settings_file}")
    click.echo(f"computer {machine_file() or 'none'}")
    click.echo(f"data     {places.data}")


def _flat(tree: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    flat: list[tuple[tuple[str, ...], Any]] = []
    for key, value in tree.items():
        path = (*above, key)
        flat += _flat(value, path) if isinstance(value, dict) else [(path, value)]
    return flat


def _value(known: Settings, key: str) -> Value:
    here = {name: value for name, value in msgspec.to_builtins(known).items() if name not in ("lines", "export")}
    values = {".".join(path): value for path, value in _flat(here)}
    if key not in values:
        raise BadSettings(
            f"there is no setting {key!r}; there are: {', '.join(values)} "
            "(lines: `calljournal lines`; how files go out: `calljournal export profile`)"
        )
    value: Value = values[key]
    return value
