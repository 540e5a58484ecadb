"""The commands for lines: list, add, remove, test, advise, autoload."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from calljournal.calls import Owners
from calljournal.cli.line_setup import at_keyboard, explore, explored_json, is_missing, set_up, show_findings
from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import tell_running_engine, with_service
from calljournal.contracts.line import LineManifest, LineState
from calljournal.contracts.manifest import FieldKind, Value, check_values, read_pairs
from calljournal.contracts.rows import iso
from calljournal.contracts.service import GetLines, LineInfo, TestLine
from calljournal.contracts.setup import Access, Explored
from calljournal.engine.lines import line_profile, with_secret
from calljournal.errors import BadSettings, NotFound, Refused, Unsupported
from calljournal.plugins import line_manifest, line_systems
from calljournal.settings import FirmSettings, Places, forget_secret, keep_secret, load, read_secret, save


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
    places = Places.usual()
    full_name = f"{system}:{name}"
    if full_name in load(places.settings_file).lines:
        raise Refused(f"there is a line {full_name} already; `calljournal lines set {name} KEY=VALUE` changes it")
    manifest = line_manifest(system)
    values = with_secret(full_name, manifest, read_pairs(manifest.all_fields, pairs))
    if is_missing(manifest, values) and at_keyboard():
        values = set_up(manifest, values)
    values, secret = _checked(manifest, values, load(places.settings_file).firm)
    kept: dict[str, Any] = {"system": system, "auto_load": not no_autoload, "values": values}
    unkept = _keep_secret(full_name, secret)
    try:
        save(places.settings_file, ("lines", full_name), kept)
    except BaseException:
        forget_secret(full_name)
        raise
    click.echo(f"added: {full_name}; `calljournal lines test {full_name}` tries it")
    if not values.get("own"):
        click.echo(f"no telephone is yours yet, so nothing is recorded: `lines set {full_name} own=101`", err=True)
    tell_running_engine(places)
    if unkept is not None:
        raise unkept


@lines.command("set")
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
def change(name: str, pairs: tuple[str, ...]) -> None:
    """Change settings of a line; see `lines fields SYSTEM`. Calls that run go on in their rows."""
    places = Places.usual()
    full_name = complete_name(places, name)
    settings = load(places.settings_file)
    manifest = line_manifest(settings.lines[full_name].system)
    new = {**settings.lines[full_name].values, **read_pairs(manifest.all_fields, pairs)}
    values, secret = _checked(manifest, new, settings.firm)
    unkept = _keep_secret(full_name, secret)
    save(places.settings_file, ("lines", full_name, "values"), values)
    click.echo(f"changed: {full_name}; `calljournal lines test {full_name}` tries it")
    tell_running_engine(places)
    if unkept is not None:
        raise unkept


@lines.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a line; its calls stay in the journal."""
    places = Places.usual()
    full_name = complete_name(places, name)
    save(places.settings_file, ("lines", full_name), None)
    forget_secret(full_name)
    click.echo(f"removed: {full_name}")
    tell_running_engine(places)


@lines.command()
@click.argument("name")
@click.option("--call", "listen", is_flag=True, help="Wait for a call of your telephones: the only full test.")
@as_json
def test(name: str, listen: bool, as_json: bool) -> None:
    """Open a line and say what works, what is missing, and what to do."""
    places = Places.usual()
    full_name = complete_name(places, name)
    info = with_service(lambda service: service.do(TestLine(full_name)))
    line = load(places.settings_file).lines[full_name]
    manifest, found = line_manifest(line.system), Explored(())
    if not as_json:
        click.echo(_info_line(info))
    if manifest.setup is not None and info.state is LineState.CONNECTED:
        found = explore(manifest.setup, with_secret(full_name, manifest, line.values), listen=listen)
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
    places = Places.usual()
    full_name = complete_name(places, name)
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


def _checked(
    manifest: LineManifest, values: Mapping[str, Value], firm: FirmSettings
) -> tuple[dict[str, Value], str | None]:
    """Part what stands in the settings from the secret. Raises BadSettings where a setting is missing or cannot be."""
    secrets = {field.name for field in manifest.all_fields if field.kind is FieldKind.SECRET}
    kept = {name: value for name, value in values.items() if name not in secrets}
    check_values(tuple(field for field in manifest.all_fields if field.name not in secrets), kept)
    line_profile(kept, firm)
    return kept, next((str(values[name]) for name in secrets & values.keys()), None)


def _keep_secret(full_name: str, secret: str | None) -> BadSettings | None:
    """Keep the secret of a line; where that cannot be, give the error that says what to do instead."""
    try:
        if secret and secret != read_secret(full_name):
            keep_secret(full_name, secret)
    except BadSettings as error:
        return error
    return None


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
