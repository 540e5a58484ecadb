"""The commands that keep everything safe: backup, restore."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.work_commands import BackUp
from calljournal.engine import restoring
from calljournal.engine.archive import Manifest, read_manifest
from calljournal.errors import Refused
from calljournal.server import EngineLock
from calljournal.settings import Places


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace an older backup of that name.")
@as_json
def backup(file: Path, force: bool, as_json: bool) -> None:
    """Copy journal, address book and settings into FILE, also while Call Journal runs.

    All are of one moment, and what was written is read back and compared. Passwords are not in it: they stay in the
    keyring of the system. `calljournal restore FILE` puts it back.
    """
    if os.path.lexists(file) and not force:
        raise Refused(f"{file} exists already: name another file, or replace it with --force")
    file = file.absolute()
    size = with_service(lambda service: service.do(BackUp(str(file))))
    manifest = read_manifest(file)
    if as_json:
        json_line(_json(file, manifest) | {"bytes": size})
        return
    click.echo(f"{file}: {_size(size)}, read back and compared")
    click.echo(
        f"in it: {_contents(manifest)}, the address book and the settings; no passwords, they stay in the keyring"
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
def restore(file: Path, yes: bool, as_json: bool) -> None:
    """Put journal, address book and settings back as they are in FILE, a backup.

    FILE is checked wholly before anything is changed. What is there now is kept, as a backup of its own.
    """
    places = Places.usual()
    with _while_nothing_runs(places):
        try:
            staged = asyncio.run(restoring.stage(places, file))
            manifest = staged.manifest
            for remark in staged.remarks:
                click.echo(remark, err=True)
            if not yes:
                _ask(file, manifest)
            kept = restoring.keep_old(places, datetime.now(UTC))
            restoring.put_in_place(places, staged)
        finally:
            restoring.settle(places)  # what was not put in place goes
    if as_json:
        told = {"kept": str(kept) if kept else None, "remarks": list(staged.remarks)}
        json_line(_json(file.absolute(), manifest) | told)
        return
    click.echo(f"restored as of {_moment(manifest)}: {_contents(manifest)}")
    if kept is not None:
        click.echo(f"what was there is kept: {kept}")
    click.echo("passwords are as they are in the keyring; on another computer, type them again (`calljournal lines`)")


@contextmanager
def _while_nothing_runs(places: Places) -> Iterator[None]:
    """Keep every engine out; raises Refused where one runs."""
    places.make()
    lock = EngineLock(places.lock_file)
    if not lock.take():
        raise Refused("Call Journal is running: end the program first (window, terminal, `calljournal watch`)")
    try:
        yield
    finally:
        lock.release()


def _ask(file: Path, manifest: Manifest) -> None:
    click.echo(f"{file}: a backup of {_moment(manifest)}, {_contents(manifest)}", err=True)
    click.echo(
        "What was recorded, booked, changed or exported since then will be missing, and who was forgotten since then "
        "will be there again. What is there now is kept beside, as a backup.",
        err=True,
    )
    click.confirm("Replace what is there by it?", abort=True, err=True)


def _json(file: Path, manifest: Manifest) -> dict[str, Any]:
    return {"file": str(file), **msgspec.to_builtins(manifest)}


def _contents(manifest: Manifest) -> str:
    return f"{counted(manifest.calls, 'call')}, {counted(manifest.booked, 'booking')}"


def _moment(manifest: Manifest) -> str:
    return f"{manifest.at.astimezone():%Y-%m-%d %H:%M}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
