"""The columns of a file: what each is called, what its cells are, and where in work or in a call it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Work
from calljournal.errors import BadSettings
from calljournal.exporting.values import Form, Value
from calljournal.settings import ExportProfile
from calljournal.words import say
from calljournal.worklog import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` is what profiles call it, `title` what stands over it. `of` gives the value of a record.

    `hint` says what it holds where the name does not.
    """

    name: str
    form: Form
    of: Callable[[Any], Value]
    title: str = ""
    hint: str = ""


# --- of time entries and activities ----------------------------------------------------------------------------------


def _work(name: str, form: Form, of: Callable[[Work], Value], hint: str = "") -> Column:
    return Column(name, form, of, name, hint)


_TIME = (
    _work("date", Form.DATE, lambda work: work.day),
    _work("user", Form.TEXT, lambda work: work.user),
    _work("recorded_by", Form.TEXT, lambda work: work.recorded_by),
    _work("client", Form.TEXT, lambda work: work.client_name),
    _work("client_id", Form.TEXT, lambda work: work.client),
    _work("project_number", Form.TEXT, lambda work: work.project_number),
    _work("project", Form.TEXT, lambda work: work.project_name),
    _work("phase", Form.TEXT, lambda work: work.phase_name),
    _work("phase_number", Form.TEXT, lambda work: work.phase_number),
    _work("service_type", Form.TEXT, lambda work: work.service_type_name),
    _work("service_type_number", Form.TEXT, lambda work: work.service_type_number),
    _work("from", Form.TIME, lambda work: work.start),
    _work("to", Form.TIME, lambda work: work.end),
    _work("measured_minutes", Form.NUMBER, lambda work: work.measured_minutes),
    _work("billed_minutes", Form.NUMBER, lambda work: work.minutes),
    _work("billed_hours", Form.NUMBER, lambda work: work.minutes / 60),
    _work("text", Form.TEXT, lambda work: work.text or work.title, "what was typed, else the title"),
    _work("title", Form.TEXT, lambda work: work.title),
    _work("contact", Form.TEXT, lambda work: work.contact_name),
    _work("start", Form.MOMENT, lambda work: work.start),
    _work("end", Form.MOMENT, lambda work: work.end),
    _work("entry_id", Form.TEXT, lambda work: work.id),
    _work("call_id", Form.TEXT, lambda work: work.entry),
    _work("state", Form.TEXT, lambda work: work.state.value),
    _work("corrects", Form.TEXT, lambda work: work.corrects),
)

_ON_DEMAND = ("state",)
"""It may change after it went out: so an export is the same when it is written again, unless a profile asks for it."""

_OF_TIME_ALONE = "service_type service_type_number measured_minutes billed_minutes billed_hours corrects".split()


# --- of calls --------------------------------------------------------------------------------------------------------


def _call(name: str, form: Form, of: Callable[[JournalRow], Value]) -> Column:
    return Column(name, form, of, name)


def _open(name: str, of: Callable[[JournalRow], Value]) -> Column:
    """A column that is empty for a private call: only its time and length go out."""
    return Column(name, Form.TEXT, lambda row: None if row.private else of(row), name)


_CALLS = (
    _call("id", Form.TEXT, lambda row: row.entry.id),
    _call("date", Form.DATE, lambda row: row.entry.started),
    _call("started", Form.MOMENT, lambda row: row.entry.started),
    _call("from", Form.TIME, lambda row: row.entry.answered),
    _call("to", Form.TIME, lambda row: row.entry.ended if row.entry.answered else None),
    _open("direction", lambda row: row.entry.direction.value),
    _open("scope", lambda row: row.entry.scope.value),
    _open("own", lambda row: row.entry.own),
    _open("owner", lambda row: row.entry.owner),
    _open("line", lambda row: row.entry.line),
    _open("number", lambda row: row.entry.number),
    _open("display", lambda row: row.display),
    _open("contact", lambda row: row.match.contact.name if row.match.contact and row.match.certain else None),
    _open("company", lambda row: row.match.contact.company if row.match.contact and row.match.certain else None),
    _open("outcome", lambda row: row.entry.outcome.value if row.entry.outcome else None),
    _call("talk_seconds", Form.NUMBER, lambda row: row.entry.talk_seconds),
    _call("held_seconds", Form.NUMBER, lambda row: row.entry.held_seconds),
    _call("talk_minutes", Form.NUMBER, lambda row: row.entry.talk_seconds / 60),
    _open("booked", lambda row: " ".join(booking.id for booking in row.booked if booking.id)),
    _open("note", lambda row: row.note),
    _open("source", lambda row: "manual" if row.entry.manual else "line"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    Kind.TIME.value: _TIME,
    "activities": tuple(column for column in _TIME if column.name not in _OF_TIME_ALONE),
    "calls": _CALLS,
}
"""By what goes out: time, activities, calls."""


def columns_of(what: str, profile: ExportProfile) -> tuple[Column, ...]:
    """Give the columns that a profile chooses, with their titles.

    Raises BadSettings for one that there is not, and for two of one title.
    """
    known = {column.name: column for column in COLUMNS[what]}
    chosen: dict[str, Column] = {}
    for wanted in profile.columns or [name for name in known if name not in _ON_DEMAND]:
        name, _, title = (part.strip() for part in wanted.partition("="))
        if name not in known:
            raise BadSettings(
                say("{what} have no column {name!r}; there are: {known}", what=what, name=name, known=", ".join(known))
            )
        column = replace(known[name], title=title or name)
        if column.title in chosen:
            raise BadSettings(
                say(
                    "two columns are titled {title!r}; give one another title: {name}=TITLE",
                    title=column.title,
                    name=name,
                )
            )
        chosen[column.title] = column
    return tuple(chosen.values())
