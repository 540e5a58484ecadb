"""What must outlive the program: the journal, drafts and bookings, remembered choices; in one SQLite file.

In: `Call` and `Entry`, saved in one durable transaction the moment they exist; `Match`, `Draft`, `Booking` later.
Out: `JournalRow`, and at the start the calls that were live when the program last ended.
"""

from calljournal.store.drafts import RefusedDraft
from calljournal.store.store import FILE_NAME, Store

__all__ = ["FILE_NAME", "RefusedDraft", "Store"]
