"""One SQLite file: opened, brought up to date, guarded. The only place that knows SQLite's own ways (PRAGMAs, errors).

`Database`            a file with one worker thread; `run` writes, `read` reads, each in one transaction
`copies`              of the file: made while it is in use, read through, kept before a migration
`write_time`          a moment as text that sorts, `read_time` back
`many.chunks`         many values in questions of a size that every database takes
`register.Register`   the exports that a file keeps: which there are, and what went out in which first
`searchable`          text folded for searching, `search` the condition that looks for it
`sought_digits`       what of a typed number to look for among whole numbers

The SQL of those who use it is of the kind that PostgreSQL also speaks. Booleans are BOOLEAN columns, asked as
`WHERE active` and handed over as Python's bool; moments are TEXT of fixed width in UTC; seconds and minutes are
DOUBLE PRECISION (REAL has four bytes in PostgreSQL); identifiers are TEXT and made by us.
"""

from calljournal.database.database import Database
from calljournal.database.searching import contains, fold, identity, search, searchable, sought_digits
from calljournal.database.times import read_time, write_time

__all__ = [
    "Database",
    "contains",
    "fold",
    "identity",
    "read_time",
    "search",
    "searchable",
    "sought_digits",
    "write_time",
]
