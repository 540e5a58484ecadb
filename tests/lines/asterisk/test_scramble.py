"""A scrambled recording replays to the same rows, and holds no number, name or secret of the one before."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.contracts.line import LineConfig, Piece, Prepared
from calljournal.journal import Entry
from calljournal.lines.asterisk.protocol import Message
from calljournal.lines.asterisk.recordings import AsteriskRecordings
from calljournal.lines.asterisk.recordings.aliases import COMMON_WORDS
from calljournal.lines.asterisk.recordings.other_numbers import Numbers
from calljournal.lines.asterisk.translate import ASK
from calljournal.numbers import DialRules, presentation_of, read_pbx
from tests.lines.asterisk.recorded import NAMES, RULES, config, joined, pieces, rows, told
from tests.lines.asterisk.script import LIST_COMPLETE, Chan, block, dialling, phone, response, trunk

STAYS = {"117", "s"}  # an emergency; where a dialplan begins that nobody dialled
START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
GREETING = Piece(b"Asterisk Call Manager/11.0.0\r\n", START)
CALLER = "+41440001234"


def prepared(settings: LineConfig, whole: list[Piece], *, scrambled: bool = True, seed: int = 1) -> Prepared:
    """A recording that can be given away."""
    return AsteriskRecordings(random.Random(seed)).prepare(settings, whole, scrambled=scrambled)


def recording(*messages: Message) -> list[Piece]:
    """A recording of these messages, a second apart."""
    return [
        GREETING,
        *(Piece(m.raw + b"\r\n\r\n", START + timedelta(seconds=i + 1)) for i, m in enumerate(messages)),
    ]


def text(given_away: Prepared) -> str:
    """All that is in it."""
    return b"".join(piece.data for piece in given_away.pieces).decode("utf-8", "replace")


def call(caller: Chan, endpoint: str = "101", bridge: str = "b1") -> list[Message]:
    """A call that is taken and ends."""
    called = phone(endpoint, caller.uid + "1", caller.linked)
    events = [caller.new(), called.new(), caller.calls(called, endpoint), called.becomes("Ringing")]
    events += [called.becomes("Up"), caller.done(called, "ANSWER"), caller.becomes("Up"), called.enters(bridge)]
    return [*events, caller.enters(bridge), called.hangs_up(), caller.hangs_up()]


# --- the same rows ---------------------------------------------------------------------------------------------------


def shape(row: Entry) -> tuple[object, ...]:
    """All of a row that is no name and no number."""
    return (
        (row.direction, row.scope, row.state, row.outcome, row.presentation, row.anomalies),
        (row.started, row.answered, row.ended, row.talk_seconds, row.held_seconds, row.merged_into is None),
        [(leg.started, leg.answered, leg.ended, leg.end) for leg in row.legs],
    )


def names(row: Entry) -> list[str | None]:
    """The names and numbers of a row."""
    legs = [value for leg in row.legs for value in (leg.endpoint, leg.number)]
    return [row.owner, row.own, row.number, row.name, row.answered_by, row.transferred_to, *legs]


def place(row: Entry) -> tuple[object, ...]:
    """Rows of one instant are told apart by what is not renamed."""
    return row.merged_into is not None, row.started, row.direction, [str(leg.end) for leg in row.legs], row.talk_seconds


@pytest.mark.parametrize("scrambled", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_prepared_recording_becomes_the_same_rows(name: str, scrambled: bool) -> None:
    """Equal but for a consistent renaming: the same name stands for the same, another for another."""
    settings = config("101,102,103")
    whole = list(pieces(name))
    ready = prepared(settings, whole, scrambled=scrambled)
    before = sorted(rows(settings, told(settings, whole)), key=place)
    after = sorted(rows(ready.config, told(ready.config, ready.pieces)), key=place)
    assert [shape(row) for row in after] == [shape(row) for row in before]
    pairs = {
        pair
        for old, new in zip(before, after, strict=True)
        for pair in zip(names(old), names(new), strict=True)
        if pair != (None, None)
    }
    assert len({old for old, _ in pairs}) == len({new for _, new in pairs}) == len(pairs)
    assert all((old == new) is not scrambled for old, new in pairs if old not in STAYS)


def test_a_prepared_recording_is_prepared_already() -> None:
    """What may be given away once may be given away again: nothing more is left out."""
    settings = config("101,102,103")
    once = prepared(settings, list(pieces("transfer-attended.full")), scrambled=False)
    again = prepared(once.config, list(once.pieces), scrambled=False)
    assert (again.pieces, again.left_out) == (once.pieces, 0)


# --- numbers ---------------------------------------------------------------------------------------------------------


def aliases(forms: list[str], rules: DialRules = RULES, seed: int = 1) -> dict[str, str]:
    """What stands for numbers, with the plus of each."""
    numbers = Numbers(rules, (), random.Random(seed))
    for form in forms:
        numbers.learn(form)
    numbers.settle()
    return {form: ("+" if form.startswith("+") else "") + numbers.alias(form) for form in forms}


NATIONAL = st.one_of(
    st.from_regex(r"(44|43|31|79|78)[2-9][0-9]{6}", fullmatch=True).map(lambda digits: ("41", digits)),
    st.from_regex(r"(30|89|221)[1-9][0-9]{6,7}", fullmatch=True).map(lambda digits: ("49", digits)),
    st.from_regex(r"(1|316)[1-9][0-9]{6}", fullmatch=True).map(lambda digits: ("43", digits)),
)


def forms_of(code: str, national: str) -> list[str]:
    """The ways in which a telephone system of Zurich with the outside-line 0 writes a number."""
    forms = [f"+{code}{national}", f"00{code}{national}", f"000{code}{national}"]
    return [*forms, f"0{national}", f"00{national}"] if code == "41" else forms


@given(st.lists(NATIONAL, min_size=1, max_size=6, unique=True), st.integers(1, 31), st.integers(0, 99))
def test_what_reads_as_one_number_still_does(numbers: list[tuple[str, str]], some: int, seed: int) -> None:
    """All forms of a number are one number afterwards, of the same length and begun alike; two numbers stay two."""
    written = {number: [f for i, f in enumerate(forms_of(*number)) if some >> i & 1] for number in numbers}
    alias = aliases([form for forms in written.values() for form in forms], seed=seed)
    read: dict[tuple[str, str], str | None] = {}
    for number, forms in written.items():
        for form in forms:
            before, after = (read_pbx(text, RULES, "outgoing", external=True) for text in (form, alias[form]))
            if form.startswith("+") or before.e164 == "+" + "".join(number):
                assert (after.kind, after.e164) == (before.kind, read.setdefault(number, after.e164)), form
            assert len(alias[form]) == len(form)
            assert alias[form] != form
    assert len(set(read.values())) == len(read)


@given(st.sets(st.integers(100, 999).map(str), min_size=1, max_size=30), st.integers(0, 99))
def test_extensions_stay_extensions(extensions: set[str], seed: int) -> None:
    """They get others of the same length, each its own; an extension of ours is never taken for an emergency."""
    numbers = Numbers(RULES, extensions, random.Random(seed))
    for extension in sorted(extensions):
        numbers.learn(extension)
    numbers.settle()
    others = {numbers.alias(extension) for extension in extensions}
    assert len(others) == len(extensions)
    assert not others & extensions
    assert all(len(other) == 3 and RULES.is_internal(other) for other in others)


def test_numbers_of_nobody_are_taken_where_there_are_some() -> None:
    """Those that regulators keep, and the ranges of this project; the outside-line 0 and the country stay."""
    german = joined("+49", "3055512345")
    alias = aliases([joined("0044", "5551234"), joined("+4144", "5551234"), german, joined("+43", "15551234")])
    assert re.fullmatch("0044000....", alias[joined("0044", "5551234")])
    assert alias[joined("+4144", "5551234")][-7:] == alias[joined("0044", "5551234")][-7:]
    assert re.match(r"\+49(3023125|6990009|4066969|2214710|8999998)", alias[german])
    assert re.fullmatch(r"\+431000....", alias[joined("+43", "15551234")])


def test_public_numbers_stay() -> None:
    """An emergency is nobody's number, and must be seen in a bug report."""
    assert aliases(["117", "0117"]) == {"117": "117", "0117": "0117"}


