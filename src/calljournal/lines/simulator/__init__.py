"""A telephone system that is played from a script: for demonstrations, for tests, and as the reference of a line.

In: a scenario file (README.md here describes the language) and commands. Out: the messages of every line.
"""
