"""Telephone numbers: reading, normalising, comparing, showing and dialling them. Pure.

In: text as a person, a telephone system or a link writes it, and the firm's DialRules; out: Reading.
No read function raises on any text; what cannot be read comes back as such, with the reason and its digits.

`person` `pbx` `uri`      the three who write numbers; a person's field may hold several
`quick`                   the short way for what is plainly one number: nearly all of an address book
`writing` `notes` `letters`   the long way: a text is cleaned, and cut into stretches of digits and signs
`several` `run`           a stretch is one number or several; one is what `extension` and `digits` make of it
`plan` `expressions`      what the numbering plans of the world say
`reading` `kinds` `rules` what comes out, and what a firm has to say
`show` `dial`             and back again: for people, for the telephone system
`switchboard` `quality` `countries`   which numbers belong together; what is wrong with one; where an address is
`traces`                  whatever shows a number that is to be forgotten
"""

from calljournal.numbers.countries import country_of
from calljournal.numbers.dial import Dialling, UnreadableNumber, dial_string, dialling, is_emergency
from calljournal.numbers.kinds import CODES, NO_NUMBER, Doubt, NumberKind
from calljournal.numbers.pbx import presentation_of, read_pbx
from calljournal.numbers.person import read_all, read_many, read_person
from calljournal.numbers.plan import known_country, split_code
from calljournal.numbers.plan import lookup as plan_number
from calljournal.numbers.quality import Problem, ProblemKind, problem_of
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import BadNumberRules, DialRules, parse_internal
from calljournal.numbers.show import display
from calljournal.numbers.switchboard import extension_behind, is_switchboard, switchboards_of
from calljournal.numbers.traces import REMOVED, Traces, too_short
from calljournal.numbers.uri import is_link, read_uri
from calljournal.numbers.writing import only_digits, unescaped

__all__ = [
    "CODES",
    "NO_NUMBER",
    "REMOVED",
    "BadNumberRules",
    "DialRules",
    "Dialling",
    "Doubt",
    "NumberKind",
    "Problem",
    "ProblemKind",
    "Reading",
    "Traces",
    "UnreadableNumber",
    "country_of",
    "dial_string",
    "dialling",
    "display",
    "extension_behind",
    "is_emergency",
    "is_link",
    "is_switchboard",
    "known_country",
    "only_digits",
    "parse_internal",
    "plan_number",
    "presentation_of",
    "problem_of",
    "read_all",
    "read_many",
    "read_pbx",
    "read_person",
    "read_uri",
    "split_code",
    "switchboards_of",
    "too_short",
    "unescaped",
]
