"""The sample data fits together: numbers and clients are in the address file, and the scenario can be played."""

import re

from calljournal.addresses import read_addresses
from calljournal.calls import Owners
from calljournal.demo import sample
from calljournal.lines.simulator.line import OVER
from calljournal.lines.simulator.protocol import decode, parse
from calljournal.lines.simulator.translate import check
from calljournal.numbers import DialRules, read_person

RULES = DialRules("CH", "44", "0")


def key(number: str) -> str | None:
    return read_person(number, RULES).e164


def test_the_scenario_can_be_played_in_a_minute() -> None:
    scenario = parse(decode(sample.scenario_path().read_bytes()))
    check(scenario.steps, Owners.parse(sample.OWN))
    assert 40 <= scenario.seconds <= 60
    assert sample.OVER == OVER


def test_the_people() -> None:
    file = read_addresses(sample.contacts_csv())
    assert file.skipped == 0
    assert len(file.contacts) > 15
    numbers = [means.typed for one in file.contacts for means in one.means if means.kind in ("phone", "mobile", "fax")]
    assert all(key(number) for number in numbers), "every number can be read"


def test_somebody_known_somebody_unknown_and_several_call() -> None:
    means = [means for one in read_addresses(sample.contacts_csv()).contacts for means in one.means]
    known = [key(one.typed) for one in means if one.kind in ("phone", "mobile")]
    text = sample.scenario_path().read_text(encoding="utf-8")
    found = [known.count(key(number)) for number in re.findall(r'"(\+[0-9]+)"', text)]
    assert {0, 1, 3} == set(found)


def test_projects_have_clients_who_exist() -> None:
    file = read_addresses(sample.contacts_csv())
    names = {contact.name for contact in file.contacts}
    projects = sample.projects()
    assert {project.client_name for project in projects} - {None} <= names
    assert {project.open for project in projects} == {True, False}
    assert any(project.phases for project in projects)
    assert sample.DEFAULT_SERVICE_TYPE in sample.service_types()
