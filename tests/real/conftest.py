"""The tests with a real Asterisk: every one of them is marked `real`."""

from tests.pbx.fixtures import pbx, pbx_install

__all__ = ["pbx", "pbx_install"]
