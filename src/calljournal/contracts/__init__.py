"""What a line and a book must offer, what they say, and the narrow interface between the engine and its users.

`line`      a telephone system:     `Line`, its manifest, commands and messages
`crm`       an address and time book: `Crm`, its manifest, contacts, projects, service types
`numbering` the numbers of a book, all together: normalised, looked through, put right
`manifest`  the settings that an adapter declares
`setup`     help with setting up a line: what was found with some settings, and what an administrator has to do
`rows`      a row of the journal with everything that a window shows of it, and its JSON
`service`   commands in, changes out: all that a window, a terminal or another program may ask of the engine
"""
