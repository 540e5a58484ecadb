"""What was typed is there again after the program was killed, and nothing is booked twice."""

import signal

from calljournal.contracts.journal_commands import ListTyped
from tests.desktop.whole.started import FORM, JOURNAL, Started, until, xdotool

TALKED = """
at 0    call A from "+41440001234" rings 101
at 1    A answered by 101
at 300  A ended by caller
"""


def test_a_half_typed_time_entry_outlives_kill_9(started: Started) -> None:
    started.plays(TALKED, speed=0)
    process = started.open()
    row = started.wait_row(state="ended")
    started.wait_active(process, JOURNAL)
    xdotool("key", "ctrl+t")
    started.wait_active(process, FORM)
    xdotool("type", "--delay", "12", "Accruals; half a sen")
    until(
        lambda: [one.fields.get("text") for one in started.ask(ListTyped())] == ["Accruals; half a sen"], "it is kept"
    )
    process.send_signal(signal.SIGKILL)
    assert process.wait(15) == -signal.SIGKILL

    started.plays("# nobody calls any more\n")
    again = started.open()
    started.wait_active(again, JOURNAL)
    xdotool("key", "ctrl+h")  # the history: that call was before this start
    xdotool("key", "Home")
    until(lambda: _form_is_open(started, again), "the form is open again")
    xdotool("key", "ctrl+End")
    xdotool("type", "--delay", "12", "tence")
    xdotool("key", "ctrl+Return")
    (booked,) = until(started.works, "the time is booked")
    assert (booked.entry, booked.text) == (row["id"], "Accruals; half a sentence")
    until(lambda: not started.ask(ListTyped()), "what was typed is not offered any more")


def test_killed_right_after_booking_it_is_booked_once(started: Started) -> None:
    """A second start does not book anew what the first has booked, nor offer it again."""
    started.plays(TALKED, speed=0)
    process = started.open()
    row = started.wait_row(state="ended")
    started.wait_active(process, JOURNAL)
    xdotool("key", "ctrl+Return")
    until(started.works, "the time is booked")
    process.send_signal(signal.SIGKILL)
    process.wait(15)

    started.plays("# nobody calls any more\n")
    started.open()
    assert [work.entry for work in started.works()] == [row["id"]]
    assert started.wait_row(id=row["id"])["settled"] == "booked"
    assert started.ask(ListTyped()) == ()


def _form_is_open(started: Started, process: object) -> bool:
    """Press the key for the form until the history has been listed, and the call is selected."""
    if started.windows(process, FORM):  # type: ignore[arg-type]
        return bool(xdotool("getactivewindow") == started.windows(process, FORM)[-1:])  # type: ignore[arg-type]
    xdotool("key", "ctrl+t")
    return False
