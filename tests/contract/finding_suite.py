"""Whom a book finds for a number that nobody has as it was sent: by switchboard, by its end, through the company."""

from pathlib import Path

from calljournal.contracts.crm import Contact, Crm, CrmCapability, Means, MeansKind
from calljournal.matching import ContactKind
from tests.contract.crm_suite import ANNA, HEAD, PHONE, CrmCase, CrmSuite


class FindingSuite(CrmSuite):
    """The tests, beside those for every book."""

    def test_a_switchboard_is_found(self, case: CrmCase, home: Path) -> None:
        """By its number, or by the trunk where it is written with an extension of zeros; nobody else's extension is."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            written = {"Zero": "+49 30 12345-0", "Zeros": "+49 30 12345-00", "Plain": "+49 30 12345"}
            written["Ext"] = "+49 30 12345-67"
            new = [
                Contact("", ContactKind.COMPANY, name, means=(Means(PHONE, typed),)) for name, typed in written.items()
            ]
            await crm.add_contacts(new)
            found = await crm.find_switchboards((), ("+493012345", "+49301234"))
            assert {(one.name, one.number, one.trunk, one.typed) for one in found} == {
                ("Zero", "+4930123450", "+493012345", "+49 30 12345-0"),
                ("Zeros", "+49301234500", "+493012345", "+49 30 12345-00"),
            }
            found = await crm.find_switchboards(("+493012345", "+49301234567", HEAD), ("+49302312567",))
            assert {(one.name, one.number, one.trunk) for one in found} == {
                ("Plain", "+493012345", None),
                ("Ext", "+49301234567", "+493012345"),
                ("Keller AG", HEAD, None),
            }
            assert list(await crm.find_switchboards((), ())) == []

        self.run(case, home, work)

    def test_a_number_is_found_by_its_end(self, case: CrmCase, home: Path) -> None:
        """It ends in the digits, or they in its own; six at least; one that was normalised only where that is asked."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            odd = [
                Contact("", ContactKind.PERSON, name, means=(Means(PHONE, typed), Means(MeansKind.EMAIL, "0001234@x")))
                for name, typed in {"Long": "*21*0440001234#", "Short": "*40001234", "Tiny": "*01234"}.items()
            ]
            assert len((await crm.add_contacts(odd)).unreadable) == len(odd)

            async def names(digits: str, readable: bool = False) -> set[str]:
                found = await crm.find_ending(digits, readable)
                assert all((one.number is None) == (one.name in ("Long", "Short")) for one in found)
                return {one.name for one in found}

            assert await names("41440001234") == {"Short"}
            assert await names("40001234") == {"Long", "Short"}
            assert await names("00440001234") == {"Long", "Short"}
            assert await names("40001234", readable=True) == {"Long", "Short", "Anna Keller"}
            assert await names("99" + "0440001234", readable=True) == {"Short", "Anna Keller"}
            assert await names("40001299") == set()
            assert await names("40001299", readable=True) == {"Keller AG"}
            for too_short in ("", "0", "01234", "000001234"):
                assert await names(too_short, readable=True) == set()

        self.run(case, home, work)

    def test_a_company_gives_its_people(self, case: CrmCase, home: Path) -> None:
        """The active ones first, and no more than were asked for; a person has none."""

        async def work(crm: Crm) -> None:
            (company,), (anna,) = await crm.find([HEAD]), await crm.find([ANNA])
            assert list(await crm.people(anna.id, 10)) == []
            (found,) = await crm.people(company.id, 10)
            assert (found.id, found.kind, found.name, found.company) == (anna.id, anna.kind, anna.name, company.name)
            assert (found.number, found.typed, found.book) == (None, None, "book-under-test")
            if not case.can(CrmCapability.ADD_CONTACTS):
                return
            new = [Contact("", ContactKind.CONTACT, name, "Keller AG", active=name != "Al") for name in ("Al", "Ben")]
            await crm.add_contacts(new)
            assert [one.name for one in await crm.people(company.id, 10)] == ["Anna Keller", "Ben", "Al"]
            assert [one.name for one in await crm.people(company.id, 1)] == ["Anna Keller"]

        self.run(case, home, work)

    def test_a_number_of_the_company_is_inherited(self, case: CrmCase, home: Path) -> None:
        """A person with a copy of the company's number has it from there; one's own number is one's own."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            means = (Means(PHONE, "044 000 12 00"),)
            new = [
                Contact("", ContactKind.CONTACT, "Ben", "Keller AG", means=means),
                Contact("", ContactKind.CONTACT, "Cara", "Other AG", means=means),
            ]
            await crm.add_contacts(new)
            found = {one.name: one.inherited for one in await crm.find([HEAD])}
            assert found == {"Keller AG": False, "Ben": True, "Cara": False}
            assert [one.inherited for one in await crm.find([ANNA])] == [False]

        self.run(case, home, work)
