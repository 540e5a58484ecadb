"""The commands for the numbers of the whole book: normalise, report, repair, undo."""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click

from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.crm import Edit, EditKind
from calljournal.contracts.numbering import Checked, Level, Normalised, NumberProblem, Renewal, Repaired
from calljournal.contracts.service import CheckNumbers, ListEdits, NormaliseNumbers, RepairNumbers, Service, UndoEdit
from calljournal.errors import Refused, StoreFailed
from calljournal.numbers import ProblemKind
from calljournal.terminal.plain import clean

COLUMNS = tuple("ref level kind words suggestion typed normalised means contact name company".split())
"""What the report says of each problem, in CSV and JSON."""

FORMULA = ("=", "@", "\t", "\r")
"""A cell that begins so would be carried out by a spreadsheet. A plus stays: numbers begin with it."""

WORDS = {
    EditKind.IMPORT: "the import of",
    EditKind.NORMALISE: "normalising",
    EditKind.REPAIR: "the repair of",
    EditKind.BY_HAND: "by hand:",
}

FEW_LEFT = 20
"""Numbers that a repair leaves, which are told one by one; of more the count is told."""

ANEW = "the numbers of the address book are to be read anew: `calljournal numbers normalise` does it"
"""What is said while the firm's rules are others than those that the numbers were read by."""

_kind = click.Choice([kind.value for kind in ProblemKind])


# --- normalise -------------------------------------------------------------------------------------------------------


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@as_json
def normalise(dry_run: bool, as_json: bool) -> None:
    """Read all numbers of the book anew, by the firm's country and area code; what was typed stays.

    Broken off, it goes on where it was when it is begun again. `calljournal numbers undo` takes it back whole.
    """
    pages: list[Normalised] = []
    try:
        with nullcontext(pages.append) if as_json else _progress(pages) as take:
            with_service(lambda service: _normalise_all(service, dry_run, take))
    except KeyboardInterrupt:
        click.echo("broken off: the same command goes on where it was", err=True)
        raise
    first, last = pages[0], pages[-1]
    if as_json:
        told = {name: value for name, value in asdict(last).items() if name not in ("began", "after")}
        json_line({**told, "resumed_at": first.began, "dry_run": dry_run})
        return
    would = "would change" if dry_run else "changed"
    click.echo(
        f"{counted(last.done, 'contact')}: {counted(last.changed, 'number')} {would}, {last.unreadable} cannot be read"
    )
    if last.unreadable:
        click.echo("`calljournal numbers report` shows them")
    if not last.undoable:
        click.echo("Call Journal was reading them anew by itself already: this was a part of that, and is not undone")
    if last.edit is not None:
        click.echo("`calljournal numbers undo` takes it back")


async def _normalise_all(service: Service, dry_run: bool, take: Callable[[Normalised], None]) -> None:
    after = None
    while True:
        page = await service.do(NormaliseNumbers(after, dry_run=dry_run))
        take(page)
        after = page.after
        if after is None:
            return


