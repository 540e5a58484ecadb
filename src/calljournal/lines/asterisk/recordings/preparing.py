"""A recording is prepared so that it can be given away, and read by people."""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from calljournal.contracts.line import LineConfig, Piece, Prepared, Story
from calljournal.contracts.manifest import Value
from calljournal.lines.asterisk.channels import LINK, parse_name
from calljournal.lines.asterisk.protocol import END_OF_LINE, END_OF_MESSAGE, GREETING, Greeting, Item, Message
from calljournal.lines.asterisk.recordings.discretion import Withheld, without_secrets
from calljournal.lines.asterisk.recordings.own_calls import (
    Conversations,
    Heard,
    OwnCalls,
    channel_prefixes,
    heard,
    own_names,
)
from calljournal.lines.asterisk.recordings.scramble import Scrambler
from calljournal.lines.asterisk.recordings.timeline import stories
from calljournal.numbers import DialRules


def prepare(config: LineConfig, pieces: Iterable[Piece], choice: random.Random | None) -> Prepared:
    """Keep the calls of the line's own telephones, without secrets and withheld numbers.

    They are scrambled as `choice` decides, or, with None, left as they are.
    """
    whole = _heard(pieces)
    calls = OwnCalls(own_names(config.owners, str(config.values.get("tech", "PJSIP"))), whole)
    kept = calls.kept()
    withheld = Withheld(config, calls.conversations, kept)
    clean = [replace(each, item=_clean(each.item, withheld)) for each in kept]
    config = replace(config, values=_open_values(config))
    scrambler = None
    if choice is not None:
        scrambler = Scrambler(config, choice)
        clean = _scrambled(scrambler, clean)
    saved = tuple(Piece(data, each.at, kind(each.item)) for each in clean if (data := bytes_of(each.item)) is not None)
    return Prepared(
        saved,
        scrambler.config() if scrambler else config,
        left_out=len(whole) - len(saved),
        masked=withheld.calls,
        replaced=scrambler.replaced if scrambler else (),
    )


def tell(config: LineConfig, pieces: Iterable[Piece]) -> tuple[Story, ...]:
    """Tell each conversation of a recording, without secrets and withheld numbers."""
    whole = _heard(pieces)
    conversations = Conversations.of_all(whole)
    withheld = Withheld(config, conversations, whole)
    return stories([replace(each, item=_clean(each.item, withheld)) for each in whole], conversations)


def telephones(config: LineConfig, pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Name the endpoints that are, or bear, an internal number, or all where none does."""
    seen: dict[str, bool] = {}
    for each in _heard(pieces):
        if not isinstance(message := each.item, Message):
            continue
        for prefix in channel_prefixes(message):
            tech, endpoint = parse_name(message.get(f"{prefix}Channel") or "")
            if tech and tech != LINK:
                number = message.get(f"{prefix}CallerIDNum") or ""
                seen[endpoint] = seen.get(endpoint, False) or _is_telephone(endpoint, number, config.rules)
    return tuple(sorted(name for name, is_one in seen.items() if is_one)) or tuple(sorted(seen))


def _is_telephone(endpoint: str, number: str, rules: DialRules) -> bool:
    return any(name.isdecimal() and rules.is_internal(name) for name in (endpoint, number))


def _heard(pieces: Iterable[Piece]) -> list[Heard]:
    return heard((piece.data, piece.at) for piece in pieces)


def _clean(item: Item | None, withheld: Withheld) -> Item | None:
    if not isinstance(item, Message):
        return item
    bare = without_secrets(item)
    return None if bare is None else withheld.masked(bare)


def _scrambled(scrambler: Scrambler, whole: Sequence[Heard]) -> list[Heard]:
    messages = [each.item for each in whole if isinstance(each.item, Message)]
    scrambled = iter(scrambler.scramble(messages))
    return [replace(each, item=next(scrambled)) if isinstance(each.item, Message) else each for each in whole]


def _open_values(config: LineConfig) -> dict[str, Value]:
    """Give the settings that tell how a recording is read; the others are nobody's business."""
    return {name: config.values[name] for name in ("tech", "trunk") if name in config.values}


def bytes_of(item: Item | None) -> bytes | None:
    """Give the bytes to save; None for what is not worth it: what was cut off, or cannot be read."""
    if isinstance(item, Greeting):
        version = item.version if re.fullmatch(r"[0-9.]{1,20}", item.version) else "0"
        return GREETING + version.encode() + END_OF_LINE
    return item.raw + END_OF_MESSAGE if isinstance(item, Message) and item.raw else None


def kind(item: Item | None) -> str:
    """Say in a word what it is: the event, or how the answer begins."""
    if isinstance(item, Message):
        return item.event or f"Response:{item.get('Response')}"
    return "Greeting"
