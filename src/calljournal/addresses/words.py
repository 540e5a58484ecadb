"""The words that say what a number is (Telefon privat, Work Fax, CELL): a kind of means, and a label.

In: a header, the type of a number, a label. Out: `Sense`. German and English; case, accents and signs do not count.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from calljournal.contracts.crm import MeansKind
from calljournal.tables import key

_KINDS = {
    MeansKind.FAX: "fax telefax faxnummer faxnr",
    MeansKind.MOBILE: "mobil mobile handy natel mobiltelefon mobilnummer mobilnr mobilephone mobilfunk mobilfunknummer "
    "mobilfunknr handynummer handynr cell cellphone cellular smartphone iphone",
    MeansKind.PHONE: "telefon tel telefonnummer telefonnr telnr phone telephone rufnummer rufnr fon festnetz "
    "festnetznummer",
    MeansKind.EMAIL: "mail email emailadresse mailadresse",
    MeansKind.WEB: "web website webseite homepage url webadresse",
}
"""Strongest first: a "Mobil-Tel.-Nr." is mobile, a "Telefax" is a fax."""

_LABELS = {
    "business": "geschäftlich geschäft gesch g business work dienstlich beruflich arbeit büro office",
    "private": "privat private p home zuhause persönlich personal",
    "head office": "zentrale firma company hauptnummer",
    "direct": "durchwahl direktwahl direkt direct dw",
    "main": "main primary haupt hauptanschluss",
    "assistant": "assistent assistentin assistenz assistant assistants",
    "other": "weitere weiterer weiteres sonstige sonstiges sonstiger andere anderes other alternativ alternative",
    "pager": "pager",
    "car": "auto car",
    "ISDN": "isdn",
    "callback": "callback rückruf",
    "radio": "funk radio",
    "text telephone": "textphone tty",
    "telex": "telex",
}
"""The label words that are stored, and the words that are read as them."""

_NOISE = (
    "nummer nr number no adresse address page site e s r x voice pref internet msg video text pcs modem bbs dom intl "
    "postal parcel"
)
"""Words that say nothing more: the rest of E-Mail-Adresse, of Weiteres/e, of Assistant's; TYPE=VOICE and its like."""


_KIND_OF = {key(word): kind for kind, words in reversed(_KINDS.items()) for word in words.split()}
_LABEL_OF = {key(word): label for label, words in _LABELS.items() for word in words.split()}
_NOISE_KEYS = frozenset(key(word) for word in _NOISE.split())
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])")
"""Google writes workFax."""

_STRENGTH = {kind: strength for strength, kind in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class Sense:
    """What words say: a kind, where they name one, a label, and the words that are not known (`own`).

    The label is one of ours where all words are known, else the words as they were written.
    """

    kind: MeansKind | None
    label: str
    own: tuple[str, ...] = ()

    def field(self, kind: MeansKind) -> str:
        """Give the field of a means of that kind with this label."""
        label = stored(kind, self.label)
        return f"{kind.value}:{label}" if label else kind.value


@lru_cache(maxsize=1000)  # a file has few different ones, and says them on every line
def sense(text: str) -> Sense:
    """Say what a header, a type or a label means."""
    words = [
        part
        for word in re.findall(r"[^\W\d_]+|\d+", text)
        for part in ([word] if key(word) in _KIND_OF or key(word) in _LABEL_OF else _CAMEL.split(word))
    ]
    kinds = [_KIND_OF[key(word)] for word in words if key(word) in _KIND_OF]
    kept = [word for word in words if key(word) not in _KIND_OF and key(word) not in _NOISE_KEYS]
    labels = [_LABEL_OF[key(word)] for word in kept if key(word) in _LABEL_OF]
    own = tuple(word for word in kept if key(word) not in _LABEL_OF and not word.isdecimal())
    number = next((word for word in kept if word.isdecimal() and word.strip("0") not in ("", "1")), "")
    known = f"{labels[0]} {number}".rstrip() if labels else ""  # the second of those without a label has none either
    label = " ".join(kept) if own else known
    return Sense(min(kinds, key=_STRENGTH.__getitem__, default=None), label, own)


def stored(kind: MeansKind, label: str) -> str:
    """Give the label as it is stored: a fax is one of the business unless somebody says otherwise."""
    return "" if kind is MeansKind.FAX and label == "business" else label
