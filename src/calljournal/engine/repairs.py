"""Numbers of the book are put right: planned one by one, carried out page by page, all in one edit."""

from collections.abc import Sequence

from calljournal.contracts.crm import Crm
from calljournal.contracts.numbering import BookNumber, NumberChange, NumberProblem, Repair, Repaired, rules_at
from calljournal.contracts.service import RepairNumbers
from calljournal.numbers import DialRules, NumberKind, read_all
from calljournal.words import say

SHOWN = 100
"""Repairs, and numbers that were left, that are told one by one; of more the count is told."""


class Repairs:
    """What is done for one command. `done` says what has become of it so far."""

    def __init__(self, crm: Crm, command: RepairNumbers, rules: DialRules) -> None:
        self._crm = crm
        self._command = command
        self._rules = rules
        self._planned: list[tuple[NumberChange, Repair]] = []
        self._told: list[Repair] = []
        self._why_left: list[str] = []
        self._changed = self._kept = self._left = 0
        self._edit: str | None = None

    @property
    def done(self) -> Repaired:
        """What has become of the numbers so far."""
        told, why_left = tuple(self._told), tuple(self._why_left)
        return Repaired(self._changed, self._kept, self._left, told, why_left, self._edit)

    def plan(self, number: BookNumber, problems: Sequence[NumberProblem]) -> None:
        """Decide what a number is to say, as the command has it; one for which that is not clear is left."""
        answered = next((one for one in problems if one.suggestion is not None), problems[0] if problems else None)
        if self._command.text is not None:
            why = self._cannot_be_read(self._command.text, number)
            instead: str | None = self._command.text.strip()
        elif answered is None:
            why, instead = say("nothing is wrong with it"), None
        elif self._command.keep:
            why, instead = "", None
        else:
            why, instead = _no_suggestion(answered), answered.suggestion
        if why:
            self.leave(number.ref, why)
            return
        problem = answered.kind.value if answered else ""
        change = NumberChange(number.ref, number.typed, instead, problem)
        self._planned.append((change, Repair(number.ref, number.name, number.typed, instead)))

    def leave(self, ref: str, why: str) -> None:
        """Tell of a number that is left as it is."""
        self._left += 1
        if len(self._why_left) < SHOWN:
            self._why_left.append(say("{ref}: {why}", ref=ref, why=why))

    async def carry_out(self) -> None:
        """Write what is planned."""
        planned, self._planned = self._planned, []
        if not planned:
            return
        command = self._command
        title = f"all {command.kind}" if command.kind is not None else " ".join(command.refs)
        changes = [change for change, _ in planned]
        written = await self._crm.change_numbers(changes, title, self._edit, command.dry_run)
        self._edit = None if command.dry_run else written.edit or self._edit
        for change, repair in planned:
            if change.ref in written.stale:
                self.leave(change.ref, say("it has changed meanwhile"))
                continue
            self._told.append(repair)
            self._changed += change.instead is not None
            self._kept += change.instead is None
        del self._told[SHOWN:]

    def _cannot_be_read(self, text: str, number: BookNumber) -> str:
        """Say why another text is no better; "" where it can be read, or is empty."""
        if not text.strip():
            return ""
        readings = read_all(text, rules_at(number.address, self._rules))
        if any(reading.kind is not NumberKind.UNREADABLE for reading in readings):
            return ""
        return say("{text!r} cannot be read either ({reason})", text=text, reason=readings[0].reason).typed(
            "; with --keep the number stays as it is"
        )


def _no_suggestion(problem: NumberProblem) -> str:
    if problem.suggestion is not None:
        return ""
    return say("{problem}; nothing safe can be proposed", problem=problem.words).typed(
        ': say --text "what it is", or --keep'
    )
