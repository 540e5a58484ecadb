"""The profiles that are there without anybody's doing, and those that were saved, by their names."""

from collections.abc import Mapping

from calljournal.errors import NotFound
from calljournal.settings import ExportProfile
from calljournal.words import say

DEFAULT = "default"

BUILT_IN = {
    DEFAULT: ExportProfile(),
    "de": ExportProfile(separator=";", decimal=",", date="%d.%m.%Y", encoding="cp1252"),
}
"""`de` is what programs in German-speaking countries read: most of them were made for a Windows of their own."""


def profile_named(saved: Mapping[str, ExportProfile], name: str) -> ExportProfile:
    """Give a profile; one that was saved goes before the built-in one of its name. Raises NotFound, naming all."""
    known = {**BUILT_IN, **saved}
    if name not in known:
        raise NotFound(
            say("there is no profile {name!r}; there are: {known}", name=name, known=", ".join(sorted(known))).typed(
                f"; `calljournal export profile set {name} KEY=VALUE` makes one"
            )
        )
    return known[name]
