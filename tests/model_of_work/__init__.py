"""Random days at the desk, and the proof that no minute is lost, booked twice or given out twice.

| file | subject |
|---|---|
| `steps.py` | what is done, drawn from a seed: calls, bookings, corrections, exports, and where the program dies |
| `aim.py` | to which call or entry a step is done, as far as things stand |
| `ledger.py` | what should stand then, in plain numbers: none of the product's arithmetic |
| `entries.py` | the ledger's part about what was booked: what may be changed, and what becomes of it |
| `office.py` | the program: an engine on a folder that does what it is told, and is looked at |
| `compare.py` | what should stand beside what stands |
| `rounding.py` | how minutes are to be rounded, once more |
| `cuts.py` | the program dies before or after its n-th write |
| `child.py`, `mortal.py` | the program in a process of its own, which is killed |
| `play.py` | steps played one after the other, and a failing row of them made shorter |

What these tests take for right where more than one thing could be said:

* A command that was cut off has been done as a whole or not at all, once the program has run again.
* Of a private or an ignored call a person may still book. The former, cancelled, is private again; the latter is
  ignored no more from the moment on that the book is asked. An ignored call that becomes part of another one hides
  nothing of that.
* What is done to one of several calls that are booked as one is done to all that are as it is: those that wait, or
  those of which something has become.
* Two users may each book the same call: each has worked in it.
* Rounded per client and day, entries that may not be changed any more keep their minutes: the others bear the rest,
  but none has less than nothing.
"""
