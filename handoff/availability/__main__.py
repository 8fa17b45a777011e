"""`python -m handoff.availability`: slot problems in on standard input, answers out as JSON."""

import sys

from handoff.availability.command import main

sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout, sys.stderr))
