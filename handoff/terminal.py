"""How the commands meet a terminal: Ctrl-C, a reader that has gone and letters that it lacks end in no stack trace."""

import io
import os
import sys
from collections.abc import Callable

INTERRUPTED, UNREAD = 130, 141
"""As shells count what a signal ended: 128 and the number of SIGINT, of SIGPIPE."""


def at_terminal(run: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a command and return its exit code; ends the process at once when it is interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter writes out what is left when it ends: to where nobody minds.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.stderr.flush()
        # Threads may still wait for somebody's answer; nobody waits for them any more.
        os._exit(INTERRUPTED)
    return code
