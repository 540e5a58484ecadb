"""Lists of a firm's own program become records. In: the bytes of a CSV file. Out: `ListFile`, for any book.

`read_list`   the projects, service types or users of a file, and what in it was not understood
`fields`      what a column may be read as, where somebody maps it by hand
"""

from calljournal.lists.list_file import ListFile, read_list
from calljournal.lists.titles import fields

__all__ = ["ListFile", "fields", "read_list"]
