"""What the window has to do with the system: its place, the tray, one instance, `tel:` links, keys, quiet hours.

`placing`       where the window opens       `window_place`  the thin part of it that knows Qt's windows
`shell_folder`  where small files lie        `lock`          who shows the window of this user
`instance`      a second start, handed over  `peers`         whether the other end is this user's
`tray`          the icon beside the clock    `installation`  `tel:` handler and start at login, on or off
`handlers`      the same, platform by platform
`shortcuts`     keys that work everywhere    `presentation`  whether the system wants quiet

Nothing here is imported before it is wanted: the first paint waits for `placing`, `shell_folder` and `lock` alone.
"""
