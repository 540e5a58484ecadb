"""Every sentence that the journal in the terminal shows, in one place; `languages.tr` says it to the reader."""

from calljournal.contracts.line import LineState
from calljournal.journal import Outcome, RowState
from calljournal.words import say

TITLE = say("Call Journal")
COLUMNS = (say("Time"), "", say("Own"), say("Number"), say("Person"), say("State"), say("Talk"), say("Booked"))
PLAIN_COLUMNS = (
    say("Id"),
    say("Time"),
    "",
    say("Own"),
    say("Number"),
    say("Person"),
    say("Outcome"),
    say("Talk"),
    say("Booked"),
)
NO_CALLS = say("no calls yet")
KEYS = say("up/down select   t time entry   a activity   c call back   h hang up   q quit")
CHOOSE = say("who was it?  {choices}   (press the digit)")

INCOMING, OUTGOING = say("in"), say("out")
INCOMING_SIGN, OUTGOING_SIGN = "↙", "↗"

WITHHELD = say("withheld")
UNAVAILABLE = say("no number")
PRIVATE = say("private")
IGNORED = say("ignored")
PENDING = "..."
MATCHES = say("{count} matches")
UNCERTAIN = "{name} ?"
LIKELY = {
    "switchboard": say("{name} ? (same switchboard)"),
    "reading": say("{name} ? (the digits can be read so)"),
    "ending": say("{name} ? (the number looks alike)"),
}
AT_EXTENSION = say("{name} ? (same switchboard, extension {extension})")
AT_COMPANY = "{name}, {company}"

STATES = {
    RowState.RINGING: say("ringing"),
    RowState.DIALLING: say("dialling"),
    RowState.TALKING: say("talking"),
    RowState.HELD: say("on hold"),
    RowState.ENDED: say("ended"),
}
OUTCOMES = {
    Outcome.ANSWERED: say("answered"),
    Outcome.TRANSFERRED: say("passed on"),
    Outcome.MISSED: say("missed"),
    Outcome.ELSEWHERE: say("answered by a colleague"),
    Outcome.FORWARDED: say("forwarded"),
    Outcome.REJECTED: say("rejected"),
    Outcome.BUSY: say("busy"),
    Outcome.NO_ANSWER: say("no answer"),
    Outcome.CANCELLED: say("given up"),
    Outcome.FAILED: say("not put through"),
    Outcome.LOST: say("lost sight of"),
}
ANSWERED_BY = say("answered by {who}")
PASSED_TO = say("passed to {who}")
LEFT_MESSAGE = say("{outcome}, left a message")
BOOKED = {"time": say("time"), "activity": say("activity")}
WAITING = say("{kind} (waiting)")

LAMPS = {
    LineState.CLOSED: say("closed"),
    LineState.CONNECTING: say("connecting"),
    LineState.CONNECTED: say("connected"),
    LineState.DISCONNECTED: say("no connection"),
    LineState.REFUSED: say("refused"),
}
NO_LINES = say("no line yet: add one with `calljournal lines add SYSTEM NAME`")
GAP = say("{line}: not connected {start} to {end}: what happened then is not in the journal")
GAP_OPEN = say("{line}: not connected since {start}: what happens is not in the journal")
LINE_CHANGED = say("line {name}: {lamp} ({message})")

DIALLING = say("dialling {digits}: pick up your telephone")
FOR_ANOTHER_PROGRAM = say("{uri} is for the telephone program of this computer: open this link with it")
EMERGENCY = say("{error} - press c again to dial it")
HUNG_UP = say("hung up")
BOOKED_NOW = say("booked: {kind} {id}")
BOOKED_LATER = say("kept: the book cannot be reached now; it is booked as soon as it can")
CHOSEN = say("it was {name}; the number is remembered as theirs")
NOTHING_SELECTED = say("there is no call to do that with")
NO_NUMBER = say("there is no number to call back")
AGAIN = say("{error} - press {key} again to book a second one")
SURE = say("{error} - press {key} again if it was")
WORKING = "..."
SLOW = say("this terminal was too slow: the journal was read anew")
