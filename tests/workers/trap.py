"""Something that must never run: it leaves a file behind."""

import os
from pathlib import Path


def spring(*_arguments: object) -> None:
    """Leave the file."""
    Path(os.environ["TRAP"]).touch()
