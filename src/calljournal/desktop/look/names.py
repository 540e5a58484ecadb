"""Names that come from the book, as they are shown: what a person wrote stays, what the program wrote is translated."""

from calljournal.contracts.crm import FIRST_SERVICE_TYPE
from calljournal.languages import tr


def service_type_name(name: str) -> str:
    """Name a kind of work; the one that every book begins with is translated until the user has renamed it."""
    return tr(FIRST_SERVICE_TYPE) if name == FIRST_SERVICE_TYPE else name
