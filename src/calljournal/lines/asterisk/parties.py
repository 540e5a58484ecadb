"""Who the other side is: a trunk or a colleague, its number, and whether we may see it.

The presentation of a caller through a trunk is final only once its channel dials on (`DialBegin`): at its beginning it
still reads "allowed" for a caller that withholds the number but is known to the carrier (measured on Asterisk 22).
It comes as a `ChanVariable` where manager.conf has `channelvars = CALLERID(num-pres)`, else it has to be asked for
by `Getvar`. FreePBX overwrites it, and keeps what it was in a variable of its own. Until it is known the number is not
let out.
"""

import re

from calljournal.calls import Owners, Party, Presentation
from calljournal.lines.asterisk.channels import Channel
from calljournal.numbers import DialRules, presentation_of

PRESENTATION_VARIABLE = "CALLERID(num-pres)"
SAVED_BY_FREEPBX = ("CALLINGNUMPRES_SV", "CALLINGPRES_SV")
"""Where FreePBX, today and in older versions, keeps a caller's presentation before it sets it to `allowed`, so that
`CALLERID(num-pres)` hides that the number is withheld (module core, functions.inc.php; seen with its dialplan)."""
MOST_TRUNKS = 1000
"""Names of trunks that are remembered: peers without a configuration make up a name per address."""

_DIGITS = re.compile(r"\+?[0-9*#]+")


class Parties:
    """Judges the other side of own channels. `can_ask` is False in a replay, where no presentation can be asked for."""

    def __init__(self, owners: Owners, rules: DialRules, trunks: frozenset[str], *, can_ask: bool) -> None:
        self._owners = owners
        self._rules = rules
        self._trunks = set(trunks)
        self._can_ask = can_ask

    # --- trunk or colleague ------------------------------------------------------------------------------------------

    def is_trunk(self, channel: Channel) -> bool:
        """Whether a channel leads out of the house. A name that was a trunk once stays one: a caller 117 comes through
        a trunk too.
        """
        if channel.own is not None or channel.is_link:
            return False
        if channel.endpoint in self._trunks:
            return True
        if channel.external is None:
            channel.external = self._looks_external(channel)
        if channel.external and len(self._trunks) < MOST_TRUNKS:
            self._trunks.add(channel.endpoint)
        return bool(channel.external)

    def _looks_external(self, channel: Channel) -> bool | None:
        """Judge by the number, once there is one: of its caller, or the digits that it was called by."""
        if channel.calls_in:
            numbers = [channel.caller_number]
        elif channel.dial_string is not None or channel.caller_number is not None:
            numbers = [dialled_user(channel), channel.caller_number]
        else:
            return None
        if self.is_internal(channel.endpoint):
            return False  # named by its extension: a colleague's telephone, whatever number it shows
        digits = [number for number in numbers if number is not None]
        return not digits or any(not self.is_internal(number) for number in digits)

    def is_internal(self, number: str | None) -> bool:
        """Whether these characters are an internal number, or a code of the PBX."""
        return number is not None and not number.startswith("+") and self._rules.is_internal(number)

    # --- the other side ----------------------------------------------------------------------------------------------

    def caller(self, source: Channel) -> Party:
        """Give the party behind the channel `source`, which called an own telephone or was passed to it."""
        if source.own is not None:
            return Party(self._owners.extension(source.own), source.caller_name, external=False, dialled=False)
        if not self.is_trunk(source):
            return self._colleague(source)
        if not source.calls_in:
            clean = dialled_user(source)
            number = clean or (source.caller_number if _DIGITS.fullmatch(source.caller_number or "") else None)
            return _seen(number, None, Presentation.ALLOWED, external=True, dialled=clean is None)
        presentation = self._presentation(source)
        return _seen(source.caller_number, source.caller_name, presentation, external=True, dialled=False)

    def _colleague(self, source: Channel) -> Party:
        number = source.caller_number
        if not self.is_internal(number) and self.is_internal(source.endpoint):
            number = source.endpoint  # its caller id is what it shows to the outside
        return _seen(number, source.caller_name, Presentation.ALLOWED, external=False, dialled=False)

    def connected(self, channel: Channel) -> Party:
        """Give the party as an own channel's own events name it: the last resort, never our own number."""
        number = channel.connected_number
        if channel.own is None or number in (None, self._owners.extension(channel.own), channel.endpoint):
            return Party(None, None, Presentation.UNAVAILABLE)
        internal = self.is_internal(number)
        pending = self._can_ask and not internal and presentation_of(number) == "allowed"
        return _seen(
            number,
            channel.connected_name,
            Presentation.PENDING if pending else Presentation.ALLOWED,
            external=False if internal else None,
        )

    def dialled(self, number: str | None, called: list[Channel]) -> Party:
        """Give the party of an outgoing leg: the digits that were dialled, and who they led to as far as is known."""
        if number is None:
            return Party(None, None, Presentation.UNAVAILABLE)
        reached = next((c for c in called if number in (c.own and self._owners.extension(c.own), c.endpoint)), None)
        if reached is not None and not self.is_trunk(reached):
            return Party(number, reached.caller_name, external=False)
        external = not self.is_internal(number) and not set(number) & set("*#")
        trunks = [channel for channel in called if self.is_trunk(channel)]
        if trunks:  # a group of internal numbers may have a mobile telephone in it: the group was dialled all the same
            clean = [user for user in map(dialled_user, trunks) if user is not None]
            external = external or any(number in (user, self._rules.outside + user) for user in clean)
        elif any(channel.own is not None or channel.external is False for channel in called):
            external = False
        return Party(number, None, external=external)

    def dialled_by(self, application_data: str | None) -> str | None:
        """Give the digits by which `Dial` is calling (`PJSIP/0445550123@trunk,40,T`), as one of ours would dial them.

        Of a channel that runs through FreePBX's subroutines its extension does not tell.
        """
        user = _user((application_data or "").partition(",")[0])
        return user if user is None or self.is_internal(user) or user.startswith("+") else self._rules.outside + user

    def number_of(self, channel: Channel) -> str | None:
        """Give what a person is known by: the endpoint of a telephone, the number behind a trunk."""
        if channel.own is not None:
            return channel.own
        if not self.is_trunk(channel):
            return self._colleague(channel).number or channel.endpoint
        if not channel.calls_in:
            return dialled_user(channel) or channel.caller_number
        party = self.caller(channel)
        return party.number

    def reached_by(self, channel: Channel) -> str | None:
        """Give what one dials to reach a person: the extension of a telephone, the number behind a trunk."""
        return self.number_of(channel) if channel.own is None else self._owners.extension(channel.own)

    # --- presentation ------------------------------------------------------------------------------------------------

    def must_ask(self, source: Channel) -> bool:
        """Whether Asterisk has to be asked now if the number of this channel is withheld."""
        return (
            self._can_ask
            and not source.asked
            and source.ended is None
            and source.calls_in
            and self.is_trunk(source)
            and self._presentation(source) is Presentation.PENDING
        )

    def _presentation(self, source: Channel) -> Presentation:
        if source.presentation is not None:
            known = Presentation(source.presentation)
            unsure = self._can_ask and known is Presentation.ALLOWED and not source.saved_known
            return Presentation.PENDING if unsure else known
        marked = Presentation(presentation_of(source.caller_number))
        if marked is not Presentation.ALLOWED:
            return marked
        return Presentation.PENDING if self._can_ask else Presentation.ALLOWED

    def learn(self, channel: Channel, value: str) -> None:
        """Take in what Asterisk says of a caller's presentation. What was withheld once stays so."""
        said = _said(value)
        if said is not None and channel.presentation != Presentation.WITHHELD:
            channel.presentation = said

    def learn_saved(self, channel: Channel, value: str) -> None:
        """Take in what FreePBX saved of it: nothing on another PBX. It outdoes what FreePBX has made of it since."""
        if _said(value) is Presentation.WITHHELD:
            channel.presentation = Presentation.WITHHELD


