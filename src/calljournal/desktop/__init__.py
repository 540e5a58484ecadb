"""The journal in a window: the only place that imports Qt. It shows what the engine says and asks it for everything.

In: `Changes`, one a frame, by way of `bridge`, the only crossing to the engine. Out: commands, through `Bridge.ask`.

`app`           start and end of the program      `bridge`        Qt's side of the crossing
`window`        the journal window                `engine_thread` the engine's side of it
`table`         the list of calls, as a view      `changes`       what crosses, frame by frame
`model`         the list of calls, as data        `cells`         what each cell says, in words
`actions`       what can be done with a call      `icons`         which picture shows what
`project_menu`  the arrow beside an action        `glyphs`        the pictures, drawn
`booking_form`  an activity or a time entry       `contact_card`  a contact's numbers and address
`booking_fields` what can be typed there          `footer`        the lamps and the message line
`texts`         every word that is shown
"""

from calljournal.desktop.app import run

__all__ = ["run"]
