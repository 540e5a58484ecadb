"""Lists of the firm's program (projects, service types, users) on their way into the book."""

from calljournal.contracts.crm import CrmCapability, Project
from calljournal.contracts.work import TakenIn
from calljournal.contracts.work_commands import SetProject, TakeIn
from calljournal.engine.part import Handlers, Part
from calljournal.errors import Unsupported


class TakingIn(Part):
    """Hands lists and changes of projects on to a book. Raises Unsupported where the book keeps its own."""

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {TakeIn: self._take_in, SetProject: self._set_project}

    async def _take_in(self, command: TakeIn) -> TakenIn:
        if CrmCapability.TAKE_IN not in self._manifest.capabilities:
            what = command.kind.value.replace("-", " ")
            raise Unsupported(f"{self._manifest.title} keeps its {what} itself: add and close them there")
        return await self._crm.take_in(command.kind, command.records, command.close_vanished, command.dry_run)

    async def _set_project(self, command: SetProject) -> Project:
        if CrmCapability.ADD_PROJECTS not in self._manifest.capabilities:
            raise Unsupported(f"{self._manifest.title} keeps its projects itself: change them there")
        return await self._crm.set_project(command.project, command.change)
