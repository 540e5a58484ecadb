"""What the last list said of a thing, and what is new of what this one says: only that is taken over.

So a field that a person changed here stays until the list says something else of it than before. Kept is what was said,
not what came of it: as JSON in the column `listed`.
"""

import json
from typing import Any

Facts = dict[str, Any]
"""What a list says of a thing, by field; None where it says nothing."""

_GONE = "gone"
_CLOSED = "closed"
"""What stands there of a thing that was closed since it was gone."""

_OF_NEW: Facts = {"open": True, "rounding": "", "client": ["", ""], "participants": []}
"""What is not new of a thing that no list has named yet: it would be so anyway."""


def read(listed: str | None) -> Facts | None:
    """Read what the last list said; None of a thing that was in no list."""
    return None if listed is None else dict(json.loads(listed))


def write(said: Facts) -> str:
    """Write what a list said."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def name_of(listed: Facts | None) -> str:
    """Give what the last list called a thing, whatever it is called now; "" of a thing that was in no list."""
    return str((listed or {}).get("name") or "")


def number_of(listed: Facts | None) -> str:
    """Give the number that the last list had of a thing; "" where it had none."""
    return str((listed or {}).get("number") or "")


def news(before: Facts | None, said: Facts) -> Facts:
    """Give what a list says that was not said the last time; what comes back is open, unless it is called closed.

    `before` is what the last list said.
    """
    known = _OF_NEW | (before or {})
    if known.get(_GONE):
        known["open"], said = None, said | {"open": said["open"] is not False}
    return {name: value for name, value in said.items() if value is not None and value != known.get(name)}


def remembered(before: Facts | None, said: Facts) -> Facts:
    """Give what to remember: what this list says, and what an earlier one said where this one says nothing."""
    kept = {name: value for name, value in (before or {}).items() if name != _GONE}
    return kept | {name: value for name, value in said.items() if value is not None}


def gone(before: Facts, closed: bool) -> Facts:
    """Give what to remember of a thing that is in the list no more, and whether it was closed for that."""
    return before | {_GONE: _CLOSED if closed or was_closed(before) else True}


def was_closed(before: Facts) -> bool:
    """Say whether a thing was closed because it was in the list no more: who finds it open, opened it by hand."""
    return before.get(_GONE) == _CLOSED
