"""Numbers in links: tel: (RFC 3966), callto: (as Windows programs write it), sip: and sips: (RFC 3261).

`read_uri` makes the best of any link. Whoever dials what a web page hands over first asks `objection`: such a link may
be made to do harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.kinds import NumberKind
from calljournal.numbers.pbx import presentation_of
from calljournal.numbers.person import read_person
from calljournal.numbers.reading import Reading, plain, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.run import read_run
from calljournal.numbers.writing import LONGEST_TEXT, clean, cut, only_digits, unescaped
from calljournal.words import say

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = ("tel", "callto", "sip", "sips")
_OTHER_SCHEMES = ("mailto", "http", "https", "file", "sms", "xmpp", "h323", "data", "javascript")
_NESTED = re.compile(r"(?:tel|callto):", re.IGNORECASE)  # callto:tel:+41..., as Skype for Business wrote it
_LINK = re.compile(r"\s*(?:tel|callto):\S*\s*", re.IGNORECASE)
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PAUSE = re.compile("[,pwPW]")
_DIALLED_LATER = ("postd",)


def is_link(text: str) -> bool:
    """Whether a text is a link to be dialled, and not what a person writes: "Tel: 044 000 12 34" has blanks in it."""
    return _LINK.fullmatch(text) is not None


def objection(link: str) -> str:
    """Say why a link is not dialled, whatever number may be in it; "" where nothing is wrong with it. Never raises.

    Codes with * or # would set a forwarding or worse; signs that nobody sees, and parameters that are there twice, may
    make of it another number than the one that was shown.
    """
    if len(link) > LONGEST_TEXT:
        return say("far too long for a link with a number")
    if not is_link(link):
        return say("no link with a number (tel: or callto:)")
    if _HALF_ESCAPE.search(link):
        return say("it holds a % that means nothing")
    text = unescaped(link.strip())
    if any(unicodedata.category(sign)[0] == "C" or sign == "\ufffd" for sign in text):
        return say("it holds signs that cannot be seen")
    if "*" in text or "#" in text:
        return say("a code with * or # that only the telephone itself can dial")
    _, _, address = text.partition(":")
    names = Counter(part.partition("=")[0].strip().lower() for part in address.split(";")[1:])
    twice = next((name for name, count in names.items() if count > 1), None)
    return say("it says {name} twice", name=twice) if twice else ""


def left_out(link: str) -> str:
    """Say what of a link is not dialled: digits for after the answer; "" where it is all dialled. Never raises."""
    subscriber, *rest = unescaped(link.strip()).partition(":")[2].split(";")
    later = _PAUSE.split(subscriber, maxsplit=1)[1:] + [
        part.partition("=")[2] for part in rest if part.partition("=")[0].strip().lower() in _DIALLED_LATER
    ]
    digits = " ".join(filter(None, (only_digits(clean(part)) for part in later)))
    return say("{digits} is left out: dial it yourself when they have answered", digits=digits) if digits else ""


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
    if context.startswith("+") and not number.startswith("+") and not _is_code_there(digits, context, rules):
        number = f"{context} {number}" if only_digits(context) else number
    reading = replace(read_run(number, rules, hyphens=False), written=kept)
    extension = only_digits(clean(parameters.get("ext", "")))
    if extension and reading.e164 is not None:
        return replace(reading, extension=extension, trunk=reading.e164)
    return reading


def _is_code_there(digits: str, context: str, rules: DialRules) -> bool:
    """Whether it is a short code of our own country: those have no form with a country code (tel:117;...=+41)."""
    ours = only_digits(context) == str(plan.calling_code(rules.country))
    return ours and plan.short_code(digits, rules.country) is not None


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
