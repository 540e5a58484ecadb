"""The page of the comparison: what stands in docs/comparison.md."""

from collections.abc import Iterable
from itertools import groupby

from calljournal.contracts.rows import JournalRow
from tests.catalogue.cdr import CallRecord, cut
from tests.catalogue.comparison import Compared
from tests.catalogue.comparison_words import HEAD, REMARKS
from tests.catalogue.plays import title
from tests.catalogue.row import Row

IN_FULL = """\
A record reads: `src` → `dst`, `channel` – `dstchannel`, `disposition` `duration`/`billsec`; (2) means that its
`linkedid` is the second one of the same play. Where a record ends as the next thing begins, Asterisk itself writes now
one `dst` or `disposition` into it, now another.
"""
YES, NO = "yes", "**no**"
GROUPS = {
    "incoming": "Incoming and internal calls",
    "outgoing": "Outgoing calls",
    "groups": "Ring groups, queues, pick-up",
    "transfers": "Transfers and parking",
    "services": "What the PBX does by itself",
}


def page(compared: list[list[Compared]]) -> str:
    """Write the page: how it is judged, the result, each call in a line, and then everything in rows and records."""
    parts = [HEAD, _result(compared), _at_a_glance(compared), *_in_full(compared)]
    return "\n".join(parts)


# --- the result ------------------------------------------------------------------------------------------------------


def _result(compared: list[list[Compared]]) -> str:
    talked = [call for call in compared if any(row.talk_seconds for row in call[0].truth)]
    lines = [
        "## The result",
        "",
        "| billed right | Call Journal | CDR, plain | CDR, FreePBX |",
        "|---|---|---|---|",
        _share("kinds of call", compared),
        _share("of these, somebody talked", talked),
        _row_share(compared),
        "",
        f"Of these calls Call Journal has {sum(len(call[0].rows) for call in compared)} rows, Asterisk "
        + " and ".join(str(sum(len(one.records) for one in column)) for column in zip(*compared, strict=True))
        + " records.",
        "",
    ]
    return "\n".join(lines)


def _share(words: str, calls: list[list[Compared]]) -> str:
    """Right is a row of ours that is so on both dialplans."""
    ours = sum(not any(one.wrong for one in call) for call in calls)
    theirs = [sum(not one.misbilled for one in column) for column in zip(*calls, strict=True)]
    return _line(words, *(f"{right} of {len(calls)}" for right in (ours, *theirs)))


def _row_share(compared: list[list[Compared]]) -> str:
    """The same, row by row: one for each person in a call."""
    count = sum(len(call[0].truth) for call in compared)
    ours = sum(len(call[0].truth) for call in compared if not any(one.wrong for one in call))
    theirs = [
        sum(row.owner not in one.misbilled for one in column for row in one.truth)
        for column in zip(*compared, strict=True)
    ]
    return _line("rows, one for each person in a call", *(f"{right} of {count}" for right in (ours, *theirs)))


# --- each call in a line ---------------------------------------------------------------------------------------------


def _at_a_glance(compared: list[list[Compared]]) -> str:
    lines = ["## Each kind of call in a line", ""]
    for group, calls in groupby(compared, lambda one: title(one[0].play).partition(":")[0]):
        lines += [f"### {GROUPS[group]}", "", "| call | ours | CDR, plain | CDR, FreePBX | what the records say |"]
        lines += ["|---|---|---|---|---|", *map(_glance, calls), ""]
    return "\n".join(lines)


def _glance(one: list[Compared]) -> str:
    plain, freepbx = one
    ours = NO if plain.wrong or freepbx.wrong else YES
    return _line(_name(plain), ours, _verdict(plain), _verdict(freepbx), REMARKS.get(title(plain.play), ""))


def _verdict(one: Compared) -> str:
    if not one.misbilled:
        return YES
    return f"{NO}: " + "; ".join(f"{owner} has {words}" for owner, words in one.misbilled.items())


def _name(one: Compared) -> str:
    return title(one.play).partition(": ")[2]


# --- everything ------------------------------------------------------------------------------------------------------


def _in_full(compared: list[list[Compared]]) -> Iterable[str]:
    yield "## Row by row, record by record\n"
    yield IN_FULL
    for group, calls in groupby(compared, lambda one: title(one[0].play).partition(":")[0]):
        yield f"### {GROUPS[group]}, in full\n"
        yield "| call | what happened | our rows | CDR, plain | CDR, FreePBX |\n|---|---|---|---|---|"
        for plain, freepbx in calls:
            what = f"**{_name(plain)}**<br>{_first_line(plain)}"
            yield _line(what, _lines(map(_truth, plain.truth)), _our_cell(plain, freepbx), *map(_cdr, (plain, freepbx)))
        yield ""


def _first_line(one: Compared) -> str:
    return (one.play.__doc__ or "").strip().splitlines()[0]


def _truth(row: Row) -> str:
    held = f", held {cut(row.held)} s" if row.held else ""
    talk = f"talked {cut(row.talk_seconds)} s{held} with" if row.answered else "did not talk with"
    return f"{row.owner} {talk} {_number(row.number)}"


def _our_cell(plain: Compared, freepbx: Compared) -> str:
    rows = sorted(plain.rows, key=lambda row: (row.entry.owner, row.entry.started))
    cells = _lines(map(_row, rows))
    return "<br>".join([cells, *(f"**wrong: {words}**" for one in (plain, freepbx) for words in one.wrong)])


def _row(row: JournalRow) -> str:
    entry = row.entry
    times = f", {cut(entry.talk_seconds)} s" if entry.answered else ""
    held = f" + {cut(entry.held_seconds)} s held" if entry.held_seconds else ""
    to = f" to {_number(entry.transferred_to)}" if entry.transferred_to else ""
    by = f" by {_number(entry.answered_by)}" if entry.answered_by else ""
    return f"{entry.owner} {entry.direction} {_number(entry.number)}: {entry.outcome}{to}{by}{times}{held}"


def _cdr(one: Compared) -> str:
    """By the half second in which they began; what begins together comes in another order each time."""
    withheld = any(row.presentation == "withheld" for row in one.truth)
    records = sorted(one.records, key=lambda record: record.start)
    calls = list(dict.fromkeys(record.linkedid for record in records))
    lines = [
        (int((record.start - records[0].start) / 0.5 + 0.2), _record(record, calls.index(record.linkedid), withheld))
        for record in records
    ]
    return _lines(line for _, line in sorted(lines))


def _record(record: CallRecord, call: int, withheld: bool) -> str:
    src = "(the withheld number)" if withheld and record.src.startswith("+") else _number(record.src)
    channels = " – ".join(name.rpartition("-")[0] for name in (record.channel, record.dstchannel) if name)
    which = f" ({call + 1})" if call else ""
    seconds = f"{cut(record.duration)}/{cut(record.billsec)} s"
    return f"{src} → {_number(record.dst)}, {channels}, {record.disposition} {seconds}{which}"


def _number(number: str | None) -> str:
    return "a withheld number" if number is None else number.replace("*", r"\*")


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(lines) or "nothing"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
