"""The manager interface as bytes: whole, cut anywhere, and nonsense."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.errors import Refused
from calljournal.lines.asterisk.protocol import (
    LONGEST_LINE,
    LONGEST_MESSAGE,
    AmiStream,
    Greeting,
    Item,
    Message,
    NotAsterisk,
    Skipped,
    encode_action,
)
from tests.lines.asterisk.recorded import NAMES, moments, raw

HELLO = b"Asterisk Call Manager/11.0.0\r\n"
EVENT = b"Event: Hold\r\nUniqueid: 1.2\r\n\r\n"


def fed(
    data: bytes,
    sizes: list[int] | None = None,
    longest_line: int = LONGEST_LINE,
    longest_message: int = LONGEST_MESSAGE,
) -> list[Item]:
    """What comes out when the bytes go in, in pieces of these sizes (the last repeats); all at once by default."""
    stream = AmiStream(longest_line, longest_message)
    items: list[Item] = []
    sizes = list(sizes or [len(data) or 1])
    while data:
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        items += stream.feed(data[:size])
        data = data[size:]
    return items


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_cut_into_its_messages(name: str) -> None:
    """As many messages, with the same names, as the list beside the recording has; however the bytes come."""
    whole = fed(raw(name))
    names = [f"Response:{item.get('Response')}" if not item.event else item.event for item in messages(whole)]
    assert names == [event for _, _, event in moments(name)]
    assert {type(item) for item in whole} == {Greeting, Message}
    assert fed(raw(name), [1]) == whole
    for seed in range(3):
        choice = random.Random(seed)
        assert fed(raw(name), [choice.randint(1, 300) for _ in range(len(raw(name)))]) == whole


def messages(items: list[Item]) -> list[Message]:
    """The messages alone."""
    return [item for item in items if isinstance(item, Message)]


def test_two_sessions_in_one_stream_are_two_greetings() -> None:
    """A recording of a restart holds both sessions, one behind the other."""
    assert [type(item) for item in fed(raw("restart-killed.cti"))].count(Greeting) == 2


def test_a_session_cut_off_inside_a_message_is_told() -> None:
    """The half message is given up, the new session begins at once."""
    data = HELLO + b"Event: Hold\r\nUniqueid: 1\r\n" + HELLO + EVENT
    whole = fed(data)
    assert whole == [
        Greeting("11.0.0"),
        Skipped("cut off by a new greeting", b"Event: Hold\r\nUniqueid: 1"),
        Greeting("11.0.0"),
        Message(EVENT[:-4]),
    ]
    assert fed(data, [1]) == whole


def test_a_callers_name_cannot_pretend_to_be_a_greeting() -> None:
    """Whatever stands in a value stays a value."""
    (_, message) = fed(HELLO + b"Event: Newchannel\r\nCallerIDName: Asterisk Call Manager/1\r\n\r\n")
    assert isinstance(message, Message)
    assert message.get("CallerIDName") == "Asterisk Call Manager/1"


def test_headers_are_found_by_their_whole_name() -> None:
    """`Channel` is not `DestChannel`; a value may hold colons and be empty; a missing header is None."""
    message = Message(
        b"Event: DialBegin\r\nDestChannel: PJSIP/101-1\r\nChannel: PJSIP/trunk-2\r\nCallerIDName: M: S\xc3\xb6hne: Z"
        b"\r\nAccountCode: \r\nChanVariable: a=1\r\nDestChanVariable: x=y\r\nChanVariable: CALLERID(num-pres)=allowed"
    )
    assert message.event == "DialBegin"
    assert message.get("Event") == "DialBegin"
    assert message.get("Channel") == "PJSIP/trunk-2"
    assert message.get("CallerIDName") == "M: Söhne: Z"
    assert message.get("AccountCode") == ""
    assert message.get("Exten") is None
    assert message.get_all("ChanVariable") == ["a=1", "CALLERID(num-pres)=allowed"]


def test_broken_letters_are_replaced_not_raised() -> None:
    """A carrier's Latin-1 name is shown as well as it can be."""
    assert Message(b"Event: X\r\nCallerIDName: M\xfcller").get("CallerIDName") == "M\ufffdller"


def test_an_event_is_known_wherever_its_name_stands() -> None:
    """Asterisk puts it first; nothing depends on that."""
    assert Message(b"Privilege: call,all\r\nEvent: Hangup").event == "Hangup"
    assert Message(b"Response: Success\r\nMessage: x").event == ""


@pytest.mark.parametrize("first", [b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"\x00\x01\x02", b"\r\n"])
def test_something_else_is_recognised(first: bytes) -> None:
    """The first bytes are kept, and nothing more is read."""
    stream = AmiStream()
    assert stream.feed(first) == [NotAsterisk(first)]
    assert stream.feed(HELLO + EVENT) == []


