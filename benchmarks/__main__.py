"""`make bench`: measure and print; nothing here fails on a time. `make bench ARGS='lookup 10000000'`: one alone."""

import sys

from benchmarks import lookup, numbers, pages, rows, window, wire, worklog

SUBJECTS = {
    "numbers": numbers.measure,
    "rows": rows.measure,
    "pages": pages.measure,
    "wire": wire.measure,
    "worklog": worklog.measure,
    "window": window.measure,
    "lookup": lookup.measure,
}

names = [argument for argument in sys.argv[1:] if not argument.isdigit()] or list(SUBJECTS)
sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [lookup.NUMBERS]

for name in names:
    if name not in SUBJECTS:
        sys.exit(f"no subject {name!r}: {', '.join(SUBJECTS)} (and how many numbers to look up in)")
for name in names:
    if name == "lookup":
        for size in sizes:
            lookup.measure(size)
    else:
        SUBJECTS[name]()
