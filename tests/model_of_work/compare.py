"""What should stand beside what stands: each difference in words, none where all is well."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from calljournal.contracts.work import Work, WorkState, standing
from tests.model_of_work.entries import TIME, Piece
from tests.model_of_work.ledger import Ledger
from tests.model_of_work.office import ME, RULES, Seen
from tests.model_of_work.rounding import Rule, hundredths

SECONDS = 0.5
MINUTES = 0.011
"""A hundredth of a minute, and the noise of a sum."""


def differences(ledger: Ledger, seen: Seen, firm: Rule) -> list[str]:
    """Give all that is not as it should be."""
    found = [*_calls(ledger, seen), *_waiting(ledger, seen), *_totals(ledger, seen), *_booked(ledger, seen)]
    if not found:  # else the words above say more
        found += [*_history(ledger, seen), *_rounded(ledger, seen, firm)]
    if seen.locked != ledger.entries.locked:
        found.append(f"locked up to {seen.locked}, and should be up to {ledger.entries.locked}")
    return found + ([f"{seen.on_the_way} drafts or changes are still on their way"] if seen.on_the_way else [])


def given_out(ledger: Ledger, seen: Seen) -> list[str]:
    """Give what is wrong of the exports, after the last: each entry is in one, and together they are what stands."""
    names = Counter(name for content in ledger.entries.exports.values() for name in content)
    wanted = {work.id: work for work in seen.works.values() if work.kind == TIME and work.state != WorkState.CANCELLED}
    found = [f"{name} is in {count} exports" for name, count in names.items() if count > 1 or name not in wanted]
    found += [f"{name} is in no export" for name in wanted if name not in names]
    gone = {name: minutes for content in ledger.entries.exports.values() for name, minutes in content.items()}
    found += [f"{n} went out with {gone[n]} minutes, and is {w.minutes}" for n, w in wanted.items() if _off(gone, w)]
    stands = sum(work.minutes for work in standing(wanted.values()))
    if abs(sum(gone.values()) - stands) > MINUTES:
        found.append(f"{sum(gone.values())} minutes went out, and {stands} stand")
    return found


def _off(gone: dict[str, float], work: Work) -> bool:
    return work.id in gone and abs(gone[work.id] - work.minutes) > MINUTES


# --- calls -----------------------------------------------------------------------------------------------------------


def _calls(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Each call is there, as long as it was, and what it became is what it should be."""
    calls = {call.id: call for call in ledger.survivors()}
    for name in calls.keys() ^ seen.rows.keys():
        yield f"call {name}: {'is not there' if name in calls else 'should not be there'}"
    for name in calls.keys() & seen.rows.keys():
        call, row = calls[name], seen.rows[name]
        if abs(row.entry.connected_seconds - call.length / 1000) > SECONDS / 100:
            yield f"call {name}: {row.entry.connected_seconds} s, and should be {call.length / 1000}"
        private = any(one.private for one in ledger.family(call))
        if (row.private, row.ignored) != (private, call.ignored):
            yield f"call {name}: private {row.private}, ignored {row.ignored}; should be {private}, {call.ignored}"
        for user in {user for row_id, user in seen.taken if row_id == name}:
            taken = ledger.taken(call, user) / 1000
            if abs(seen.taken[name, user] - taken) > SECONDS:
                yield f"call {name}: {seen.taken[name, user]} s booked by {user}, and should be {taken}"
        typed = {said for one in ledger.family(call) for said in one.typed}
        if typed - seen.refused[name]:
            yield f"call {name}: lost what was typed: {sorted(typed - seen.refused[name])}"


