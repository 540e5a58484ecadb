"""The commands for lines: list, add, remove, test, advise, autoload."""

from dataclasses import asdict
from typing import Any

import click

from calljournal.calls import Owners
from calljournal.cli.line_setup import at_keyboard, explore, explored_json, is_missing, set_up, show_findings
from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.line import LineState
from calljournal.contracts.manifest import FieldKind, Value, read_pairs
from calljournal.contracts.rows import iso
from calljournal.contracts.service import GetLines, LineInfo, TestLine
from calljournal.contracts.settings_commands import (
    ChangeLine,
    GetInterfaces,
    InstallLine,
    Interface,
    Interfaces,
    RemoveLine,
    SetUp,
)
from calljournal.contracts.setup import Access, Explored
from calljournal.errors import BadSettings, NotFound, Refused, Unsupported
from calljournal.plugins import line_manifest, line_systems
from calljournal.settings import Places, load, read_secret


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
    """Add a line: a telephone SYSTEM under a NAME of yours. Secrets go to the keyring, never to a file.

    A person at the keyboard is asked for what is missing, and is told what works.
    """
    full_name = f"{system}:{name}"
    there = _interfaces()
    if any(line.name == full_name for line in _lines(there)):
        raise Refused(f"there is a line {full_name} already; `calljournal lines set {name} KEY=VALUE` changes it")
    interface = _interface(there, system)
    values = _with_secret(full_name, interface, read_pairs(interface.fields, pairs))
    if is_missing(interface, values) and at_keyboard():
        values = set_up(interface, values)
    line = with_service(lambda service: service.do(InstallLine(system, name, values, auto_load=not no_autoload)))
    click.echo(f"added: {line.name}; `calljournal lines test {line.name}` tries it")
    if not line.values.get("own"):
        click.echo(f"no telephone is yours yet, so nothing is recorded: `lines set {line.name} own=101`", err=True)
    _raise_remark(line)


@lines.command("set")
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
def change(name: str, pairs: tuple[str, ...]) -> None:
    """Change settings of a line; see `lines fields SYSTEM`. Calls that run go on in their rows."""
    full_name = complete_name(Places.usual(), name)
    there = _interfaces()
    before = next(line for line in _lines(there) if line.name == full_name)
    values = {**before.values, **read_pairs(_interface(there, before.system).fields, pairs)}
    line = with_service(lambda service: service.do(ChangeLine(full_name, values)))
    click.echo(f"changed: {full_name}; `calljournal lines test {full_name}` tries it")
    _raise_remark(line)


@lines.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a line; its calls stay in the journal."""
    full_name = complete_name(Places.usual(), name)
    with_service(lambda service: service.do(RemoveLine(full_name)))
    click.echo(f"removed: {full_name}")


@lines.command()
@click.argument("name")
@click.option("--call", "listen", is_flag=True, help="Wait for a call of your telephones: the only full test.")
@as_json
def test(name: str, listen: bool, as_json: bool) -> None:
    """Open a line and say what works, what is missing, and what to do."""
    full_name = complete_name(Places.usual(), name)
    info = with_service(lambda service: service.do(TestLine(full_name)))
    there, found = _interfaces(), Explored(())
    line = next(line for line in _lines(there) if line.name == full_name)
    if not as_json:
        click.echo(_info_line(info))
    if info.state is LineState.CONNECTED and _interface(there, line.system).tried:
        found = explore(line.system, line.values, full_name, listen=listen)
    if as_json:
        json_line(_info_json(info) | explored_json(found))
    else:
        show_findings(found)
    if info.state is not LineState.CONNECTED:
        raise Refused(f"{full_name} is not connected")
    if not found.works:
        raise Refused(f"{full_name} is connected, but something is missing")


@lines.command()
@click.argument("system")
@click.option("--own", required=True, help="The telephones of the person: 101, or 101+191.")
@click.option("--user", required=True, help="The name of the account.")
@click.option("--permit", required=True, metavar="ADDRESS", help="The address of the person's computer.")
@click.option("--dial", is_flag=True, help="The person dials, hangs up and transfers from the computer.")
@click.option("--shows", multiple=True, metavar="NUMBER", help="An outside number that only this person shows.")
@click.option("--freepbx", is_flag=True, help="For FreePBX, with its files and contexts.")
@click.option("--version", type=int, help="The major version of the telephone system, such as 22.")
def advise(
    system: str,
    own: str,
    user: str,
    permit: str,
    dial: bool,
    shows: tuple[str, ...],
    freepbx: bool,
    version: int | None,
) -> None:
    """Print what the administrator of a telephone SYSTEM has to put where, for one person with the least rights."""
    setup = line_manifest(system).setup
    if setup is None:
        raise Unsupported(f"{system} needs nothing from an administrator")
    flavour = "freepbx" if freepbx else ""
    click.echo(setup.advise(Access(Owners.parse(own), user, permit, dial, shows, flavour, version)), nl=False)


@lines.command()
@click.argument("name")
@click.argument("switch", type=click.Choice(["on", "off"]))
def autoload(name: str, switch: str) -> None:
    """Open a line at the start (on), or on the first dialling only (off): then incoming calls are not seen before."""
    full_name = complete_name(Places.usual(), name)
    with_service(lambda service: service.do(ChangeLine(full_name, auto_load=switch == "on")))
    click.echo(f"{full_name}: Auto Load {switch}")


@lines.command()
@click.argument("system")
def fields(system: str) -> None:
    """Say what can be set for a telephone SYSTEM."""
    manifest = line_manifest(system)
    click.echo(manifest.title)
    for field in manifest.all_fields:
        default = "" if field.default is None else f" (default {field.default})"
        click.echo(f"  {field.name:10} {field.label}{default}{': ' + field.help if field.help else ''}")


def _interfaces() -> Interfaces:
    return with_service(lambda service: service.do(GetInterfaces()))


def _lines(there: Interfaces) -> tuple[SetUp, ...]:
    return tuple(one for one in there.set_up if one.kind == "line")


def _interface(there: Interfaces, system: str) -> Interface:
    """Give a telephone system; raises BadSettings where there is none of that name, Unsupported where it cannot be."""
    lines = {one.system: one for one in there.available if one.kind == "line"}
    if system not in lines:
        raise BadSettings(f"there is no {system!r} here; there are: {', '.join(lines)}")
    if lines[system].cannot:
        raise Unsupported(lines[system].cannot)
    return lines[system]


def _with_secret(full_name: str, interface: Interface, values: dict[str, Value]) -> dict[str, Value]:
    """Complete what was typed by the secret that the environment or the keyring has already."""
    secrets = [field.name for field in interface.fields if field.kind is FieldKind.SECRET]
    secret = read_secret(full_name) if secrets else None
    return values if secret is None else {**dict.fromkeys(secrets, secret), **values}


def _raise_remark(line: SetUp) -> None:
    """End with what has to be done besides: the secret could not be kept."""
    if line.remark:
        raise BadSettings(line.remark)


def complete_name(places: Places, name: str) -> str:
    """Complete the name of a line that was given without its system; raises NotFound where it is not one line's."""
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
