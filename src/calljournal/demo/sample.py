"""The sample data: people as the bytes of an address file, their projects, the kinds of work, and the scenario."""

from pathlib import Path

from calljournal.contracts.crm import Phase, Project

HERE = Path(__file__).parent

OVER = "connected; the scenario is over"
"""What the lamp of the simulated line says when the last call of the scenario has ended."""

OWN = "101,102"
"""The telephones of the scenario whose calls are recorded."""

DEFAULT_SERVICE_TYPE = "Telephone advice"
"""The kind of work that phone calls are booked as; one of `service_types()`."""


def contacts_csv() -> bytes:
    """Give the address file; its numbers are invented."""
    return (HERE / "people.csv").read_bytes()


def scenario_path() -> Path:
    """Name the file of the scenario that the simulated line plays: about a minute."""
    return HERE / "morning.scenario"


def service_types() -> tuple[str, ...]:
    """Give the kinds of work."""
    return (DEFAULT_SERVICE_TYPE, "Consulting", "Preparation", "Travel")


def projects() -> tuple[Project, ...]:
    """Give the projects, without ids; each client is named as in the address file."""
    return (
        _project("Annual accounts 2025", "Müller Treuhand AG", "Preparation", "Closing", "Audit"),
        _project("Payroll set-up", "Müller Treuhand AG", is_open=False),
        _project("Contract archive", "Kanzlei Brandt & Söhne", "Analysis", "Migration"),
        _project("Warehouse scanners", "Seifert Logistik GmbH", "Pilot", "Roll-out", "Support"),
        _project("Interface to the ERP", "Donau Software GmbH", "Specification", "Build", "Acceptance"),
        _project("Site network", "Bergblick Architekten AG", "Planning", "Installation"),
        _project("Reporting 2024", "Northgate Analytics Ltd", "Design", "Delivery", is_open=False),
        _project("Support contract", "Gemeinde Oberwil am See"),
        _project("Internal"),
    )


def _project(name: str, client: str | None = None, *phases: str, is_open: bool = True) -> Project:
    return Project("", name, client_name=client, open=is_open, phases=tuple(Phase("", phase) for phase in phases))
