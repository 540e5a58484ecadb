"""Our own address and time book, in one SQLite file: for firms without another one, and the reference for the next.

`manifest`    what it is        `book`        the contract, method by method
`contacts`    people and companies, found by number and by name
`means`       their numbers, normalised
`projects`    projects with phases, and service types
`bookings`    activities and time entries, once per key
"""