def test_many_numbers_stay_as_many() -> None:
    """Two thousand in three forms: whatever form they come in, none falls together with another."""
    area = joined("55", "5")
    forms = [(f"+4144{area}{n:04}", f"044{area}{n:04}", f"004144{area}{n:04}")[n % 3] for n in range(2000)]
    alias = aliases(forms)
    assert len({read_pbx(other, RULES, "incoming", external=True).e164 for other in alias.values()}) == len(forms)


def test_the_same_seed_gives_the_same() -> None:
    """And another one something else: nobody can guess back."""
    forms = [CALLER, "101", "0440001234"]
    assert aliases(forms) == aliases(forms) != aliases(forms, seed=2)


# --- texts -----------------------------------------------------------------------------------------------------------

FIELDS = ("CallerIDName", "ConnectedLineName", "AppData", "AccountCode", "UserAgent", "CallerIDNum", "X-Thing")


def scrambled_fields(*fields: tuple[str, str]) -> dict[str, str]:
    """The fields of an event of an own call after scrambling."""
    event = block("Newexten", *phone("101", "1.1", "1.1").fields(), *fields)
    ready = prepared(config("101"), recording(event))
    lines = (line.partition(": ") for line in ready.pieces[-1].data.decode("utf-8", "surrogateescape").split("\r\n"))
    return {name: value for name, _, value in lines}


