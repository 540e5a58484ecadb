"""Setting up a line with a person at the keyboard: ask, try, say what is missing, ask again; nothing is saved here."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import click

from calljournal.calls import Owners
from calljournal.cli.session import with_service
from calljournal.contracts.manifest import COMMON_LINE_FIELDS, Field, FieldKind, Value
from calljournal.contracts.settings_commands import Interface, TryLine
from calljournal.contracts.setup import Explored
from calljournal.errors import BadSettings

LISTEN_SECONDS = 60.0
"""How long to wait for a call that somebody has been asked to make: time to find a telephone and to dial."""

OWN = next(field for field in COMMON_LINE_FIELDS if field.name == "own")


def at_keyboard() -> bool:
    """Say whether a person can be asked."""
    return sys.stdin.isatty()


def own_fields(interface: Interface) -> list[Field]:
    """Give the settings of a system beside those that every line has."""
    common = {field.name for field in COMMON_LINE_FIELDS}
    return [field for field in interface.fields if field.name not in common]


def is_missing(interface: Interface, values: Mapping[str, Value]) -> bool:
    """Say whether a person has to be asked: for what the system needs, or for the own telephones."""
    needed = [field.name for field in own_fields(interface) if field.required]
    return any(values.get(name) in (None, "") for name in (*needed, OWN.name))


def set_up(interface: Interface, given: Mapping[str, Value]) -> dict[str, Value]:
    """Ask for what is not `given`, try it, and give all the values; raises KeyboardInterrupt where the person stops."""
    try:
        return _set_up(interface, dict(given))
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nnothing was saved", err=True)
        raise KeyboardInterrupt from None


def _set_up(interface: Interface, values: dict[str, Value]) -> dict[str, Value]:
    click.echo(f"{interface.title}: Enter takes what stands in brackets, Ctrl-C ends and saves nothing.\n")
    _ask(values, [field for field in own_fields(interface) if field.name not in values])
    explored = _tried(interface, values)
    if not values.get("own"):
        _ask_own(values, explored.telephones)
    if interface.tried and values.get("own") and explored.works:
        _wait_for_a_call(interface, values, explored)
    return values


def _tried(interface: Interface, values: dict[str, Value]) -> Explored:
    """Try the values until they work, or the person takes them as they are."""
    if not interface.tried:
        return Explored(())
    fields = own_fields(interface)
    while True:
        click.echo("\ntrying ...")
        explored = explore(interface.system, values)
        show_findings(explored)
        if explored.works or click.confirm("Keep these settings all the same?", default=False):
            return explored
        click.echo()
        _ask(values, [*fields, OWN] if values.get("own") else fields)


def explore(system: str, values: Mapping[str, Value], name: str = "", *, listen: bool = False) -> Explored:
    """Try the settings of a line, and say so; `listen` waits for a call of the own telephones."""
    if listen:
        names = ", ".join(_names(values)) or "your telephones"
        click.echo(f"waiting up to {LISTEN_SECONDS:.0f} s for a call of {names} ...", err=True)
    command = TryLine(system, values, name, LISTEN_SECONDS if listen else 0.0)
    return with_service(lambda service: service.do(command))


def show_findings(explored: Explored) -> None:
    """Print what was found, for people."""
    for finding in explored.findings:
        click.echo(f"  {finding.severity.value:8} {finding.text}")


def explored_json(explored: Explored) -> dict[str, Any]:
    """Give what was found as a JSON object."""
    return {
        "findings": [{"severity": f.severity.value, "text": f.text} for f in explored.findings],
        "telephones": list(explored.telephones),
    }


def _ask(values: dict[str, Value], fields: Iterable[Field]) -> None:
    """Ask for each of the fields; what was typed before is what Enter takes."""
    for field in fields:
        before = values.get(field.name, field.default)
        answer = _answer(field, before)
        if answer == "":
            values.pop(field.name, None)
        else:
            values[field.name] = answer


def _answer(field: Field, before: Value | None) -> Value:
    """Ask one question until the answer can be read."""

    def read(text: str) -> Value:
        try:
            return _read(field, text)
        except BadSettings as error:
            raise click.BadParameter(str(error)) from error

    hidden = field.kind is FieldKind.SECRET
    if field.help:
        click.echo(f"  {field.help}{'; Enter takes what you typed before' if hidden and before else ''}")
    answer: Value = click.prompt(
        field.label,
        default=_shown(before),
        hide_input=hidden,
        show_default=bool(_shown(before)) and not hidden,
        value_proc=read,
    )
    return answer


def _read(field: Field, text: str) -> Value:
    if text == "" and field.required:
        raise BadSettings(f"{field.label} is needed")
    if text == "":
        return ""
    if field.name == OWN.name:
        return str(Owners.parse(text))
    return field.read(text)


def _shown(value: Value | None) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _ask_own(values: dict[str, Value], telephones: tuple[str, ...]) -> None:
    """Ask whose calls are recorded, and offer the telephones that the system names."""
    if telephones:
        click.echo(f"\nTelephones there: {', '.join(telephones)}")
    click.echo("Which are yours? With a comma between people, with + between the telephones of one person.")
    wanted = replace(OWN, help="such as 101,102 or 101+191; anna:101 where the extension differs; Enter: none yet")
    while True:
        _ask(values, [wanted])
        unknown = [name for name in _names(values) if telephones and name not in telephones]
        if not unknown or click.confirm(f"{', '.join(unknown)} is not among them. Keep it?", default=False):
            return


def _names(values: Mapping[str, Value]) -> list[str]:
    return [e.name for owner in Owners.parse(str(values.get("own", ""))) for e in owner.endpoints]


def _wait_for_a_call(interface: Interface, values: Mapping[str, Value], before: Explored) -> None:
    """Have the person call one of the telephones: no other test shows whether calls are seen."""
    click.echo("\nOnly a call shows whether calls are seen: call your telephone, and let it ring once.")
    while click.confirm("Wait for a call now?", default=True):
        explored = explore(interface.system, values, listen=True)
        show_findings(Explored(tuple(finding for finding in explored.findings if finding not in before.findings)))
        if explored.works:
            return
