"""Projects with their phases, and service types: listed, added, and found by what a person typed."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from calljournal.contracts.crm import Phase, Project, ServiceType
from calljournal.crm.local.naming import near, next_id
from calljournal.database import identity, search, searchable
from calljournal.errors import NotFound, Refused

_SELECT = "SELECT p.*, c.name AS client_name FROM projects p LEFT JOIN contacts c ON c.id = p.client_id"


@dataclass(frozen=True, slots=True)
class Task:
    """What time is booked on: ids of a project, and of one of its phases."""

    project: str | None = None
    phase: str | None = None


def projects(connection: sqlite3.Connection, text: str, contact: str | None, open_only: bool) -> tuple[Project, ...]:
    """Find projects by parts of their name: those of the contact or its company first, then by name."""
    condition, values = search("p.search", text)
    if open_only:
        condition += " AND p.open"
    company = connection.execute("SELECT company_id FROM contacts WHERE id = ?", (contact,)).fetchone()
    clients = (contact, company["company_id"] if company else None)
    rows = connection.execute(
        f"{_SELECT} WHERE {condition} "
        "ORDER BY CASE WHEN p.client_id IN (?, ?) THEN 0 ELSE 1 END, CASE WHEN p.open THEN 0 ELSE 1 END, "
        "p.search, p.id",
        (*values, *clients),
    )
    return _whole(connection, rows.fetchall())


def add_project(connection: sqlite3.Connection, new: Project) -> Project:
    """Add a project, or bring up to date the one of that name and client; phases are added, none is removed."""
    name = " ".join(new.name.split())
    if not name:
        raise Refused("a project needs a name")
    if new.client is not None:
        need_contact(connection, new.client)
    same = connection.execute(
        "SELECT id, client_id FROM projects WHERE identity = ? ORDER BY id", (identity(name),)
    ).fetchall()
    project_id = next((row["id"] for row in same if row["client_id"] == new.client), None) or next_id(connection, "p")
    connection.execute(
        "INSERT INTO projects (id, name, client_id, open, identity, search) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, open = excluded.open",
        (project_id, name, new.client, new.open, identity(name), searchable(name)),
    )
    for position, phase in enumerate(new.phases):
        phase_name = " ".join(phase.name.split())
        if not phase_name:
            raise Refused("a phase needs a name")
        connection.execute(
            "INSERT INTO phases (id, project_id, position, name, identity) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (project_id, identity) DO UPDATE SET position = excluded.position",
            (next_id(connection, "ph"), project_id, position, phase_name, identity(phase_name)),
        )
    return _whole(connection, connection.execute(f"{_SELECT} WHERE p.id = ?", (project_id,)).fetchall())[0]


def service_types(connection: sqlite3.Connection) -> tuple[ServiceType, ...]:
    """Give the kinds of work, the one that is taken by default first."""
    rows = connection.execute("SELECT id, name FROM service_types ORDER BY position, id")
    return tuple(ServiceType(row["id"], row["name"]) for row in rows)


def add_service_type(connection: sqlite3.Connection, name: str) -> ServiceType:
    """Add a kind of work, or give the one of that name."""
    name = " ".join(name.split())
    if not name:
        raise Refused("a service type needs a name")
    known = next((one for one in service_types(connection) if identity(one.name) == identity(name)), None)
    if known is not None:
        return known
    new = ServiceType(next_id(connection, "s"), name)
    connection.execute(
        "INSERT INTO service_types (id, position, name, identity) "
        "SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ? FROM service_types",
        (new.id, new.name, identity(name)),
    )
    return new


# --- found by what a person typed ------------------------------------------------------------------------------------


def need_contact(connection: sqlite3.Connection, contact_id: str) -> None:
    """Raise NotFound where there is no such contact."""
    if connection.execute("SELECT 1 FROM contacts WHERE id = ?", (contact_id,)).fetchone() is None:
        raise NotFound(f"there is no contact {contact_id!r} in the book")


def task(connection: sqlite3.Connection, project: str | None, phase: str | None) -> Task:
    """Find project and phase by id or name. Raises NotFound with the nearest names, Refused where it is closed."""
    if project is None:
        if phase is not None:
            raise Refused(f"a phase belongs to a project: say which project the phase {phase!r} is of")
        return Task()
    found = _project(connection, project)
    if phase is None:
        return Task(found.id)
    for one in found.phases:
        if phase in (one.id, one.name) or identity(phase) == identity(one.name):
            return Task(found.id, one.id)
    hint = near(phase, ((one.id, one.name) for one in found.phases))
    raise NotFound(f"the project {found.name} ({found.id}) has no phase {phase!r}{hint}")


def service_type(connection: sqlite3.Connection, typed: str | None) -> str:
    """Find a kind of work by id or name, the first where none was named; raises NotFound with the nearest names."""
    known = service_types(connection)
    if typed is None:
        return known[0].id
    for one in known:
        if typed == one.id or identity(typed) == identity(one.name):
            return one.id
    raise NotFound(f"there is no service type {typed!r}{near(typed, ((one.id, one.name) for one in known))}")


def _project(connection: sqlite3.Connection, typed: str) -> Project:
    found = _whole(connection, connection.execute(f"{_SELECT} WHERE p.id = ?", (typed,)).fetchall())
    if not found:
        named = connection.execute(f"{_SELECT} WHERE p.identity = ? ORDER BY p.id", (identity(typed),))
        found = _whole(connection, named.fetchall())
    if not found:
        names = connection.execute("SELECT id, name FROM projects WHERE open ORDER BY search").fetchall()
        raise NotFound(f"there is no project {typed!r}{near(typed, ((row['id'], row['name']) for row in names))}")
    still_open = [project for project in found if project.open]
    if not still_open:
        raise Refused(f"the project {found[0].name} ({found[0].id}) is closed: choose another, or open it again")
    if len(still_open) > 1:
        several = ", ".join(f"{project.id} ({project.client_name or 'no client'})" for project in still_open)
        raise Refused(f"several projects are called {typed!r}: {several}; say which by its id")
    return still_open[0]


def _whole(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> tuple[Project, ...]:
    """Read projects from rows, with their phases."""
    phases: dict[str, list[Phase]] = defaultdict(list)
    one = rows[0]["id"] if len(rows) == 1 else None
    sql = "SELECT * FROM phases WHERE project_id = COALESCE(?, project_id) ORDER BY position, id"
    for row in connection.execute(sql, (one,)) if rows else ():
        phases[row["project_id"]].append(Phase(row["id"], row["name"]))
    return tuple(
        Project(
            row["id"], row["name"], row["client_id"], row["client_name"], bool(row["open"]), tuple(phases[row["id"]])
        )
        for row in rows
    )
