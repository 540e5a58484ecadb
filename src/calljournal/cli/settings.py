"""The command for settings: list, get, set, unset, path."""

from typing import Any

import click
import msgspec

from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import tell_running_engine
from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.errors import BadSettings
from calljournal.settings import Places, Settings, load, save


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def settings(context: click.Context, as_json: bool) -> None:
    """Show the settings, or change one: `settings set firm.country DE`."""
    if context.invoked_subcommand is None:
        known = msgspec.to_builtins(load(Places.usual().settings_file))
        if as_json:
            json_line(known)
            return
        for key, value in _flat(known):
            click.echo(f"{key} = {value}")


@settings.command()
@click.argument("key")
def get(key: str) -> None:
    """Print one setting."""
    click.echo(_value(load(Places.usual().settings_file), key))


@settings.command("set")
@click.argument("key")
@click.argument("value")
def set_(key: str, value: str) -> None:
    """Change one setting; everything is checked before anything is written."""
    places = Places.usual()
    before = _value(load(places.settings_file), key)
    save(places.settings_file, tuple(key.split(".")), _typed(key, value, before))
    tell_running_engine(places)


@settings.command()
@click.argument("key")
def unset(key: str) -> None:
    """Take the default for one setting."""
    places = Places.usual()
    _value(load(places.settings_file), key)
    save(places.settings_file, tuple(key.split(".")), None)
    tell_running_engine(places)


@settings.command()
def path() -> None:
    """Print where the settings and the data lie."""
    places = Places.usual()
    click.echo(f"settings {places.settings_file}")
    click.echo(f"data     {places.data}")


def _flat(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for key, value in tree.items():
        flat += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return flat


def _value(known: Settings, key: str) -> Value:
    values = dict(_flat({name: value for name, value in msgspec.to_builtins(known).items() if name != "lines"}))
    if key not in values:
        raise BadSettings(f"there is no setting {key!r}; there are: {', '.join(values)} (lines: `calljournal lines`)")
    value: Value = values[key]
    return value


def _typed(key: str, text: str, before: Value) -> Value:
    """Read what was typed as the same type as the value that is there."""
    kinds = {bool: FieldKind.YES_NO, int: FieldKind.NUMBER, str: FieldKind.TEXT}
    return Field(key, key, kinds[type(before)]).read(text)
