"""How this program becomes the one for `tel:` and `callto:` links, and starts at login: one file for each system.

Each offers the same: `handles()`, `handle(on)`, `starts()`, `start(on)`, `list_program(on)`. They read and write the
user's own files or registry keys and wait for the disk: call them in a thread (`this_computer`), or from a command.
"""

SCHEMES = ("tel", "callto")
