"""Rows and cards of one contact become one; what the source calls it keeps two apart."""

from calljournal.addresses.collector import Collector, Told
from calljournal.contracts.crm import Means, MeansKind
from calljournal.matching import ContactKind
from calljournal.tables import MOST_REMARKS


def told(person: str, company: str = "", origin: str = "", number: str = "044 000 12 34") -> Told:
    """What a row says."""
    means = (Means(MeansKind.PHONE, number),)
    return Told("Line 2", person, company, means, ("Bern",), private=False, origin=origin)


def collected(*all_told: Told) -> Collector:
    collector = Collector()
    for one in all_told:
        assert collector.take(one)
    return collector


def test_two_origins_are_two_contacts() -> None:
    """Two people of one name; a row without an origin is of the first."""
    collector = collected(told("Anna", origin="1"), told("Anna", origin="2"), told("anna", number="044 000 12 35"))
    first, second = collector.contacts()
    assert [len(one.means) for one in (first, second)] == [2, 1]
    assert [one.origin for one in (first, second)] == ["1", "2"]
    assert collector.remarks() == ()


def test_an_origin_is_learnt_later() -> None:
    """From another row of the same contact."""
    (anna,) = collected(told("Anna"), told("Anna", origin="1")).contacts()
    assert anna.origin == "1"


def test_a_customer_number_beside_each_person_is_that_of_the_company() -> None:
    """Else two people would become one at the next import."""
    rows = (told("Anna", "Keller AG", "K-1"), told("Ben", "Keller AG", "K-1"))
    collector = collected(told("", "Keller AG", "K-1"), *rows)
    assert [(one.name, one.origin) for one in collector.contacts()] == [("Keller AG", "K-1"), ("Anna", ""), ("Ben", "")]
    assert collector.remarks() == ("The number or ID K-1 stands at 3 contacts: it is taken as that of the company.",)
    collector = collected(*rows)
    assert {one.origin for one in collector.contacts()} == {""}
    assert collector.remarks() == ("The number or ID K-1 stands at 2 contacts: it is left out.",)


def test_a_name_that_others_are_at_is_a_company() -> None:
    """Vertec writes the name of a company into the column of the last name."""
    contacts = collected(told("Keller AG", origin="1"), told("Anna", "keller ag")).contacts()
    assert [(one.kind, one.name, one.origin) for one in contacts] == [
        (ContactKind.COMPANY, "Keller AG", "1"),
        (ContactKind.CONTACT, "Anna", ""),
    ]


def test_a_private_address_is_not_that_of_the_company() -> None:
    collector = Collector()
    collector.take(Told("Line 2", "Anna", "Keller AG", (), ("Bern",), private=True))
    company, anna = collector.contacts()
    assert (company.address, anna.address) == ((), ("Bern",))


def test_remarks_end_somewhere() -> None:
    """With how many more there are."""
    collector = Collector()
    for number in range(MOST_REMARKS + 3):
        collector.skip(f"Line {number}")
    assert len(collector.remarks()) == MOST_REMARKS + 1
    assert collector.remarks()[-2:] == (f"Line {MOST_REMARKS - 1}", "and 3 more")
    assert collector.skipped == MOST_REMARKS + 3
