"""What the windows of the address book call kinds of contacts and of numbers, and how they say what was changed."""

from collections.abc import Sequence

from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.languages import tr
from calljournal.words import say

KIND_OF_CONTACT = {"company": say("Company"), "person": say("Person"), "contact": say("Person at a company")}
KIND_OF_MEANS = {
    "phone": say("Telephone"),
    "mobile": say("Mobile"),
    "fax": say("Fax"),
    "email": say("E-mail"),
    "web": say("Web"),
}

CALLABLE = (MeansKind.PHONE, MeansKind.MOBILE)
NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)


def label_of(means: Means) -> str:
    """Say what kind of number it is: kind, label, and whether it is the standard one."""
    kind = tr(KIND_OF_MEANS[means.kind])
    label = tr("{kind}, {label}", kind=kind, label=means.label) if means.label else kind
    return tr("{label} (standard)", label=label) if means.standard else label


def is_unread(means: Means) -> bool:
    """Whether it is a number that nobody can be recognised by."""
    return means.kind in NUMBERS and means.normalised is None


def name_and_company(contact: Contact) -> str:
    """Name a contact in one line, with its company."""
    if contact.company and contact.company != contact.name:
        return tr("{name}, {company}", name=contact.name, company=contact.company)
    return contact.name


def project_line(project: Project) -> str:
    """Name a project in one line, with its number and its client."""
    name = f"{project.number}  {project.name}" if project.number else project.name
    return tr("{project}  –  {client}", project=name, client=project.client_name) if project.client_name else name


def saved(before: Contact, after: Contact) -> str:
    """Say that a contact was saved, and what is different of it."""
    changed = what_changed(before, after)
    return tr("Saved. {changed}", changed=changed) if changed else tr("Nothing was changed.")


def what_changed(before: Contact, after: Contact) -> str:
    """Say what is different of a contact, each in a sentence; "" where nothing is."""
    said = [
        tr("The name is {name} now.", name=after.name) if after.name != before.name else "",
        _company(before, after),
        tr("The postal address was changed.") if after.address != before.address else "",
        _numbers(before.means, after.means),
        _active(before, after),
    ]
    return " ".join(filter(None, said))


def _company(before: Contact, after: Contact) -> str:
    if after.company == before.company:
        return tr("It is a company now.") if after.kind != before.kind and after.kind == "company" else ""
    if after.company is None:
        return tr("The company was taken out.")
    return tr("The company is {company} now.", company=after.company)


def _numbers(before: Sequence[Means], after: Sequence[Means]) -> str:
    """Say which numbers are new, and which have gone."""
    old, new = ([(one.kind, one.typed) for one in means] for means in (before, after))
    added = ", ".join(typed for kind, typed in new if (kind, typed) not in old)
    gone = ", ".join(typed for kind, typed in old if (kind, typed) not in new)
    if added and gone:
        return tr("New: {added}. Taken out: {gone}.", added=added, gone=gone)
    if added:
        return tr("New: {added}.", added=added)
    if gone:
        return tr("Taken out: {gone}.", gone=gone)
    said = [[(one.label, one.standard) for one in means] for means in (before, after)]
    return tr("What the numbers are called was changed.") if said[0] != said[1] else ""


def _active(before: Contact, after: Contact) -> str:
    if after.active == before.active:
        return ""
    return tr("The contact is active again.") if after.active else tr("The contact is no longer active.")
