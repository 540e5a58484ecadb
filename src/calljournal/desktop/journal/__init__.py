"""The journal: the list of calls, everything that can be done with them, and a foot that says how things stand.

`window`   all of it, put together              `bar`       the toolbar, and the ways to other windows
`calls`    the list with what belongs to it     `worklist`  the calls that wait, worked off with single keys;
                                                `short` says what it leaves out

`sought`   what is looked for                   `actions`   contact, call, activity, time entry
`filters`  the row in which one says it         `decisions` ignored, private, merged, deleted
`listing`  asks for the rows, page by page      `controls`  answer, hold, hang up
`model`    rows as a table: head and tail       `whose`     who it was
`head`     those that came since the listing    `menu`      the context menu with all of that
`pages`    those that are read when in sight    `add_call`  a call on another telephone
`table`    rows as a view                       `assign`    looks for whom a call was with
`cells`    what each cell says, in words        `details`   the selected call, opened: its `legs`, and
`hints`    what the pointer says over it        its `note`
`faces`    what it looks like                   `widths`    of the columns; `popup_keys` keeps letters for
`no_line`  the empty list without a line        an open menu, `action_button` shows the key

`footer`   `today` (how the day stands), `message`, `timers` that run, `lamps`; above it, in its time, the `reminder`
"""
