"""The command for settings: list, get, set, unset, path."""

from contextlib import suppress
from typing import Any

import click
import msgspec

from calljournal.cli.numbering import ask_for_renewal, tell_of_renewal
from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import tell_running_engine, with_service
from calljournal.contracts.crm import ServiceType
from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.contracts.service import GetServiceTypes
from calljournal.contracts.work import User
from calljournal.contracts.work_commands import ListUsers
from calljournal.errors import BadSettings, CallJournalError
from calljournal.settings import Places, Settings, load, save

CALLERS = {
    "auto": "with or without the outside-line prefix, whatever comes",
    "with": "always with it",
    "without": "never with it",
}
"""How the numbers of callers come from the telephone system: what `firm.callers` may say, and what it means."""

NOT_SET = {
    "firm.area": "numbers are written with their area code",
    "firm.outside": "outside numbers are dialled as they are",
    "firm.international": "the country's own, such as 00",
    "user.name": "the login name",
    "user.owner": "the first telephone of the line",
}
"""What is meant by a setting that says nothing."""


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
            click.echo(f"{key} = {value}{_words(key, value)}")


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
    places = Places.usual()
    before = _value(load(places.settings_file), key)
    wanted = _typed(key, value, before)
    if key == "firm.callers" and wanted not in CALLERS:
        words = "; ".join(f"{name}: {meaning}" for name, meaning in CALLERS.items())
        raise BadSettings(f"firm.callers says how the numbers of callers come ({words}), and cannot be {value!r}")
    _change(places, key, wanted)


@settings.command()
@click.argument("key")
def unset(key: str) -> None:
    """Take the default for one setting."""
    places = Places.usual()
    _value(load(places.settings_file), key)
    _change(places, key, None)


def _words(key: str, value: Any) -> str:
    """Say what is meant by a value, where it does not say so itself."""
    if key == "firm.callers":
        return f"  ({CALLERS[value]})"
    return f"(not set: {NOT_SET[key]})" if value == "" and key in NOT_SET else ""


def _change(places: Places, key: str, value: Value | None) -> None:
    """Write a setting, tell whoever has to know, and say what it has for a consequence."""
    before = load(places.settings_file)
    after = save(places.settings_file, tuple(key.split(".")), value)
    tell_running_engine(places)
    with suppress(CallJournalError):  # the setting is saved; what is wrong besides, the next command says
        if after.firm.rules.reading != before.firm.rules.reading:
            tell_of_renewal(ask_for_renewal())
        if after.user.known_as != before.user.known_as:
            _tell_of_new_user(before.user.known_as, after.user.known_as)
        if after.firm.service_type != before.firm.service_type:
            _tell_of_unknown_service_type(after.firm.service_type)


def _tell_of_new_user(before: str, name: str) -> None:
    """Say where the book has others and none of that name: it may be mistyped."""
    known = with_service(lambda service: service.do(ListUsers()))
    others = [one for one in known if not _is_called(one, before)]
    if others and not any(_is_called(one, name) for one in known):
        click.echo(f"note: the book has no user {name!r} (`calljournal users`); the first booking adds one", err=True)


def _tell_of_unknown_service_type(name: str) -> None:
    """Say where nothing can be booked as that."""
    known = with_service(lambda service: service.do(GetServiceTypes()))
    if name and not any(_is_called(one, name) for one in known):
        click.echo(
            f"note: the book has no service type {name!r} that is open (`calljournal service-types`); no time can be "
            "booked as that",
            err=True,
        )


def _is_called(one: User | ServiceType, name: str) -> bool:
    wanted = " ".join(name.split()).casefold()
    return wanted in (one.id, one.number.casefold(), one.name.casefold())


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
    here = {name: value for name, value in msgspec.to_builtins(known).items() if name not in ("lines", "export")}
    values = dict(_flat(here))
    if key not in values:
        raise BadSettings(
            f"there is no setting {key!r}; there are: {', '.join(values)} "
            "(lines: `calljournal lines`; how files go out: `calljournal export profile`)"
        )
    value: Value = values[key]
    return value


def _typed(key: str, text: str, before: Value) -> Value:
    """Read what was typed as the same type as the value that is there."""
    kinds = {bool: FieldKind.YES_NO, int: FieldKind.NUMBER, str: FieldKind.TEXT}
    return Field(key, key, kinds[type(before)]).read(text)
