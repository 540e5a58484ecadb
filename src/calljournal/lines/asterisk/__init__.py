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
`control`      commands of ours: what they mean for the channels; `commands` -> actions, their answers -> results;
               `consultations` follows the transfers that we asked for
`clock`        Asterisk's time -> ours
`replay`       a recording -> the messages that the line would have told

Beside the way, loaded when somebody wants it:

`setting_up/`  what the PBX lets us do, and what is missing; the lines of manager.conf for one person
`recordings/`  recordings for bug reports: what belongs into one, without secrets and withheld numbers, scrambled, and
               told in words
"""
