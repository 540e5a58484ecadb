"""The country that an address names."""

from __future__ import annotations

import pytest

from calljournal.numbers import DialRules, country_of, read_person


@pytest.mark.parametrize(
    ("address", "country"),
    [
        (("Dorfstrasse 1", "8000 Zürich"), None),
        (("Seeweg 2", "10115 Berlin", "Deutschland"), "DE"),
        (("Seeweg 2", "D-10115 Berlin"), "DE"),
        (("Ring 3", "A-1010 Wien"), "AT"),
        (("Ring 3", "1010 Wien", "ÖSTERREICH"), "AT"),
        (("Ring 3", "1010 Wien", "Oesterreich"), "AT"),
        (("FL-9490 Vaduz",), "LI"),
        (("1 High Street", "London", "United Kingdom"), "GB"),
        (("5th Avenue 1", "New York", "U.S.A."), "US"),
        (("Via Roma 1", "00100 Roma", "IT"), "IT"),
        (("CH 8001 Zürich",), "CH"),
        (("Deutschland", "8000 Zürich", "Schweiz"), "CH"),
        (("A 12", "D 4"), None),
        ((), None),
    ],
)
def test_an_address_names_its_country(address: tuple[str, ...], country: str | None) -> None:
    assert country_of(address) == country


def test_numbers_abroad_are_read_as_they_are_written_there() -> None:
    rules = DialRules("CH", "44", "0")
    assert read_person("030 23125-67", rules.abroad("DE")).e164 == "+49302312567"
    assert read_person("00 41 44 000 12 34", rules.abroad("DE")).e164 == "+41440001234"
    assert rules.abroad("CH") is rules


def test_a_number_of_the_own_country_stays_one_across_the_border() -> None:
    """A Swiss mobile number of somebody in Austria is none there; it is asked about once, with the way to write it."""
    abroad = read_person("079 000 12 34", DialRules("CH", "44").abroad("AT"))
    assert (abroad.e164, abroad.certain, abroad.suggestion) == ("+41790001234", False, "+41 79 000 12 34")
    assert "though the address is elsewhere" in abroad.reason
    both = read_person("0171 3920012", DialRules("CH", "44").abroad("DE"))
    assert (both.e164, both.certain) == ("+491713920012", True)
    assert read_person("112", DialRules("CH", "44").abroad("IT")).certain
    assert read_person("ask Anna", DialRules("CH", "44").abroad("DE")).e164 is None
