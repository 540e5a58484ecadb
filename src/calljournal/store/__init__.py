"""What must outlive the program: the journal, drafts and bookings, remembered choices; in one SQLite file.

In: `Call` and `Entry`, saved in one durable transaction the moment they exist; `Match`, `Draft`, `Booking` later.
Out: `JournalRow`, and at the start the calls that were live when the program last ended.
"""

from calljournal.store.amendments import Asked
from calljournal.store.contents import Contents, contents
from calljournal.store.drafts import RefusedDraft
from calljournal.store.exports import CALLS_PREFIX
from calljournal.store.forgetting import Whose
from calljournal.store.privacy import NOBODY
from calljournal.store.retention import BEGINNING, Keep
from calljournal.store.store import FILE_NAME, Store

__all__ = [
    "BEGINNING",
    "CALLS_PREFIX",
    "FILE_NAME",
    "NOBODY",
    "Asked",
    "Contents",
    "Keep",
    "RefusedDraft",
    "Store",
    "Whose",
    "contents",
]
