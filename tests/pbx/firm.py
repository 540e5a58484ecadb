"""The small firm whose PBX the tests have: its people, their telephones and its fictional numbers.

| number | direct line +41440000... | is |
|---|---|---|
| 101 ... 104 | 101 ... 104 | the desk phones of Anna Keller, Beat Frei, Carla Meier and Dario Weber |
| 191 | | Anna's second phone; it shows her number, 101 |
| 600 | 160 | ring group 101 & 102 |
| 601 | 161 | the same, behind Local channels |
| 610 | 110 | phone 101; the PBX puts `Sales: ` in front of the caller's name |
| 620 | 120 | answered at once, an announcement, a time condition (open), then ring group 101 & 102 |
| 621 | 121 | the same out of hours: announcement, time condition (closed), the PBX hangs up |
| 630 | 130 | menu: 1 is 101, 2 is 102; without a digit the PBX hangs up after 2 s |
| 640 | 140 | follow-me of 103: its phone for 2 s, then its mobile through the trunk |
| 650 | 150 | conference room |
| 660 | 166 | phone 104 for 2 s, then its voicemail: short greeting, beep, recording |
| 680 | 180 | both phones of Anna, 101 & 191 |
| 700 | 170 | queue `support`: phones 101 and 102 |
| 701 | 171 | queue `sales`: 102 and 103, behind Local channels |
| 0 + number | | outside line through the endpoint `trunk` |
| 70, 71 ... 79 | | a call is parked by a transfer to 70, and taken back by dialling its slot |
| `*8`, `**` + phone | | pick up what rings: anywhere, or at that phone |
| `*97` | | own voicemail |
| `##`, `*2` | | in a call: blind and attended transfer |

A blind transfer to a phone that does not answer comes back to the phone that gave the call away.
"""

from __future__ import annotations

HOST = "127.0.0.1"
OWN_BLOCK = "+41440000"
PHONES = {
    "101": "Anna Keller",
    "102": "Beat Frei",
    "103": "Carla Meier",
    "104": "Dario Weber",
    "191": "Anna Keller",
}
"""Every telephone by its endpoint."""
OWN_NUMBER = {"191": "101"}
"""The endpoints that show another number than their own."""

DIRECT_LINES = {
    **{number: number for number in ("101", "102", "103", "104")},
    "110": "610",
    "120": "620",
    "121": "621",
    "130": "630",
    "140": "640",
    "150": "650",
    "160": "600",
    "161": "601",
    "166": "660",
    "170": "700",
    "171": "701",
    "180": "680",
}
"""The end of a direct line -> the number inside."""

MOBILE = "0790000103"
"""Where the follow-me of 103 leads."""
FOLLOW_SECONDS = 2
VOICEMAIL_SECONDS = 2
"""How long a phone rings before its calls go on to the mobile or to the voicemail; short, for the tests' sake."""

ANNOUNCEMENT = "hello"
"""The prompt that stands for any announcement, 0.8 s."""
