"""The project as it lies on disk: its package directories, its files, and the components they hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax import SAXParseException

from defusedxml import DefusedXmlException

from sf_metadata.checks.kinds import Kind, kind_of
from sf_metadata.checks.nodes import Node, parse

# Directories beside the packages that hold no metadata.
NOT_METADATA = {"checks", "config", "data", "manifest", "node_modules", "scripts", "words"}
# Directories of tests of components; .forceignore keeps them out of an org.
TESTS = {"__tests__", "jest-mocks"}
# Where scripts/add_button.py writes.
OWN = "own-app"
# Salesforce's suffixes without "-meta.xml": what the project's own code may lie in.
SOURCES = {".cls", ".trigger", ".cmp", ".evt", ".intf", ".design", ".svg", ".css", ".html", ".js"}


@dataclass(frozen=True, slots=True)
class MetaFile:
    """One *-meta.xml file."""

    path: Path
    shown: str  # the path as findings name it
    kind: Kind | None
    root: Node | None
    broken: tuple[int, str] | None  # line and words when it is not well-formed

    @property
    def stem(self) -> str:
        """The file's name without its suffixes, as Salesforce reads it."""
        ending = self.kind.ending if self.kind else "-meta.xml"
        return unquote(self.path.name.removesuffix(ending))

    @property
    def is_own(self) -> bool:
        """Whether an admin wrote it for an object of their org, which the project need not hold."""
        return self.shown.startswith(f"{OWN}/")

    @property
    def name(self) -> str:
        """The component's name as package.xml would have it."""
        nature = self.kind.nature if self.kind else ""
        if nature == "object" and self.kind and self.kind.type != "CustomObject":
            return f"{self.object}.{self.stem}"
        if nature == "folder":
            return f"{self.path.parent.name}/{self.stem}"
        if self.kind and self.kind.type == "CustomFieldTranslation":
            return f"{self.path.parent.name}.{self.stem}"
        if nature == "bundle":
            return self.path.parent.name
        return self.stem

    @property
    def object(self) -> str:
        """The object that a field, list view… belongs to, by the folder that it lies in."""
        return self.path.parent.parent.name

    def line_of(self, name: str) -> int:
        found = self.root.first(name) if self.root else None
        return found.line if found else 1


class Project:
    """Reads lazily, and each file once."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What sfdx-project.json says."""
        read: dict[str, Any] = json.loads((self.root / "sfdx-project.json").read_text("utf-8"))
        return read

    @cached_property
    def packages(self) -> tuple[Path, ...]:
        return tuple(self.root / one["path"] for one in self.settings["packageDirectories"])

    @cached_property
    def sources(self) -> tuple[Path, ...]:
        """Every file in a directory of metadata, a package's or not, but those for tests of components."""
        return tuple(
            path
            for directory in sorted(self.root.iterdir())
            if directory.is_dir()
            and directory.name not in NOT_METADATA
            and not directory.name.startswith(".")
            for path in sorted(directory.rglob("*"))
            if path.is_file() and not TESTS & set(path.relative_to(self.root).parts)
        )

    @cached_property
    def files(self) -> tuple[MetaFile, ...]:
        return tuple(self.read(path) for path in self.sources if path.name.endswith("-meta.xml"))

    def read(self, path: Path) -> MetaFile:
        root, broken = None, None
        try:
            root = parse(path.read_bytes())
        except SAXParseException as error:
            broken = (error.getLineNumber() or 1, error.getMessage())
        except (DefusedXmlException, ValueError) as error:
            broken = (1, str(error))
        return MetaFile(path, self.shown(path), kind_of(path.name), root, broken)

    def shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def is_packed(self, path: Path) -> bool:
        """Whether a package directory holds the file, so that it is deployed."""
        return str(path).startswith(tuple(f"{package}/" for package in self.packages))

    def of(self, *types: str) -> Iterator[tuple[MetaFile, Node]]:
        """Each readable file that holds one of these types, with its root element."""
        for type_ in types:
            yield from self._readable.get(type_, [])

    @cached_property
    def _readable(self) -> dict[str, list[tuple[MetaFile, Node]]]:
        found: dict[str, list[tuple[MetaFile, Node]]] = {}
        for file in self.files:
            if file.kind and file.root is not None:
                found.setdefault(file.kind.type, []).append((file, file.root))
        return found

    def names(self, type_: str) -> set[str]:
        """The components of a type."""
        return self._names.get(type_, set())

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for file in self.files:
            if file.kind:
                found.setdefault(file.kind.type, set()).add(file.name)
        for path in self.sources:
            if path.suffix in (".cls", ".trigger"):
                found.setdefault(
                    {".cls": "ApexClass", ".trigger": "ApexTrigger"}[path.suffix], set()
                ).add(path.stem)
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """Custom label → its English words."""
        return {
            label.value("fullName"): label.value("value")
            for _, root in self.of("CustomLabels")
            for label in root.all("labels")
        }

    def code(self, *suffixes: str) -> Iterator[tuple[str, Path, str]]:
        """Each file of code with one of these suffixes: shown path, path, text."""
        for path in self.sources:
            if path.suffix in suffixes:
                yield self.shown(path), path, path.read_text("utf-8")
