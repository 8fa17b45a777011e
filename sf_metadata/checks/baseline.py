"""Findings that are accepted, each with its reason; an entry that matches nothing any more is a finding itself."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sf_metadata.checks.findings import Finding

# Which checks a tool's findings are filed under.
PREFIXES = {
    "apex": "apex-types",
    "eslint": "eslint",
    "flows": "flow-scanner",
    "graph": "graph",
    "jest": "jest",
    "pmd": "pmd",
    "prettier": "prettier",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings of one check in one file whose words hold these."""

    check: str
    file: str
    says: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        return (
            finding.check == self.check and finding.file == self.file and self.says in finding.wrong
        )


@dataclass(frozen=True, slots=True)
class Baseline:
    """The file of accepted findings."""

    name: str
    entries: tuple[Accepted, ...]

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        read = tomllib.loads(path.read_text("utf-8"))
        return cls(path.name, tuple(Accepted(**entry) for entry in read.get("accepted", [])))

    def without_accepted(
        self, findings: Iterable[Finding], *, tools: Sequence[str]
    ) -> list[Finding]:
        """What is left, and what these tools no longer say though an entry accepts it."""
        every = list(findings)
        left = [one for one in every if not any(entry.covers(one) for entry in self.entries)]
        prefixes = tuple(PREFIXES[tool] for tool in tools)
        for entry in self.entries:
            if entry.check.startswith(prefixes) and not any(entry.covers(one) for one in every):
                wrong = f"accepts {entry.check} in {entry.file}: {entry.says!r}, which nothing says any more"
                left.append(
                    Finding(f"checks/{self.name}", 0, "baseline", wrong, "take the entry out")
                )
            if len(entry.reason.split()) < 4:
                wrong = f"accepts {entry.check} in {entry.file} without a reason"
                left.append(
                    Finding(f"checks/{self.name}", 0, "baseline", wrong, "say why in a sentence")
                )
        return left
