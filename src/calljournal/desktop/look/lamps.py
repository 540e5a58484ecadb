"""How a line stands, in a word or two."""

from calljournal.contracts.line import LineState
from calljournal.words import say

LAMPS = {
    LineState.CLOSED: say("not opened"),
    LineState.CONNECTING: say("connecting…"),
    LineState.CONNECTED: say("connected"),
    LineState.DISCONNECTED: say("not connected"),
    LineState.REFUSED: say("not let in"),
}
