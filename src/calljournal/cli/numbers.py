"""The command for telephone numbers: how one is read, shown and dialled."""

from typing import Any

import click

from calljournal.cli.output import as_json, json_line
from calljournal.errors import BadSettings
from calljournal.numbers import (
    BadNumberRules,
    DialRules,
    Reading,
    UnreadableNumber,
    dial_string,
    display,
    parse_internal,
    read_all,
    read_pbx,
    read_uri,
)
from calljournal.settings import Places, load


@click.group()
def numbers() -> None:
    """See how telephone numbers are read."""


@numbers.command()
@click.argument("texts", nargs=-1, required=True)
@click.option("--from", "source", type=click.Choice(["person", "pbx", "uri"]), default="person", show_default=True)
@click.option("--outgoing", is_flag=True, help="With --from pbx: digits that were dialled, not a caller's number.")
@click.option("--country", help="Default: the firm's.")
@click.option("--area", help="Default: the firm's.")
@click.option("--outside", help="Default: the firm's.")
@click.option("--internal", help="Default: the firm's.")
@as_json
def read(texts: tuple[str, ...], source: str, outgoing: bool, as_json: bool, **given: str | None) -> None:
    """Say how TEXTS are read: as typed by a person, sent by a PBX, or written in a link."""
    rules = _rules(given)
    for text in texts:
        for reading in _readings(text, source, outgoing, rules):
            if as_json:
                json_line(_reading_json(reading, rules))
            else:
                click.echo(_reading_line(reading, rules))


def _rules(given: dict[str, str | None]) -> DialRules:
    """The firm's rules, but for what was given."""
    firm = load(Places.usual().settings_file).firm.rules
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        if "internal" in wanted:
            wanted["internal"] = parse_internal(wanted["internal"])
        return DialRules(
            **{"country": firm.country, "area": firm.area, "outside": firm.outside, "internal": firm.internal} | wanted
        )
    except BadNumberRules as error:
        raise BadSettings(str(error)) from error


def _readings(text: str, source: str, outgoing: bool, rules: DialRules) -> tuple[Reading, ...]:
    if source == "pbx":
        return (read_pbx(text, rules, "outgoing" if outgoing else "incoming"),)
    return (read_uri(text, rules),) if source == "uri" else read_all(text, rules)


def _reading_json(reading: Reading, rules: DialRules) -> dict[str, Any]:
    return {
        "written": reading.written,
        "e164": reading.e164,
        "extension": reading.extension,
        "trunk": reading.trunk,
        "kind": reading.kind.value,
        "certain": reading.certain,
        "reason": reading.reason,
        "display": display(reading, rules),
        "dial": _dialled(reading, rules),
    }


def _reading_line(reading: Reading, rules: DialRules) -> str:
    shown = display(reading, rules) or "-"
    sure = "" if reading.certain else " (not certain)"
    return f"{reading.written}: {reading.e164 or '-'}  {reading.kind.value}{sure}  {shown}  {reading.reason}"


def _dialled(reading: Reading, rules: DialRules) -> str | None:
    try:
        return dial_string(reading, rules)
    except UnreadableNumber:
        return None
