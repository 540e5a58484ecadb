"""What the local book is and can."""

from calljournal.contracts.crm import CrmCapability, CrmManifest
from calljournal.crm.local.book import LocalBook
from calljournal.words import say

MANIFEST = CrmManifest(
    system="local",
    title=say("Call Journal's own book"),
    capabilities=frozenset(
        {
            CrmCapability.ADD_CONTACTS,
            CrmCapability.ADD_PROJECTS,
            CrmCapability.NUMBERS,
            CrmCapability.OVER_MIDNIGHT,
            CrmCapability.GIVE_OUT,
            CrmCapability.TAKE_IN,
        }
    ),
    fields=(),
    make=LocalBook,
)
