"""Random plans of calls on a real Asterisk, and the proof that the journal then says what happened.

| file | subject |
|---|---|
| `plans.py` | a plan as data: who does what, and when |
| `exchange.py` | what a plan means: who rings, who talks, how it ends; and what nobody could do |
| `draw.py` | plans drawn from a seed |
| `player.py` | a plan played by the telephones of the rig |
| `truth.py` | the rows that must come of it: who and what by the plan, when by the telephones' own logs |
| `watch.py` | the line as it runs in the program, its rows, and a recording of what it heard |
| `compare.py` | what should be beside what is |
| `studio.py` | one rig with all of that, for one plan after the other |
| `shrink.py` | a failing plan made smaller |

What these tests take for right where more than one thing could be said of a call:

* Who took a call instead of an owner is told whatever the owner's telephone did: also of one that declined, was busy
  or forwarded it. A telephone that rang in vain is `answered-elsewhere` also when the call was taken after that.
* Who talks with a colleague and is then passed to somebody outside has that number; passed among colleagues, the
  number stays that of who called or was called.
* A telephone that passes its call on is out of it from then on, not only when it hangs up.
"""
