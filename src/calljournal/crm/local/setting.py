"""Projects that are changed by hand; an import leaves alone what it does not say anew."""

import sqlite3

from calljournal.contracts.crm import Project, ProjectChange
from calljournal.crm.local import projects
from calljournal.errors import NotFound
from calljournal.worklog import RoundingRule


def set_project(connection: sqlite3.Connection, typed: str, change: ProjectChange) -> Project:
    """Change a project, found by its id, number or whole name, open or closed, and give it as it is then.

    Raises NotFound where there is no such project, contact or participant; Refused where several are called so;
    BadSettings for a rule of rounding that cannot be read.
    """
    project = projects.project(connection, typed, closed_too=True)
    rounding = project.rounding if change.rounding is None else change.rounding.strip()
    if rounding:
        RoundingRule.read(rounding)
    connection.execute(
        "UPDATE projects SET rounding = ?, open = ? WHERE id = ?",
        (rounding, project.open if change.open is None else change.open, project.id),
    )
    for one in change.add:
        projects.need_contact(connection, one.contact)
        connection.execute(
            "INSERT INTO participants (project_id, contact_id, role) VALUES (?, ?, ?) "
            "ON CONFLICT (project_id, contact_id) DO UPDATE SET role = excluded.role",
            (project.id, one.contact, " ".join(one.role.split())),
        )
    for contact in change.remove:
        removed = connection.execute(
            "DELETE FROM participants WHERE project_id = ? AND contact_id = ?", (project.id, contact)
        )
        if not removed.rowcount:
            raise NotFound(f"{contact} does not take part in the project {project.name} ({project.id})")
    return projects.of_ids(connection, [project.id])[project.id]
