"""Where the program starts."""

import sys

from cga_desktop.app import main


def run() -> None:
    """The command ``cga-desktop``."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
