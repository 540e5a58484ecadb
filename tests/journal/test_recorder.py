import itertools

import pytest

from calljournal.calls import CallTracker, LegReport, Owners, Party, Presentation, Snapshot
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.numbers import DialRules
from tests.calls.making import ANNA, PENDING, WITHHELD, moment, report, snapshot, tracker

RULES = DialRules("CH", "44", "0")
OUT = {"direction": "outgoing", "leg": "L2", "conversation": "C2", "started": 5.0}


class Book:
    """The tracker and the journal behind each other; keeps each row as it was last told."""

    def __init__(self, own: str = "101,102", rules: DialRules = RULES) -> None:
        numbers = itertools.count(1)
        self.tracking: CallTracker = tracker()
        self.journal = Journal({"line": LineProfile(Owners.parse(own), rules)}, lambda: f"R{next(numbers)}")
        self.rows: dict[str, Entry] = {}

    def take(self, *messages: LegReport | Snapshot) -> list[Entry]:
        """Take in messages and give the rows that the last of them changed."""
        changed: list[Entry] = []
        for message in messages:
            calls = self.tracking.snapshot(message) if isinstance(message, Snapshot) else self.tracking.apply(message)
            changed = [row for call in calls for row in self.journal.record(call)]
            self.rows.update((row.id, row) for row in changed)
        return changed

    def only(self, *messages: LegReport | Snapshot) -> Entry:
        (row,) = self.take(*messages)
        return row


def test_a_row_from_the_first_ring_to_the_end() -> None:
    book = Book()
    row = book.only(report(0))
    assert (row.id, row.state, row.outcome, row.number) == ("R1", "ringing", None, "+41440001234")
    assert (row.display, row.name, row.scope, row.live) == ("044 000 12 34", "Anna Keller", "external", True)
    assert book.only(report(3, "talking", answered=3)).state == "talking"
    row = book.only(report(60, "ended", answered=3, holds=((20, 30),)))
    assert (row.id, row.outcome, row.live) == ("R1", "answered", False)
    assert (row.started, row.answered, row.ended) == (moment(0), moment(3), moment(60))
    assert (row.talk_seconds, row.held_seconds, row.connected_seconds) == (47.0, 10.0, 57.0)
    assert [(leg.id, leg.endpoint, leg.number, leg.end) for leg in row.legs] == [
        ("L1", "101", "+41440001234", "answered")
    ]


def test_what_changes_no_row_tells_no_row() -> None:
    book = Book()
    book.take(report(0))
    assert book.take(report(1)) == []
    assert book.take(report(2, leg="L9", endpoint="105")) == [], "a telephone that is nobody's"


def test_one_row_per_owner_whatever_the_number_of_telephones() -> None:
    book = Book("anna:101+191,102")
    book.take(
        report(0, endpoint="anna"),
        report(0, leg="L2", endpoint="191"),
        report(0, leg="L3", endpoint="102"),
        report(4, "talking", leg="L2", endpoint="191", answered=4),
        report(4, "ended", endpoint="anna", end="answered-elsewhere", answered_by="191"),
        report(4, "ended", leg="L3", endpoint="102", end="answered-elsewhere", answered_by="191"),
        report(9, "ended", leg="L2", endpoint="191", answered=4),
    )
    assert [(row.owner, row.own, row.outcome, row.answered_by) for row in book.rows.values()] == [
        ("101", "191", "answered", None),
        ("102", "102", "answered-elsewhere", "101"),
    ]
    assert [leg.endpoint for leg in book.rows["R1"].legs] == ["101", "191"]


def test_answered_by_a_colleague_who_is_not_watched() -> None:
    row = Book().only(report(3, "ended", end="answered-elsewhere", answered_by="105"))
    assert (row.outcome, row.answered_by) == ("answered-elsewhere", "105")


@pytest.mark.parametrize(
    ("party", "direction", "number", "display", "scope"),
    [
        (Party("00440001234", external=True), "incoming", "+41440001234", "044 000 12 34", "external"),
        (Party("00790001234", external=True), "outgoing", "+41790001234", "079 000 12 34", "external"),
        (Party("+49 30 23125 111", external=True), "incoming", "+493023125111", "+49 30 23125111", "external"),
        (Party("103", external=False), "incoming", "103", "103", "internal"),
        (Party("103"), "outgoing", "103", "103", "internal"),
        (Party("0440001234"), "incoming", "+41440001234", "044 000 12 34", "external"),
        (Party("*21#", external=True), "outgoing", "*21#", "*21#", "external"),
        (Party(None, "The Caller", Presentation.UNAVAILABLE), "incoming", None, None, "external"),
        (WITHHELD, "incoming", None, None, "external"),
        (PENDING, "incoming", None, None, "external"),
    ],
)
def test_numbers(party: Party, direction: str, number: str | None, display: str | None, scope: str) -> None:
    row = Book().only(report(0, party=party, direction=direction))
    assert (row.number, row.display, row.scope, row.presentation) == (number, display, scope, party.presentation)
    assert [leg.number for leg in row.legs] == [number]


