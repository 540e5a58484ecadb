"""The contract suite, run over every address and time book that comes with the program."""

import pytest

from calljournal.crm.local.manifest import MANIFEST as LOCAL
from tests.contract.by_hand_suite import ByHandSuite
from tests.contract.crm_suite import CrmCase
from tests.contract.giving_suite import GivingSuite
from tests.contract.lists_suite import TakeInSuite
from tests.contract.numbers_suite import NumbersSuite
from tests.contract.person_suite import PersonSuite
from tests.contract.work_suite import WorkSuite

CRMS = [CrmCase(LOCAL)]
"""The next book adds itself here."""


@pytest.fixture(params=CRMS, ids=[case.manifest.system for case in CRMS])
def case(request: pytest.FixtureRequest) -> CrmCase:
    """Give each book in turn."""
    found = request.param
    assert isinstance(found, CrmCase)
    return found


class TestCrms(NumbersSuite, WorkSuite, GivingSuite, TakeInSuite, PersonSuite, ByHandSuite):
    """All tests of the suite."""
