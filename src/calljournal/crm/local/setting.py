"""Projects and service types that are changed by hand; an import leaves alone what it does not say anew."""

import sqlite3
from collections.abc import Iterable, Sequence

from calljournal.contracts.crm import Participant, Phase, Project, ProjectChange, ServiceType
from calljournal.crm.local import projects
from calljournal.crm.local.naming import next_id
from calljournal.database import identity
from calljournal.errors import NotFound, Refused
from calljournal.words import say, typed
from calljournal.worklog import RoundingRule

# --- projects --------------------------------------------------------------------------------------------------------


def set_project(connection: sqlite3.Connection, typed: str, change: ProjectChange) -> Project:
    """Change a project, found by its id, number or whole name, open or closed, and give it as it is then.

    Raises NotFound where there is no such project, phase, contact or participant; Refused where several are called so,
    for what has no name, and for a number that another project has; BadSettings for a rule of rounding that cannot be
    read.
    """
    project = projects.project(connection, typed, closed_too=True)
    rounding = project.rounding if change.rounding is None else change.rounding.strip()
    if rounding:
        RoundingRule.read(rounding)
    name = project.name if change.name is None else _tidy(change.name)
    if not name:
        raise Refused(say("a project needs a name"))
    number = project.number if change.number is None else _free_number(connection, _tidy(change.number), project)
    client, client_name = _client(connection, project, change)
    connection.execute(
        "UPDATE projects SET name = ?, number = ?, client_id = ?, client_name = ?, rounding = ?, open = ?, "
        "identity = ?, search = ? WHERE id = ?",
        (
            name,
            number,
            client,
            client_name,
            rounding,
            project.open if change.open is None else change.open,
            identity(name),
            projects.search_text(name, number, client_name),
            project.id,
        ),
    )
    if change.phases is not None:
        _set_phases(connection, project, change.phases)
    _set_participants(connection, project, change.add, change.remove)
    return projects.of_ids(connection, [project.id])[project.id]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _free_number(connection: sqlite3.Connection, number: str, project: Project) -> str:
    """Give a number that no other project has; raises Refused for one that another has."""
    rows = connection.execute("SELECT id, name, number FROM projects WHERE number <> '' AND id <> ?", (project.id,))
    for row in rows if number else ():
        if identity(row["number"]) == identity(number):
            raise Refused(
                say(
                    "the number {number} is that of the project {name}{id} already: choose another",
                    number=number,
                    name=row["name"],
                    id=typed(f" ({row['id']})"),
                )
            )
    return number


def _client(connection: sqlite3.Connection, project: Project, change: ProjectChange) -> tuple[str | None, str | None]:
    """Give the client: a contact, or (one that stays, and is no contact) a name alone."""
    if change.client is None:
        return project.client, None if project.client is not None else project.client_name
    if change.client:
        projects.need_contact(connection, change.client)
    return change.client or None, None


def _set_participants(
    connection: sqlite3.Connection, project: Project, add: Iterable[Participant], remove: Iterable[str]
) -> None:
    for one in add:
        projects.need_contact(connection, one.contact)
        connection.execute(
            "INSERT INTO participants (project_id, contact_id, role) VALUES (?, ?, ?) "
            "ON CONFLICT (project_id, contact_id) DO UPDATE SET role = excluded.role",
            (project.id, one.contact, _tidy(one.role)),
        )
    for contact in remove:
        removed = connection.execute(
            "DELETE FROM participants WHERE project_id = ? AND contact_id = ?", (project.id, contact)
        )
        if not removed.rowcount:
            raise NotFound(
                say(
                    "{contact} does not take part in the project {name}{id}",
                    contact=contact,
                    name=project.name,
                    id=typed(f" ({project.id})"),
                )
            )


def _set_phases(connection: sqlite3.Connection, project: Project, told: Sequence[Phase]) -> None:
    """Make the phases what is told, in that order; those that are left out are closed, for time may be booked on them.

    A phase without an id that is called like one that was left out is that one again.
    """
    known = {phase.id: phase for phase in project.phases}
    told_ids = {phase.id for phase in told}
    left = {identity(phase.name): phase for phase in project.phases if phase.id not in told_ids}
    phases: list[Phase] = []
    for phase in told:
        if phase.id and phase.id not in known:
            raise NotFound(say("the project {name} has no phase {phase!r}", name=project.name, phase=phase.id))
        again = None if phase.id else left.pop(identity(phase.name), None)
        phase_id = phase.id or (again.id if again else next_id(connection, "ph"))
        phases.append(Phase(phase_id, _tidy(phase.name), _tidy(phase.number), phase.open))
    phases += [Phase(phase.id, phase.name, phase.number, open=False) for phase in left.values()]
    _check_phases(phases)
    # two of them may have changed their names round
    connection.execute("UPDATE phases SET identity = 'set aside\n' || id WHERE project_id = ?", (project.id,))
    connection.executemany(
        "INSERT INTO phases (id, project_id, position, name, identity, number, open) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, "
        "identity = excluded.identity, number = excluded.number, open = excluded.open",
        [
            (phase.id, project.id, position, phase.name, identity(phase.name), phase.number, phase.open)
            for position, phase in enumerate(phases)
        ],
    )


def _check_phases(phases: Sequence[Phase]) -> None:
    """Raise Refused for phases that have no name, or the same."""
    names: set[str] = set()
    for phase in phases:
        if not phase.name:
            raise Refused(say("a phase needs a name"))
        if identity(phase.name) in names:
            raise Refused(
                say("the project has two phases {name}, closed ones included: name one otherwise", name=phase.name)
            )
        names.add(identity(phase.name))


# --- service types ---------------------------------------------------------------------------------------------------


def set_service_type(connection: sqlite3.Connection, typed: str, name: str | None, is_open: bool | None) -> ServiceType:
    """Rename a kind of work, or close or open it, and give it as it is then.

    Raises NotFound with the nearest names; Refused for no name, or another's, and where none would be open.
    """
    before = projects.service_type_called(connection, typed)
    new = ServiceType(
        before.id,
        before.name if name is None else _tidy(name),
        before.number,
        before.open if is_open is None else is_open,
    )
    others = [one for one in projects.service_types(connection, open_only=False) if one.id != new.id]
    if not new.name:
        raise Refused(say("a service type needs a name"))
    if any(identity(one.name) == identity(new.name) for one in others):
        raise Refused(say("there is a service type {name} already: choose another name", name=new.name))
    if before.open and not new.open and not any(one.open for one in others):
        raise Refused(
            say("{name} is the only service type that is open: add or open another one first", name=before.name)
        )
    connection.execute(
        "UPDATE service_types SET name = ?, identity = ?, open = ? WHERE id = ?",
        (new.name, identity(new.name), new.open, new.id),
    )
    return new
