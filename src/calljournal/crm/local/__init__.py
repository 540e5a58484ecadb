"""Our own address and time book, in one SQLite file: for firms without another one, and the reference for the next.

`manifest`    what it is        `book`        the contract, method by method
`contacts`    people and companies, given whole and found by name; `finding` finds them by number
`adding`      they are added, or brought up to date
`means`       their numbers, normalised; `normalising` does so anew for the whole book, page by page
`numbering`   all numbers, for judging, and changed; `verdicts` what people said of them
`edits`       what contacts were before each change, so that it can be undone
`projects`    projects with phases, and service types
`bookings`    activities and time entries, once per key
"""
