"""The path of a call, wired: what a line tells becomes rows, names and bookings, and everybody hears of it.

`engine`   the path itself, start and stop side by side, and the commands
`lines`    opens and closes lines, keeps their lamps, waits for the results of commands
`recorder` messages of lines become saved rows
`lookup`   saved rows get their names; `whom` again, when the user or the book says something else
`rows`     the rows themselves: listed, noted on, deleted, private for good; and what is typed about them
`booking`  drafts become bookings, once
`numbering` the numbers of the book, normalised and looked through; `judging` one of them, `repairs` put right
`backing_up` journal, book and settings of one moment go into one file, the `archive`; `restoring` puts it back
`setting_up` what is set, shown in pages and changed at once; `setting_up_lines` installs lines, and tries them;
           `settings_watch` tells when a settings file is broken meanwhile
`hub`      changes go out to everybody who listens
`clock`    UTC that runs evenly, `ids` identifiers
`replay`   a recording goes down the same path, without a line, a disk or a book
"""

from calljournal.engine.engine import Engine

__all__ = ["Engine"]
