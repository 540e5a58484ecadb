"""The steps of an import, whatever is in the file: columns mapped by hand, reading, and telling what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click

from calljournal.addresses import AddressFile
from calljournal.contracts.crm import Added
from calljournal.contracts.work import TakenIn
from calljournal.errors import BadData
from calljournal.lists import ListFile
from calljournal.settings import Places, load, save
from calljournal.terminal.plain import clean

AnyFile = AddressFile | ListFile
"""What a file was read as."""

File = TypeVar("File", bound=AnyFile)

IGNORED = "ignore"
"""The field of a column that is known, and of no use here."""

FEW = 20
"""Things of one sort that an import tells one by one; of more the count is told."""


class DefaultToFind(click.Group):
    """`contacts TEXT` is `contacts find TEXT`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first word for something to find where it names no command."""
        if args[0] not in self.commands:
            args = ["find", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """List everything where nothing is said."""
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help")):
            args = ["find", *args]
        return super().parse_args(ctx, args)


file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
map_option = click.option(
    "--map",
    "by_hand",
    multiple=True,
    metavar='"TITLE=FIELD"',
    help="What a column holds (the command `fields` lists them); remembered for the next import. May be given often.",
)


def columns_told(by_hand: Sequence[str]) -> dict[str, str]:
    """Give what `--map` says, field by title; "" where a title is to be forgotten."""
    return dict(map(_column_told, by_hand))


def _column_told(text: str) -> tuple[str, str]:
    title, equals, field = text.rpartition("=")
    if not equals or not title.strip():
        raise click.BadParameter(f'{text!r} is no "TITLE=FIELD"', param_hint="--map")
    return title.strip(), field.strip()


def read_file(
    path: Path, read: Callable[[bytes, Mapping[str, str], Mapping[str, str]], File], what: str, told: Mapping[str, str]
) -> File:
    """Read a file with the columns that are mapped now, and those that `import.WHAT` of the settings remembers.

    Raises BadData in words where it cannot be read.
    """
    remembered = load(Places.usual().settings_file).imports.of(what)
    now = {title: field for title, field in told.items() if field}
    before = {title: field for title, field in remembered.items() if title not in told}
    return read(_bytes_of(path), now, before)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadData(f"{file} cannot be read: {error.strerror}") from error


def remember_columns(what: str, told: Mapping[str, str]) -> None:
    """Remember columns in the settings, under `import.WHAT`, or forget them."""
    for title, field in told.items():
        save(Places.usual().settings_file, ("import", what, title), field or None)


def import_json(done: Added | TakenIn, read: AnyFile, dry_run: bool, **more: object) -> dict[str, object]:
    """Give what became of an import, what its file was read as, and whatever more there is to say, as a JSON object."""
    return {
        **asdict(done),
        "skipped": read.skipped,
        "form": read.form,
        "columns": [asdict(column) for column in read.columns],
        "remarks": read.remarks,
        **more,
        "dry_run": dry_run,
    }


def print_done(name: str, read: AnyFile, done: Added | TakenIn, added: str, left_out: str, dry_run: bool) -> None:
    """Print what file it is and what became of it, `added` and `left_out` in words; on a dry run its columns, too."""
    would = "would be " if dry_run else ""
    skipped = f", {left_out} left out" if read.skipped else ""
    click.echo(f"{name}: {read.form}")
    click.echo(f"{added} {would}added, {done.updated} {would}brought up to date, {done.unchanged} unchanged{skipped}")
    if dry_run:
        _print_columns(read)


def _print_columns(read: AnyFile) -> None:
    """Print what each column is read as; those that are not understood are told elsewhere."""
    read_as = [f"{column.title} = {column.field}" for column in read.columns if column.field not in (None, IGNORED)]
    ignored = [column.title for column in read.columns if column.field == IGNORED]
    for words, several in (("read as", read_as), ("left out", ignored)):
        if several:
            click.echo(clean(f"{words}: {', '.join(several)}"))


def print_not_understood(read: AnyFile, group: str) -> None:
    """Print what of a file was not understood, and how GROUP's import is told what an unknown column holds."""
    print_few(read.remarks)
    unknown = next((column.title for column in read.columns if column.field is None), None)
    if unknown is not None:
        click.echo(f'say what such a column holds: --map "{clean(unknown)}=FIELD" (`calljournal {group} fields`)')


def print_few(lines: Sequence[str]) -> None:
    """Print lines, of very many the first ones."""
    for line in lines[:FEW]:
        click.echo(clean(line))
    if len(lines) > FEW:
        click.echo(f"... and {len(lines) - FEW} more")


def print_fields(fields: Mapping[str, str]) -> None:
    """Print what a column may hold."""
    width = max(map(len, fields))
    for field, words in fields.items():
        click.echo(f"{field:{width}}  {words}")
