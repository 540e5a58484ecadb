"""The local book: the contract of an address and time book, each method one transaction."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import TypeVar

from calljournal.contracts.crm import Added, Contact, CrmConfig, Edit, EditKind, Project, ServiceType
from calljournal.contracts.numbering import BookNumber, Changed, Normalised, NumberChange, Renewal
from calljournal.crm.local import adding, bookings, contacts, edits, finding, normalising, numbering, projects
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
        """Find projects by parts of their name; those of the contact or its company first."""
        return await self._database.read(lambda connection: projects.projects(connection, text, contact, open_only))

    async def service_types(self) -> Sequence[ServiceType]:
        """Give the kinds of work; a time entry that names none gets the first."""
        return await self._database.read(projects.service_types)

    async def book(self, draft: Draft) -> Booking:
        """Book a draft under its key, once. Project, phase and service type are named by id or by their whole name.

        Raises NotFound, with the nearest names, and Refused where the project is closed.
        """
        now = self._clock.now()
        return await self._database.run(lambda connection: bookings.book(connection, draft, self._name, now))

    async def booking(self, key: str) -> Booking | None:
        """Find what was booked under a key."""
        return await self._database.read(lambda connection: bookings.booking(connection, key, self._name))

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

    async def add_project(self, project: Project) -> Project:
        """Add a project, or bring up to date the one of that name and client."""
        return await self._database.run(lambda connection: projects.add_project(connection, project))

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name."""
        return await self._database.run(lambda connection: projects.add_service_type(connection, name))

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