def _waiting(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """What waits is listed once, and its draft takes all that is left."""
    wanted = sorted(tuple(call.id for call in group) for group in ledger.waiting())
    listed = sorted(tuple(row.entry.id for row in one.rows) for one in seen.unbooked)
    if wanted != listed:
        yield f"waiting: {listed}, and should be {wanted}"
        return
    for one in seen.unbooked:
        for part in one.draft.parts:
            left = ledger.left(ledger.calls[part.entry], ME) / 1000
            if abs(part.seconds - left) > SECONDS:
                yield f"call {part.entry}: {part.seconds} s wait, and should be {left}"


def _totals(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Each second is booked, waiting, ignored, private or short, per day and client."""
    wanted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for call in ledger.survivors():
        if not call.answered:
            continue
        sums = wanted[str(call.day), call.client]
        booked, became = min(ledger.booked(call), call.length), ledger.became(call)
        sums["calls"] += 1000
        sums["spoken"] += call.length
        sums["booked"] += call.length if became == "booked" else booked
        if became != "booked":
            sums[became or ("waiting" if ledger.long_enough(call) else "short")] += call.length - booked
    shown = {(str(total.day), total.client): total for total in seen.totals}
    for place in wanted.keys() | shown.keys():
        for name in ("calls", "spoken", "booked", "waiting", "ignored", "private", "short"):
            is_, should = getattr(shown.get(place), name, 0), wanted[place][name] / 1000
            if abs(is_ - should) > SECONDS:
                yield f"totals of {place}: {name} {is_}, and should be {should}"


# --- what was booked -------------------------------------------------------------------------------------------------


def _booked(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Journal and book say the same, and each entry measures what it takes of its calls."""
    pieces = ledger.entries.pieces
    for name in pieces.keys() ^ seen.works.keys():
        yield f"entry {name}: {'is not there' if name in pieces else 'should not be there'}"
    for name in pieces.keys() & seen.works.keys():
        yield from _entry(ledger, pieces[name], seen.works[name])
    in_book = {work.id for work in standing(seen.works.values())}
    if in_book != {piece.id for piece in pieces.values() if piece.stands}:
        yield f"the book lets {sorted(in_book)} stand"
    in_journal: dict[str, set[str]] = defaultdict(set)
    for row in seen.rows.values():
        for booking in row.booked:
            in_journal[booking.id or ""].add(row.entry.id)
    for name in in_book | in_journal.keys():
        calls = {ledger.survivor(one).id for one in pieces[name].parts} if name in in_book & pieces.keys() else set()
        if calls != in_journal[name]:
            yield f"entry {name}: is of {sorted(calls)}, and the journal has it with {sorted(in_journal[name])}"


def _entry(ledger: Ledger, piece: Piece, work: Work) -> Iterator[str]:
    if (work.state == WorkState.CANCELLED) != piece.cancelled:
        yield f"entry {piece.id}: is {work.state}"
    if work.user != piece.user or work.day != piece.day:
        yield f"entry {piece.id}: of {work.user} on {work.day}, and should be of {piece.user} on {piece.day}"
    if piece.text and work.text != piece.text:
        yield f"entry {piece.id}: {work.text!r}, and should be {piece.text!r}"
    if work.project_name != (piece.project or ""):
        yield f"entry {piece.id}: on {work.project_name!r}, and should be on {piece.project}"
    sign = 0 if piece.kind != TIME else -1 if piece.reversal else 1
    if abs(work.measured_minutes * 100 - sign * hundredths(piece.milliseconds)) > 1.1:
        yield f"entry {piece.id}: {work.measured_minutes} minutes measured of {piece.milliseconds} ms"
    if piece.typed is not None and abs(work.minutes - sign * piece.typed) > MINUTES:
        yield f"entry {piece.id}: {work.minutes} minutes, and {piece.typed} were typed"
    if work.export is None and piece.exported:
        yield f"entry {piece.id}: is not marked as exported"


def _history(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Each change has its line; how often minutes are rounded anew is the program's affair."""
    for piece in ledger.entries.pieces.values():
        lines = Counter({doing: count for doing, count in seen.history[piece.id].items() if doing != "round"})
        perhaps = min(max(lines["change"] - piece.history["change"], 0), piece.perhaps_changed)
        if lines != piece.history + Counter(change=perhaps):
            yield f"entry {piece.id}: history {dict(lines)}, and should be {dict(piece.history)}"


# --- rounding --------------------------------------------------------------------------------------------------------


def _rounded(ledger: Ledger, seen: Seen, firm: Rule) -> Iterator[str]:
    """What nobody typed is rounded by its rule: call by call, or all of a user, client and day together."""
    days: dict[tuple[Rule, str, str, date], list[Piece]] = defaultdict(list)
    for piece in ledger.entries.standing():
        if piece.typed is not None:
            continue
        work = seen.works[piece.id]
        own = RULES.get(work.project_name)
        rule = Rule.read(own) if own else firm
        client = work.client or work.client_name
        if rule.per_day and client:
            days[rule, piece.user, client, piece.day].append(piece)
        else:
            right = {rule.minutes(piece.milliseconds), rule.minutes(hundredths(piece.milliseconds) * 600)}
            if all(abs(work.minutes - minutes) > MINUTES for minutes in right):
                yield f"entry {piece.id}: {work.minutes} minutes, and should be {right} by {rule}"
    for (rule, user, client, day), pieces in days.items():
        for wrong in _day(ledger, seen, rule, pieces):
            yield f"{user} on {day} for {client}: {wrong}"


def _day(ledger: Ledger, seen: Seen, rule: Rule, pieces: list[Piece]) -> Iterator[str]:
    """Together they are rounded once; what may not be changed any more is the least that they can be."""
    fixed = sum(seen.works[piece.id].minutes for piece in pieces if ledger.entries.closed(piece))
    if all(ledger.entries.closed(piece) for piece in pieces):
        return
    billed = sum(seen.works[piece.id].minutes for piece in pieces)
    due = max(fixed, rule.minutes(sum(piece.milliseconds for piece in pieces)))
    if abs(billed - due) > MINUTES:
        yield f"{[piece.id for piece in pieces]} are {billed} minutes, and should be {due} by {rule}"
