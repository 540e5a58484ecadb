"""The plays need a real Asterisk."""

from tests.pbx.fixtures import pbx_install

__all__ = ["pbx_install"]
