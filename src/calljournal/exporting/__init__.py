"""Work and calls become files for the firm's books. In: rows of values and a profile. Out: bytes of CSV, JSON or xlsx.

`COLUMNS`          what a file of time, activities or calls can hold
`columns_of`       the columns that a profile chooses
`profile_named`    a saved profile, or one of those that are built in
`FileWriter`       what writes a file of one form
"""

from calljournal.exporting.columns import COLUMNS, Column, columns_of
from calljournal.exporting.files import FORMS, FileWriter
from calljournal.exporting.profiles import BUILT_IN, DEFAULT, profile_named
from calljournal.exporting.values import Form

__all__ = ["BUILT_IN", "COLUMNS", "DEFAULT", "FORMS", "Column", "FileWriter", "Form", "columns_of", "profile_named"]
