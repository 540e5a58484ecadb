"""What a line may offer to whoever sets it up: it tries settings and says what is missing; it writes the other half.

A command line asks for these today; a page of a window may, in the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from calljournal.calls import Owners
from calljournal.contracts.manifest import Value


class Severity(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    ADVICE = "advice"
    """The journal works, but something could be better or is not allowed."""
    MISSING = "missing"
    """Without it the journal is empty, or wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: a sentence for people, with what to do where there is something to do."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found with some settings. `telephones` are those that the system names, as `own` takes them."""

    findings: tuple[Finding, ...]
    telephones: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether nothing is missing."""
        return all(finding.severity is not Severity.MISSING for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Access:
    """Who is to be let into a telephone system, and for what: one person, at one computer.

    `owners` are that person's telephones, `shown` the numbers that others see when the person calls, if nobody else
    shows them. `computer` is an address. `dial` says whether the journal may dial, hang up and transfer. `flavour` is
    a word for a make with files of its own ("freepbx"), `version` the system's major version; both may be unknown.
    """

    owners: Owners
    user: str
    computer: str
    dial: bool = False
    shown: tuple[str, ...] = ()
    flavour: str = ""
    version: int | None = None


class Setup(Protocol):
    """Help with setting up a line."""

    async def explore(self, values: Mapping[str, Value], listen: float = 0.0) -> Explored:
        """Try the settings of a line, secret and `own` among them; whatever does not work becomes a finding.

        `listen` is for how many seconds to wait for a call of the own telephones, which proves what nothing else can.
        Nothing is changed and nobody is called.
        """
        ...

    def advise(self, access: Access) -> str:
        """Write what the administrator of the telephone system has to put where. Raises BadSettings, Refused."""
        ...
