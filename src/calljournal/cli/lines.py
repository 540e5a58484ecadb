"""The commands for lines: list, add, remove, test, autoload."""

import sys
from dataclasses import asdict
from typing import Any

import click

from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import tell_running_engine, with_service
from calljournal.contracts.line import LineState
from calljournal.contracts.manifest import FieldKind, check_values, read_pairs
from calljournal.contracts.rows import iso
from calljournal.contracts.service import GetLines, LineInfo, TestLine
from calljournal.engine.lines import line_profile
from calljournal.errors import NotFound, Refused
from calljournal.plugins import line_manifest, line_systems
from calljournal.settings import Places, forget_secret, keep_secret, load, save


@click.group()
def lines() -> None:
    """List, add, remove and test telephone lines."""


@lines.command("list")
@as_json
def list_lines(as_json: bool) -> None:
    """List the lines with their lamps, and the systems that a line can be added for."""
    infos = with_service(lambda service: service.do(GetLines()))
    for info in infos:
        json_line(_info_json(info)) if as_json else click.echo(_info_line(info))
    if not as_json:
        click.echo(f"systems: {', '.join(line_systems())} (`calljournal lines add SYSTEM NAME --set key=value`)")


@lines.command()
@click.argument("system")
@click.argument("name")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A setting; see `lines fields SYSTEM`.")
@click.option("--no-autoload", is_flag=True, help="Open the line on the first dialling only.")
def add(system: str, name: str, pairs: tuple[str, ...], no_autoload: bool) -> None:
    """Add a line: a telephone SYSTEM under a NAME of yours. Secrets go to the keyring, never to a file."""
    places = Places.usual()
    full_name = f"{system}:{name}"
    if full_name in load(places.settings_file).lines:
        raise Refused(f"there is a line {full_name} already; remove it first, or take another name")
    manifest = line_manifest(system)
    secrets = [field.name for field in manifest.all_fields if field.kind is FieldKind.SECRET]
    values = read_pairs(manifest.all_fields, pairs)
    secret = next((str(values.pop(name)) for name in secrets if name in values), None)
    if secrets and secret is None and sys.stdin.isatty():
        secret = click.prompt("secret", hide_input=True, default="", show_default=False)
    check_values(tuple(field for field in manifest.all_fields if field.name not in secrets), values)
    line_profile(values, load(places.settings_file).firm)
    kept: dict[str, Any] = {"system": system, "auto_load": not no_autoload, "values": values}
    save(places.settings_file, ("lines", full_name), kept)
    click.echo(f"added: {full_name}; `calljournal lines test {full_name}` tries it")
    if not values.get("own"):
        click.echo("no telephone is yours yet, so nothing is recorded: add --set own=101", err=True)
    if secret:
        keep_secret(full_name, secret)
    tell_running_engine(places)


@lines.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a line; its calls stay in the journal."""
    places = Places.usual()
    full_name = _full_name(places, name)
    save(places.settings_file, ("lines", full_name), None)
    forget_secret(full_name)
    click.echo(f"removed: {full_name}")
    tell_running_engine(places)


@lines.command()
@click.argument("name")
@as_json
def test(name: str, as_json: bool) -> None:
    """Open a line and say whether it works, and if not, what to do."""
    full_name = _full_name(Places.usual(), name)
    info = with_service(lambda service: service.do(TestLine(full_name)))
    json_line(_info_json(info)) if as_json else click.echo(_info_line(info))
    if info.state is not LineState.CONNECTED:
        raise Refused(f"{full_name} is not connected")


@lines.command()
@click.argument("name")
@click.argument("switch", type=click.Choice(["on", "off"]))
def autoload(name: str, switch: str) -> None:
    """Open a line at the start (on), or on the first dialling only (off): then incoming calls are not seen before."""
    places = Places.usual()
    full_name = _full_name(places, name)
    save(places.settings_file, ("lines", full_name, "auto_load"), switch == "on")
    click.echo(f"{full_name}: Auto Load {switch}")
    tell_running_engine(places)


@lines.command()
@click.argument("system")
def fields(system: str) -> None:
    """Say what can be set for a telephone SYSTEM."""
    manifest = line_manifest(system)
    click.echo(manifest.title)
    for field in manifest.all_fields:
        default = "" if field.default is None else f" (default {field.default})"
        click.echo(f"  {field.name:10} {field.label}{default}{': ' + field.help if field.help else ''}")


def _full_name(places: Places, name: str) -> str:
    """Complete a name that was given without its system."""
    known = load(places.settings_file).lines
    found = [full for full in known if name in (full, full.partition(":")[2])]
    if len(found) != 1:
        raise NotFound(f"{name!r} is not one line; there are: {', '.join(known) or 'none'}")
    return found[0]


def _info_line(info: LineInfo) -> str:
    own = f"  own {info.own}" if info.own else ""
    return f"{info.name:20} {info.state.value:13} {info.message}{own}{'' if info.auto_load else '  (no Auto Load)'}"


def _info_json(info: LineInfo) -> dict[str, Any]:
    return {
        **asdict(info),
        "state": info.state.value,
        "capabilities": sorted(capability.value for capability in info.capabilities),
        "last_event": iso(info.last_event),
        "last_heartbeat": iso(info.last_heartbeat),
        "gaps": [[iso(start), iso(end)] for start, end in info.gaps],
    }
