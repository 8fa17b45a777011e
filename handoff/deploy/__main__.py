"""`python -m handoff.deploy`."""

import sys

from handoff.deploy.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