def test_a_greeting_may_come_in_pieces() -> None:
    """Half a greeting is not yet something else; the greeting does not wait for an empty line."""
    stream = AmiStream()
    assert stream.feed(b"Asterisk Ca") == []
    assert stream.feed(b"ll Manager/5.0.4\r\n") == [Greeting("5.0.4")]


LIMITS = (100, 300)  # bytes of a line, of a message


@pytest.mark.parametrize(
    ("nonsense", "reason"),
    [
        (b"Event: X\r\nName: " + b"x" * 200 + b"\r\n\r\n", "a line of more than 100 bytes"),
        (b"Event: X\r\n" + b"Name: value\r\n" * 40 + b"\r\n", "a message of more than 300 bytes"),
    ],
)
def test_what_is_too_long_is_passed_over_and_told(nonsense: bytes, reason: str) -> None:
    """Reading goes on behind the next empty line; it is told once, the same however the bytes come."""
    data = HELLO + nonsense + EVENT
    whole = fed(data, None, *LIMITS)
    assert [type(item) for item in whole] == [Greeting, Skipped, Message]
    assert isinstance(whole[1], Skipped)
    assert whole[1].reason == reason
    for sizes in ([1], [7], [150, 3]):
        cut = fed(data, sizes, *LIMITS)
        assert [type(item) for item in cut] == [Greeting, Skipped, Message]
        assert isinstance(cut[1], Skipped)
        assert cut[1].reason == reason


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_the_limits_are_exact(extra: int) -> None:
    """What is just as long as allowed passes, whole and byte by byte; one byte more does not."""
    data = HELLO + b"Event: " + b"x" * (93 + extra) + b"\r\n\r\n" + EVENT
    kinds = [Greeting, Message if extra <= 0 else Skipped, Message]
    assert [type(item) for item in fed(data, None, *LIMITS)] == kinds
    assert [type(item) for item in fed(data, [1], *LIMITS)] == kinds


def test_a_line_that_never_ends_costs_no_memory() -> None:
    """A megabyte without an end is told once and not kept; the next message is read."""
    stream = AmiStream()
    stream.feed(HELLO)
    told: list[Item] = []
    for _ in range(64):
        told += stream.feed(b"x" * 16384)
        assert len(stream._rest) <= 32 * 1024 + 16384
    assert [type(item) for item in told] == [Skipped]
    assert stream.feed(b"\r\n\r\n" + EVENT) == [Message(EVENT[:-4])]


def test_a_megabyte_of_garbage_is_survived() -> None:
    """Random bytes behind a greeting: nothing is raised, and what follows is read."""
    garbage = random.Random(1).randbytes(1_000_000)
    stream = AmiStream()
    items = stream.feed(HELLO)
    for start in range(0, len(garbage), 4096):
        items += stream.feed(garbage[start : start + 4096])
    assert stream.feed(b"\r\n\r\n" + EVENT)[-1] == Message(EVENT[:-4])
    assert items[0] == Greeting("11.0.0")


@given(st.binary(max_size=400), st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_any_bytes_give_the_same_however_they_are_cut(data: bytes, sizes: list[int]) -> None:
    """No bytes raise anything, and no cut changes what comes out (but how much of the nonsense is shown)."""
    assert shown(fed(HELLO + data, sizes, 40, 90)) == shown(fed(HELLO + data, None, 40, 90))


AMI_LIKE = st.lists(
    st.sampled_from(
        [b"Event: X", b"\r\n", b"\r", b"\n", b"\r\n\r\n", HELLO, b"Asterisk Call", b": ", b"abc" * 9, b"\xff"]
    ),
    max_size=30,
)


@given(AMI_LIKE, st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_any_lines_give_the_same_however_they_are_cut(parts: list[bytes], sizes: list[int]) -> None:
    """The same with what looks like the protocol."""
    data = b"".join(parts)
    assert shown(fed(HELLO + data, sizes, 40, 90)) == shown(fed(HELLO + data, None, 40, 90))


def shown(items: list[Item]) -> list[object]:
    """The items, of those passed over only the reason."""
    return [item.reason if isinstance(item, Skipped) else item for item in items]


def test_an_action_is_written_line_by_line() -> None:
    """Name first, then the fields in their order, then an empty line."""
    assert encode_action("Ping", [("ActionID", "ä1")]) == "Action: Ping\r\nActionID: ä1\r\n\r\n".encode()


@pytest.mark.parametrize("value", ["1\r\nAction: Originate", "1\n", "\r", "a\0b"])
def test_a_value_cannot_become_a_line(value: str) -> None:
    """What would begin an action of its own is refused."""
    with pytest.raises(Refused, match="line break"):
        encode_action("Hangup", [("Channel", value)])
