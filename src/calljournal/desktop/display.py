"""Whether there is a display for windows. No Qt is imported: the command line asks this, too."""

import os
import sys


def why_no_window() -> str | None:
    """Say why no window can be shown here; None where there is a display."""
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in ("win32", "darwin") and not has_display:
        return "there is no display"
    return None
