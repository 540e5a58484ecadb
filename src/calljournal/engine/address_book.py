"""What is in the book besides booked work: contacts and their numbers, projects, service types."""

from dataclasses import replace

from calljournal.contracts.book_commands import (
    AddContact,
    ChangeContact,
    GetPeople,
    GetWebAddress,
    ReadMeans,
    SetServiceType,
)
from calljournal.contracts.crm import Added, Contact, CrmCapability, Edit, Means, MeansKind, Project, ServiceType
from calljournal.contracts.numbering import Checked, Normalised, Repaired, rules_at
from calljournal.contracts.service import (
    AddContacts,
    AddProject,
    AddServiceType,
    CheckNumbers,
    FindContacts,
    FindProjects,
    GetContact,
    GetServiceTypes,
    ListEdits,
    NormaliseNumbers,
    RepairNumbers,
    UndoEdit,
)
from calljournal.engine.numbering import Numbering
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.whom import Whom
from calljournal.errors import NotFound, Refused, Unsupported
from calljournal.matching import Candidate
from calljournal.numbers import DialRules, NumberKind, read_all
from calljournal.words import say

NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)

REMEMBERED = 50
"""Changes among which the one is looked for that is to be taken back."""


class AddressBook(Part):
    """Carries out the commands about contacts, projects and service types.

    Whatever changes contacts has the latest calls matched anew. Raises Unsupported where the book cannot do a thing.
    """

    def __init__(self, common: Common, numbering: Numbering, whom: Whom) -> None:
        super().__init__(common)
        self._numbering = numbering
        self._whom = whom

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            FindContacts: self._find_contacts,
            GetContact: self._get_contact,
            GetPeople: self._get_people,
            GetWebAddress: self._get_web_address,
            ReadMeans: self._read_means,
            AddContact: self._add_contact,
            ChangeContact: self._change_contact,
            AddContacts: self._add_contacts,
            ListEdits: self._list_edits,
            UndoEdit: self._undo_edit,
            NormaliseNumbers: self._normalise_numbers,
            CheckNumbers: self._check_numbers,
            RepairNumbers: self._repair_numbers,
            FindProjects: self._find_projects,
            AddProject: self._add_project,
            GetServiceTypes: self._get_service_types,
            AddServiceType: self._add_service_type,
            SetServiceType: self._set_service_type,
        }

    # --- contacts ----------------------------------------------------------------------------------------------------

    async def _find_contacts(self, command: FindContacts) -> tuple[Contact, ...]:
        return tuple(await self._crm.contacts(command.text, command.limit))

    async def _get_contact(self, command: GetContact) -> Contact:
        contact = await self._crm.contact(command.contact)
        if contact is None:
            raise NotFound(say("there is no contact {contact!r}", contact=command.contact))
        return contact

    async def _get_people(self, command: GetPeople) -> tuple[Candidate, ...]:
        return tuple(await self._crm.people(command.company, command.limit))

    async def _get_web_address(self, command: GetWebAddress) -> str | None:
        return self._crm.web_address(command.kind, command.thing)

    async def _read_means(self, command: ReadMeans) -> tuple[Means, ...]:
        rules = rules_at(command.address, self._settings().firm.rules)
        return tuple(_as_read(one, rules) for one in command.means)

    async def _add_contact(self, command: AddContact) -> Contact:
        self._need(CrmCapability.ADD_CONTACTS)
        added = await self._crm.add_contact(command.contact)
        await self._whom.book_changed()
        return added

    async def _change_contact(self, command: ChangeContact) -> Contact:
        self._need(CrmCapability.ADD_CONTACTS)
        changed = await self._crm.change_contact(command.contact, command.was)
        if changed != command.was:
            await self._whom.book_changed()
        return changed

    async def _add_contacts(self, command: AddContacts) -> Added:
        added = await self._crm.add_contacts(command.contacts, command.title, command.dry_run)
        if added.edit is not None and not command.dry_run:
            await self._whom.book_changed()
        return added

    # --- changes to contacts, and their numbers ----------------------------------------------------------------------

    async def _list_edits(self, command: ListEdits) -> tuple[Edit, ...]:
        return tuple(await self._numbering.edits(command.limit))

    async def _undo_edit(self, command: UndoEdit) -> Edit:
        if command.edit is not None:
            await self._check_latest(command.edit)
        undone = await self._numbering.undo(command.kinds)
        await self._whom.book_changed()
        return undone

    async def _check_latest(self, edit: str) -> None:
        """Raise Refused where another change came after the one that is meant, or it is taken back already."""
        latest = next((one for one in await self._numbering.edits(REMEMBERED) if not one.undone), None)
        if latest is None or latest.id != edit:
            raise Refused(
                say("contacts were changed again since then: only the latest change can be taken back").typed(
                    "; `calljournal contacts edits` lists them"
                )
            )

    async def _normalise_numbers(self, command: NormaliseNumbers) -> Normalised:
        page = await self._numbering.normalise(command)
        if page.after is None and page.changed and not command.dry_run:
            await self._whom.book_changed()
        return page

    async def _check_numbers(self, command: CheckNumbers) -> Checked:
        return await self._numbering.check(command.after, command.limit)

    async def _repair_numbers(self, command: RepairNumbers) -> Repaired:
        repaired = await self._numbering.repair(command)
        if repaired.edit is not None:
            await self._whom.book_changed()
        return repaired

    # --- projects and service types ----------------------------------------------------------------------------------

    async def _find_projects(self, command: FindProjects) -> tuple[Project, ...]:
        return tuple(await self._crm.projects(command.text, command.contact, command.open_only))

    async def _add_project(self, command: AddProject) -> Project:
        return await self._crm.add_project(command.project)

    async def _get_service_types(self, command: GetServiceTypes) -> tuple[ServiceType, ...]:
        return tuple(await self._crm.service_types(command.open_only))

    async def _add_service_type(self, command: AddServiceType) -> ServiceType:
        return await self._crm.add_service_type(command.name)

    async def _set_service_type(self, command: SetServiceType) -> ServiceType:
        self._need(CrmCapability.ADD_PROJECTS)
        return await self._crm.set_service_type(command.service_type, command.name, command.open)

    def _need(self, capability: CrmCapability) -> None:
        if capability in self._manifest.capabilities:
            return
        title = self._manifest.title
        if capability is CrmCapability.ADD_CONTACTS:
            raise Unsupported(say("{title} keeps its contacts itself: add and change them there", title=title))
        raise Unsupported(say("{title} keeps its service types itself: add and change them there", title=title))


def _as_read(one: Means, rules: DialRules) -> Means:
    if one.kind not in NUMBERS or not one.typed.strip():
        return replace(one, normalised=None, trunk=None)
    reading = read_all(one.typed, rules)[0]
    internal = reading.digits if reading.kind is NumberKind.INTERNAL else None
    return replace(one, normalised=reading.e164 or internal, trunk=reading.trunk)
