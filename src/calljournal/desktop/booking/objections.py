"""What the engine objects to before it books, said within the form, with a button to book nevertheless."""

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.booking.wording import ALREADY_BOOKED
from calljournal.desktop.look import naming
from calljournal.desktop.look.notice import Notice
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.worklog import Kind


class Objections(QObject):
    """Says why something was not booked, and remembers to what the user has said yes.

    `again` and `confirmed` are as in `BookCall`. `at_least` says that the end of the call was not seen.

    Signals:
        nevertheless(): the user says yes, book it
    """

    nevertheless = Signal()

    def __init__(self, notice: Notice, kind: Kind) -> None:
        super().__init__(notice)
        self._notice, self._kind = notice, kind
        self._offers = ""
        self.again = self.confirmed = self.at_least = False

    def say(self, error: CallJournalError, row: JournalRow) -> str:
        """Say why it was not booked, and offer what can be done; "contact" where that has to be chosen first."""
        self._offers = ""
        if isinstance(error, AlreadyBooked):
            self._offer("again", tr(ALREADY_BOOKED[self._kind]), tr("Book a&gain"))
        elif isinstance(error, NeedsConfirming) and row.match.kind is MatchKind.SEVERAL:
            self._notice.say(tr("It may have been one of several contacts: choose who it was, then book."), error=True)
            return "contact"
        elif isinstance(error, NeedsConfirming):
            self._ask_for_yes(error, row)
        else:
            self._notice.say(tr(error.words), error=True)
        return ""

    def _ask_for_yes(self, error: CallJournalError, row: JournalRow) -> None:
        contact = row.match.contact
        if contact is None or row.match.certain:
            self._offer("yes", tr(error.words), tr("&Yes, book it so"))
            return
        who = naming.name_of(contact)
        likely = (
            tr("It is only likely that this was {who}, and the end of the call was not seen.", who=who)
            if self.at_least
            else tr("It is only likely that this was {who}.", who=who)
        )
        plain = who.replace("&", "&&")  # a single one would underline the next letter
        self._offer("yes", likely, tr("&Yes, book on {who}", who=plain))

    def _offer(self, what: str, text: str, button: str) -> None:
        self._offers = what
        self._notice.say(text, error=True, button=button)

    def press(self) -> None:
        """Take the button as the yes to what was asked last."""
        if not self._offers:
            return
        self.again = self.again or self._offers == "again"
        self.confirmed = self.confirmed or self._offers == "yes"
        self.nevertheless.emit()
