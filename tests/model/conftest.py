"""The PBX of the model-based test."""

from tests.pbx.fixtures import pbx_install

__all__ = ["pbx_install"]
