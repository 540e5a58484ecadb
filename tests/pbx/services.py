"""What the PBX offers beside telephones: queues, parking, voicemail, conferences, codes during a call, call records."""

from __future__ import annotations

from pathlib import Path

from tests.pbx.dialplans import Queues
from tests.pbx.firm import PHONES

CALL_RECORD_COLUMNS = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec "
    "disposition amaflags uniqueid userfield peeraccount linkedid sequence"
).split()
"""The columns of `cdr-custom/Master.csv` as configured here, those of Asterisk's own `cdr-csv/Master.csv`.

To the microsecond, where that file has whole seconds: start, answer and end in Unix time, duration and billsec in
seconds.
"""
_FINE = {"start": ",u", "answer": ",u", "end": ",u", "duration": ",f", "billsec": ",f"}

LANGUAGE = "en_US_f_Allison"
"""The folder with the prompts; the packages' own link `en` is made by a script that we do not run."""


def service_files(queues: Queues, parking_seconds: int, call_records: bool) -> dict[str, str]:
    """File name -> text."""
    return {
        "queues.conf": _queues(queues),
        "features.conf": "[general]\npickupexten = *8\n[featuremap]\nblindxfer = ##\natxfer = *2\ndisconnect = **\n",
        "res_parking.conf": _parking(parking_seconds),
        "voicemail.conf": _voicemail(),
        "confbridge.conf": "[general]\n[default_user]\ntype = user\nquiet = yes\n",
        "indications.conf": _INDICATIONS,
        "cdr.conf": _CALL_RECORDS if call_records else "[general]\nenable = no\n",
        "cdr_custom.conf": _call_record_columns(),
    }


def links(run: Path, share: Path) -> dict[Path, Path]:
    """Link -> target: Asterisk's own data with the prompts under the language's name, and a short greeting of 104."""
    prompts = share / "sounds" / LANGUAGE
    return {
        run / "share" / "documentation": share / "documentation",
        run / "share" / "sounds" / "en": prompts,
        run / "spool" / "voicemail" / "default" / "104" / "unavail.gsm": prompts / "vm-isunavail.gsm",
    }


def _queues(queues: Queues) -> str:
    text = "[general]\npersistentmembers = no\n"
    for queue, members in queues.items():
        text += f"[{queue}]\nstrategy = ringall\ntimeout = 15\nretry = 1\nringinuse = yes\n"
        text += "".join(f"member => {interface},0,{PHONES[phone]}\n" for phone, interface in members.items())
    return text


def _parking(seconds: int) -> str:
    return f"""\
[general]
[default]
context = parkedcalls
parkext = 70
parkpos = 71-79
parkingtime = {seconds}
comebacktoorigin = yes
comebackdialtime = 15
"""


def _voicemail() -> str:
    boxes = "".join(f"{number} => 0000,{name}\n" for number, name in PHONES.items())
    return f"[general]\nformat = gsm\nmaxsecs = 60\n[default]\n{boxes}"


def _call_record_columns() -> str:
    columns = ",".join(f"${{CSV_QUOTE(${{CDR({name}{_FINE.get(name, '')})}})}}" for name in CALL_RECORD_COLUMNS)
    return f"[mappings]\nMaster.csv => {columns}\n"


_CALL_RECORDS = """\
[general]
enable = yes
unanswered = yes
"""

_INDICATIONS = """\
[general]
country = ch
[ch]
description = Switzerland
ringcadence = 1000,4000
dial = 425
busy = 425/500,0/500
ring = 425/1000,0/4000
congestion = 425/200,0/200
"""
