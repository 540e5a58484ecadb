"""What every book must do for a person whose data is asked for, or is to be forgotten."""

import json
from dataclasses import replace
from pathlib import Path

from calljournal.contracts.crm import Crm
from calljournal.contracts.work import WorkQuery
from tests.contract.crm_suite import ANNA, GERMAN, CrmCase, CrmSuite, draft
from tests.store.test_forgetting import digits_in


class PersonSuite(CrmSuite):
    """The tests, beside those for every book."""

    def test_a_forgotten_number_is_nobodys(self, case: CrmCase, home: Path) -> None:
        """Nobody is found by it, no text has it, no file holds it; what was booked stays; again it does nothing."""

        async def work(crm: Crm) -> None:
            (anna,) = await crm.find([ANNA])
            await crm.book(replace(draft(), contact=anna.id, text="ring 044 000 12 34"))
            assert await crm.forget_person(None, [ANNA])
            assert await crm.find([ANNA]) == ()
            assert digits_in(home) == []
            (hour,) = await crm.work(WorkQuery())
            assert (hour.minutes, hour.contact, "000 12 34" in hour.text) == (15.0, anna.id, False)
            assert await crm.forget_person(None, [ANNA]) == ()

        self.run(case, home, work)

    def test_a_forgotten_contact_has_no_number(self, case: CrmCase, home: Path) -> None:
        """It is gone where nothing was booked on it, else it is kept by its name alone."""

        async def work(crm: Crm) -> None:
            (anna,) = await crm.find([ANNA])
            await crm.book(replace(draft(), contact=anna.id))
            assert await crm.forget_person(anna.id, [ANNA])
            kept = await crm.contact(anna.id)
            assert kept is not None
            assert (kept.name, kept.means, kept.address, kept.active) == ("Anna Keller", (), (), False)
            assert [one.contact for one in await crm.work(WorkQuery())] == [anna.id]
            (berlin,) = await crm.find([GERMAN])
            assert await crm.forget_person(berlin.id, [GERMAN])
            assert await crm.contact(berlin.id) is None

        self.run(case, home, work)

    def test_what_is_kept_is_given_out(self, case: CrmCase, home: Path) -> None:
        """By contact as by number: who it is and what was booked, ready for JSON."""

        async def work(crm: Crm) -> None:
            (anna,) = await crm.find([ANNA])
            await crm.book(replace(draft(), contact=anna.id, text="the lease"))
            for contact, numbers in ((anna.id, [ANNA]), (anna.id, []), (None, [ANNA])):
                kept = json.dumps(await crm.export_person(contact, numbers))
                assert "Anna Keller" in kept
                assert "the lease" in kept
            assert "Anna Keller" not in json.dumps(await crm.export_person(None, ["+41440009999"]))

        self.run(case, home, work)
