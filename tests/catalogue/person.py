"""A person with an account of their own, as the product advises it, and what such an account does not hear."""

import re

from calljournal.calls import Owners
from calljournal.contracts.setup import Access
from calljournal.lines.asterisk.setting_up.advice import advise
from tests.pbx.firm import HOST, OWN_BLOCK

ANNA = "anna"
PERSON = "101+191"

UNHEARD = {
    "incoming: forwarded by the phone": "who took the call that she sent on",
    "groups: ring group answered": "which colleague answered",
    "groups: ring group one busy": "which colleague answered",
    "groups: ring group through local channels answered": "which colleague answered",
    "groups: queue answered": "which colleague answered",
    "groups: picked up": "that a colleague picked it up by the general code: missed",
    "transfers: blind to a group": "which colleague answered",
    "transfers: attended by code": "when the colleague answered the consultation",
    "transfers: attended by another program": "when the colleague answered the consultation",
    "transfers: redirected by another program": "that the caller was sent on: answered (only with FreePBX)",
    "services: announcement then group": "which colleague answered",
    "stories: attended into a queue": "that the caller was joined to the queue: the number stays that of the colleague",
    "stories: queue transferred back": "that it rings her again: answered elsewhere (only with FreePBX)",
    "stories: queue declined then taken": "which colleague answered",
    "services: conference": "who else is in the room: not answered",
}
"""Play -> what is not right in the row of a person with such an account; every other play is right."""


def account(secret: str) -> str:
    """The section of manager.conf, as `lines advise` prints it, with a secret of ours."""
    access = Access(Owners.parse(PERSON), ANNA, HOST, dial=True, shown=(f"{OWN_BLOCK}101",))
    section = advise(access).partition(f"[{ANNA}]\n")[2].partition("\n\n")[0]
    return f"[{ANNA}]\n" + re.sub(r"secret = .*", f"secret = {secret}", section) + "\n"
