"""Projects with their phases, and service types: listed, added, and found by what a person typed."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calljournal.contracts.crm import Participant, Phase, Project, ServiceType
from calljournal.crm.local.naming import near, next_id
from calljournal.database import identity, search, searchable
from calljournal.database.many import chunks, marks
from calljournal.errors import NotFound, Refused
from calljournal.words import listed, say
from calljournal.words import typed as only_typed
from calljournal.worklog import RoundingRule

_SELECT = """
SELECT p.*, COALESCE(c.name, p.client_name) AS client FROM projects p LEFT JOIN contacts c ON c.id = p.client_id
"""


@dataclass(frozen=True, slots=True)
class Task:
    """What time is booked on: ids of a project, and of one of its phases."""

    project: str | None = None
    phase: str | None = None


def projects(connection: sqlite3.Connection, text: str, contact: str | None, open_only: bool) -> tuple[Project, ...]:
    """Find projects by parts of name, number or client: those of the contact or its company first, then by name."""
    condition, values = search("(p.search || ' ' || COALESCE(c.search, ''))", text)
    if open_only:
        condition += " AND p.open"
    clients = with_company(connection, contact) or ("",)
    rows = connection.execute(
        f"{_SELECT} WHERE {condition} "
        f"ORDER BY CASE WHEN p.client_id IN ({marks(clients)}) THEN 0 ELSE 1 END, CASE WHEN p.open THEN 0 ELSE 1 END, "
        "p.search, p.id",
        (*values, *clients),
    )
    return _whole(connection, rows.fetchall())


def of_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Project]:
    """Give projects by their ids."""
    rows = [row for some in chunks(ids) for row in connection.execute(f"{_SELECT} WHERE p.id IN ({marks(some)})", some)]
    return {project.id: project for project in _whole(connection, rows)}


def project(connection: sqlite3.Connection, typed: str, closed_too: bool = False) -> Project:
    """Find an open project by its id, number or whole name; `closed_too` gives a closed one where none is open.

    Raises NotFound with the nearest names, Refused where it is closed, or where several are called so.
    """
    found = _called(connection, typed)
    if not found:
        rows = connection.execute("SELECT id, name FROM projects WHERE open ORDER BY search")
        raise NotFound(
            say(
                "there is no project {typed!r}{near}",
                typed=typed,
                near=near(typed, ((row["id"], row["name"]) for row in rows)),
            )
        )
    still_open = [project for project in found if project.open] or (found if closed_too else ())
    if not still_open:
        raise Refused(
            say(
                "the project {name}{id} is closed: choose another, or open it again",
                name=found[0].name,
                id=only_typed(f" ({found[0].id})"),
            )
        )
    if len(still_open) > 1:
        several = listed(
            say("{client}{id}", client=project.client_name or say("no client"), id=only_typed(f" ({project.id})"))
            for project in still_open
        )
        raise Refused(
            say("several projects are called {typed!r}: {several}; say which", typed=typed, several=several).typed(
                " by its id"
            )
        )
    return still_open[0]


def add_project(connection: sqlite3.Connection, new: Project) -> Project:
    """Add a project, or bring up to date the one of that name and client; phases are added, none is removed.

    So are participants; a number and a rule of rounding that are not said stay. Raises BadSettings for a rule that
    cannot be read.
    """
    name = " ".join(new.name.split())
    if not name:
        raise Refused(say("a project needs a name"))
    for contact in (new.client, *(one.contact for one in new.participants)):
        if contact is not None:
            need_contact(connection, contact)
    same = connection.execute("SELECT id FROM projects WHERE identity = ? ORDER BY id", (identity(name),)).fetchall()
    of_name = of_ids(connection, [row["id"] for row in same]).values()
    known = next((one for one in of_name if one.client == new.client), None)
    project_id = known.id if known else next_id(connection, "p")
    number = new.number or (known.number if known else "")
    if new.rounding:
        RoundingRule.read(new.rounding)
    rounding = new.rounding or (known.rounding if known else "")
    client_name = None if new.client is not None else new.client_name or (known.client_name if known else None)
    connection.execute(
        "INSERT INTO projects (id, name, client_id, client_name, open, number, rounding, identity, search) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
        "client_name = excluded.client_name, open = excluded.open, number = excluded.number, "
        "rounding = excluded.rounding, search = excluded.search",
        (
            project_id,
            name,
            new.client,
            client_name,
            new.open,
            number,
            rounding,
            identity(name),
            search_text(name, number, client_name),
        ),
    )
    for position, phase in enumerate(new.phases):
        _add_phase(connection, project_id, position, phase)
    connection.executemany(
        "INSERT INTO participants (project_id, contact_id, role) VALUES (?, ?, ?) "
        "ON CONFLICT (project_id, contact_id) DO UPDATE SET role = excluded.role",
        [(project_id, one.contact, one.role) for one in new.participants],
    )
    return of_ids(connection, [project_id])[project_id]


def search_text(name: str, number: str, client_name: str | None) -> str:
    """Give what a project is looked for by; a client among the contacts is looked for by its own."""
    return searchable(name, number, client_name)


def service_types(connection: sqlite3.Connection, open_only: bool = True) -> tuple[ServiceType, ...]:
    """Give the kinds of work that may be chosen, the one that is taken by default first; or all."""
    return tuple(one for one in _service_types(connection) if one.open or not open_only)


def add_service_type(connection: sqlite3.Connection, name: str) -> ServiceType:
    """Add a kind of work, or give the one of that name."""
    name = " ".join(name.split())
    if not name:
        raise Refused(say("a service type needs a name"))
    known = next((one for one in _service_types(connection) if identity(one.name) == identity(name)), None)
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
        raise NotFound(say("there is no contact {contact!r} in the book", contact=contact_id))


def with_company(connection: sqlite3.Connection, contact: str | None) -> tuple[str, ...]:
    """Give the ids of a contact and of the company that it is at; none where there is no such contact."""
    row = connection.execute("SELECT id, company_id FROM contacts WHERE id = ?", (contact,)).fetchone()
    return tuple(one for one in row if one is not None) if row else ()


def task(connection: sqlite3.Connection, project_typed: str | None, phase_typed: str | None) -> Task:
    """Find project and phase by id, number or name; raises as `project` does."""
    if project_typed is None:
        if phase_typed is not None:
            raise Refused(
                say("a phase belongs to a project: say which project the phase {phase!r} is of", phase=phase_typed)
            )
        return Task()
    found = project(connection, project_typed)
    return Task(found.id, None if phase_typed is None else _phase(found, phase_typed).id)


def service_type(connection: sqlite3.Connection, typed: str | None) -> str:
    """Find a kind of work by id, number or name, the first where none was named.

    Raises NotFound with the nearest names, Refused where it is closed.
    """
    known = _service_types(connection)
    choice = [one for one in known if one.open]
    if typed is None:
        if not choice:
            raise Refused(say("all service types are closed: open one of them again, or take in a list of them"))
        return choice[0].id
    found = next((one for one in known if _is_called(one, typed)), None)
    if found is None:
        raise NotFound(
            say(
                "there is no service type {typed!r}{near}",
                typed=typed,
                near=near(typed, ((one.id, one.name) for one in choice)),
            )
        )
    if not found.open:
        raise Refused(
            say(
                "the service type {name}{id} is closed: choose another",
                name=found.name,
                id=only_typed(f" ({found.id})"),
            )
        )
    return found.id


def service_type_called(connection: sqlite3.Connection, typed: str) -> ServiceType:
    """Find a kind of work by its id, or else its number, or else its whole name, open or closed; raises NotFound."""
    known = _service_types(connection)
    ways: tuple[Callable[[ServiceType], bool], ...] = (
        lambda one: one.id == typed.strip(),
        lambda one: bool(one.number) and identity(one.number) == identity(typed),
        lambda one: identity(one.name) == identity(typed),
    )
    found = next((one for is_meant in ways for one in known if is_meant(one)), None)
    if found is None:
        hint = near(typed, ((one.id, one.name) for one in known))
        raise NotFound(say("there is no service type {typed!r}{near}", typed=typed, near=hint))
    return found


def _phase(of: Project, typed: str) -> Phase:
    found = next((one for one in of.phases if _is_called(one, typed)), None)
    if found is None:
        hint = near(typed, ((one.id, one.name) for one in of.phases if one.open))
        raise NotFound(
            say(
                "the project {name}{id} has no phase {typed!r}{near}",
                name=of.name,
                id=only_typed(f" ({of.id})"),
                typed=typed,
                near=hint,
            )
        )
    if not found.open:
        raise Refused(
            say(
                "the phase {phase} of the project {name}{id} is closed: choose another",
                phase=found.name,
                name=of.name,
                id=only_typed(f" ({of.id})"),
            )
        )
    return found


def _is_called(one: Phase | ServiceType, typed: str) -> bool:
    return typed == one.id or identity(typed) in (identity(one.number) or None, identity(one.name))


def _called(connection: sqlite3.Connection, typed: str) -> tuple[Project, ...]:
    """Give the projects of an id, or else of a number, or else of a name."""
    for condition, sought in (
        ("p.id = ?", (typed.strip(),)),
        ("p.number <> '' AND (p.number = ? OR LOWER(p.number) = ?)", (typed.strip(), identity(typed))),
        ("p.identity = ?", (identity(typed),)),
    ):
        rows = connection.execute(f"{_SELECT} WHERE {condition} ORDER BY p.id", sought).fetchall()
        if rows:
            return _whole(connection, rows)
    return ()


# --- tables ----------------------------------------------------------------------------------------------------------


def _add_phase(connection: sqlite3.Connection, project_id: str, position: int, phase: Phase) -> None:
    name = " ".join(phase.name.split())
    if not name:
        raise Refused(say("a phase needs a name"))
    connection.execute(
        "INSERT INTO phases (id, project_id, position, name, identity, number, open) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (project_id, identity) DO UPDATE SET position = excluded.position, open = excluded.open, "
        "number = COALESCE(NULLIF(excluded.number, ''), phases.number)",
        (next_id(connection, "ph"), project_id, position, name, identity(name), phase.number, phase.open),
    )


def _service_types(connection: sqlite3.Connection) -> tuple[ServiceType, ...]:
    rows = connection.execute("SELECT * FROM service_types ORDER BY position, id")
    return tuple(ServiceType(row["id"], row["name"], row["number"], bool(row["open"])) for row in rows)


def _whole(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[Project, ...]:
    """Read projects from rows, with their phases and participants."""
    phases: dict[str, list[Phase]] = defaultdict(list)
    participants: dict[str, list[Participant]] = defaultdict(list)
    for some in chunks([row["id"] for row in rows]):
        which = f"project_id IN ({marks(some)})"
        for row in connection.execute(f"SELECT * FROM phases WHERE {which} ORDER BY position, id", some):  # noqa: S608
            phases[row["project_id"]].append(Phase(row["id"], row["name"], row["number"], bool(row["open"])))
        for row in connection.execute(
            "SELECT t.*, c.name FROM participants t JOIN contacts c ON c.id = t.contact_id "  # noqa: S608
            f"WHERE {which} ORDER BY c.search, c.id",
            some,
        ):
            participants[row["project_id"]].append(Participant(row["contact_id"], row["name"], row["role"]))
    return tuple(
        Project(
            id=row["id"],
            name=row["name"],
            client=row["client_id"],
            client_name=row["client"],
            open=bool(row["open"]),
            phases=tuple(phases[row["id"]]),
            number=row["number"],
            rounding=row["rounding"],
            participants=tuple(participants[row["id"]]),
        )
        for row in rows
    )
