"""What the journal calls its columns, and how it says how a call stands, how its legs ended, and what it became."""

from calljournal.words import say

HEADERS = (
    say("Call"),
    say("Time"),
    say("Number"),
    say("Person"),
    say("Telephone"),
    say("Duration"),
    say("Outcome"),
    say("Booked"),
)
HEADER_HINTS = (
    say("Which way the call went, and how it stands"),
    say("When it began to ring, or was dialled"),
    say("The other party's number"),
    say("Who has this number in the address book"),
    say("Which of your telephones it was, on which line"),
    say("How long you were connected, time on hold included"),
    say("How the call stands, or what became of it"),
    say("What was booked from the call"),
)
STATES = {
    ("ringing", "incoming"): say("ringing"),
    ("ringing", "outgoing"): say("ringing there"),
    ("dialling", "incoming"): say("dialling"),
    ("dialling", "outgoing"): say("dialling"),
    ("talking", "incoming"): say("talking"),
    ("talking", "outgoing"): say("talking"),
    ("held", "incoming"): say("on hold"),
    ("held", "outgoing"): say("on hold"),
}
LEG_ENDS = {
    "answered": say("talked, and ended"),
    "parked": say("parked"),
    "cancelled": say("the caller gave up"),
    "no-answer": say("no answer"),
    "busy": say("busy"),
    "rejected": say("rejected"),
    "answered-elsewhere": say("taken on another telephone"),
    "forwarded": say("forwarded"),
    "unreachable": say("did not ring: not reachable"),
    "failed": say("failed"),
    "lost": say("lost from sight"),
}
BOOKED = {"activity": say("Activity"), "time": say("Time entry")}
