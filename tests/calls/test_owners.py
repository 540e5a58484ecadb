import pytest

from calljournal.calls import Owners
from calljournal.errors import BadSettings


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("", []),
        (" , ", []),
        ("101, 102", [("101", ["101"]), ("102", ["102"])]),
        ("anna:101+soft-191:191,102", [("101", ["anna", "soft-191"]), ("102", ["102"])]),
    ],
)
def test_parse(text: str, owners: list[tuple[str, list[str]]]) -> None:
    parsed = Owners.parse(text)
    assert [(owner.id, [endpoint.name for endpoint in owner.endpoints]) for owner in parsed] == owners
    assert len(parsed) == len(owners)
    assert str(Owners.parse(str(parsed))) == str(parsed)


def test_whose_telephone_it_is() -> None:
    owners = Owners.parse("anna:101+191,102")
    assert "anna" in owners
    assert "101" not in owners
    assert owners.of("191") is owners.by_id("101")
    assert owners.of("105") is None
    assert owners.by_id("191") is None
    assert (owners.extension("anna"), owners.extension("105")) == ("101", "105")


@pytest.mark.parametrize("text", ["101+", ":101", "101,101", "101+102,102"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(BadSettings, match="own:"):
        Owners.parse(text)