def test_one_number_is_the_same_everywhere() -> None:
    """In channel names, dial strings, addresses, quoted names and percent-escapes, with other signs between digits."""
    fields = scrambled_fields(
        ("AppData", "PJSIP/0440001234@trunk,40,T"),
        ("CallerID", '"Anna Keller" <0440001234>'),
        ("AgentName", "anna.KELLER"),
        ("Data", "sip:%2B41440001234@pbx.example.com;user=phone"),
        ("LastData", "tel:+41-44-000-12-34"),
        ("Source", "044 000 12 34"),
        ("ConnectedLineNum", "%30%34%34%30%30%30%31%32%33%34"),
        ("Interface", "Local/101@from-internal/n"),
        ("BridgedChannel", "Local/101@from-internal-0000001a;2"),
        ("Hint", "PJSIP/101&Custom:DND101"),
    )
    own = fields["Channel"].removeprefix("PJSIP/").removesuffix("-00000002")
    number = fields["ConnectedLineNum"]
    assert re.fullmatch(r"044000\d{4}", number)
    assert number != "0440001234"
    assert fields["AppData"] == f"PJSIP/{number}@trunk,40,T"
    assert re.sub(r"\D", "", fields["Source"]) == number
    assert re.sub(r"\D", "", fields["LastData"])[-9:] == number[-9:]
    assert f"sip:%2B41{number[1:]}@" in fields["Data"]
    first, last = re.match(r'"(\w+) (\w+)" <(\d+)>', fields["CallerID"]).groups()[:2]  # type: ignore[union-attr]
    assert fields["AgentName"] == f"{first.lower()}.{last.upper()}"
    assert fields["Interface"] == f"Local/{own}@from-internal/n"
    assert fields["BridgedChannel"] == f"Local/{own}@from-internal-0000001a;2"
    assert fields["Hint"].startswith(f"PJSIP/{own}&Custom:")


def test_addresses_and_machines() -> None:
    """They become addresses of nobody; names of machines become other words, also inside a Uniqueid."""
    fields = scrambled_fields(
        ("Contact", "sip:101@10.11.12.13:5060"),
        ("Via", "2a02:120b::7"),
        ("Peer", "127.0.0.1"),
        ("Card", "00:1b:63:84:45:e6"),
        ("DestUniqueid", "zurich-1795410095.12"),
    )
    assert "@198.18.0.1:" in fields["Contact"]
    assert (fields["Via"], fields["Peer"], fields["Card"]) == ("2001:db8::1", "127.0.0.1", "02:00:00:00:00:01")
    assert re.fullmatch(r"[a-y]+-1795410095\.12", fields["DestUniqueid"])
    assert "zurich" not in fields["DestUniqueid"]


NAME = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="ßŉǰ"), min_size=4, max_size=12)
DIGITS = st.from_regex(r"[1-9][0-9]{4,14}", fullmatch=True)
AROUND = st.sampled_from(
    ["{}", "<{}>", "sip:{}@x", "PJSIP/{}-00000001", "a={};b", "%2B{}", "({})", "{}&PJSIP/7", "\t{}"]
)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), AROUND, NAME | DIGITS), min_size=1, max_size=8))
def test_nothing_of_it_is_left(secrets: list[tuple[str, str, str]]) -> None:
    """No name, and no row of five digits or more, wherever it stood."""
    event = block(
        "Newexten",
        *phone("101", "1.1", "1.1").fields(),
        *((f"{field}", around.format(secret)) for field, around, secret in secrets),
    )
    out = prepared(config("101"), recording(event)).pieces[-1].data.decode()
    values = "\n".join(line.partition(": ")[2] for line in out.split("\r\n") if line.startswith(FIELDS))
    for _, _, secret in secrets:
        if secret.casefold() not in COMMON_WORDS and presentation_of(secret) == "allowed":
            assert secret not in re.findall(r"[0-9]+|[^\W\d_]+", values)


