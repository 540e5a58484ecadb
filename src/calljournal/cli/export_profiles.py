"""The commands for the profiles of exports: export profile list, show, set, remove."""

from typing import Any

import click
import msgspec

from calljournal.cli.output import as_json, json_line
from calljournal.contracts.manifest import Field, FieldKind
from calljournal.errors import BadSettings, NotFound
from calljournal.exporting import BUILT_IN, COLUMNS, columns_of, profile_named
from calljournal.settings import ExportProfile, Places, load, save

_SIGNS = {"tab": "\t", "\\t": "\t"}
"""Signs that cannot be typed, by their names."""


@click.group()
def profile() -> None:
    """How files are written for the firm's program: which columns, which signs, which form of dates."""


@profile.command("list")
@as_json
def list_profiles(as_json: bool) -> None:
    """List the profiles: those that are built in, and those that were saved."""
    saved = load(Places.usual().settings_file).exports
    for name in sorted({**BUILT_IN, **saved}):
        if as_json:
            json_line({"name": name, "saved": name in saved, **_as_dict(profile_named(saved, name))})
        else:
            click.echo(f"{name}{'' if name in saved else '  (built in)'}")


@profile.command()
@click.argument("name")
@as_json
def show(name: str, as_json: bool) -> None:
    """Show all that a profile says."""
    values = _as_dict(profile_named(load(Places.usual().settings_file).exports, name))
    if as_json:
        json_line({"name": name, **values})
        return
    for key, value in values.items():
        click.echo(f"{key} = {_words(value)}")


@profile.command("set")
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
def set_profile(name: str, pairs: tuple[str, ...]) -> None:
    """Change a profile, or make one; everything is checked before anything is written.

    \b
    columns     column,column=Title,...  (`export columns` lists them; empty: all)
    separator   one sign between the cells, such as ; or , or tab
    encoding    utf-8-sig (which spreadsheets understand), utf-8, cp1252 ...
    date, time  such as %d.%m.%Y or %Y-%m-%d, and %H:%M or %H:%M:%S
    decimal     the sign before tenths: . or ,
    header      yes or no: a line of titles
    line_ends   crlf or lf
    quote_all   yes or no: every cell in quotation marks
    """
    places = Places.usual()
    saved = load(places.settings_file).exports
    before = saved.get(name, ExportProfile())
    wanted = _changed(saved.get(name) or BUILT_IN.get(name) or before, pairs)
    _check_columns(wanted)
    if name not in saved:
        save(places.settings_file, ("export", name), {})
    for key, value in _as_dict(wanted).items():
        if value != _as_dict(before)[key]:
            save(places.settings_file, ("export", name, key), value)


@profile.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a profile that was saved; one that is built in is then as it was."""
    places = Places.usual()
    if name not in load(places.settings_file).exports:
        raise NotFound(f"no profile {name!r} was saved; `calljournal export profile list` shows all")
    save(places.settings_file, ("export", name), None)


def _changed(known: ExportProfile, pairs: tuple[str, ...]) -> ExportProfile:
    """Give a profile with what was typed as KEY=VALUE; raises BadSettings in words."""
    values = _as_dict(known)
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or key not in values:
            raise BadSettings(f"{pair!r} is no KEY=VALUE with one of: {', '.join(values)}")
        values[key] = _read(key, text, values[key])
    try:
        wanted = msgspec.convert(values, ExportProfile)
    except msgspec.ValidationError as error:
        raise BadSettings(str(error).replace(" - at `$.", " (").rstrip("`") + ")") from error
    wanted.check()
    return wanted


def _read(key: str, text: str, before: Any) -> Any:
    if isinstance(before, bool):
        return Field(key, key, FieldKind.YES_NO).read(text)
    if key == "columns":
        return [column.strip() for column in text.split(",") if column.strip()]
    return _SIGNS.get(text, text)


def _check_columns(wanted: ExportProfile) -> None:
    """Raise BadSettings where neither time nor activities nor calls have all of the columns."""
    problems = []
    for what in COLUMNS:
        try:
            columns_of(what, wanted)
        except BadSettings as problem:
            problems.append(problem)
    if len(problems) == len(COLUMNS):
        raise problems[0]


def _as_dict(profile: ExportProfile) -> dict[str, Any]:
    return {**msgspec.to_builtins(profile), "columns": list(profile.columns)}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) or "all" if isinstance(value, list) else {"\t": "tab"}.get(value, value)
