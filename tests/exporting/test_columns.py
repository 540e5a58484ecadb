"""What the columns hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calljournal.errors import BadSettings, NotFound
from calljournal.exporting import COLUMNS, columns_of, profile_named
from calljournal.journal import MANUAL
from calljournal.matching import Match, MatchKind
from calljournal.settings import ExportProfile
from tests.exporting.made import file_of, read_json, row, work
from tests.store.made import START, entry, match


def test_a_time_entry() -> None:
    """Names and numbers, measured and billed minutes; local times with offsets tell the two 02:xx apart."""
    (told,) = read_json(file_of("time", "json", [work()])[0])
    assert told == {
        "date": "2026-10-25",
        "user": "anna",
        "recorded_by": "ben",
        "client": "Keller AG",
        "client_id": "c1",
        "project_number": "2026-17",
        "project": "Umbau",
        "phase": "",
        "phase_number": "",
        "service_type": "",
        "service_type_number": "",
        "from": "2026-10-25T02:50:00+02:00",
        "to": "2026-10-25T02:10:00+01:00",
        "measured_minutes": 20.05,
        "billed_minutes": 24,
        "billed_hours": 0.4,
        "text": "Mängelrüge; Frist",
        "title": "",
        "contact": "Anna Keller",
        "start": "2026-10-25T02:50:00+02:00",
        "end": "2026-10-25T02:10:00+01:00",
        "entry_id": "t12",
        "call_id": "entry-1",
        "corrects": None,
    }


def test_an_activity_has_no_minutes() -> None:
    """What only time has is no column of it."""
    (told,) = read_json(file_of("activities", "json", [work(id="a5", title="Call", minutes=0)])[0])
    assert (told["entry_id"], told["title"]) == ("a5", "Call")
    assert not [name for name in told if "minutes" in name or "service" in name]


def test_the_text_is_the_title_where_nothing_was_typed() -> None:
    """A program that bills by it never gets an empty one; the title has a column of its own."""
    profile = ExportProfile(columns=("text", "title"))
    typed, untyped = work(title="Call to Anna"), work(title="Call to Anna", text="")
    told = read_json(file_of("time", "json", [typed, untyped], profile)[0])
    assert [tuple(one.values()) for one in told] == [
        ("Mängelrüge; Frist", "Call to Anna"),
        ("Call to Anna", "Call to Anna"),
    ]


def test_the_state_goes_out_on_demand_only() -> None:
    """It changes after the export, and an export is to be the same when it is written again."""
    profile = ExportProfile(columns=("entry_id", "state"))
    assert read_json(file_of("time", "json", [work()], profile)[0]) == [{"entry_id": "t12", "state": "open"}]


def test_a_call() -> None:
    """From the answer to the end; who it was; what was booked."""
    (told,) = read_json(file_of("calls", "json", [row()])[0])
    assert (told["date"], told["started"]) == ("2026-03-09", "2026-03-09T09:15:02+01:00")
    assert (told["from"], told["to"]) == ("2026-03-09T09:15:06+01:00", "2026-03-09T09:16:02+01:00")
    assert (told["talk_seconds"], told["held_seconds"], told["talk_minutes"]) == (52.25, 3.75, 0.8708)
    assert (told["number"], told["contact"], told["company"]) == ("+41440001234", "Anna Keller", "Keller AG")
    assert (told["direction"], told["outcome"], told["booked"]) == ("incoming", "answered", "t57")
    assert (told["note"], told["source"]) == ("back on Monday", "line")
    (by_hand,) = read_json(file_of("calls", "json", [row(entry=entry(line=MANUAL))])[0])
    assert by_hand["source"] == "manual"


def test_a_call_that_nobody_answered_has_no_from_and_to() -> None:
    """It began, and that is all."""
    (told,) = read_json(file_of("calls", "json", [row(entry=entry(answered=None))])[0])
    assert (told["from"], told["to"], told["started"][:10]) == (None, None, "2026-03-09")


def test_who_it_was_is_told_where_it_is_certain() -> None:
    """A likely contact goes into no file: there it would look like a certain one."""
    likely = replace(match(), reason="ending")
    for uncertain in (likely, Match(MatchKind.SEVERAL, "exact", match().contacts * 2)):
        (told,) = read_json(file_of("calls", "json", [row(match=uncertain)])[0])
        assert (told["contact"], told["company"]) == (None, None)


def test_of_a_private_call_only_time_and_length_go_out() -> None:
    """Whatever else the row still knows."""
    (told,) = read_json(file_of("calls", "json", [row(private=True)])[0])
    assert {name for name, value in told.items() if value is not None} == set(
        "id date started from to talk_seconds held_seconds talk_minutes".split()
    )


def test_a_profile_chooses_columns_and_titles() -> None:
    """In its order, and under its titles."""
    profile = ExportProfile(columns=("user=Who", "date", "billed_hours = h"))
    assert [column.title for column in columns_of("time", profile)] == ["Who", "date", "h"]
    assert read_json(file_of("time", "json", [work()], profile)[0]) == [{"Who": "anna", "date": "2026-10-25", "h": 0.4}]


def test_columns_that_cannot_be_are_refused() -> None:
    """One that there is not, with all that there are; two of one title."""
    with pytest.raises(BadSettings, match=r"time have no column 'minutes'; there are: date, user, .*corrects"):
        columns_of("time", ExportProfile(columns=("minutes",)))
    with pytest.raises(BadSettings, match="two columns are titled 'X'"):
        columns_of("calls", ExportProfile(columns=("line=X", "owner=X")))


@pytest.mark.parametrize("what", COLUMNS)
def test_no_two_columns_have_one_name(what: str) -> None:
    """By the name profiles choose."""
    assert len({column.name for column in COLUMNS[what]}) == len(COLUMNS[what])


def test_profiles_are_found_by_name() -> None:
    """A saved one goes before the built-in one of its name."""
    mine = ExportProfile(separator="|")
    assert profile_named({}, "de").separator == ";"
    assert profile_named({"de": mine}, "de") is mine
    with pytest.raises(NotFound, match="no profile 'firm'; there are: de, default, mine"):
        profile_named({"mine": mine}, "firm")


def test_a_call_over_midnight_stands_on_its_local_day() -> None:
    """23:30 UTC is the next day in Zurich."""
    late = START.replace(hour=23, minute=30)
    call = row(entry=entry(started=late, answered=late, ended=late + timedelta(minutes=5)))
    (told,) = read_json(file_of("calls", "json", [call])[0])
    assert (told["date"], told["from"]) == ("2026-03-10", "2026-03-10T00:30:02+01:00")