def _said(value: str) -> Presentation | None:
    """Read a presentation as Asterisk writes it (main/callerid.c): `allowed_not_screened`, `prohib`, `unavailable`."""
    if value.startswith("prohib"):
        return Presentation.WITHHELD
    if value.startswith("allowed"):
        return Presentation.ALLOWED
    return Presentation.UNAVAILABLE if value == "unavailable" else None


def restricted_by_code(code: str | None) -> bool:
    """Whether `CID-CallingPres: 32 (Presentation Prohibited, ...)` says that it is withheld: bits 6 and 7 of Q.931."""
    digits = (code or "").partition(" ")[0]
    return digits.isdecimal() and int(digits) & 0x60 == 0x20


def dialled_user(channel: Channel) -> str | None:
    """Give the digits that a channel was called by: `0445550123` of the dial string `0445550123@trunk`."""
    return _user(channel.dial_string)


def _user(dial_string: str | None) -> str | None:
    wanted = re.search(r"(?:sips?:)?([^/@:]+)(?:@.*)?$", (dial_string or "").partition("@")[0])
    if wanted is not None and _DIGITS.fullmatch(wanted[1]):
        return wanted[1]
    return None


def _seen(
    number: str | None,
    name: str | None,
    presentation: Presentation,
    *,
    external: bool | None,
    dialled: bool | None = None,
) -> Party:
    """Give a party of which nothing is told that must not be."""
    if presentation is Presentation.ALLOWED:
        presentation = Presentation(presentation_of(number))
    if presentation is Presentation.ALLOWED:
        return Party(number, name, presentation, external, dialled)
    return Party(None, name if presentation is Presentation.UNAVAILABLE else None, presentation, external, dialled)
