"""`python -m calljournal`: the same as the command `calljournal`."""

from calljournal.cli import main

if __name__ == "__main__":
    main()
