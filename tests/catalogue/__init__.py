"""The catalogue: every kind of call that people make, played on a real Asterisk, and the rows it has to become.

`row`        what a row has to be, and how it differs from the one in the journal
`stage`      the PBX with its telephones in hand, and the journals that watch it
`plays`      all of `incoming`, `outgoing`, `groups`, `transfers`, `services`: one function for each kind of call
`person`     an account that hears one person's calls only, and what is not told to it
`comparison` each play beside Asterisk's own call records (`cdr`), for `make compare`
`recorder`   the most intricate plays, recorded for tests without a PBX

Each play orders the telephones about and gives the rows that must come of it: who and what is what the telephones were
told to do; when stands in their own message logs. The dialplan is not known to a play: it is played on every one.
"""
