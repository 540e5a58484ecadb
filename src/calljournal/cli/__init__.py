"""The command line: every window's content as text or JSON, and every action as a command.

Exit codes: 0 done, 1 not done (one line on the error stream says why and what to do), 2 wrong usage, 130 interrupted.
"""

import click

from calljournal import __version__
from calljournal.cli import (
    backup,
    booking,
    by_hand,
    contacts,
    control,
    demo,
    desktop,
    export,
    journal,
    lines,
    lists,
    numbers,
    person,
    private,
    record,
    replay,
    settings,
    window,
    work,
)
from calljournal.cli.failures import Commands


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="calljournal")
@click.pass_context
def commands(context: click.Context) -> None:
    """Watch the telephone line, keep the journal of calls, and turn calls into booked time.

    Without a command the journal opens in a window, or in the terminal where there is no display.
    """
    if context.invoked_subcommand is None:
        context.exit(window.open_journal())


lines.lines.add_command(record.record)
for command in work.COMMANDS:
    booking.book.add_command(command)
journal.journal.add_command(by_hand.add)
for command in (
    journal.watch,
    journal.journal,
    by_hand.timer,
    control.dial,
    control.hangup,
    control.answer,
    control.hold,
    control.redirect,
    control.transfer,
    journal.assign,
    booking.unbooked,
    booking.totals,
    booking.book,
    booking.ignore,
    private.private,
    booking.merge,
    booking.split,
    contacts.contacts,
    lists.projects,
    lists.service_types,
    lists.users,
    lines.lines,
    person.person,
    person.tidy,
    backup.backup,
    backup.restore,
    settings.settings,
    numbers.numbers,
    replay.replay,
    export.export,
    demo.demo,
    desktop.desktop,
):
    commands.add_command(command)


__all__ = ["commands"]
