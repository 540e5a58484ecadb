"""Every word that the window shows, in English; curly brackets are filled in where the text is used."""

PROGRAM = "Call Journal"
JOURNAL_TITLE = "Telephony journal"

# --- the table -------------------------------------------------------------------------------------------------------

HEADERS = ("Call", "Time", "Number", "Person", "Duration", "Outcome", "Booked")
HEADER_HINTS = (
    "Which way the call went, and how it stands",
    "When it began to ring, or was dialled",
    "The other party's number",
    "Who has this number in the address book",
    "How long you were connected, time on hold included",
    "How the call stands, or what became of it",
    "What was booked from the call",
)
NO_CALLS = "No calls yet.\nThe next call, in or out, appears here while it rings."
TODAY = "{time}"
YESTERDAY = "Yesterday {time}"
OTHER_DAY = "{day} {time}"

WITHHELD = "withheld"
IGNORED = "ignored"
NO_NUMBER = "no number"
NOT_YET_KNOWN = "…"
PRIVATE = "private"

DIRECTIONS = {"incoming": "Incoming", "outgoing": "Outgoing"}
STATES = {
    ("ringing", "incoming"): "ringing",
    ("ringing", "outgoing"): "ringing there",
    ("dialling", "incoming"): "dialling",
    ("dialling", "outgoing"): "dialling",
    ("talking", "incoming"): "talking",
    ("talking", "outgoing"): "talking",
    ("held", "incoming"): "on hold",
    ("held", "outgoing"): "on hold",
}
OUTCOMES = {
    "answered": "answered",
    "transferred": "transferred",
    "missed": "missed",
    "answered-elsewhere": "answered by a colleague",
    "forwarded": "forwarded",
    "rejected": "rejected",
    "busy": "busy",
    "no-answer": "no answer",
    "cancelled": "cancelled",
    "failed": "failed",
    "lost": "lost from sight",
}
ANSWERED_BY = "answered by {who}"
TRANSFERRED_TO = "transferred to {who}"
ENDED = "ended"

ONE_OF_TWO = "{first} or {second}?"
ONE_OF_MANY = "one of {count} contacts"
UNCERTAIN = "{who} ?"
NAME_AND_COMPANY = "{name}, {company}"

REASON_EXACT = "This number is in the address book, as {typed}."
REASON_EXACT_UNTYPED = "This number is in the address book."
REASON_CHOSEN = "You said that it was this contact."
REASON_LIKELY = "Only likely: {why}."
REASON_SEVERAL = "Several contacts have this number. Click to say who it was."
REASON_SEVERAL_LIKELY = "Several contacts are likely: {why}. Click to say who it was."
SAME_SWITCHBOARD = "same switchboard"
SAME_SWITCHBOARD_EXTENSION = "same switchboard, extension {extension}"
READ_OTHERWISE = "the digits can be read as their number"
LOOKS_ALIKE = "their number looks alike"
REASON_NAME_SENT = "The telephone system sent this name; the address book does not know the number."
INACTIVE = "no longer active"

BOOKED = {"activity": "Activity", "time": "Time entry"}
BOOKED_WAITING = "{what} (waiting)"
BOOKED_HINT = "{what} {id} in the book “{book}”"
BOOKED_WAITING_HINT = "{what}: kept here, sent as soon as the book “{book}” can be reached"

HINT_STARTED = "Began {time}"
HINT_ANSWERED = "Answered {time}"
HINT_ENDED = "Ended {time}"
HINT_OWN = "On {line}, telephone {own}"
HINT_TALK = "Talk {talk}, on hold {held}"
HINT_VOICEMAIL = "Left a message"
HINT_NORMALISED = "Number {number}"
HINT_NOTE = "Note: {note}"
HINT_ANOMALY = "Unusual: {anomaly}"
ACCESSIBLE_LINK = "{text}, link"
ACCESSIBLE_CHOICE = "{text}, several contacts, choice"

# --- the actions -----------------------------------------------------------------------------------------------------

