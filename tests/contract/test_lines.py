"""The contract of a line, over every line that ships with the program."""

import pytest

from tests.contract.asterisk import AsteriskHarness
from tests.contract.control_suite import ControlSuite
from tests.contract.line_suite import LineHarness, LineSuite, facts, heard, reports_of, rows_of
from tests.contract.simulator import CutHarness, NastyHarness, SimulatorHarness

CLEAN = SimulatorHarness()
WAYS = ("reorder", "double", "lose", "delay", "drop", "delay,drop", "reorder,double,lose,delay,drop")
SEEDS = range(3)
NASTY = tuple(NastyHarness(way, seed) for way in WAYS for seed in SEEDS)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of a suite over each of its harnesses."""
    if metafunc.cls is not None and issubclass(metafunc.cls, LineSuite):
        metafunc.parametrize("harness", metafunc.cls.harnesses, ids=str)


class TestSimulator(LineSuite, ControlSuite):
    harnesses = (CLEAN, CutHarness())


class TestAsterisk(LineSuite, ControlSuite):
    harnesses = (AsteriskHarness(),)


class TestNastySimulator(LineSuite, ControlSuite):
    """Whatever goes wrong on the way, the journal is the same in the end."""

    harnesses = NASTY

    def test_rows_are_those_of_the_clean_run(self, harness: NastyHarness) -> None:
        clean, nasty = (rows_of(heard(line, "tour"), line) for line in (CLEAN, harness))
        assert [facts(row) for row in nasty] == [facts(row) for row in clean]

    def test_it_is_nasty(self, harness: NastyHarness) -> None:
        """What arrives is not what the clean line told: the test above tests something."""
        if harness.name.startswith("delay-"):
            return  # the same reports in the same order, only later
        assert _order(harness) != _order(CLEAN)

    def test_the_same_seed_is_nasty_in_the_same_way(self, harness: NastyHarness) -> None:
        way, _, seed = harness.name.rpartition("-")
        assert _order(harness) == _order(NastyHarness(way, int(seed)))


def _order(line: LineHarness) -> list[object]:
    return [(report.endpoint, report.generation, report.at) for report in reports_of(heard(line, "tour"))]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(len(SEEDS), 60))
@pytest.mark.parametrize("way", WAYS)
def test_rows_survive_many_more_seeds(way: str, seed: int) -> None:
    """The same as above, over many more ways in which things can go wrong."""
    clean, nasty = (rows_of(heard(line, "tour"), line) for line in (CLEAN, NastyHarness(way, seed)))
    assert [facts(row) for row in nasty] == [facts(row) for row in clean]
