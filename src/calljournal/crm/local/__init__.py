"""Our own address and time book, in one SQLite file: for firms without another one, and the reference for the next.

`manifest`    what it is        `book`        the contract, method by method
`contacts`    people and companies, given whole and found by name; `finding` finds them by number
`adding`      they are added, or brought up to date; `by_hand` one of them, by a person
`means`       their numbers, normalised; `normalising` does so anew for the whole book, page by page
`numbering`   all numbers, for judging, and changed; `verdicts` what people said of them
`edits`       what contacts were before each change, so that it can be undone
`projects`    projects with phases, and service types
`taking_in`   lists of service types, users and (`taking_in_projects`) projects; `listing` what the last one said
`setting`     projects and service types changed by hand
`users`       whose time it is
`ties`        the projects that a contact has to do with
`bookings`    activities and time entries, once per key
`work`        they are given, as one kind of thing; `history` what was done to them
`amending`    what may be done to them, once: `changing` does it to the thing itself, `correcting` by new entries
`locking`     the lock date
`exports`     what went out
`forgetting`  a person's data, given out or forgotten
"""
