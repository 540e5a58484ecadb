"""The journal in windows: the only place that imports Qt. It shows what the engine says and asks it for everything.

In: `Changes`, one a frame, by way of `bridge`, the only crossing to the engine. Out: commands, through `Bridge.ask`.

`app`        start and end of the program          `journal/`   the journal window
`frame`      the window before anything is in it   `booking/`   the forms for activities and time entries
`program`    who talks to whom; start and end      `contacts/`  people, projects and service types
`windows`    each made when it is first wanted     `worked/`    "My time"
`doors`      what windows ask of one another       `dialling/`  the dial box, and the questions before a call
`errands`    what a start is for                   `ringing/`   the notice of an incoming call
`leaving`    closing and quitting                  `settings/`  the settings, and the first run
`recall`     what was typed, and never booked      `look/`      icons, formats, names, messages, language
`reopening`  the engine that has gone              `system/`    place, tray, single instance, `tel:` links, keys

`bridge` is Qt's side of the crossing, `engine_thread` the engine's; `changes` cross it frame by frame, and `straight`
takes out of every text what would turn round the writing beside it. `garbage` is collected in Qt's thread only;
`display` says whether there is one for windows.
"""
