"""`python -m handoff.deploy`."""

import sys

from handoff.deploy.command import main
from handoff.terminal import at_terminal

if __name__ == "__main__":
    sys.exit(at_terminal(main, sys.argv[1:]))
