"""The journal in a terminal: where there is no display, or for whoever likes it so. It knows the contracts only.

`run` shows it; `plain` gives rows as text for commands.
"""

from calljournal.terminal.screen import run

__all__ = ["run"]
