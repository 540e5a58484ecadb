"""Every word that the journal in the terminal shows, in one place, for whoever translates it."""

from calljournal.contracts.line import LineState
from calljournal.journal import Outcome, RowState

TITLE = "Call Journal"
COLUMNS = ("Time", "", "Own", "Number", "Person", "State", "Talk", "Booked")
PLAIN_COLUMNS = ("Id", "Time", "", "Own", "Number", "Person", "Outcome", "Talk", "Booked")
NO_CALLS = "no calls yet"
KEYS = "up/down select   t time entry   a activity   c call back   h hang up   q quit"
CHOOSE = "who was it?  {choices}   (press the digit)"

INCOMING, OUTGOING = "in", "out"
INCOMING_SIGN, OUTGOING_SIGN = "↙", "↗"

WITHHELD = "withheld"
UNAVAILABLE = "no number"
PRIVATE = "private"
IGNORED = "ignored"
PENDING = "..."
MATCHES = "{count} matches"
UNCERTAIN = "{name} ?"
LIKELY = {
    "switchboard": "{name} ? (same switchboard)",
    "reading": "{name} ? (the digits can be read so)",
    "ending": "{name} ? (the number looks alike)",
}
AT_EXTENSION = "{name} ? (same switchboard, extension {extension})"
AT_COMPANY = "{name}, {company}"

STATES = {
    RowState.RINGING: "ringing",
    RowState.DIALLING: "dialling",
    RowState.TALKING: "talking",
    RowState.HELD: "on hold",
    RowState.ENDED: "ended",
}
OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.TRANSFERRED: "passed on",
    Outcome.MISSED: "missed",
    Outcome.ELSEWHERE: "answered by a colleague",
    Outcome.FORWARDED: "forwarded",
    Outcome.REJECTED: "rejected",
    Outcome.BUSY: "busy",
    Outcome.NO_ANSWER: "no answer",
    Outcome.CANCELLED: "given up",
    Outcome.FAILED: "not put through",
    Outcome.LOST: "lost sight of",
}
ANSWERED_BY = "answered by {who}"
PASSED_TO = "passed to {who}"
LEFT_MESSAGE = "{outcome}, left a message"
BOOKED = {"time": "time", "activity": "activity"}
WAITING = "{kind} (waiting)"

LAMPS = {
    LineState.CLOSED: "closed",
    LineState.CONNECTING: "connecting",
    LineState.CONNECTED: "connected",
    LineState.DISCONNECTED: "no connection",
    LineState.REFUSED: "refused",
}
NO_LINES = "no line yet: add one with `calljournal lines add SYSTEM NAME`"
GAP = "{line}: not connected {start} to {end}: what happened then is not in the journal"
GAP_OPEN = "{line}: not connected since {start}: what happens is not in the journal"
LINE_CHANGED = "line {name}: {lamp} ({message})"

DIALLING = "dialling {digits}: pick up your telephone"
HUNG_UP = "hung up"
BOOKED_NOW = "booked: {kind} {id}"
BOOKED_LATER = "kept: the book cannot be reached now; it is booked as soon as it can"
CHOSEN = "it was {name}; the number is remembered as theirs"
NOTHING_SELECTED = "there is no call to do that with"
NO_NUMBER = "there is no number to call back"
AGAIN = "{error} - press {key} again to book a second one"
SURE = "{error} - press {key} again if it was"
WORKING = "..."
SLOW = "this terminal was too slow: the journal was read anew"
