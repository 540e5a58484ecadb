"""Lists of the firm's program (projects, service types, users) on their way into the book."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from calljournal.contracts.crm import CrmCapability, Project
from calljournal.contracts.work import IntakeKind, TakenIn, WorkQuery, WorkState
from calljournal.contracts.work_commands import ProjectSet, SetProject, TakeIn
from calljournal.engine.part import Handlers, Part
from calljournal.engine.rounding_anew import rule_of
from calljournal.errors import BadSettings, Unsupported
from calljournal.words import say
from calljournal.worklog import Kind, RoundingRule

NAMED = 5
"""Entries that a remark names one by one; of more it says how many there are."""


class TakingIn(Part):
    """Hands lists and changes of projects on to a book. Raises Unsupported where the book keeps its own.

    What was booked on a project stays as it was rounded, whatever the project is from now on: nobody's list moves
    minutes that somebody has seen. What that is, is said.
    """

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {TakeIn: self._take_in, SetProject: self._set_project}

    async def _take_in(self, command: TakeIn) -> TakenIn:
        if CrmCapability.TAKE_IN not in self._manifest.capabilities:
            raise Unsupported(_kept_there(command.kind, self._manifest.title))
        before = await self._projects() if command.kind is IntakeKind.PROJECTS else {}
        taken = await self._crm.take_in(command.kind, command.records, command.close_vanished, command.dry_run)
        if not before or command.dry_run:
            return taken
        stays = await self._what_stays(before, (await self._projects()).values())
        return replace(taken, remarks=(*taken.remarks, *stays))

    async def _set_project(self, command: SetProject) -> ProjectSet:
        if CrmCapability.ADD_PROJECTS not in self._manifest.capabilities:
            raise Unsupported(say("{title} keeps its projects itself: change them there", title=self._manifest.title))
        before = await self._crm.project(command.project, closed_too=True)
        project = await self._crm.set_project(before.id, command.change)
        return ProjectSet(project, await self._what_stays({before.id: before}, [project]))

    async def _projects(self) -> dict[str, Project]:
        return {project.id: project for project in await self._crm.projects("", None, open_only=False)}

    async def _what_stays(self, before: Mapping[str, Project], after: Iterable[Project]) -> tuple[str, ...]:
        """Say which time stays as it was rounded, though another project of its kind would be rounded otherwise now."""
        remarks = []
        for project in after:
            if project.id in before and self._rounds_otherwise(before[project.id], project):
                works = await self._crm.work(WorkQuery(Kind.TIME, project=project.id, new=True))
                stays = [work.id for work in works if work.state is WorkState.OPEN and not work.by_hand]
                if stays:
                    remarks.append(_in_words(project, stays))
        return tuple(remarks)

    def _rounds_otherwise(self, old: Project, new: Project) -> bool:
        was, is_now = self._rule(old), self._rule(new)
        other_client = old.client_name != new.client_name and is_now is not None and is_now.per == "day"
        return was != is_now or other_client

    def _rule(self, project: Project) -> RoundingRule | None:
        """Give the rule of a project; None where it cannot be read."""
        try:
            return rule_of(project, self._settings().firm.rounding_rule)
        except BadSettings:
            return None


def _kept_there(kind: IntakeKind, title: str) -> str:
    match kind:
        case IntakeKind.PROJECTS:
            return say("{title} keeps its projects itself: add and close them there", title=title)
        case IntakeKind.SERVICE_TYPES:
            return say("{title} keeps its service types itself: add and close them there", title=title)
        case IntakeKind.USERS:
            return say("{title} keeps its users itself: add and close them there", title=title)


def _in_words(project: Project, stays: list[str]) -> str:
    named = ", ".join(stays[:NAMED])
    if len(stays) > NAMED:
        named = say("{named} and {count} more", named=named, count=len(stays) - NAMED)
    return say(
        "{number} {name} has another client or rounding now; what was booked stays as it was rounded: {named}",
        number=project.number or project.id,
        name=project.name,
        named=named,
    ).typed(" (`calljournal book change ID --minutes N` changes it)")
