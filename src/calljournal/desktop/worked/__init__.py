"""My time: what was booked, shown, added up, changed, moved, cancelled and given out.

In: `Work` of the book. Out: commands to the engine; the window decides nothing.
"""
