"""`make bench`: measure and print; nothing here fails on a time."""

from benchmarks import rows, wire

for subject in (rows, wire):
    subject.measure()
