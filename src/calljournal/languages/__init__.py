"""The reader's language: sentences that were written in English are said in it.

`tr("Calling {number}", number=...)` says a sentence now; `tr(phrase)` one that was made elsewhere (`words.say`). The
catalogues (`de.po`, and what a profession calls things: `de-law.po` ...) are gettext's; see CONTRIBUTING.md.
"""

from calljournal.languages.catalogue import LANGUAGES, VOCABULARIES, Catalogue, catalogue, spoken, system_language
from calljournal.languages.present import present, speak, tr, tr_n

__all__ = [
    "LANGUAGES",
    "VOCABULARIES",
    "Catalogue",
    "catalogue",
    "present",
    "speak",
    "spoken",
    "system_language",
    "tr",
    "tr_n",
]
