"""Every error that Call Journal raises on purpose, in one tree, and the one place that decides about retries.

    CallJournalError
    ├── Unreachable      the other side does not answer                 -> try again, later
    │   └── EngineEnded      the engine of another process ended; what it did not answer it did not do
    ├── Refused          the other side, or one of our rules, says no    -> ask the user
    │   ├── LoginRefused     name or password is wrong                   -> keep trying, slowly: somebody may mend it
    │   ├── AlreadyBooked    this call has been booked already           -> book again only on demand
    │   └── NeedsConfirming  the match is not certain                    -> the user must say so
    ├── NotFound         no such entry, contact, project, line ...       -> the user typed something else
    ├── Unsupported      the line or the book cannot do that             -> do not offer it
    ├── BadData          the other side sent nonsense; the bytes are kept
    ├── BadSettings      what somebody wrote in the settings cannot be used
    ├── StoreFailed      our disk or database does not do its work
    │   └── NewerStore       the file was written by a newer Call Journal
    └── Bug              a mistake of ours

The text of an error is shown to people: one line that says what to do.
"""

from calljournal.words import Phrase


class CallJournalError(Exception):
    """The root: catch it only where one call's failure has to be kept from the next."""

    @property
    def words(self) -> str:
        """What happened, for people; a `words.Phrase` where it can be said in another language."""
        return words_of(self)


class Unreachable(CallJournalError):
    """The other side does not answer; it is worth trying again."""


class EngineEnded(Unreachable):
    """The engine of another process ended in good order: what it has not answered, it has not done."""


class Refused(CallJournalError):
    """The other side, or a rule of ours, says no; only a person can change that."""


class LoginRefused(Refused):
    """Name or password is wrong, or the account may not do what we need."""


class AlreadyBooked(Refused):
    """The call has an activity or a time entry of this user already."""


class NeedsConfirming(Refused):
    """It is not certain who was on the telephone: a person must confirm before anything is booked."""


class NotFound(CallJournalError):
    """There is no entry, contact, project or line of that name."""


class Unsupported(CallJournalError):
    """The line or the book lacks the capability that was asked for."""


class BadData(CallJournalError):
    """The other side broke its protocol; `raw` keeps the beginning of what it sent."""

    def __init__(self, message: str, raw: bytes = b"") -> None:
        super().__init__(message)
        self.raw = raw[:1000]


class BadSettings(CallJournalError):
    """Something in the settings cannot be used; the text names the place."""


class StoreFailed(CallJournalError):
    """The disk is full, locked or broken; nothing that was saved before is lost."""


class NewerStore(StoreFailed):
    """The database was written by a newer version of Call Journal."""


class Bug(CallJournalError):
    """A mistake of ours; the text says where."""


def words_of(error: Exception) -> str:
    """Give what any error says, for people: a `words.Phrase` where it was raised with one, else its text."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Phrase) else str(error)


def worth_retrying(error: Exception) -> bool:
    """Say whether the same attempt may succeed later without anybody changing anything here.

    A refused login counts: the administrator may mend the account while we wait (slowly).
    """
    return isinstance(error, Unreachable | LoginRefused | BadData | OSError)


def worth_sending_again(error: Exception) -> bool:
    """Say whether what was asked under a key of its own is to be sent again: it may be done later, or has been done.

    Where a disk failed nobody knows whether the other side did it before; under the same key it does nothing twice.
    """
    return isinstance(error, StoreFailed) or worth_retrying(error)
