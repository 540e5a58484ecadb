"""Numbers in links: tel: (RFC 3966), callto: (as Windows programs write it), sip: and sips: (RFC 3261)."""

from __future__ import annotations

import re

from msgspec.structs import replace

from calljournal.numbers.kinds import NumberKind
from calljournal.numbers.pbx import presentation_of
from calljournal.numbers.person import read_person
from calljournal.numbers.reading import Reading, plain, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.run import read_run
from calljournal.numbers.writing import clean, cut, only_digits, unescaped

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = ("tel", "callto", "sip", "sips")
_OTHER_SCHEMES = ("mailto", "http", "https", "file", "sms", "xmpp", "h323", "data", "javascript")
_NESTED = re.compile(r"(?:tel|callto):", re.IGNORECASE)  # callto:tel:+41..., as Skype for Business wrote it


def read_uri(text: str, rules: DialRules) -> Reading:
    """Read the number of a link; a text without scheme is read as typed by a person. Never raises.

    Hyphens are mere spacing here (RFC 3966 section 3). ``;ext=`` is an extension that cannot be dialled through, kept
    beside the number; ``;phone-context=+41`` is put before a local number, one that names a host says nothing.
    """
    kept, was_cut = cut(text)
    if was_cut:
        return unreadable(kept, "", "far too long for a link with a number")
    found = _SCHEME.match(kept)
    if found is None or not (found[1].lower() in _SCHEMES + _OTHER_SCHEMES or kept[found.end() :].startswith("//")):
        return read_person(kept, rules)  # what stands before the colon is a label: "Tel.: 044 ..."
    scheme = found[1].lower()
    if scheme not in _SCHEMES:
        return unreadable(kept, "", f"not a link with a number: {scheme[:20]}")
    subscriber, parameters = _parts(unescaped(kept[found.end() :]), scheme)
    if scheme.startswith("sip") and presentation_of(subscriber) == "withheld":
        return plain("anonymous", NumberKind.WITHHELD, "", "the caller withholds the number")
    number = clean(subscriber)
    digits = only_digits(number)
    if re.search(r"[^0-9+()/. -]", number) or not digits:
        words = "it holds letters" if re.search(r"[^\W\d]", number) else "no number in it"
        return unreadable(kept, digits, words)
    context = clean(parameters.get("phone-context", ""))
    if context.startswith("+") and not number.startswith("+"):
        number = f"{context} {number}" if only_digits(context) else number
    reading = replace(read_run(number, rules, hyphens=False), written=kept)
    extension = only_digits(clean(parameters.get("ext", "")))
    if extension and reading.e164 is not None:
        return replace(reading, extension=extension, trunk=reading.e164)
    return reading


def _parts(address: str, scheme: str) -> tuple[str, dict[str, str]]:
    """The subscriber and the parameters by lower-case name; host, password and query are of no use."""
    address = _NESTED.sub("", address.strip().lstrip("/"), count=1).strip("<> ")
    if scheme.startswith("sip"):
        address = address.split("@", 1)[0] if "@" in address else address
        address = address.split(":", 1)[0]
    address = re.split(r"[?@]" if scheme == "callto" else r"\?", address, maxsplit=1)[0]
    subscriber, *rest = address.split(";")
    subscriber = re.split("[,pw]", subscriber, maxsplit=1)[0] if scheme in ("tel", "callto") else subscriber  # a pause
    return subscriber.strip(), {
        name.strip().lower(): value for name, _, value in (part.partition("=") for part in rest)
    }
