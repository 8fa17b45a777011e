"""An SFDX project on disk: its packages, its API version, what it ignores, what it replaces."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handoff.deploy.ignoring import Ignored, matcher
from handoff.errors import Misconfigured

PROJECT_FILE = "sfdx-project.json"


class NotConvertible(ValueError):
    """The project holds what cannot be deployed from here; the words name the file."""


@dataclass(frozen=True)
class Replacement:
    """A text that some files say where each deployment puts its own."""

    pattern: str
    text: str
    variable: str

    def fits(self, path: str) -> bool:
        """Say whether the file at this path is one of them."""
        return matcher(self.pattern).fullmatch(path) is not None


@dataclass(frozen=True)
class Project:
    """Where it lies and what its own file says."""

    root: Path
    packages: tuple[str, ...]
    api_version: str
    replacements: tuple[Replacement, ...]
    ignored: Ignored

    @classmethod
    def at(cls, root: Path) -> "Project":
        """Read the project's file. Raises Misconfigured."""
        try:
            told = json.loads((root / PROJECT_FILE).read_text(encoding="utf-8"))
            return cls(
                root=root,
                packages=tuple(one["path"] for one in told["packageDirectories"]),
                api_version=str(told["sourceApiVersion"]),
                replacements=tuple(_replacement(one) for one in told.get("replacements", ())),
                ignored=Ignored.of(root),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured(
                f"{root} is no Salesforce project: {PROJECT_FILE} cannot be read ({error})."
            ) from error

    def has(self, package: str) -> bool:
        """Say whether there is something to deploy in a package."""
        return any(self.files(package))

    def files(self, package: str) -> Iterator[Path]:
        """Yield every file of a package that is not ignored, in order."""
        for path in sorted((self.root / package).rglob("*")):
            if path.is_file() and not self.ignored.covers(self.named(path)):
                yield path

    def named(self, path: Path) -> str:
        """Return a file's path from the project on, with slashes."""
        return path.relative_to(self.root).as_posix()

    def content(self, path: Path, values: Mapping[str, str]) -> bytes:
        """Return what a file says after the replacements. Raises NotConvertible for a missing value."""
        content = path.read_bytes()
        for one in self.replacements:
            if one.fits(self.named(path)) and one.text.encode() in content:
                if not values.get(one.variable):
                    raise NotConvertible(
                        f"{self.named(path)} needs the address of Handoff: give --app-url."
                    )
                content = content.replace(one.text.encode(), values[one.variable].encode())
        return content


def _replacement(told: Mapping[str, str]) -> Replacement:
    return Replacement(
        pattern=told.get("filename") or told["glob"],
        text=told["stringToReplace"],
        variable=told["replaceWithEnv"],
    )
