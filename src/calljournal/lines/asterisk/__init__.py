"""Asterisk, watched and dialled through by its manager interface (AMI).

In: bytes of the manager interface. Out: `LegReport`, `Snapshot`, `LineStatus`, `Result`. In the order of the way:

`line`         the connection: connect, greet, log in, list, then read; and again, without end
`opening`      the way there, plain or encrypted, and the login; each obstacle in words
`connection`   one session: bytes in both directions
`protocol`     bytes -> messages
`translate`    messages -> what is true of our legs: the next four do the work
`events`       an event -> facts
`channels`     what facts there are; `switchboard` keeps them
`legs`         facts of an own channel -> its report: direction, state, answered, end
`parties`      who the other side is, and whether its number may be seen
`commands`     dial and hang up -> actions; their answers -> results
`clock`        Asterisk's time -> ours
`replay`       a recording -> the messages that the line would have told
`recording`    makes recordings for bug reports, `preparing` makes them fit to be given away: `own_calls` says what
               belongs into one, `discretion` takes out secrets and withheld numbers, `scramble` replaces the rest by
               `other_numbers` and `aliases`; `timeline` tells people what happened
"""
