"""The rig as pytest fixtures; a `conftest.py` takes them with `from tests.pbx.fixtures import pbx, pbx_install`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.pbx.archive import Forged, InstallFailed
from tests.pbx.config import Options
from tests.pbx.install import Install, ensure_installed
from tests.pbx.rig import Pbx

PbxFactory = Callable[..., Pbx]
"""`pbx()` or `pbx(timestampevents=False, channelvars="CALLERID(num-pres)")`: any field of `Options`."""


@pytest.fixture(scope="session")
def pbx_install() -> Install:
    """Asterisk and SIPp, installed once; ten seconds the first time on a machine, and a skip where it cannot be."""
    try:
        return ensure_installed()
    except Forged:
        raise
    except InstallFailed as error:
        pytest.skip(f"no PBX to test with: run `make test-setup`, it names what is missing ({str(error)[:300]})")


@pytest.fixture(scope="module")
def pbx(pbx_install: Install) -> Iterator[PbxFactory]:
    """A running PBX for the options asked for: the same ports for the whole module, no phone in use, no past."""
    running: dict[str, Pbx] = {}
    with ExitStack() as stack:

        def wanted(**options: bool | int | str | dict[str, str] | None) -> Pbx:
            chosen = Options(**options)  # type: ignore[arg-type]
            rig = running.get(repr(chosen))
            if rig is None:
                rig = running[repr(chosen)] = stack.enter_context(Pbx(pbx_install, chosen))
            rig.begin_anew()
            return rig

        yield wanted
