"""The journal in windows: the only place that imports Qt. It shows what the engine says and asks it for everything.

In: `Changes`, one a frame, by way of `bridge`, the only crossing to the engine. Out: commands, through `Bridge.ask`.

`app`      start and end of the program          `journal/`   the journal window
`frame`    the window before anything is in it   `booking/`   the forms for activities and time entries
`program`  who talks to whom; start and end      `contacts/`  people, projects and service types
`windows`  each made when it is first wanted     `worked/`    "My time"
`doors`    what windows ask of one another       `dialling/`  the dial box, and the questions before a call
`leaving`  closing and quitting                  `ringing/`   the notice of an incoming call
`errands`  what a start is for                   `look/`      icons, formats, messages, language
`recall`   what was typed, and never booked
`reopening`  the engine that has gone
`straight` nothing that crosses turns round the writing beside it
`bridge`   Qt's side of the crossing             `system/`    place, tray, single instance, `tel:` links, keys
`engine_thread`  the engine's side of it         `settings/`  the settings, and the first run
`changes`  what crosses, frame by frame
`garbage`  collected in Qt's thread only         `display`    whether there is one for windows
"""
