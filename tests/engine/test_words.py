"""What the engine says: kept in the user's language where it goes to clients, a sentence wherever it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from calljournal.contracts.service import AddContacts, BookCall
from calljournal.contracts.work_commands import AddCall, GetWork, ListUnbooked
from calljournal.engine import Engine
from calljournal.errors import AlreadyBooked
from calljournal.languages import catalogue
from calljournal.settings import save
from calljournal.words import Phrase
from calljournal.worklog import Kind, Wishes
from tests.engine.conftest import Lab
from tests.engine.test_by_hand import ANNA, NUMBER

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


@pytest.mark.parametrize(("language", "title"), [("de", "Anruf an Anna Keller"), ("en", "Call to Anna Keller")])
def test_the_title_of_a_booking_is_in_the_language_of_the_user(lab: Lab, language: str, title: str) -> None:
    """It is shown so, booked so, and read by clients; a title of one's own is left alone, whatever it says."""
    save(lab.places.settings_file, ("user", "language"), language)

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        entries = [(await engine.do(AddCall(NUMBER, None, 7, NOON + timedelta(hours=n)))).entry.id for n in range(2)]
        waiting = await engine.do(ListUnbooked())
        assert {one.draft.title for one in waiting} == {title}
        booked = [
            await engine.do(BookCall(entry, Kind.TIME, Wishes(title=wished)))
            for entry, wished in zip(entries, (None, "Time"), strict=True)
        ]
        kept = [(await engine.do(GetWork(str(booking.id)))).title for booking in booked]
        assert kept == [title, "Time"]
        assert {type(one) for one in kept} == {str}

        with pytest.raises(AlreadyBooked) as refused:
            await engine.do(BookCall(entries[0], Kind.TIME))
        words = refused.value.words
        assert isinstance(words, Phrase)
        assert str(refused.value).endswith(f" ({booked[0].id}); add --again to book it twice")
        assert catalogue("de").say(words) == "dieser Anruf ist schon eine Leistung"

    lab.run(work)
