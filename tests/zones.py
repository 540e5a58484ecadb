"""The computer in a zone of the test's choice, for what reads the clock on its wall."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


@contextmanager
def computer_in(zone: str) -> Iterator[None]:
    """Have the computer in a zone (`Europe/Zurich`) for a while."""
    with mock.patch.dict(os.environ, TZ=zone):
        time.tzset()
        yield
    time.tzset()
