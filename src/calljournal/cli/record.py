"""The command that records what a telephone system says, scrambled, for a bug report."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from calljournal.cli.lines import complete_name
from calljournal.cli.output import counted
from calljournal.cli.timeline import timeline
from calljournal.contracts.line import LineConfig, LineMessage, LineState, LineStatus, Piece, Prepared, Recordings
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.lines import line_config, line_profile
from calljournal.engine.replay import replay
from calljournal.errors import NotFound, Refused, StoreFailed, Unreachable, Unsupported
from calljournal.plugins import line_manifest
from calljournal.settings import Places, load
from calljournal.terminal.plain import clean

MOST_BYTES = 64 * 1024 * 1024
"""Bytes that a recording holds in memory: some five thousand calls, and less than a desktop computer misses."""

SHOWN = 12
"""Replacements of each kind that are shown: enough to see that it works; the recording has them all."""


@click.command()
@click.argument("name")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to save (default: NAME-time).")
@click.option("--seconds", type=click.IntRange(min=1), help="How long to record (default: until Ctrl-C).")
@click.option("--as-it-is", is_flag=True, help="Leave numbers and names as they are.")
def record(name: str, out: Path | None, seconds: int | None, as_it_is: bool) -> None:
    """Record the calls of your own telephones on the line NAME, for a bug report.

    Numbers, names and addresses are replaced by others. You see what will be saved, and are asked, before anything
    is written. Secrets, other people's calls and withheld numbers are never in it. A running program is not disturbed.
    """
    places = Places.usual()
    full_name = complete_name(places, name)
    settings = load(places.settings_file)
    line = settings.lines[full_name]
    manifest = line_manifest(line.system)
    if manifest.recordings is None:
        raise Unsupported(f"{manifest.title} cannot be recorded")
    profile = line_profile(line.values, settings.firm, manifest.own)
    if not len(profile.owners):
        raise Refused(f"no telephone of {full_name} is yours, so no call can be recorded: set own, such as own=101")
    config = line_config(full_name, line, manifest, profile, AnchoredClock())
    files = _free_files(out or Path(f"{full_name.replace(':', '-')}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.ami"))
    pieces = _listen(manifest.recordings, config, seconds)
    prepared = manifest.recordings.prepare(config, pieces, scrambled=not as_it_is)
    stories = manifest.recordings.tell(prepared.config, prepared.pieces)
    if not any(story.legs for story in stories):
        raise NotFound(f"no call of {profile.owners} was heard, so nothing is saved; make the call while recording")
    rows = replay(prepared.config, line.system, prepared.pieces)
    for words in (*timeline(stories, rows), *_summary(prepared, scrambled=not as_it_is)):
        click.echo(words)
    if not click.confirm(f"Save this to {files[0]} and {files[1].name}?"):
        click.echo("nothing is saved")
        return
    _save(prepared.pieces, files)
    click.echo(f"saved; to see it again:\n  {_replay_command(prepared.config, line.system, files[0])}")


# --- listening -------------------------------------------------------------------------------------------------------


class _Heard:
    """What was heard so far. `enough` is set when there is no room for more, or nothing to be heard."""

    def __init__(self, most_bytes: int) -> None:
        self.pieces: list[Piece] = []
        self.enough = asyncio.Event()
        self.trouble: BaseException | None = None
        self._left = most_bytes
        self._connected = False
        self._said = ""

    def hear(self, piece: Piece) -> None:
        """Keep a message, as long as there is room."""
        self._left -= len(piece.data)
        if self._left >= 0:
            self.pieces.append(piece)
        elif not self.enough.is_set():
            click.echo("that is as much as a recording may hold; it ends here", err=True)
            self.enough.set()

    def tell(self, message: LineMessage) -> None:
        """Show what the line says of itself; one that cannot be opened is not waited for."""
        if not isinstance(message, LineStatus):
            return
        if message.message != self._said:
            self._said = message.message
            click.echo(message.message, err=True)
        if message.state is LineState.CONNECTED:
            self._connected = True
        elif message.state in (LineState.REFUSED, LineState.DISCONNECTED) and not self._connected:
            refused = message.state is LineState.REFUSED
            self.trouble = Refused(message.message) if refused else Unreachable(message.message)
            self.enough.set()


def _listen(
    recordings: Recordings, config: LineConfig, seconds: int | None, most_bytes: int = MOST_BYTES
) -> list[Piece]:
    """Record until the time is over, Ctrl-C is pressed, or there is no more room."""
    heard = _Heard(most_bytes)

    async def until_enough() -> None:
        recording = asyncio.create_task(recordings.record(config, heard.hear, heard.tell))
        enough = asyncio.create_task(heard.enough.wait())
        try:
            await asyncio.wait({recording, enough}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            recording.cancel()
            enough.cancel()
            await asyncio.wait({recording, enough})
        if not recording.cancelled():
            heard.trouble = heard.trouble or recording.exception()

    how_long = f"for {seconds} seconds" if seconds else "until you press Ctrl-C"
    click.echo(f"recording {how_long}: make the call now", err=True)
    try:
        asyncio.run(until_enough())
    except KeyboardInterrupt:
        click.echo("", err=True)  # below the ^C
    if heard.trouble is not None:
        raise heard.trouble
    return heard.pieces


# --- showing and saving ----------------------------------------------------------------------------------------------


def _summary(prepared: Prepared, *, scrambled: bool) -> Iterator[str]:
    """Say what is in the recording, what is not, and what stands for what."""
    yield f"{counted(len(prepared.pieces), 'message')}; {prepared.left_out} others are left out"
    if prepared.masked:
        yield f"masked: {counted(prepared.masked, 'call')} with a withheld number"
    if not scrambled:
        yield "numbers and names stand in it AS THEY ARE"
    replaced = sorted(prepared.replaced, key=lambda each: each.kind)
    for kind, several in groupby(replaced, key=lambda each: each.kind):
        group = list(several)
        yield f"replaced: {counted(len(group), kind)}"
        for each in group[:SHOWN]:
            yield clean(f"  {each.was} -> {each.now}")
        if len(group) > SHOWN:
            yield f"  ... and {len(group) - SHOWN} more"


def _replay_command(config: LineConfig, system: str, file: Path) -> str:
    rules = config.rules
    shortest, longest = rules.internal
    options = {
        "own": str(config.owners),
        "country": rules.country,
        "area": rules.area,
        "outside": rules.outside,
        "internal": f"{shortest}-{longest}",
        "trunk": str(config.values.get("trunk", "")),
    }
    given = " ".join(f"--{name} {value}" for name, value in options.items() if value)
    return f"calljournal replay {system} {file} --timeline {given}"


def _free_files(out: Path) -> tuple[Path, Path]:
    """Give the two files to save; raises Refused where one is there already."""
    files = (out, out.with_suffix(".tsv")) if out.suffix == ".ami" else (Path(f"{out}.ami"), Path(f"{out}.tsv"))
    for file in files:
        if file.exists():
            raise Refused(f"{file} is there already; give another name with --out")
    return files


def _save(pieces: tuple[Piece, ...], files: tuple[Path, Path]) -> None:
    """Write the bytes, and beside them where each message begins and when it came; nobody else may read them."""
    recording, marks = files
    offset, lines = 0, []
    for piece in pieces:
        if piece.at is not None:
            lines.append(f"{offset}\t{piece.at.timestamp():.6f}\t{clean(piece.kind)}\n")
        offset += len(piece.data)
    try:
        for file, data in ((recording, b"".join(piece.data for piece in pieces)), (marks, "".join(lines).encode())):
            file.touch(mode=0o600, exist_ok=False)
            file.write_bytes(data)
    except OSError as error:
        raise StoreFailed(f"{error.filename} cannot be written: {error.strerror}") from error
