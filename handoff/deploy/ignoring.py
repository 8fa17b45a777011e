"""Which files a `.forceignore` keeps out of a deployment; its lines are written as in `.gitignore`."""

import re
from pathlib import Path


class Ignored:
    """The rules of one file, tried in order: the last one that fits decides."""

    def __init__(self, lines: list[str]) -> None:
        """Read the rules; comments and blank lines are none."""
        wanted = (line.strip() for line in lines)
        self._rules = [_rule(line) for line in wanted if line and not line.startswith("#")]

    @classmethod
    def of(cls, project: Path) -> "Ignored":
        """Return the rules of a project; one without the file ignores nothing."""
        path = project / ".forceignore"
        return cls(path.read_text(encoding="utf-8").splitlines() if path.is_file() else [])

    def covers(self, path: str) -> bool:
        """Say whether the file at this path, from the project on, stays out."""
        ignored = False
        for pattern, keeps in self._rules:
            if pattern.fullmatch(path):
                ignored = not keeps
        return ignored


def matcher(glob: str) -> re.Pattern[str]:
    """Return what a glob with `**`, `*` and `?` matches, from beginning to end."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    spelled = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(spelled.get(part, re.escape(part)) for part in parts))


def _rule(line: str) -> tuple[re.Pattern[str], bool]:
    """A rule without a slash fits at any depth, and everything below what it names."""
    keeps = line.startswith("!")
    glob = line.removeprefix("!").rstrip("/")
    if "/" not in glob:
        glob = f"**/{glob}"
    inner = matcher(glob.removeprefix("/")).pattern
    return re.compile(f"{inner}(?:/.*)?"), keeps
