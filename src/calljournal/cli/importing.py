"""What the commands that take in files have in common: columns mapped by hand, the first lines of many."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from calljournal.errors import BadData
from calljournal.settings import Places, save
from calljournal.tables import Column
from calljournal.terminal.plain import clean

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


def said_now(told: Mapping[str, str]) -> dict[str, str]:
    """Give the columns that were mapped just now, without those that are to be forgotten."""
    return {title: field for title, field in told.items() if field}


def said_before(remembered: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Give the columns that were mapped at an earlier import, and not otherwise now."""
    return {title: field for title, field in remembered.items() if title not in told}


def remember_columns(places: Places, what: str, told: Mapping[str, str]) -> None:
    """Remember columns in the settings, under `import.WHAT`, or forget them."""
    for title, field in told.items():
        save(places.settings_file, ("import", what, title), field or None)


def read_bytes(file: Path) -> bytes:
    """Read a file; raises BadData in words where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadData(f"{file} cannot be read: {error.strerror}") from error


def print_few(lines: Sequence[str]) -> None:
    """Print lines, of very many the first ones."""
    for line in lines[:FEW]:
        click.echo(clean(line))
    if len(lines) > FEW:
        click.echo(f"... and {len(lines) - FEW} more")


def print_columns(columns: Sequence[Column]) -> None:
    """Print what each column is read as; those that are not understood are told elsewhere."""
    read_as = [f"{column.title} = {column.field}" for column in columns if column.field not in (None, IGNORED)]
    ignored = [column.title for column in columns if column.field == IGNORED]
    for words, several in (("read as", read_as), ("left out", ignored)):
        if several:
            click.echo(clean(f"{words}: {', '.join(several)}"))


def print_fields(fields: Mapping[str, str]) -> None:
    """Print what a column may hold."""
    width = max(map(len, fields))
    for field, words in fields.items():
        click.echo(f"{field:{width}}  {words}")
