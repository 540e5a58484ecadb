"""What the page of the comparison says in words: how it is judged, and what is wrong with a record."""

HEAD = """\
# Who would have billed right?

<!-- Written by `make compare`; do not edit. -->

Asterisk writes records of its own, the *call detail records* (CDR), and many a firm bills its calls from them. This
page plays each kind of call of our catalogue on a real Asterisk 22, once on a plain dialplan and once on one in
FreePBX's manner, and puts beside each other what happened, the rows of Call Journal, and Asterisk's records of it.

**What happened** is what the telephones were told to do; for how long, stands in their own message logs.

**Call Journal** is right if each row is exactly what happened: owner, direction, number, outcome, who took the call or
got it, times and seconds within a quarter of a second; and if there is no other row. A call of which times alone are
wrong is played again, twice at most, for on a busy machine the telephones of the test ring late.

**CDR** is read as it is meant to be: of the records that are `ANSWERED` each belongs to the persons whose telephones it
names (`channel`, `dstchannel`); with whom they spoke is `dst` for who called and `src` for who was called; for how long
is the sum of `billsec`. It is right if each person has so many seconds with the right number, within three quarters of
a second, and nobody else has any. What can be said for it counts for it:

- Only billing is judged. Whether a call that nobody took was missed, declined or taken by a colleague does not matter
  here.
- Time on hold may be billed or not; either is right.
- A number is right however it is written (`0041...`, with the outside-line 0). Where the subroutines of FreePBX leave
  `s` in place of the number dialled, it is taken from what `Dial` was told. That a withheld number stands in a record
  is not held against it.
- Talk with colleagues counts only where the whole call was within the house, and then for its seconds alone.
- Seconds are taken exactly (`CDR(billsec,f)`). Below they are cut off, as in Asterisk's own `Master.csv`.

What takes a second here takes minutes in an office: `2 s instead of 1 s` may be twenty minutes instead of ten. What the
fields of a record mean: [CDR Specification](https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/CDR-Specification/).
"""

NOT_SPOKEN = "counts from the answer of one's own telephone: the ringing at the other end is billed"
FROM_THE_TRANSFER = "102 is billed from the moment of the transfer on, the ringing included"
PBX_ANSWERED = "the PBX answered first, so `billsec` runs from there"
SEVERAL = "right, out of several records for one call"


REMARKS = {
    "incoming: rejected": "nothing to bill; declined reads as `NO ANSWER`, and a second record follows",
    "incoming: withheld by presentation alone": "right; but the number that the caller withholds stands in the record",
    "incoming: forwarded by the phone": SEVERAL,
    "incoming: hold": "right; nothing tells how long the caller was on hold",
    "incoming: ended on hold": "right; nothing tells how long the caller was on hold",
    "incoming: two phones of one person": SEVERAL,
    "outgoing: declined": "nothing to bill; declined reads as `NO ANSWER`",
    "outgoing: wrong number": "nothing to bill; a wrong number reads as `NO ANSWER`, on FreePBX as `BUSY`, too",
    "outgoing: click answered": NOT_SPOKEN,
    "outgoing: click internal": NOT_SPOKEN,
    "outgoing: click callee busy": "right; on FreePBX the busy tone is an `ANSWERED` record of its own, with `s` for"
    " the number",
    "outgoing: click of another program": NOT_SPOKEN,
    "outgoing: click of another program with a caller id": NOT_SPOKEN,
    "outgoing: clicks of another program with one id": NOT_SPOKEN,
    "outgoing: click of another program through a local channel": NOT_SPOKEN
    + "; on FreePBX the record that names the telephone has `s` for both numbers",
    "groups: ring group answered": SEVERAL,
    "groups: ring group through local channels answered": SEVERAL,
    "groups: queue answered": PBX_ANSWERED
    + ": the waiting in the queue counts. With Local channels, as on FreePBX, the"
    " record of the telephone itself is right",
    "groups: queue through local channels": "right in the record of the telephone; that of the queue counts the wait",
    "groups: picked up": SEVERAL,
    "transfers: blind": FROM_THE_TRANSFER,
    "transfers: blind outside": "right; the talk that goes on without an employee stands in a record of its own",
    "transfers: blind to a group": FROM_THE_TRANSFER,
    "transfers: blind and back": "while 101 rings again the time is hers",
    "transfers: blind of an outgoing call": "right on the plain dialplan; on FreePBX 102 has no number but `s`",
    "transfers: attended": "the consultation stands as a call from 101 to 102: the client gets less of 102's time",
    "transfers: attended by code": "right by chance: the consultation has a record without a number, but the digits and"
    " the prompt count, which last as long here; five records for one call",
    "transfers: attended by another program": "the consultation has a record without a number: nobody pays for it",
    "transfers: blind by code": FROM_THE_TRANSFER,
    "transfers: redirected by another program": FROM_THE_TRANSFER,
    "transfers: parked and taken by a colleague": "right, out of four records for one call; the one that 102 begins"
    " leads to the parking place",
    "transfers: parked and taken back": "right, out of four records for one call; parked time is left out, though time"
    " on hold is not",
    "transfers: parked and come back": "parked time is left out, but while 101 rings again the time is hers",
    "services: announcement then group": PBX_ANSWERED + ": announcement and ringing are billed",
    "services: menu": PBX_ANSWERED + ": announcement, choice and ringing are billed",
    "services: follow me": "nothing to bill in the house; two records for one call, six on FreePBX",
    "services: conference": "a record for each pair in the room: the same minutes are billed again for each of the"
    " others, and on after one has left",
    "services: voicemail left": "nothing to bill; an `ANSWERED` record of the voicemail",
    "services: own voicemail": "listening to one's messages is an `ANSWERED` call",
}
"""Play -> what its records say, in words: where they are wrong always, else where there is more to know."""
