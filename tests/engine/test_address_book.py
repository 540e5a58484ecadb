"""Everybody in the address book is recognised, in whatever style they are written and however the PBX sends them.

The address book is made of all that people write in the tables of `tests/numbers/data`, one contact per writing.
"""

from __future__ import annotations

from collections import defaultdict

import phonenumbers
import pytest

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import AddContacts, FindMatch
from calljournal.engine import Engine
from calljournal.matching import ContactKind, MatchKind
from calljournal.numbers import read_pbx
from calljournal.settings import save
from tests.engine.conftest import Lab
from tests.numbers.test_agreement import deliveries, second_meaning
from tests.numbers.test_rows import ROWS, Row

FIRMS = {"CH": "44", "DE": "30", "AT": "1"}


def writings(country: str) -> list[Row]:
    """Give what people write in a country with the area code of our firm there."""
    firm = (country, FIRMS[country], "person")
    return [row for row in ROWS if (row.country, row.area, row.sender) == firm and row.e164 and not row.outside]


@pytest.mark.parametrize("country", FIRMS)
def test_everybody_is_recognised_however_the_number_is_sent(lab: Lab, country: str) -> None:
    for key, value in (("country", country), ("area", FIRMS[country]), ("outside", "0")):
        save(lab.places.settings_file, ("firm", key), value)
    rows = writings(country)
    assert len(rows) > 50
    owners: dict[str, set[str]] = defaultdict(set)
    book = []
    for place, row in enumerate(rows):
        name = f"Writer {place}"
        book.append(Contact("", ContactKind.PERSON, name, means=(Means(MeansKind.PHONE, row.written),)))
        for e164 in row.e164.split():
            owners[e164].add(name)

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts(tuple(book)))
        rules = engine._settings.firm.rules
        for e164, names in owners.items():
            for sent in deliveries(e164, rules):
                if second_meaning(read_pbx(sent, rules, "incoming"), rules):
                    continue
                match = await engine.do(FindMatch(sent, caller=True))
                assert match.reason == "exact", (sent, e164)
                assert names <= {contact.name for contact in match.contacts}, (sent, e164)
                assert (match.kind is MatchKind.ONE) == (len(names) == 1)

    lab.run(work)


def test_the_writings_are_of_many_countries() -> None:
    codes = {phonenumbers.parse(e164).country_code for row in writings("CH") for e164 in row.e164.split()}
    assert len(codes) > 8
