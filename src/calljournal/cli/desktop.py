"""The commands for the program's place in the desktop: desktop install, status, open, remove."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.settings_commands import ForgetSecrets
from calljournal.desktop.display import why_no_window
from calljournal.desktop.system import installation
from calljournal.desktop.system.installation import Installation
from calljournal.desktop.system.request import DIAL, WISHES, Request
from calljournal.errors import Refused, StoreFailed
from calljournal.server import EngineLock
from calljournal.settings import Places

OURS = ("*.db", "*.db-*", "engine.*", "backups", "demo", "settings.toml", "window.ini*", "*.lock")
"""What the program makes in its folders; whatever else lies there is somebody else's."""


@click.group()
def desktop() -> None:
    """Let telephone links open Call Journal, start it at login, and remove it from the desktop."""


@desktop.command()
@click.option("--tel", is_flag=True, help="Telephone links (tel:, callto:) in browsers open Call Journal.")
@click.option("--autostart", is_flag=True, help="Start at login, in the background.")
def install(tel: bool, autostart: bool) -> None:
    """Put Call Journal among the programs of this desktop; only for this user."""
    installation.list_program()
    _tell(installation.change(links=tel or None, login=autostart or None))
    if tel and (remark := installation.words_about_links()):
        click.echo(remark)


@desktop.command()
@as_json
def status(as_json: bool) -> None:
    """Say whether telephone links open Call Journal, and whether it starts at login."""
    found = installation.look()
    if as_json:
        json_line({"links": found.links, "login": found.login})
    else:
        _tell(found)


@desktop.command("open")
@click.argument("page", type=click.Choice([wish for wish in WISHES if wish != DIAL]))
def open_page(page: str) -> None:
    """Open a window of the running Call Journal, or start it: for keys that the desktop's own settings can give."""
    reason = why_no_window()
    if reason is not None:
        raise Refused(f"no window: {reason}")
    try:
        from calljournal.desktop.app import run
    except ImportError as error:
        raise Refused(f"no window: Qt cannot be loaded ({error})") from error
    from calljournal.cli.session import open_service

    raise SystemExit(run(lambda: open_service(Places.usual()), ["calljournal"], Request(page)))


@desktop.command()
@click.option("--data", type=click.Choice(["keep", "delete"]), help="What to do with journal and settings; else asked.")
def remove(data: str | None) -> None:
    """Take Call Journal out of this desktop: telephone links, start at login, kept passwords; the data if you say so.

    The program itself goes as it came, as by `pipx uninstall calljournal`.
    """
    places = Places.usual()
    installation.remove()
    click.echo("telephone links and the start at login are taken back")
    forgotten = with_service(lambda service: service.do(ForgetSecrets()))
    click.echo(f"{counted(forgotten, 'password')} forgotten")
    if data is None:
        question = f"Delete the journal, the book and the settings in {places.data} too? This cannot be undone"
        data = "delete" if click.confirm(question, default=False) else "keep"
    if data == "delete":
        _delete(places)
        click.echo("journal, book and settings are deleted")
    else:
        click.echo(f"journal and book are kept: {places.data}")


def _tell(found: Installation) -> None:
    click.echo("telephone links open " + ("Call Journal" if found.links else "another program, or none"))
    click.echo("Call Journal " + ("starts at login" if found.login else "does not start at login"))


def _delete(places: Places) -> None:
    """Delete what the program has made; raises Refused where it runs, StoreFailed where a file cannot be deleted."""
    lock = EngineLock(places.lock_file)
    if not lock.take():
        raise Refused("Call Journal is running: end the program first, then delete its data")
    lock.release()
    try:
        for file in _files(places):
            if file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)
        for folder in (places.data, places.config):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise StoreFailed(f"{error.filename} cannot be deleted ({error.strerror})") from error


def _files(places: Places) -> Iterator[Path]:
    for folder in (places.data, places.config):
        for pattern in OURS:
            yield from folder.glob(pattern)
