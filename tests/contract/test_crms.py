"""The contract suite, run over every address and time book that comes with the program."""

import pytest

from calljournal.crm.local.manifest import MANIFEST as LOCAL
from tests.contract.crm_suite import CrmCase
from tests.contract.numbers_suite import NumbersSuite

CRMS = [CrmCase(LOCAL)]
"""The next book adds itself here."""


@pytest.fixture(params=CRMS, ids=[case.manifest.system for case in CRMS])
def case(request: pytest.FixtureRequest) -> CrmCase:
    """Give each book in turn."""
    found = request.param
    assert isinstance(found, CrmCase)
    return found


class TestCrms(NumbersSuite):
    """All tests of the suite."""
