"""The incoming-call notice: a small window that says who rings, and never takes the keyboard from what is being done.

`notice`    what rings is shown as the user wants it    `window`   the small window, which never takes the focus
`followed`  which calls are shown, and how far they are `card`     one call in it
`caller`    what is said of a caller, and what is not   `corner`   where on the screen it stands
`known`     what the engine knows besides
"""
