"""Dialling: one's own wish, what another program hands over, the clipboard; always seen before it is dialled.

`dialler`  the way in for other windows         `box`         the dial box
`placing`  from a wish to a call, in steps      `suggestions` whom it suggests
`outside`  what other programs want             `question`    the small window that asks
`wording`  what is said of a call to be placed  `preview`     what would be dialled, while it is typed
`lines`    which line dials
"""
