"""Other words, addresses and identifiers for those of a recording: the same for the same, everywhere in it."""

import random

from calljournal.contracts.line import Replaced

COMMON_WORDS = frozenset(
    """
    agent allow allowed anonymous app app2 appdial audiohook bridge callerid cancel chan conf confbridge congestion
    context custom dahdi default dial did direct down dst ext exten extension external fax findmefollow followme from
    goto group hangup hint https iax iax2 ib id in inbound incoming internal invite ivr local macro masked max menu
    message mixing name not null num number ob operator out outbound outbounds outgoing outgoingline outrt outside park
    parked parkedcalls parking pickup pjsip playback pres prohib pstn queue queues ring ringgroup screened sip sips src
    sub tel timeconditions to transfer trunk trunkdial unavail unavailable unknown user vm vmail voicemail vmx xfer line
    answer answered busy noanswer chanunavail true false yes no none success failed failure
    """.split()
)
"""Words of Asterisk and of the dialplans of FreePBX: nobody's secret, and they say how a call went."""

_BEGINS, _VOWELS = "bdfgklmnprstvz", "aeiou"


class Words:
    """Collects words by `learn`; gives others for them by `alias`, which hold none that was learned."""

    def __init__(self, choice: random.Random) -> None:
        self._choice = choice
        self._taken = set(COMMON_WORDS)
        self._alias: dict[str, str] = {}
        self._shown: dict[str, str] = {}

    @property
    def replaced(self) -> list[Replaced]:
        """Every word that got another, and that one."""
        return [Replaced("word", was, now) for was, now in self._shown.items()]

    def learn(self, word: str) -> None:
        """Take in a word."""
        self._taken.add(word.casefold())

    def alias(self, word: str) -> str:
        """Give the word to stand for another, in capitals where that is; common words and single letters stay."""
        key = word.casefold()
        if len(word) == 1 or key in COMMON_WORDS:
            return word
        if key not in self._alias:
            self._alias[key] = self._new()
        alias = self._alias[key]
        alias = alias.upper() if word.isupper() else alias.capitalize() if word[0].isupper() else alias
        self._shown[word] = alias
        return alias

    def _new(self) -> str:
        syllables = 2
        while True:
            made = "".join(self._choice.choice(_BEGINS) + self._choice.choice(_VOWELS) for _ in range(syllables))
            if made not in self._taken:
                self._taken.add(made)
                return made
            syllables += self._choice.random() < 0.1  # in a long recording the short ones run out


class Counted:
    """Gives out addresses and identifiers in turn. `form` makes one of a number from 1 on."""

    def __init__(self, kind: str, form: str) -> None:
        self._kind = kind
        self._form = form
        self._alias: dict[str, str] = {}

    @property
    def replaced(self) -> list[Replaced]:
        """Everything that got another, and that one."""
        return [Replaced(self._kind, was, now) for was, now in self._alias.items()]

    def alias(self, text: str) -> str:
        """Give what stands for a text."""
        if text not in self._alias:
            count = len(self._alias) + 1
            self._alias[text] = self._form.format(count, count >> 8 & 255, count & 255)
        return self._alias[text]
