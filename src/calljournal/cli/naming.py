"""How people name things on the command line."""

from calljournal.contracts.service import FindContacts, FindProjects, ListRows, Service
from calljournal.errors import NotFound


async def entry_id(service: Service, entry: str) -> str:
    """Give the id of an entry; for `last` of the call that ended last, or that was added by hand last."""
    if entry != "last":
        return entry
    rows = await service.do(ListRows(over=True, limit=1))
    if not rows:
        raise NotFound("the journal has no call that has ended")
    return rows[0].entry.id


async def project_id(service: Service, named: str) -> str:
    """Give the id of the project of that id, number or whole name, open or closed; raises NotFound."""
    wanted, near = named.strip().casefold(), ""
    for text in (named, ""):  # what it is called says most; an id says nothing to who looks for words
        found = await service.do(FindProjects(text, open_only=False))
        exact = [one for one in found if wanted in (one.id, one.number.casefold(), one.name.casefold())]
        if len(exact) == 1:
            return exact[0].id
        near = near or ", ".join(f"{one.name} ({one.number or one.id})" for one in (exact or found)[:5] if text)
    raise NotFound(f"{named!r} is not one project; " + (f"did you mean {near}?" if near else "none has that name"))


async def contact_id(service: Service, named: str) -> str:
    """Give the id of the contact of that id or whole name; raises NotFound, with the nearest names."""
    found = await service.do(FindContacts(named))
    exact = [contact for contact in found if named.casefold() in (contact.id, contact.name.casefold())]
    if len(exact) == 1:
        return exact[0].id
    near = ", ".join(f"{contact.name} ({contact.id})" for contact in (exact or found)[:5])
    raise NotFound(f"{named!r} is not one contact; " + (f"did you mean {near}?" if near else "none has that name"))