OPEN_CONTACT = "&Contact"
OPEN_CONTACT_HINT = "Open the contact of the selected call"
CALL = "Ca&ll"
CALL_HINT = "Call the number of the selected call"
ACTIVITY = "&Activity"
ACTIVITY_HINT = "Record an activity for the selected call; the arrow lets you choose a project first"
TIME = "&Time entry"
TIME_HINT = "Record the time of the selected call; the arrow lets you choose a project first"
ACTIVITY_MENU = "Activity &on a project"
TIME_MENU = "Time entry on a &project"
BOOK_AT_ONCE = "Book at once, &without the form"
LOOKING_UP = "Looking up projects…"
NO_PROJECTS = "There is no open project"
PROJECT_OF = "{project}  –  {client}"
WHO_WAS_IT = "&Who was it?"
SHOW_CANDIDATE = "&Open “{who}”"
FORGET_CHOICE = "&Forget that it was “{who}”"
SHORTCUT_HINT = "{hint} ({key})"

CALLING = "Dialling {number}"
CHOSEN = "{who}: remembered for this number"
FORGOTTEN = "Forgotten: from now on the address book says who has this number"
BOOKED_NOW = {"activity": "Activity booked: {who}", "time": "Time entry booked: {who}"}
BOOKED_LATER = {
    "activity": "Activity kept: it is booked as soon as the book can be reached",
    "time": "Time entry kept: it is booked as soon as the book can be reached",
}
SOMEBODY = "somebody unknown"

# --- forms -----------------------------------------------------------------------------------------------------------

FORM_TITLES = {"activity": "Record an activity", "time": "Record a time entry"}
CONTACT_LABEL = "Co&ntact"
CHOOSE_CONTACT = "Who was it?"
NOBODY = "Nobody in the address book"
FROM_TO_LABEL = "From – to"
FROM_TO = "{day}, {start} – {end}"
STILL_TALKING = "now"
MINUTES_LABEL = "&Minutes"
MEASURED = "{minutes} measured"
BILLED = "billed"
BILLED_HINT = "Minutes to bill; left empty, they are the measured ones, rounded by the firm's rule"
BY_RULE = "by the firm's rule"
PROJECT_LABEL = "&Project"
NO_PROJECT = "(none)"
PHASE_LABEL = "P&hase"
NO_PHASE = "(none)"
SERVICE_TYPE_LABEL = "&Service type"
DEFAULT_SERVICE_TYPE = "(the firm's for telephone calls)"
TITLE_LABEL = "T&itle"
TEXT_LABEL = "Te&xt"
TEXT_HINT = "What it was about"
BOOK = "&Book"
BOOK_HINT = "Ctrl+Enter"
CANCEL = "Cancel"
BOOKING = "Booking…"
BOOK_AGAIN = "Book a&gain"
BOOK_ON = "&Yes, book on {who}"
CHOOSE_FIRST = "It may have been one of several contacts: choose who it was, then book."
ONLY_LIKELY = "It is only likely that this was {who}."
ALREADY_BOOKED = {
    "activity": "An activity was recorded from this call already.",
    "time": "The time of this call was booked already.",
}

KIND_OF_CONTACT = {"company": "Company", "person": "Person", "contact": "Person at a company"}
KIND_OF_MEANS = {"phone": "Telephone", "mobile": "Mobile", "fax": "Fax", "email": "E-mail", "web": "Web"}
MEANS_LABEL = "{kind}, {label}"
STANDARD_MEANS = "{label} (standard)"
NO_ADDRESS = "No postal address"
CALL_NUMBER = "Call {number}"
CLOSE = "&Close"

# --- the footer ------------------------------------------------------------------------------------------------------

STARTING = "Opening the journal…"
CANNOT_OPEN = "The journal cannot be opened: {reason}"
NO_LINES = "No line is set up"
LAMPS = {
    "closed": "not opened",
    "connecting": "connecting…",
    "connected": "connected",
    "disconnected": "not connected",
    "refused": "not let in",
}
LAMP = "{name}: {state}"
LAMP_EVENT = "Last event {time}"
LAMP_HEARTBEAT = "Last sign of life {time}"
LAMP_GAP = "Not connected from {start} to {end}"
LAMP_GAP_OPEN = "Not connected since {start}"
LINE_MESSAGE = "{name}: {message}"
DISMISS = "Dismiss the message"
ERROR = "Error: {text}"

# --- the crossing ----------------------------------------------------------------------------------------------------

UNEXPECTED = "something unexpected happened ({error}); the log has the details"
ENGINE_ENDED = "the journal's engine has ended"
NOT_STARTED = "the journal has not been opened yet"
STOPPED_LATE = "the engine did not end within %.0f s; the program ends without waiting for it"