@given(st.binary(max_size=400), st.booleans(), st.booleans())
def test_no_bytes_raise(data: bytes, greeted: bool, scrambled: bool) -> None:
    """Whatever is in a file: it is prepared and told, or left out."""
    settings = config("101")
    whole = [GREETING, Piece(data, None)] if greeted else [Piece(data, None)]
    ready = prepared(settings, whole, scrambled=scrambled)
    AsteriskRecordings().tell(ready.config, ready.pieces)
    AsteriskRecordings().tell(settings, whole)
    AsteriskRecordings().telephones(settings, whole)


LINE = st.tuples(
    st.sampled_from(
        "Uniqueid Linkedid Channel DestUniqueid DestChannel BridgeUniqueid CallerIDNum ChanVariable Timestamp "
        "ActionID Variable Value SwapUniqueid ChannelStateDesc CID-CallingPres Device Exten".split()
    ),
    st.sampled_from(
        ["", "1.1", "1.0", "PJSIP/101-00000001", "Local/1@x-00000001;1", "CALLERID(num-pres)=prohib", "Ring"]
    )
    | st.text(max_size=20),
)
EVENT = st.sampled_from(
    "Newchannel Newstate DialBegin DialEnd BridgeEnter BridgeLeave BridgeMerge Hangup AttendedTransfer VarSet "
    "DeviceStateChange OriginateResponse CoreShowChannel QueueCallerJoin LocalBridge".split()
)