def test_pending_first_and_the_number_when_it_is_allowed() -> None:
    book = Book()
    row = book.only(report(0, party=PENDING))
    assert (row.number, row.name, row.presentation) == (None, None, "pending")
    assert book.only(report(1)).number == "+41440001234"


def test_a_lost_call() -> None:
    book = Book()
    book.take(report(0), report(3, "talking", answered=3))
    book.tracking.sighted("line", moment(30))
    row = book.only(snapshot(90, generation=2))
    assert (row.outcome, row.ended, row.talk_seconds) == ("lost", moment(30), 27.0)


def test_anomalies_are_told_once() -> None:
    row = Book().take(
        report(1, "talking", answered=1, anomalies=("odd",)),
        report(2, "ringing", answered=1, anomalies=("odd",)),
    )[0]
    assert row.anomalies == ("odd", "ringing after talking")


def transferred(book: Book) -> None:
    """101 talks to Anna, asks 102, and passes her on."""
    inside = {"party": Party("102", external=False), **OUT}
    of_102 = {"leg": "L3", "endpoint": "102", "started": 5.0}
    book.take(
        report(1, "talking", answered=1),
        report(4, "held", answered=1, holds=((4, None),)),
        report(5, "dialling", **inside),  # type: ignore[arg-type]
        report(5, **of_102, conversation="C2", party=Party("101", external=False)),  # type: ignore[arg-type]
        report(6, "talking", answered=6, **inside),  # type: ignore[arg-type]
        report(6, "talking", answered=6, conversation="C2", party=Party("101", external=False), **of_102),  # type: ignore[arg-type]
    )
    assert [row.owner for row in book.rows.values()] == ["101", "101", "102"], "nobody knows yet that it is one call"
    book.take(
        report(9, "ended", answered=1, holds=((4, 9),), transferred_to="102"),
        report(9, "ended", answered=6, **{**inside, "conversation": "C1"}),  # type: ignore[arg-type]
        report(9, "talking", answered=6, party=ANNA, **of_102),  # type: ignore[arg-type]
        report(30, "ended", answered=6, party=ANNA, **of_102),  # type: ignore[arg-type]
    )


def test_a_consultation_that_becomes_a_transfer() -> None:
    book = Book()
    transferred(book)
    first, asked, received = book.rows["R1"], book.rows["R2"], book.rows["R3"]
    assert (first.outcome, first.transferred_to, first.number) == ("transferred", "102", "+41440001234")
    assert (first.talk_seconds, first.held_seconds) == (6.0, 2.0)
    assert [leg.id for leg in first.legs] == ["L1", "L2"]
    assert (asked.merged_into, asked.live) == ("R1", False)
    assert (received.outcome, received.number, received.merged_into) == ("answered", "+41440001234", None)
    assert {row.call for row in book.rows.values()} == {"K1"}


def test_a_row_that_only_moves_to_the_surviving_call_is_told() -> None:
    book = Book()
    book.take(report(0), report(1, leg="L2", conversation="C2", endpoint="102", started=1))
    assert book.rows["R2"].call == "K2"
    book.take(report(2, leg="L2", endpoint="102", started=1))
    assert book.rows["R2"].call == "K1"


def test_a_consultation_that_ends_stays_a_row() -> None:
    book = Book()
    book.take(
        report(1, "talking", answered=1),
        report(5, "dialling", **OUT),  # type: ignore[arg-type]
        report(8, "ended", answered=6, **OUT),  # type: ignore[arg-type]
        report(9, "ended", answered=1),
    )
    assert [(row.outcome, row.merged_into) for row in book.rows.values()] == [("answered", None)] * 2


def test_transferred_outside_is_a_number_like_any_other() -> None:
    row = Book().only(report(9, "ended", answered=1, transferred_to="00790005566"))
    assert row.transferred_to == "+41790005566"


def test_after_a_restart_the_row_is_the_same() -> None:
    before = Book()
    row = before.only(report(3, "talking", answered=3))
    (call,) = before.tracking.live_calls()
    after = Book()
    after.tracking.restore(call, moment(30))
    after.journal.restore(row)
    lost = after.only(snapshot(99))
    assert (lost.id, lost.outcome, lost.ended) == (row.id, "lost", moment(30))


def test_a_line_that_nobody_knows_has_no_rows() -> None:
    (call,) = tracker().apply(report(0))
    assert Journal({}, lambda: "R").record(call) == ()


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_in_which_reports_come_leaves_no_trace(order: tuple[int, ...]) -> None:
    reports = [
        report(0),
        report(0, leg="L2", endpoint="102"),
        report(9, "ended", answered=3),
        report(3, "ended", leg="L2", endpoint="102", end="answered-elsewhere", answered_by="101"),
    ]
    book = Book()
    book.take(*(reports[number] for number in order))
    rows = sorted(book.rows.values(), key=lambda row: row.owner)
    assert [(row.outcome, row.started, row.ended) for row in rows] == [
        ("answered", moment(0), moment(9)),
        ("answered-elsewhere", moment(0), moment(3)),
    ]
