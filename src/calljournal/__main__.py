"""Where the program begins: the command `calljournal`, and `python -m calljournal`."""

import sys


def main() -> None:
    """Run the command line; ends the process with the exit code."""
    try:
        from calljournal.cli import commands  # here, for whoever changes their mind while it loads

        commands(prog_name="calljournal")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
