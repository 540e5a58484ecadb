"""The commands for telephone numbers: how one is read, whom it belongs to, and what is dialled for it."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from calljournal.cli import numbering
from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.rows import match_json
from calljournal.contracts.service import FindMatch, PreviewCall
from calljournal.errors import BadSettings, Refused, Unsupported
from calljournal.matching import Match, MatchKind
from calljournal.numbers import (
    BadNumberRules,
    Dialling,
    DialRules,
    Reading,
    UnreadableNumber,
    dialling,
    display,
    known_country,
    parse_internal,
    read_many,
    read_pbx,
    read_uri,
)
from calljournal.settings import Places, load


@click.group()
def numbers() -> None:
    """See how telephone numbers are read, matched and dialled; put those of the address book right."""


@numbers.command()
@click.argument("texts", nargs=-1)
@click.option("--from", "source", type=click.Choice(["person", "pbx", "uri"]), default="person", show_default=True)
@click.option("--outgoing", is_flag=True, help="With --from pbx: digits that were dialled, not a caller's number.")
@click.option("--country", help="Default: the firm's.")
@click.option("--area", help="Default: the firm's.")
@click.option("--outside", help="Default: the firm's.")
@click.option("--internal", help="Default: the firm's.")
@as_json
def read(texts: tuple[str, ...], source: str, outgoing: bool, as_json: bool, **given: str | None) -> None:
    """Say how TEXTS are read: as typed by a person, sent by a PBX, or written in a link.

    Without TEXTS, each line of the standard input is one; each gives one line.
    """
    rules = _rules(given)
    for text, readings in _read(texts or _lines(), source, outgoing, rules):
        if as_json:
            json_line(_json(text, readings, rules))
        else:
            click.echo(_line(text, readings, rules))


def _lines() -> Iterator[str]:
    """The lines of the standard input, without their ends; bytes that are no UTF-8 become replacement characters."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _read(
    texts: tuple[str, ...] | Iterator[str], source: str, outgoing: bool, rules: DialRules
) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    for text in texts:
        if source == "pbx":
            yield text, (read_pbx(text, rules, "outgoing" if outgoing else "incoming"),)
        elif source == "uri":
            yield text, (read_uri(text, rules),)
        else:
            yield text, next(read_many((text,), rules))


def _rules(given: dict[str, str | None]) -> DialRules:
    """The firm's rules, but for what was given."""
    firm = load(Places.usual().settings_file).firm.rules
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        if "internal" in wanted:
            wanted["internal"] = parse_internal(wanted["internal"])
        rules = replace(firm, **wanted)
    except BadNumberRules as error:
        raise BadSettings(str(error)) from error
    if not known_country(rules.country):
        raise BadSettings(f"{rules.country} is no country with telephone numbers; give its two letters, such as CH")
    return rules


def _json(text: str, readings: tuple[Reading, ...], rules: DialRules) -> dict[str, Any]:
    """One object for one text; where it holds several numbers, the first one's and the list of all of them."""
    found = [_reading_json(reading, rules) for reading in readings]
    return found[0] | {"written": text} | ({"numbers": found} if len(found) > 1 else {})


def _reading_json(reading: Reading, rules: DialRules) -> dict[str, Any]:
    return {
        "written": reading.written,
        "e164": reading.e164,
        "trunk": reading.trunk,
        "extension": reading.extension,
        "kind": reading.kind.value,
        "certain": reading.certain,
        "reason": reading.reason,
        "suggestion": reading.suggestion,
        "display": display(reading, rules),
    }


def _line(text: str, readings: tuple[Reading, ...], rules: DialRules) -> str:
    return f"{text}: " + "; ".join(_reading_words(reading, rules) for reading in readings)


def _reading_words(reading: Reading, rules: DialRules) -> str:
    shown = display(reading, rules) or "-"
    doubt = "" if reading.certain else " (not certain)"
    return f"{reading.e164 or '-'}  {reading.kind.value}{doubt}  {shown}  {reading.reason}"


_WHY = {
    "exact": "this very number",
    "chosen": "whom you chose for this number",
    "switchboard": "likely: same switchboard",
    "reading": "likely: the digits can be read as this number",
    "ending": "likely: the number looks alike",
    "unknown": "nobody in the address book has this number",
    "withheld": "there is no number: it is withheld, or was not sent",
    "unavailable": "there is no number",
    "internal": "an internal number",
}


@numbers.command()
@click.argument("number")
@click.option("--caller", is_flag=True, help="As a telephone system sends the number of a caller.")
@as_json
def match(number: str, caller: bool, as_json: bool) -> None:
    """Say whom NUMBER belongs to in the address book, and why."""
    found = with_service(lambda service: service.do(FindMatch(number, caller=caller)))
    if as_json:
        json_line({"written": number, **match_json(found)})
    else:
        _print_match(found)
    with suppress(Unsupported):  # a book that sees to its numbers by itself
        numbering.tell_of_renewal(numbering.ask_for_renewal())


def _print_match(found: Match) -> None:
    extension = f", extension {found.extension}" if found.extension is not None else ""
    several = "several, and you say who: " if found.kind is MatchKind.SEVERAL else ""
    click.echo(several + _WHY.get(found.reason, found.reason) + extension)
    for contact in found.contacts:
        company = f", {contact.company}" if contact.company else ""
        click.echo(f"  {contact.id:8} {contact.name}{company}  {contact.typed or ''}  ({', '.join(contact.reasons)})")
    for contact in found.people:
        click.echo(f"  {contact.id:8} {contact.name}  (is there)")


@numbers.command()
@click.argument("number")
@click.option("--line", help="A line, by its name; default: the firm's rules.")
@as_json
def dial(number: str, line: str | None, as_json: bool) -> None:
    """Say what would be dialled for NUMBER; nothing is dialled."""
    try:
        would = _would_dial(number, line)
    except Refused as error:
        if as_json:
            json_line({"written": number, "dial": None, "display": None, "differs": str(error)})
        raise
    if as_json:
        json_line({"written": number, "dial": would.digits, "display": would.shown, "differs": would.differs})
    else:
        click.echo(would.digits + (f"  {would.shown} ({would.differs})" if would.differs else ""))


def _would_dial(number: str, line: str | None) -> Dialling:
    """By the rules of a line, or of the firm; raises Refused where there is nothing to dial."""
    if line is not None:
        return with_service(lambda service: service.do(PreviewCall(number, line)))
    try:
        return dialling(number, load(Places.usual().settings_file).firm.rules)
    except UnreadableNumber as error:
        raise Refused(str(error)) from error


for command in (numbering.normalise, numbering.report, numbering.repair, numbering.undo):
    numbers.add_command(command)