@given(st.lists(st.tuples(EVENT, st.lists(LINE, max_size=12)), max_size=6), st.booleans())
def test_no_events_raise(events: list[tuple[str, list[tuple[str, str]]]], scrambled: bool) -> None:
    """Events with missing, doubled and senseless fields."""
    settings = config("101")
    lines = [f"Event: {event}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields) + "\r\n" for event, fields in events]
    whole = [GREETING, *(Piece(line.encode("utf-8", "replace"), START) for line in lines)]
    ready = prepared(settings, whole, scrambled=scrambled)
    AsteriskRecordings().tell(ready.config, ready.pieces)


# --- never, scrambled or not -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scrambled", [True, False])
def test_calls_of_others_are_left_out(scrambled: bool) -> None:
    """Only conversations with a telephone of the line's own; of devices and bridges only theirs, too."""
    others = Chan("PJSIP/trunk-00000009", "9.0", "9.0", "+41440007777", "Ring")
    ready = prepared(
        config("101"),
        recording(
            *call(trunk()),
            *call(others, "102", "b9"),
            block("DeviceStateChange", ("Device", "PJSIP/102"), ("State", "INUSE")),
            block("DeviceStateChange", ("Device", "PJSIP/101"), ("State", "INUSE")),
            block("BridgeDestroy", ("BridgeUniqueid", "b9")),
            block("SomethingNew", ("Number", "+41440007777")),
        ),
        scrambled=scrambled,
    )
    assert "0007777" not in text(ready)
    assert "102" not in text(ready)
    assert ready.left_out == len(call(others)) + 3
    assert text(ready).count("DeviceStateChange") == 1


def test_a_call_that_is_passed_to_us_is_ours_from_its_beginning() -> None:
    """A colleague's call that comes to us by a transfer; the colleague had it under another Linkedid."""
    first = trunk(uid="5.0")
    colleague = phone("102", "5.1", "5.0")
    consulting = dialling("102", "101", "6.0")
    ours = phone("101", "6.1", "6.0")
    events = [first.new(), first.calls(colleague, "102"), consulting.new(), consulting.calls(ours, "101")]
    passed = block(
        "AttendedTransfer",
        *colleague.fields("OrigTransferer"),
        *consulting.fields("SecondTransferer"),
        *first.fields("Transferee"),
        *ours.fields("TransferTarget"),
        ("Result", "Success"),
    )
    assert prepared(config("101"), recording(*events)).left_out == 2
    assert prepared(config("101"), recording(*events, passed)).left_out == 0


WAYS = ["by its channel", "by our question", "unanswered", "refused", "told to others"]


@pytest.mark.parametrize("scrambled", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_a_withheld_number_is_masked(way: str, scrambled: bool) -> None:
    """However it is told, in whatever field the number stands; a question of ours without an answer counts as told."""
    caller = trunk()
    caller.caller_name = "Muster AG"
    called = phone("101", "1.1", "1.0")
    called.connected = "0440001234"
    if way == "by its channel":
        caller.presentation = "allowed_not_screened"  # at first, measured on Asterisk 22
    before = [caller.new(), called.new()]
    if way == "by its channel":
        caller.presentation = "prohib_not_screened"
    told_so = {
        "by our question": [response(f"{ASK}1.0", ("Variable", "CALLERID(num-pres)"), ("Value", "prohib"))],
        "unanswered": [response("calljournal-ping", ("Ping", "Pong"))],
        "refused": [response(f"{ASK}1.0", ("Message", "No such channel"), success=False)],
        "told to others": [block("NewCallerid", *caller.fields(), ("CID-CallingPres", "32 (Presentation Prohibited)"))],
    }
    ready = prepared(
        config("101"),
        recording(
            LIST_COMPLETE,
            *before,
            caller.calls(called, "101"),
            *told_so.get(way, ()),
            called.becomes("Ringing"),
            block("VarSet", *caller.fields(), ("Variable", "PAI"), ("Value", "<sip:41440001234@x>")),
            block("QueueCallerJoin", *called.fields(), ("CallerID", '"Muster AG" <+41 44 000 12 34>')),
            called.hangs_up(),
            caller.hangs_up(127),
        ),
        scrambled=scrambled,
    )
    assert ready.masked == 1
    assert not re.search(r"0001234|000 12 34|Muster", text(ready))
    (row,) = rows(ready.config, told(ready.config, ready.pieces))
    assert (row.number, row.name, row.presentation, row.outcome) == (None, None, "withheld", "missed")
    assert all("anonymous" in words or "from" not in words for words in timeline(ready))


def test_a_number_that_nobody_could_be_asked_about_is_masked() -> None:
    """An account that sees our own telephone alone: the number it is shown may be withheld, and cannot be asked for."""
    called = phone("101", "1.1", "1.0")
    called.connected = CALLER
    pong = response("calljournal-ping", ("Ping", "Pong"))
    events = [LIST_COMPLETE, pong, called.new(), called.becomes("Ringing"), called.hangs_up()]
    ready = prepared(config("101"), recording(*events), scrambled=False)
    assert (ready.masked, CALLER[-7:] in text(ready)) == (1, False)
    called.connected = "102"
    colleague = [LIST_COMPLETE, pong, called.new(), called.becomes("Ringing"), called.hangs_up()]
    assert prepared(config("101"), recording(*colleague), scrambled=False).masked == 0


def timeline(ready: Prepared) -> list[str]:
    """What is told of it."""
    return [words for story in AsteriskRecordings().tell(ready.config, ready.pieces) for _, words in story.happenings]


def test_an_allowed_number_of_a_recording_of_ours_stays() -> None:
    """The question was answered: nothing is masked, and the answer is in the recording."""
    answer = response(f"{ASK}1.0", ("Variable", "CALLERID(num-pres)"), ("Value", "allowed_not_screened"))
    events = call(trunk())
    ready = prepared(config("101"), recording(LIST_COMPLETE, *events[:3], answer, *events[3:]), scrambled=False)
    assert (ready.masked, ready.left_out) == (0, 0)
    (row,) = rows(ready.config, told(ready.config, ready.pieces))
    assert (row.number, row.presentation) == (CALLER, "allowed")


@pytest.mark.parametrize("scrambled", [True, False])
def test_secrets_are_left_out(scrambled: bool) -> None:
    """By their names, in variables, in what the dialplan does, in addresses; and what a caller types."""
    caller = trunk()
    ready = prepared(
        config("101", {"secret": "geheim"}),
        recording(
            *call(caller),
            response("x", ("Challenge", "geheim1")),
            block("Newexten", *caller.fields(), ("AppData", "Set(MY_SECRET=geheim2),x"), ("Secret", "geheim3")),
            block("VarSet", *caller.fields(), ("Variable", "VM_PASSWORD"), ("Value", "geheim4")),
            block("VarSet", *caller.fields(), ("Variable", "URI"), ("Value", "sip:anna:geheim5@x")),
            block("DTMFEnd", *caller.fields(), ("Digit", "7")),
            response("y", ("Variable", "OTHER"), ("Value", "geheim6")),
            block("Newchannel", *caller.fields(), ("ChanVariable", "DB_PASSWORD=geheim7")),
        ),
        scrambled=scrambled,
    )
    assert "geheim" not in text(ready)
    assert "Digit: ?" in text(ready)
    assert "secret" not in ready.config.values
