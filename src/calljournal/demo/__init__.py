"""What the demo shows: sample people, their projects, and a morning on the telephone. All of it is invented.

`sample` gives it to whoever starts a demo; the numbers are of ranges that nobody has.
"""
