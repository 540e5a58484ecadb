"""The country that a postal address names: numbers of its owner are written as that country writes its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# As Swiss, German and Austrian address books write them: German, English, French or Italian, and their own names.
_NAMES = {
    "CH": "Schweiz, Switzerland, Suisse, Svizzera, Schweiz/Suisse, CHE",
    "LI": "Liechtenstein, Fürstentum Liechtenstein, FL, LIE",
    "DE": "Deutschland, Germany, Allemagne, Germania, BRD, D, DEU, Bundesrepublik Deutschland",
    "AT": "Österreich, Oesterreich, Austria, Autriche, A, AUT",
    "IT": "Italien, Italy, Italie, Italia, ITA",
    "FR": "Frankreich, France, Francia, FRA",
    "LU": "Luxemburg, Luxembourg, Lussemburgo, LUX",
    "BE": "Belgien, Belgium, Belgique, België, Belgio",
    "NL": "Niederlande, Netherlands, The Netherlands, Holland, Pays-Bas, Nederland, Paesi Bassi",
    "GB": "Großbritannien, Grossbritannien, United Kingdom, Great Britain, England, Scotland, Wales, UK, "
    "Vereinigtes Königreich, Royaume-Uni, Regno Unito",
    "IE": "Irland, Ireland, Irlande, Irlanda",
    "US": "USA, United States, United States of America, Vereinigte Staaten, U.S.A., Etats-Unis, Stati Uniti",
    "CA": "Kanada, Canada",
    "ES": "Spanien, Spain, Espagne, España, Spagna",
    "PT": "Portugal, Portogallo",
    "PL": "Polen, Poland, Pologne, Polska",
    "CZ": "Tschechien, Tschechische Republik, Czech Republic, Czechia, Česko",
    "SK": "Slowakei, Slovakia, Slovensko",
    "HU": "Ungarn, Hungary, Magyarország",
    "SI": "Slowenien, Slovenia, Slovenija",
    "HR": "Kroatien, Croatia, Hrvatska",
    "DK": "Dänemark, Denmark, Danmark",
    "SE": "Schweden, Sweden, Sverige",
    "NO": "Norwegen, Norway, Norge",
    "FI": "Finnland, Finland, Suomi",
    "TR": "Türkei, Turkey, Türkiye",
    "RO": "Rumänien, Romania",
    "BG": "Bulgarien, Bulgaria",
    "GR": "Griechenland, Greece, Hellas",
    "RS": "Serbien, Serbia, Srbija",
    "MC": "Monaco",
    "SM": "San Marino",
}

# "D-10115 Berlin", "CH 8001 Zürich": the old letters of motor vehicles before the postcode.
_BEFORE_POSTCODE = re.compile(r"(CH|FL|LI|DE|D|AT|A|IT|I|FR|F|LU|L|BE|B|NL)(?:\s?[-\u2013]\s?|\s)[0-9]{4,5}\b")
_LETTERS = {"D": "DE", "A": "AT", "I": "IT", "F": "FR", "L": "LU", "B": "BE", "FL": "LI"}


def country_of(address: Sequence[str]) -> str | None:
    """Give the two letters of the country that a postal address names, read from its last line up; else None."""
    for line in reversed(address):
        country = _COUNTRIES.get(_key(line)) or _by_postcode(line)
        if country is not None:
            return country
    return None


def _by_postcode(line: str) -> str | None:
    found = _BEFORE_POSTCODE.match(line.strip())
    if found is None:
        return None
    return _LETTERS.get(found[1], found[1])


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


_COUNTRIES = {_key(name): code for code, names in _NAMES.items() for name in (code, *names.split(", "))}
