"""The command that plays a recording of a telephone system through the whole path of a call."""

from datetime import UTC, datetime
from pathlib import Path

import click

from calljournal.calls import Owners
from calljournal.cli.output import as_json, json_rows
from calljournal.cli.timeline import timeline
from calljournal.contracts.line import LineConfig, LineManifest, Piece
from calljournal.contracts.manifest import Value, check_values, read_pairs
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.lines import line_profile
from calljournal.engine.replay import replay as replay_recording
from calljournal.engine.replay import timed_pieces
from calljournal.errors import BadData, Unsupported
from calljournal.plugins import line_manifest
from calljournal.settings import Places, load
from calljournal.terminal.plain import clean, rows_table


@click.command()
@click.argument("system")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--own", default="", help="The telephones whose rows are wanted: 101,102; anna:101; 101+191.")
@click.option("--country", help="Of the telephone system, such as CH (default: the firm's).")
@click.option("--area", help="Its area code without the leading 0 (default: the firm's).")
@click.option("--outside", help="Its outside-line prefix (default: the firm's).")
@click.option("--internal", help="The lengths of internal numbers, such as 2-4 (default: the firm's).")
@click.option("--trunk", help="The endpoints that lead outside, by comma.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Any other setting of the line.")
@click.option("--timeline", "as_timeline", is_flag=True, help="Tell what happened, call by call, beside the rows.")
@as_json
def replay(
    system: str,
    file: Path,
    own: str,
    trunk: str | None,
    pairs: tuple[str, ...],
    as_timeline: bool,
    as_json: bool,
    **rules: str | None,
) -> None:
    """Play a recording FILE of a telephone SYSTEM and print the rows of the journal that come of it.

    Times come from the recording itself, else from the file beside it with the ending .tsv (byte offset, Unix time,
    event name), else only the order is kept. Without --own it says which telephones have calls in it.
    """
    if as_json and as_timeline:
        raise click.UsageError("a timeline is for people: say either --timeline or --json")
    manifest = line_manifest(system)
    values: dict[str, Value] = {"trunk": trunk} if trunk else {}
    values |= read_pairs(manifest.fields, pairs)
    optional = tuple(field for field in manifest.fields if not field.required)
    given = {name: value for name, value in rules.items() if value is not None}
    profile = line_profile({"own": own, **given}, load(Places.usual().settings_file).firm)
    config = LineConfig(
        name=f"{system}:replay",
        owners=Owners.parse(own),
        rules=profile.rules,
        values=check_values(optional, values),
        clock=AnchoredClock(),
    )
    try:
        data = file.read_bytes()
        pieces = timed_pieces(data, _marks(file.with_suffix(".tsv")))
    except OSError as error:
        raise BadData(f"{error.filename} cannot be read: {error.strerror}") from error
    rows = [row for row in replay_recording(config, system, pieces) if row.entry.merged_into is None]
    if as_json:
        json_rows(rows)
        return
    if as_timeline and manifest.recordings is None:
        raise Unsupported(f"recordings of {manifest.title} cannot be told as a timeline")
    if as_timeline and manifest.recordings is not None:
        for line in timeline(manifest.recordings.tell(config, pieces), rows):
            click.echo(line)
    elif own:
        click.echo(rows_table(rows) if rows else "no calls of these telephones")
    if not own:
        click.echo(_whose(manifest, config, pieces))


def _whose(manifest: LineManifest, config: LineConfig, pieces: tuple[Piece, ...]) -> str:
    """Say which telephones have calls in a recording, and how to ask for their rows."""
    found = manifest.recordings.telephones(config, pieces) if manifest.recordings is not None else ()
    if not found:
        return "say whose rows you want, such as --own 101"
    names = [clean(name) for name in found]
    return f"this recording has calls of {', '.join(names)}; say whose rows you want: --own {names[0]}"


def _marks(file: Path) -> list[tuple[int, datetime]]:
    """Read the companion file of a recording; none where there is no such file."""
    if not file.exists():
        return []
    marks = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            offset, seconds, *_ = line.split("\t")
            marks.append((int(offset), datetime.fromtimestamp(float(seconds), UTC)))
        except (ValueError, OverflowError) as error:
            raise BadData(f"{file}, line {number}: expected byte offset, Unix time and event name") from error
    return marks