@contextmanager
def _progress(pages: list[Normalised]) -> Iterator[Callable[[Normalised], None]]:
    """Show how far a run is: a bar in a terminal, a line for each tenth elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    def percent(done: int, page: Normalised) -> int:
        return done * 100 // max(page.total, 1)

    def tell_start(page: Normalised) -> None:
        if not pages and page.began:
            click.echo(f"resumed at {percent(page.began, page)} %")

    def tell(page: Normalised) -> None:
        tell_start(page)
        now = percent(page.done, page)
        if now // 10 > percent(page.began, page) // 10:
            click.echo(f"{now} %")
        pages.append(page)

    console = Console(stderr=True)
    if not console.is_terminal:
        yield tell
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("contacts")

        def move(page: Normalised) -> None:
            tell_start(page)
            bar.update(task, total=page.total, completed=page.done)
            pages.append(page)

        yield move


# --- report ----------------------------------------------------------------------------------------------------------


@click.command()
@click.option("--all", "everything", is_flag=True, help="List the hints too, not only the questions.")
@click.option("--kind", "kinds", type=_kind, multiple=True, help="Only problems of this kind; may be given often.")
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False), help="Write all problems as CSV ('-': print it).")
@as_json
def report(everything: bool, kinds: tuple[str, ...], csv_file: str | None, as_json: bool) -> None:
    """Say what is wrong with the numbers of the book, and what to write instead.

    Questions have to be decided by a person, for the number is not known as it stands. Hints may be left.
    """
    wanted = frozenset(map(ProblemKind, kinds or ProblemKind))
    if as_json:
        _each_problem(wanted, lambda problem: json_line(problem_json(problem)))
    elif csv_file is not None:
        with _opened(csv_file) as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            _each_problem(wanted, lambda problem: writer.writerow(_csv_row(problem)))
    else:
        _print_report(wanted, listed_too=everything or bool(kinds))


def problem_json(problem: NumberProblem) -> dict[str, Any]:
    """Give a problem as a JSON object."""
    told = {**asdict(problem), "level": problem.level.value}
    return {name: told[name] for name in COLUMNS}


def count_questions(page: Checked) -> int:
    """Count the questions of a page."""
    return sum(problem.level is Level.QUESTION for problem in page.problems)


def tell_of_renewal(renewal: Renewal) -> None:
    """Say, beside what a command prints, that the numbers are to be read anew, or that they just are."""
    if renewal is Renewal.MARKED:
        click.echo(f"{ANEW} (an open Call Journal window does it by itself)", err=True)
    elif renewal is Renewal.UNDER_WAY:
        click.echo("the numbers of the address book are being read anew", err=True)


def ask_for_renewal() -> Renewal:
    """Ask whether there are numbers in the book that are to be read anew."""
    return with_service(lambda service: service.do(CheckNumbers(limit=1))).renewal


def _each_problem(wanted: frozenset[ProblemKind], take: Callable[[NumberProblem], None]) -> None:
    """Look through the book, page by page; say where its numbers are to be read anew."""
    renewal = Renewal.NOT_DUE

    def take_page(page: Checked) -> None:
        nonlocal renewal
        renewal = page.renewal
        for problem in page.problems:
            if problem.kind in wanted:
                take(problem)

    each_page(take_page)
    tell_of_renewal(renewal)


def each_page(take: Callable[[Checked], None]) -> None:
    """Have the numbers of the book checked, page by page; none is given twice, whatever becomes of the engine."""
    after: str | None = None

    async def work(service: Service) -> None:
        nonlocal after
        while True:
            page = await service.do(CheckNumbers(after))
            take(page)
            after = page.after
            if after is None:
                return

    with_service(work)


def _print_report(wanted: frozenset[ProblemKind], listed_too: bool) -> None:
    hints: Counter[str] = Counter()
    repairable: Counter[str] = Counter()
    questions = 0

    def take(problem: NumberProblem) -> None:
        nonlocal questions
        question = problem.level is Level.QUESTION
        questions += question
        if not question:
            hints[problem.kind.value] += 1
            repairable[problem.kind.value] += problem.suggestion is not None
        if question or listed_too:
            click.echo(_problem_lines(problem))

    _each_problem(wanted, take)
    if questions:
        click.echo(f"\n{questions} to decide. Take what is suggested: `calljournal numbers repair REF`;")
        click.echo('say it yourself: `... repair REF --text "+41 ..."`; it is right so: `... repair REF --keep`')
    elif not hints:
        click.echo("nothing is wrong with the numbers of the book")
    else:
        click.echo("nothing to decide")
    if hints:
        click.echo("hints: " + ", ".join(f"{count} {kind}" for kind, count in hints.most_common()))
        if not listed_too:
            kind = max(hints, key=lambda kind: (repairable[kind], hints[kind]))
            of_them = "them" if repairable[kind] == hints[kind] else f"{repairable[kind]} of them"
            repairs = f", `... repair --kind {kind}` repairs {of_them}" if repairable[kind] else ""
            click.echo(f"`calljournal numbers report --kind {kind}` lists them{repairs}")


def _problem_lines(problem: NumberProblem) -> str:
    company = f", {problem.company}" if problem.company and problem.company != problem.name else ""
    lines = [
        f"{problem.ref:8} {clean(problem.name + company)}: {clean(problem.typed)!r} ({problem.means})",
        f"         {problem.kind.value}: {clean(problem.words)}",
    ]
    if problem.suggestion is not None:
        lines.append(f"         suggested: {clean(problem.suggestion) or 'take it out'}")
    elif problem.level is Level.QUESTION:
        lines.append("         nothing safe to propose")
    return "\n".join(lines)


def _csv_row(problem: NumberProblem) -> dict[str, str]:
    texts = {name: "" if value is None else str(value) for name, value in problem_json(problem).items()}
    if problem.suggestion == "":
        texts["suggestion"] = "(take it out)"
    return {name: f"'{text}" if text.startswith(FORMULA) else text for name, text in texts.items()}


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """Open a file for CSV, in UTF-8 with its mark, so that a spreadsheet reads it; raises StoreFailed."""
    if name == "-":
        yield sys.stdout
        return
    try:
        with Path(name).open("w", encoding="utf-8-sig", newline="") as out:
            yield out
    except OSError as error:
        raise StoreFailed(f"{name} cannot be written: {error.strerror}") from error


# --- repair and undo -------------------------------------------------------------------------------------------------


@click.command()
@click.argument("refs", nargs=-1)
@click.option("--kind", type=_kind, help="All numbers with a problem of this kind for which there is a suggestion.")
@click.option("--text", help='What the number is instead; "" takes it out.')
@click.option("--keep", is_flag=True, help="It is right as it is: do not report it again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@as_json
def repair(refs: tuple[str, ...], kind: str | None, text: str | None, keep: bool, dry_run: bool, as_json: bool) -> None:
    """Put numbers right: those at REFS (c12.1, as the report names them), or all of one kind, as suggested there."""
    command = RepairNumbers(refs, None if kind is None else ProblemKind(kind), text, keep, dry_run)
    done = with_service(lambda service: service.do(command))
    if refs and not (done.changed or done.kept):
        raise Refused("; ".join(done.why_left))
    if as_json:
        json_line({**asdict(done), "dry_run": dry_run})
        return
    _print_repaired(done, dry_run)


def _print_repaired(done: Repaired, dry_run: bool) -> None:
    for one in done.repairs:
        instead = {None: "is right", "": "is taken out"}.get(one.instead, f"becomes {one.instead!r}")
        click.echo(f"{one.ref:8} {clean(one.name)}: {clean(one.typed)!r} {clean(instead)}")
    more = done.changed + done.kept - len(done.repairs)
    if more:
        click.echo(f"... and {more} more")
    for why in done.why_left[:FEW_LEFT]:
        click.echo(f"left: {clean(why)}")
    if done.left > FEW_LEFT:
        click.echo(f"... and {done.left - FEW_LEFT} more are left")
    words = "would be " if dry_run else ""
    click.echo(
        f"{counted(done.changed, 'number')} {words}changed, {done.kept} {words}kept as they are, {done.left} left"
    )
    if done.edit is not None:
        click.echo("`calljournal numbers undo` takes it back")


yes_option = click.option("--yes", is_flag=True, help="Do not ask, however long ago it was.")


@click.command()
@yes_option
@as_json
def undo(yes: bool, as_json: bool) -> None:
    """Take back the latest repair or run of normalise, where nothing has come after it; again, the one before it."""
    take_back(UndoEdit((EditKind.NORMALISE, EditKind.REPAIR)), yes, as_json)


def take_back(command: UndoEdit, yes: bool, as_json: bool) -> None:
    """Take back a change to contacts, and say which; ask (unless `yes`) before one that is not of today."""
    if not yes:
        _ask_before_an_old_one()
    edit = with_service(lambda service: service.do(command))
    if as_json:
        json_line(edit_json(edit))
        return
    click.echo(f"undone: {edit_words(edit)}")
    if edit.remark:
        click.echo(edit.remark)


def _ask_before_an_old_one() -> None:
    edits = with_service(lambda service: service.do(ListEdits()))
    latest = next((edit for edit in edits if not edit.undone), None)
    if latest is not None and latest.at.astimezone().date() < datetime.now().astimezone().date():
        click.echo(f"this is not of today: {edit_words(latest)}", err=True)
        click.confirm("take it back?", abort=True, err=True)


def edit_json(edit: Edit) -> dict[str, Any]:
    """Give an edit as a JSON object."""
    return {**asdict(edit), "at": edit.at.isoformat().replace("+00:00", "Z")}


def edit_words(edit: Edit) -> str:
    """Say what an edit was."""
    what = f"{WORDS[edit.kind]} {clean(edit.title)}".strip()
    return f"{what}, {edit.at.astimezone():%Y-%m-%d %H:%M}, {counted(edit.contacts, 'contact')}"
