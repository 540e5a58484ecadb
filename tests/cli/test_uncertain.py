"""The command line books on a contact that is only likely when it is told so, and not before."""

import json
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import AddContacts, WatchLines
from calljournal.engine import Engine
from calljournal.matching import ContactKind
from tests.cli.test_cli import call, done, refused
from tests.engine.conftest import Lab, settled


@pytest.mark.parametrize(
    ("stored", "caller", "why"),
    [
        ("+49 30 12345-0", "+49 30 12345-678", "same switchboard, extension 678"),
        ("*21*0440001234#", "044 000 12 34", "the number looks alike"),
    ],
)
def test_a_likely_contact_needs_a_yes(home: Path, stored: str, caller: str, why: str) -> None:
    """The refusal names the contact and the reason; with --yes it is booked."""
    lab = Lab(home)
    lab.plays(f'at 0 call A from "{caller}" rings 101\nat 3 A answered by 101\nat 60 A ended by caller\n')

    async def work(engine: Engine) -> None:
        firm = Contact("", ContactKind.COMPANY, "Donau GmbH", means=(Means(MeansKind.PHONE, stored),))
        await engine.do(AddContacts((firm,)))
        await engine.do(WatchLines())
        await settled(engine, 1)

    lab.run(work)
    for kind in ("activity", "time"):
        said = refused("book", kind, "last")
        assert f"Donau GmbH is only likely ({why})" in said
        assert "--yes" in said
        assert json.loads(done("book", kind, "last", "--yes", "--json"))["kind"] == kind
    assert f"Donau GmbH ? ({why})" in done("journal")


def test_who_it_was_is_said_and_taken_back(home: Path) -> None:
    """`assign` names the other party of a call for good, `--forget` takes it back."""
    lab = Lab(home)
    lab.plays('at 0 call A from "044 000 12 34" rings 101\nat 3 A answered by 101\nat 60 A ended by caller\n')

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((Contact("", ContactKind.PERSON, "Beat Frei"),)))
        await engine.do(WatchLines())
        await settled(engine, 1)

    lab.run(work)
    assert "Beat Frei" in done("assign", "last", "c1")
    assert json.loads(done("assign", "last", "c1", "--json"))["match"]["reason"] == "chosen"
    assert "not certain who (unknown)" in done("assign", "last", "--forget")
    assert "no contact 'c9'" in refused("assign", "last", "c9")
    assert call("assign", "last").exit_code == 2
