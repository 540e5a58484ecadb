"""Head and tail of the list, apart from Qt."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal.head import Head
from calljournal.desktop.journal.pages import KEPT, PAGE, Pages, pages_of
from tests.desktop.samples import make_row

BASE = make_row("base")


def row(number: int) -> JournalRow:
    return replace(BASE, entry=replace(BASE.entry, id=f"r{number}"))


def page(number: int, count: int) -> list[JournalRow]:
    return [row(at) for at in range(number * PAGE, min((number + 1) * PAGE, count))]


def test_rows_of_pages_that_were_read() -> None:
    tail = Pages(250)
    tail.put(1, page(1, 250))
    tail.put(2, page(2, 250))
    assert tail.row(5) is None
    assert tail.row(PAGE) == row(PAGE)
    assert tail.row(249) == row(249)
    assert tail.row(250) is None
    assert (tail.place(f"r{PAGE + 7}"), tail.place("r3"), tail.place("nobody")) == (PAGE + 7, None, None)


def test_a_row_is_replaced_in_its_place() -> None:
    tail = Pages(250)
    tail.put(1, page(1, 250))
    noted = replace(row(PAGE + 3), note="call back")
    assert tail.replace(noted) == PAGE + 3
    assert tail.row(PAGE + 3) == noted
    assert tail.replace(row(2)) is None


def test_a_page_that_is_shorter_than_it_should_be_has_no_row_there() -> None:
    tail = Pages(250)
    tail.put(1, page(1, 250)[:-1])
    assert tail.has(1)
    assert tail.row(2 * PAGE - 1) is None


def test_a_page_that_is_longer_than_it_should_be_is_cut() -> None:
    tail = Pages(PAGE + 1)
    tail.put(1, page(1, 2 * PAGE))
    assert tail.row(PAGE + 1) is None
    assert tail.place(f"r{PAGE + 1}") is None


def test_pages_that_were_not_looked_at_for_longest_go_first() -> None:
    count = PAGE * (KEPT + 5)
    tail = Pages(count)
    tail.held = frozenset({1})
    for number in range(KEPT):
        tail.put(number, page(number, count))
    assert tail.row(0) is not None  # looked at just now
    tail.put(KEPT, page(KEPT, count))
    tail.put(KEPT + 1, page(KEPT + 1, count))
    assert [number for number in range(KEPT + 2) if not tail.has(number)] == [2, 3]
    assert tail.place(f"r{2 * PAGE}") is None


def test_pages_of_a_stretch() -> None:
    assert list(pages_of(-3, 0)) == [0]
    assert list(pages_of(PAGE - 1, PAGE)) == [0, 1]
    assert list(pages_of(2 * PAGE, 3 * PAGE - 1)) == [2]


@given(st.lists(st.tuples(st.sampled_from(["put", "drop"]), st.integers(0, 12), st.integers(0, 5)), max_size=40))
def test_the_head_is_in_order_whatever_happens(steps: list[tuple[str, int, int]]) -> None:
    head = Head()
    known: dict[str, JournalRow] = {}
    for what, name, minutes in steps:
        one = make_row(f"r{name}", minutes)
        if one.entry.id in head:
            head.remove(one.entry.id)
            del known[one.entry.id]
        elif what == "put":
            place = head.place_for(one)
            head.insert(one)
            known[one.entry.id] = one
            assert head.place(one.entry.id) == place
    expected = sorted(known.values(), key=lambda one: (one.entry.started, one.entry.id), reverse=True)
    assert [head.row(at) for at in range(len(head))] == expected
    assert [head.place(one.entry.id) for one in expected] == list(range(len(expected)))
