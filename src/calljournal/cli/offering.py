"""What the review offers for a call: projects with their phases, and people, each under a key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calljournal.cli.waiting import project_name
from calljournal.contracts.crm import Phase, Project
from calljournal.matching import Candidate
from calljournal.terminal.plain import clean, contact_name

SHOWN = 9
"""Projects, or people, that are offered at once: one key each."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A project that may be meant, and in words why, or whose it is."""

    project: Project
    words: str

    @property
    def phases(self) -> list[Phase]:
        """The phases that are open."""
        return [one for one in self.project.phases if one.open]


def offer_lines(offers: Iterable[Offer]) -> Iterable[str]:
    """Give projects a line each, and one more for the phases."""
    for key, one in enumerate(offers, 1):
        yield f"    {key}  {project_name(one.project)}" + (f" ({clean(one.words)})" if one.words else "")
        phases = [clean(f"{key}.{place} {phase.name}") for place, phase in enumerate(one.phases, 1)]
        if phases:
            yield f"       {'  '.join(phases)}"


def people_lines(people: Sequence[Candidate]) -> Iterable[str]:
    """Give people a line each."""
    return (f"    @{key}  {contact_name(one)}" for key, one in enumerate(people[:SHOWN], 1))


def more_words(found: Sequence[object], nothing: str) -> Iterable[str]:
    """Say that more was found than is shown, or `nothing`."""
    if len(found) > SHOWN:
        yield f"    and {len(found) - SHOWN} more: add a word"
    elif not found:
        yield f"    {clean(nothing)}"


def best_first(projects: Iterable[Project], words: str, contact: Candidate | None) -> list[Project]:
    """Order projects that have the words in them: those whose number begins so, then those whose name does, then all.

    Of each those of the contact come first.
    """
    begin = words.casefold()

    def rank(project: Project) -> tuple[bool, bool, bool, str, str]:
        theirs = contact is not None and project.client_name in (contact.name, contact.company)
        number, name = (text.casefold().startswith(begin) for text in (project.number, project.name))
        return not number, not name, not theirs, project.number, project.name

    return sorted(projects, key=rank)
