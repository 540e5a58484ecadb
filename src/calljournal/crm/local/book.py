"""The local book: the contract of an address and time book, each method one transaction."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from calljournal.contracts.crm import (
    Added,
    Contact,
    CrmConfig,
    Edit,
    EditKind,
    Project,
    ProjectChange,
    ServiceType,
    Tie,
)
from calljournal.contracts.numbering import BookNumber, Changed, Normalised, NumberChange, Renewal
from calljournal.contracts.work import (
    Amended,
    Amendment,
    Export,
    IntakeKind,
    Record,
    TakenIn,
    User,
    Work,
    WorkChange,
    WorkQuery,
)
from calljournal.crm.local import (
    adding,
    amending,
    bookings,
    by_hand,
    contacts,
    edits,
    exports,
    finding,
    forgetting,
    going_on,
    history,
    locking,
    normalising,
    numbering,
    projects,
    setting,
    taking_in,
    ties,
    users,
    work,
)
from calljournal.crm.local.edits import Changes
from calljournal.database import Database
from calljournal.matching import Candidate
from calljournal.numbers import DialRules
from calljournal.worklog import Booking, Draft

FILE_NAME = "book.db"

T = TypeVar("T")


class LocalBook:
    """An address and time book in `book.db` of its folder. All methods raise StoreFailed where the disk fails."""

    def __init__(self, config: CrmConfig) -> None:
        self._name = config.name
        self._rules = config.rules
        self._clock = config.clock
        self._database = Database(config.folder / FILE_NAME, files("calljournal.crm.local") / "migrations")

    async def open(self) -> None:
        """Open the file; where another program has read its numbers, normalise those of a small book anew."""
        await self._database.open()
        try:
            await self.use_rules(self._rules)
        except BaseException:
            await self._database.close()
            raise

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    async def find(self, keys: Sequence[str]) -> Sequence[Candidate]:
        """Find the contacts that have one of the normalised numbers."""
        return await self._database.read(lambda connection: finding.find(connection, keys, self._name))

    async def find_switchboards(self, numbers: Sequence[str], trunks: Sequence[str]) -> Sequence[Candidate]:
        """Find the contacts that have one of the numbers, or an extension of zeros behind one of the trunks."""
        return await self._database.read(
            lambda connection: finding.find_switchboards(connection, numbers, trunks, self._name)
        )

    async def find_ending(self, digits: str, readable: bool) -> Sequence[Candidate]:
        """Find the contacts that have a number that ends in these digits, or whose own digits they end in."""
        return await self._database.read(
            lambda connection: finding.find_ending(connection, digits, readable, self._name)
        )

    async def people(self, company_id: str, limit: int) -> Sequence[Candidate]:
        """Give the people at a company, the active ones first."""
        return await self._database.read(lambda connection: finding.people(connection, company_id, limit, self._name))

    async def contact(self, contact_id: str) -> Contact | None:
        """Give one contact."""
        return await self._database.read(lambda connection: contacts.contact(connection, contact_id))

    async def contacts(self, text: str, limit: int) -> Sequence[Contact]:
        """Find contacts by parts of a name, company, e-mail or number; umlauts and case do not count."""
        return await self._database.read(lambda connection: contacts.contacts(connection, text, limit))

    async def projects(self, text: str, contact: str | None, open_only: bool) -> Sequence[Project]:
        """Find projects by parts of name, number or client; those of the contact or its company first."""
        return await self._database.read(lambda connection: projects.projects(connection, text, contact, open_only))

    async def project(self, named: str, closed_too: bool = False) -> Project:
        """Give the open project of that id, number or whole name; `closed_too` gives a closed one where none is open.

        Raises NotFound, with the nearest names, Refused where it is closed, or where several are called so.
        """
        return await self._database.read(lambda connection: projects.project(connection, named, closed_too))

    async def ties(self, contact: str) -> Sequence[Tie]:
        """Give the open projects that a contact has to do with: booked last, its own, those in which it takes part."""
        return await self._database.read(lambda connection: ties.ties(connection, contact))

    async def user(self, named: str, own: bool = False) -> User:
        """Give the user of that id, number or name; one's own is added where the book does not know the name yet."""
        known = await self._database.read(lambda connection: users.named(connection, named))
        if known is not None and known.open:
            return known
        return await self._database.run(lambda connection: users.user(connection, named, own=own))

    async def users(self, open_only: bool = True) -> Sequence[User]:
        """Give the users who may be chosen, by name; or all."""
        return await self._database.read(lambda connection: users.users(connection, open_only))

    async def service_types(self, open_only: bool = True) -> Sequence[ServiceType]:
        """Give the kinds of work that may be chosen; a time entry that names none gets the first. Or all."""
        return await self._database.read(lambda connection: projects.service_types(connection, open_only))

    async def book(self, draft: Draft) -> Booking:
        """Book a draft under its key, once. Things are named by id, number or whole name.

        Raises NotFound, with the nearest names, and Refused for what is closed, or a day behind the lock date.
        """
        now = self._clock.now()
        return await self._database.run(lambda connection: bookings.book(connection, draft, self._name, now))

    async def booking(self, key: str) -> Booking | None:
        """Find what was booked under a key."""
        return await self._database.read(lambda connection: bookings.booking(connection, key, self._name))

    async def back_up(self, folder: Path) -> Sequence[Path]:
        """Copy the file, as it stands at one moment, into a folder."""
        copy = folder / FILE_NAME
        await self._database.copy_to(copy)
        return (copy,)

    async def go_on_from(self, folder: Path) -> Sequence[Export]:
        """Give no id again that the book in a folder gave; give the exports that it has and this one has not."""
        file = folder / FILE_NAME
        if not file.exists():
            return ()
        return await self._database.run(lambda connection: going_on.go_on_from(connection, file))

    async def work(self, query: WorkQuery) -> Sequence[Work]:
        """Give the time entries and activities that meet every condition, the earliest first."""
        return await self._database.read(lambda connection: work.work(connection, query))

    async def work_item(self, work_id: str) -> Work | None:
        """Give one time entry or activity, also one that is cancelled."""
        return await self._database.read(lambda connection: work.work_item(connection, work_id))

    async def amend(self, amendment: Amendment) -> Amended:
        """Change, cancel, or correct by entry what was booked, once under the id of the amendment.

        Raises Refused, with the reason, where it may not be touched; NotFound for what there is not.
        """
        return await self._database.run(lambda connection: amending.amend(connection, amendment))

    async def history(self, work_id: str) -> Sequence[WorkChange]:
        """Give what was done to a piece of work, the earliest first, its booking included."""
        return await self._database.read(lambda connection: history.history(connection, work_id))

    async def lock(self, day: date | None) -> None:
        """Close the book up to and with a day, or open it again."""
        await self._database.run(lambda connection: locking.lock(connection, day))

    async def locked(self) -> date | None:
        """Give the lock date; None where the book is open."""
        return await self._database.read(locking.locked)

    async def begin_export(self, export: Export, query: WorkQuery) -> Export:
        """Fix what goes out, and mark it, in one step; raises NotFound where nothing meets the query."""
        return await self._database.run(lambda connection: exports.begin(connection, export, query))

    async def exported(self, export_id: str, after: str | None, limit: int) -> Sequence[Work]:
        """Give the next work of an export, in the order of the file."""
        return await self._database.read(lambda connection: exports.exported(connection, export_id, after, limit))

    async def finish_export(self, export_id: str) -> Export:
        """Remember that the file is whole."""
        now = self._clock.now()
        return await self._database.run(lambda connection: exports.finish(connection, export_id, now))

    async def exports(self, unfinished: bool, limit: int) -> Sequence[Export]:
        """Give the exports, the latest first; only those whose file is not whole where `unfinished`."""
        return await self._database.read(lambda connection: exports.exports(connection, unfinished, limit))

    async def add_contacts(self, new: Sequence[Contact], title: str = "", dry_run: bool = False) -> Added:
        """Add contacts, or bring up to date those that are there: all of them, or none."""
        rules, begin = self._rules, self._begins(EditKind.IMPORT, title)

        def work(connection: sqlite3.Connection) -> Added:
            changes = begin(connection)
            added = adding.add(connection, new, rules, changes)
            if changes.id is not None:
                normalising.read_some(connection, rules)
            return replace(added, companies=changes.companies_added())

        return await self._change(work, dry_run)

    async def add_contact(self, contact: Contact) -> Contact:
        """Add one contact, be there another of the same name."""
        return await self._by_hand(contact, by_hand.add)

    async def change_contact(self, contact: Contact, was: Contact | None = None) -> Contact:
        """Make a contact what is given, whole; raises Refused where it is not as it `was` any more."""
        return await self._by_hand(
            contact, lambda connection, one, rules, changes: by_hand.change(connection, one, was, rules, changes)
        )

    async def _by_hand(
        self, contact: Contact, do: Callable[[sqlite3.Connection, Contact, DialRules, Changes], Contact]
    ) -> Contact:
        rules, begin = self._rules, self._begins(EditKind.BY_HAND, " ".join(contact.name.split()))

        def work(connection: sqlite3.Connection) -> Contact:
            changes = begin(connection)
            done = do(connection, contact, rules, changes)
            if changes.id is not None:
                normalising.read_some(connection, rules)
            return done

        return await self._database.run(work)

    async def add_project(self, project: Project) -> Project:
        """Add a project, or bring up to date the one of that name and client."""
        return await self._database.run(lambda connection: projects.add_project(connection, project))

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name."""
        return await self._database.run(lambda connection: projects.add_service_type(connection, name))

    async def set_project(self, named: str, change: ProjectChange) -> Project:
        """Change a project by hand; what was changed so survives imports."""
        return await self._database.run(lambda connection: setting.set_project(connection, named, change))

    async def set_service_type(self, named: str, name: str | None = None, open: bool | None = None) -> ServiceType:
        """Rename a kind of work, or close or open it; that survives imports too."""
        return await self._database.run(lambda connection: setting.set_service_type(connection, named, name, open))

    async def take_in(
        self, kind: IntakeKind, records: Sequence[Record], close_vanished: bool, dry_run: bool = False
    ) -> TakenIn:
        """Take in a list of the firm's program: all of it, or nothing."""
        return await self._change(
            lambda connection: taking_in.take_in(connection, kind, records, close_vanished), dry_run
        )

    async def use_rules(self, rules: DialRules) -> Renewal:
        """Read numbers by these rules from now on; say whether those in the book are to be normalised anew."""
        self._rules = rules
        return await self._database.run(lambda connection: normalising.renew(connection, rules))

    async def renewal(self) -> Renewal:
        """Say whether the numbers in the book are to be normalised anew."""
        rules = self._rules
        return await self._database.read(lambda connection: normalising.renewal(connection, rules))

    async def normalise(self, after: str | None, limit: int, undoable: bool, dry_run: bool = False) -> Normalised:
        """Normalise the numbers of the next contacts of the run; raises Refused where it was undone meanwhile."""
        rules, begin = self._rules, self._begins(EditKind.NORMALISE, "all numbers")
        work = normalising.rehearse if dry_run else normalising.normalise
        return await self._change(
            lambda connection: work(connection, after, limit, undoable, rules, partial(begin, connection)), dry_run
        )

    async def numbers(self, after: str | None, limit: int, contact: str | None = None) -> Sequence[BookNumber]:
        """Give the next numbers behind the ref `after`, of one contact where it is named."""
        return await self._database.read(lambda connection: numbering.numbers(connection, after, limit, contact))

    async def change_numbers(
        self, changes: Sequence[NumberChange], title: str, edit: str | None = None, dry_run: bool = False
    ) -> Changed:
        """Change numbers, as a part of `edit` where it is the latest; what stands no longer as told stays."""
        rules, begin = self._rules, self._begins(EditKind.REPAIR, title)

        def work(connection: sqlite3.Connection) -> Changed:
            changed = numbering.change(connection, changes, rules, begin(connection, edit))
            if changed.edit is not None:
                normalising.read_some(connection, rules)
            return changed

        return await self._change(work, dry_run)

    async def edits(self, limit: int) -> Sequence[Edit]:
        """Give the changes to contacts that are remembered, the latest first."""
        return await self._database.read(lambda connection: edits.edits(connection, limit))

    async def undo(self, kinds: Collection[EditKind] = tuple(EditKind)) -> Edit:
        """Take back the latest change that is not taken back yet.

        Raises NotFound where there is none, Refused where it is of another kind.
        """
        rules = self._rules

        def work(connection: sqlite3.Connection) -> Edit:
            undone = edits.undo(connection, kinds)
            normalising.undone(connection, undone, rules)
            return undone.edit

        return await self._database.run(work)

    # --- a person: given out, forgotten ------------------------------------------------------------------------------

    async def export_person(self, contact: str | None, numbers: Sequence[str]) -> dict[str, Any]:
        """Give, ready for JSON, all that is kept of a contact or of normalised numbers."""
        return await self._database.read(lambda connection: forgetting.export(connection, contact, numbers))

    async def forget_person(self, contact: str | None, numbers: Sequence[str]) -> Sequence[str]:
        """Forget a contact's numbers and address, or numbers wherever they stand; say what was done.

        What was booked stays. The file does not hold the digits afterwards.
        """
        said = await self._database.run(lambda connection: forgetting.forget(connection, contact, numbers))
        await self._database.compact()
        return said

    async def _change(self, work: Callable[[sqlite3.Connection], T], dry_run: bool) -> T:
        """Change something; in a dry run all of it is taken back, and only what would have come of it is given."""

        def rehearsed(connection: sqlite3.Connection) -> T:
            connection.execute("SAVEPOINT rehearsal")
            try:
                return work(connection)
            finally:
                connection.execute("ROLLBACK TO rehearsal")

        return await self._database.run(rehearsed if dry_run else work)

    def _begins(self, kind: EditKind, title: str) -> Callable[..., Changes]:
        """Give what begins an edit in a transaction, or goes on with one."""
        return partial(Changes, kind=kind, title=title, now=self._clock.now())

    def web_address(self, kind: str, thing_id: str) -> str | None:
        """There are no pages of it."""
        return None
