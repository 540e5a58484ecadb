"""The projects that a contact has to do with, and why: what its next call is likely to be about."""

import sqlite3

from calljournal.contracts.crm import Tie
from calljournal.crm.local.projects import of_ids, with_company
from calljournal.database import read_time
from calljournal.database.many import marks
from calljournal.worklog import Reason

LATEST = 5
"""Projects that are named for having been booked last: more of them would hide those that are named for a reason."""

LOOKED_THROUGH = 500
"""Pieces of work that are looked through for them: with whom there are more, the latest tell enough."""

# An entry that was taken back was booked on the wrong project.
_BOOKED = """
SELECT p.id, MAX(w.started) AS latest FROM (
    SELECT * FROM (
        SELECT project_id, started FROM time_entries t WHERE contact_id = ? AND state <> 'cancelled' AND NOT reversal
        AND NOT EXISTS (SELECT 1 FROM time_entries r WHERE r.corrects = t.id) ORDER BY started DESC LIMIT ?
    ) entries
    UNION ALL SELECT * FROM (
        SELECT project_id, started FROM activities WHERE contact_id = ? AND state <> 'cancelled'
        ORDER BY started DESC LIMIT ?
    ) notes
) w JOIN projects p ON p.id = w.project_id WHERE p.open
GROUP BY p.id ORDER BY latest DESC, p.id LIMIT ?
"""


def ties(connection: sqlite3.Connection, contact: str) -> tuple[Tie, ...]:
    """Give the open projects that were booked last with a contact, then its own, then those in which it takes part.

    Its own and those in which it takes part are also those of its company.
    """
    clients = with_company(connection, contact)
    if not clients:
        return ()
    booked = connection.execute(_BOOKED, (contact, LOOKED_THROUGH, contact, LOOKED_THROUGH, LATEST)).fetchall()
    own = connection.execute(
        f"SELECT id FROM projects WHERE client_id IN ({marks(clients)}) AND open ORDER BY search, id",  # noqa: S608
        clients,
    ).fetchall()
    roles: dict[str, str] = {}
    for row in connection.execute(
        "SELECT p.id, t.role FROM participants t JOIN projects p ON p.id = t.project_id "  # noqa: S608
        f"WHERE t.contact_id IN ({marks(clients)}) AND p.open "
        "ORDER BY p.search, p.id, CASE WHEN t.contact_id = ? THEN 0 ELSE 1 END",
        (*clients, contact),
    ):
        roles.setdefault(row["id"], row["role"])
    projects = of_ids(connection, list({*roles, *(row["id"] for row in (*booked, *own))}))
    return (
        *(Tie(projects[row["id"]], Reason.LAST_BOOKED, at=read_time(row["latest"])) for row in booked),
        *(Tie(projects[row["id"]], Reason.CLIENT) for row in own),
        *(Tie(projects[project], Reason.TAKES_PART, role=role) for project, role in roles.items()),
    )
