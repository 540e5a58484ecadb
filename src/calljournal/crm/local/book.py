"""The local book: the contract of an address and time book, each method one transaction."""

from collections.abc import Sequence
from importlib.resources import files

from calljournal.contracts.crm import Added, Contact, CrmConfig, Project, ServiceType
from calljournal.crm.local import bookings, contacts, means, projects
from calljournal.database import Database
from calljournal.matching import Candidate
from calljournal.worklog import Booking, Draft

FILE_NAME = "book.db"


class LocalBook:
    """An address and time book in `book.db` of its folder. All methods raise StoreFailed where the disk fails."""

    def __init__(self, config: CrmConfig) -> None:
        self._name = config.name
        self._rules = config.rules
        self._clock = config.clock
        self._database = Database(config.folder / FILE_NAME, files("calljournal.crm.local") / "migrations")

    async def open(self) -> None:
        """Open the file; where the firm's rules for numbers have changed, normalise the numbers anew."""
        await self._database.open()
        try:
            await self._database.run(lambda connection: means.renew(connection, self._rules))
        except BaseException:
            await self._database.close()
            raise

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    async def find(self, keys: Sequence[str]) -> Sequence[Candidate]:
        """Find the contacts that have one of the normalised numbers."""
        return await self._database.read(lambda connection: contacts.find(connection, keys, self._name))

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

    async def add_contacts(self, new: Sequence[Contact]) -> Added:
        """Add contacts, or bring up to date those of the same name and company: all of them, or none."""
        return await self._database.run(lambda connection: contacts.add(connection, new, self._rules))

    async def add_project(self, project: Project) -> Project:
        """Add a project, or bring up to date the one of that name and client."""
        return await self._database.run(lambda connection: projects.add_project(connection, project))

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name."""
        return await self._database.run(lambda connection: projects.add_service_type(connection, name))

    def web_address(self, kind: str, thing_id: str) -> str | None:
        """There are no pages of it."""
        return None
