"""Lists of projects are taken in: with their phases, their clients, and who takes part in them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from calljournal.contracts.work import PhaseRecord, Record, TakenIn
from calljournal.crm.local import listing
from calljournal.crm.local.clients import Clients
from calljournal.crm.local.listing import Facts
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.projects import search_text
from calljournal.crm.local.tally import Tally, became, opened, shown
from calljournal.database import identity
from calljournal.errors import BadSettings
from calljournal.words import say
from calljournal.worklog import RoundingRule


@dataclass(slots=True)
class _Phase:
    """A phase as it stands in the table; what the last list said of it is kept with its project."""

    id: str
    name: str
    number: str = ""
    open: bool = True


@dataclass(slots=True)
class _Project:
    """A project as it stands in the tables. `participants` are roles by contact."""

    id: str
    name: str
    number: str = ""
    open: bool = True
    rounding: str = ""
    client_id: str | None = None
    client_name: str | None = None
    listed: Facts | None = None
    phases: dict[str, _Phase] = field(default_factory=dict)
    participants: dict[str, str] = field(default_factory=dict)


def take_in(connection: sqlite3.Connection, records: Sequence[Record], close_vanished: bool) -> TakenIn:
    """Take in a list of projects; each record has a name."""
    return _Intake(connection, close_vanished).take_in(records)


class _Intake:
    """One list on its way into the tables."""

    def __init__(self, connection: sqlite3.Connection, close_vanished: bool) -> None:
        self._connection = connection
        self._clients = Clients(connection)
        self._unknown: dict[str, None] = {}
        self._by_id: dict[str, _Project] = {}
        self._by_number: dict[str, _Project] = {}
        self._by_listed_number: dict[str, _Project] = {}
        self._by_name: dict[str, dict[str, _Project]] = defaultdict(dict)
        for project in _read(connection):
            self._know(project)
        self._tally = Tally(sum(project.open for project in self._by_id.values()), close_vanished)

    def take_in(self, records: Sequence[Record]) -> TakenIn:
        """Take in the records, then see which projects were in an earlier list only."""
        for record in records:
            self._take(self._checked(record))
        for project in self._by_id.values():
            if project.listed is not None and project.id not in self._tally.met:
                before = _copy(project)
                project.open = self._tally.vanish(shown(project), project.listed, project.open)
                project.listed = listing.gone(project.listed, closed=before.open and not project.open)
                self._save(project, before)
        ambiguous = self._clients.ambiguous
        return self._tally.taken_in(
            unknown=[name for name in self._unknown if name not in ambiguous],
            ambiguous=[name for name in self._unknown if name in ambiguous],
        )

    def _checked(self, record: Record) -> Record:
        """Leave out a rule of rounding that nobody can read."""
        try:
            RoundingRule.read(record.rounding or "0")
        except BadSettings as error:
            self._tally.remarks.add(say("{thing}: {error}; it is left out.", thing=shown(record), error=error.words))
            return replace(record, rounding=None)
        return record

    def _take(self, record: Record) -> None:
        several = self._find(record)
        if len(several) > 1:
            ids = ", ".join(one.id for one in several)
            self._tally.remarks.add(
                say(
                    "{thing}: several projects are called so ({ids}); say which by its number.",
                    thing=shown(record),
                    ids=ids,
                )
            )
            self._tally.met.update(one.id for one in several)
            return
        before = _copy(several[0]) if several else None
        project = several[0] if several else _Project(next_id(self._connection, "p"), record.name, record.number)
        if before is not None and not self._tally.meets(project.id, record):
            return
        self._bring_up_to_date(project, record)
        self._know(project)
        self._save(project, before)
        if before is None:
            self._tally.add(project.id)
        else:
            self._tally.count(shown(before), self._differences(before, project))

    def _know(self, project: _Project) -> None:
        """Have a project found by its number and name from now on: those of now, and those of the last list."""
        self._by_id[project.id] = project
        for name in filter(None, (project.name, listing.name_of(project.listed))):
            self._by_name[identity(name)][project.id] = project
        if project.number:
            self._by_number.setdefault(identity(project.number), project)
        if listing.number_of(project.listed):
            self._by_listed_number.setdefault(identity(listing.number_of(project.listed)), project)

    # --- which project it is ------------------------------------------------------------------------------------------

    def _find(self, record: Record) -> list[_Project]:
        """Find the project of a record: by its number, else by name and client, unless that one has another number.

        One that was changed by hand is found by what the last list said of it.
        """
        number = identity(record.number)
        found = (self._by_listed_number.get(number) or self._by_number.get(number)) if number else None
        if found is not None:
            return [found]
        of_name = self._by_name.get(identity(record.name), {}).values()
        same = [one for one in of_name if not (_number_told(one) and record.number) and self._is_for(one, record)]
        listed = [one for one in same if identity(listing.name_of(one.listed)) == identity(record.name)]
        if any(identity(one.name) != identity(record.name) for one in same):
            same = listed or same
        return [one for one in same if not one.number] or same

    def _is_for(self, project: _Project, record: Record) -> bool:
        """Say whether a project is for the client that a record names, if it names any."""
        if record.client is None and record.client_number is None:
            return True
        if (project.listed or {}).get("client") == [record.client or "", record.client_number or ""]:
            return True
        if project.client_id is not None:
            return project.client_id == self._clients.find(record.client or "", record.client_number or "")
        return identity(project.client_name or "") == identity(record.client or record.client_number or "")

    # --- what is new of it --------------------------------------------------------------------------------------------

    def _bring_up_to_date(self, project: _Project, record: Record) -> None:
        """Take over what the list says new."""
        before = project.listed
        client = record.client is not None or record.client_number is not None
        said: Facts = {
            "name": record.name,
            "number": record.number or None,
            "open": record.open,
            "rounding": record.rounding,
            "client": [record.client or "", record.client_number or ""] if client else None,
            "participants": None if record.participants is None else [list(one) for one in record.participants],
        }
        new = listing.news(before, said)
        for name in ("name", "number", "open", "rounding"):
            if name in new:
                setattr(project, name, new[name])
        if client:
            self._link_client(project, record.client or "", record.client_number or "", is_new="client" in new)
        project.listed = listing.remembered(before, said)
        if record.participants is not None:
            project.listed["unknown"] = self._link_participants(project, record.participants, before or {})
        if record.phases is not None:
            self._take_phases(project, record.phases, before or {})

    def _link_client(self, project: _Project, name: str, number: str, is_new: bool) -> None:
        """Take over a client that is new; one who was not among the contacts may be by now."""
        called = name or number
        unlinked = project.client_id is None and identity(project.client_name or "") == identity(called)
        if is_new or unlinked:
            project.client_id = self._clients.find(name, number)
            project.client_name = None if project.client_id is not None else called or None
        if called and project.client_id is None:
            self._unknown[called] = None

    def _link_participants(self, project: _Project, said: Sequence[tuple[str, str]], before: Facts) -> list[str]:
        """Take over who is new or has another role, take out who is in the list no more; give who is no contact."""
        unknown = [name for name, _ in said if self._clients.find(name) is None]
        self._unknown |= dict.fromkeys(unknown)
        not_before = before.get("unknown", ())
        wanted = self._roles(said)
        known = self._roles([(name, role) for name, role in before.get("participants", ()) if name not in not_before])
        for contact, role in wanted.items():
            if known.get(contact) != role:
                project.participants[contact] = role
        for contact in known.keys() - wanted.keys():
            if project.participants.get(contact) == known[contact]:
                del project.participants[contact]
        return unknown

    def _roles(self, said: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Give the roles by contact; who has several has them with a comma between."""
        roles: dict[str, list[str]] = defaultdict(list)
        for name, role in said:
            contact = self._clients.find(name)
            if contact is not None:
                roles[contact].append(role)
        return {contact: ", ".join(filter(None, dict.fromkeys(several))) for contact, several in roles.items()}

    def _take_phases(self, project: _Project, records: Sequence[PhaseRecord], before: Facts) -> None:
        """Take over phases that are new, or what is new of them; none is taken away."""
        told: dict[str, Facts] = before.get("phases", {})
        met: dict[str, Facts] = {}
        for record in records:
            phase = _find_phase(project, record, told) or _Phase(next_id(self._connection, "ph"), record.name)
            if phase.id in met:
                self._tally.remarks.add(
                    say("{project}: the phase {phase} stands there twice.", project=shown(project), phase=shown(record))
                )
                continue
            project.phases[phase.id] = phase
            said: Facts = {"name": record.name, "number": record.number or None, "open": record.open}
            for name, value in listing.news(told.get(phase.id), said).items():
                if name != "name" or _is_free(value, phase, project):
                    setattr(phase, name, value)
            met[phase.id] = listing.remembered(told.get(phase.id), said)
        for phase_id in [known for known in told if known not in met]:
            phase = project.phases[phase_id]
            was_open = phase.open
            phase.open = self._tally.vanish(_phase_of(project, phase), told[phase_id], was_open)
            met[phase_id] = listing.gone(told[phase_id], closed=was_open and not phase.open)
        project.listed = (project.listed or {}) | {"phases": met}

    # --- what is different of it, in words ----------------------------------------------------------------------------

    def _differences(self, before: _Project, now: _Project) -> list[str]:
        return [
            *became(say("name"), before.name, now.name),
            *became(say("number"), before.number, now.number),
            *opened(before.open, now.open),
            *became(say("rounding"), before.rounding, now.rounding),
            *self._other_client(before, now),
            *_other_phases(before.phases, now.phases),
            *self._other_participants(before.participants, now.participants),
        ]

    def _other_client(self, before: _Project, now: _Project) -> list[str]:
        if before.client_id == now.client_id:
            return became(say("client"), before.client_name or "", now.client_name or "")
        known, new = (one.client_name or self._clients.name(one.client_id) for one in (before, now))
        other = say("client “{name}” is {contact}", name=new, contact=now.client_id or say("no contact"))
        return became(say("client"), known, new) or [other]

    def _other_participants(self, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
        name = self._clients.name
        new = [
            f"{role} {name(contact)}" if role else say("with {name}", name=name(contact))
            for contact, role in now.items()
            if before.get(contact) != role
        ]
        return new + [say("without {name}", name=name(contact)) for contact in before if contact not in now]

    # --- tables -------------------------------------------------------------------------------------------------------

    def _save(self, project: _Project, before: _Project | None) -> None:
        """Write what is different of a project."""
        if project == before:
            return
        listed = None if project.listed is None else listing.write(project.listed)
        self._connection.execute(
            "INSERT INTO projects (id, name, number, open, rounding, client_id, client_name, identity, search, listed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "number = excluded.number, open = excluded.open, rounding = excluded.rounding, "
            "client_id = excluded.client_id, client_name = excluded.client_name, identity = excluded.identity, "
            "search = excluded.search, listed = excluded.listed",
            (
                project.id,
                project.name,
                project.number,
                project.open,
                project.rounding,
                project.client_id,
                project.client_name,
                identity(project.name),
                search_text(project.name, project.number, project.client_name),
                listed,
            ),
        )
        self._save_phases(project, before.phases if before else {})
        self._save_participants(project, before.participants if before else {})

    def _save_phases(self, project: _Project, before: Mapping[str, _Phase]) -> None:
        self._connection.executemany(
            "INSERT INTO phases (id, project_id, position, name, identity, number, open) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, identity = excluded.identity, "
            "number = excluded.number, open = excluded.open",
            [
                (one.id, project.id, position, one.name, identity(one.name), one.number, one.open)
                for position, one in enumerate(project.phases.values())
                if one != before.get(one.id)
            ],
        )

    def _save_participants(self, project: _Project, before: Mapping[str, str]) -> None:
        self._connection.executemany(
            "DELETE FROM participants WHERE project_id = ? AND contact_id = ?",
            [(project.id, contact) for contact in before.keys() - project.participants.keys()],
        )
        self._connection.executemany(
            "INSERT INTO participants (project_id, contact_id, role) VALUES (?, ?, ?) "
            "ON CONFLICT (project_id, contact_id) DO UPDATE SET role = excluded.role",
            [(project.id, *one) for one in project.participants.items() if one not in before.items()],
        )


def _number_told(project: _Project) -> str:
    """Give the number by which the list knows a project; of one that is in none, its own."""
    return project.number if project.listed is None else listing.number_of(project.listed)


def _find_phase(project: _Project, record: PhaseRecord, told: Mapping[str, Facts]) -> _Phase | None:
    """Find a phase of a project by its number, else by its name: first by those that the last list had of it."""
    phases = project.phases.values()
    numbers = [(listing.number_of(told.get(one.id)), one) for one in phases] + [(one.number, one) for one in phases]
    names = [(listing.name_of(told.get(one.id)), one) for one in phases] + [(one.name, one) for one in phases]
    by_number = (one for number, one in numbers if record.number and identity(number) == identity(record.number))
    by_name = (one for name, one in names if identity(name) == identity(record.name))
    return next(by_number, None) or next(by_name, None)


def _is_free(name: str, phase: _Phase, project: _Project) -> bool:
    """Say whether no other phase of the project has that name."""
    return all(one is phase or identity(one.name) != identity(name) for one in project.phases.values())


def _other_phases(before: Mapping[str, _Phase], now: Mapping[str, _Phase]) -> list[str]:
    """Say in words what is different of phases; none is ever taken away."""
    words: list[str] = []
    for phase in now.values():
        known = before.get(phase.id)
        if known is None:
            words.append(say("phase “{phase}” added", phase=shown(phase)))
        else:
            words += became(say("phase"), shown(known), shown(phase))
            words += [
                say("phase “{phase}” {done}", phase=shown(phase), done=done) for done in opened(known.open, phase.open)
            ]
    return words


def _phase_of(project: _Project, phase: _Phase) -> str:
    return say("{project}, phase {phase}", project=shown(project), phase=shown(phase))


def _copy(project: _Project) -> _Project:
    return replace(
        project,
        phases={one.id: replace(one) for one in project.phases.values()},
        participants=dict(project.participants),
    )


def _read(connection: sqlite3.Connection) -> Iterable[_Project]:
    """Read all projects, the earliest first."""
    found = {
        row["id"]: _Project(
            row["id"],
            row["name"],
            row["number"],
            bool(row["open"]),
            row["rounding"],
            row["client_id"],
            row["client_name"],
            listing.read(row["listed"]),
        )
        for row in connection.execute("SELECT * FROM projects ORDER BY LENGTH(id), id")
    }
    for row in connection.execute("SELECT * FROM phases ORDER BY position, id"):
        found[row["project_id"]].phases[row["id"]] = _Phase(row["id"], row["name"], row["number"], bool(row["open"]))
    for row in connection.execute("SELECT * FROM participants"):
        found[row["project_id"]].participants[row["contact_id"]] = row["role"]
    return found.values()
