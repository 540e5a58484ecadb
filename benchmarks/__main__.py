"""`make bench`: measure and print; nothing here fails on a time."""

from benchmarks import numbers, rows, wire

for subject in (numbers, rows, wire):
    subject.measure()
