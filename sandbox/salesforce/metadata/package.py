"""What was uploaded: a zip in metadata format, read into components, a manifest and deletions."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.salesforce.metadata.components import Component, Components, Key, pieces
from sandbox.salesforce.metadata.kinds import BY_FOLDER, FOLDERS, KINDS, Kind
from sandbox.salesforce.metadata.nodes import Malformed, Node, parse, text_of, texts_of

_META = "-meta.xml"
_PACKAGE = "package.xml"
_DESTRUCTIVE = {
    "destructiveChanges.xml": False,
    "destructiveChangesPre.xml": False,
    "destructiveChangesPost.xml": True,
}
_MOST_BYTES = 39 * 1024 * 1024


class NoPackage(ValueError):
    """The upload is no package at all; refused as a whole."""


@dataclass(frozen=True)
class Problem:
    """Why a component cannot be deployed."""

    type: str
    name: str
    path: str
    words: str
    line: int = 0
    column: int = 0
    is_warning: bool = False


@dataclass
class Package:
    """Everything that one deployment brings."""

    components: Components = field(default_factory=dict)
    manifest: dict[str, list[str]] = field(default_factory=dict)
    deletions_before: list[Key] = field(default_factory=list)
    deletions_after: list[Key] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    version: str = ""

    def names(self, key: Key) -> bool:
        """Whether the manifest names the component."""
        members = self.manifest.get(key[0], ())
        return key[1] in members or "*" in members


def read_package(raw: bytes, *, single: bool = True) -> Package:
    """Raises NoPackage when there is none in it."""
    files = _files(raw, single=single)
    package = Package()
    if _PACKAGE not in files:
        raise NoPackage("No package.xml found")
    try:
        manifest = parse(files.pop(_PACKAGE))
    except Malformed as failure:
        raise NoPackage(f"package.xml: {failure}") from failure
    package.manifest = _members(manifest)
    package.version = text_of(manifest, "version")
    for name, is_after in _DESTRUCTIVE.items():
        if name in files:
            wanted = [(t, m) for t, ms in _members(parse(files.pop(name))).items() for m in ms]
            (package.deletions_after if is_after else package.deletions_before).extend(wanted)
    for component in _components(files, package):
        for piece in pieces(component):
            package.components[piece.key] = piece
    return package


def _files(raw: bytes, *, single: bool) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES * 10:
                raise NoPackage("Maximum size of request reached. Maximum size of request is 39 MB")
            found = {e.filename: archive.read(e) for e in archive.infolist() if not e.is_dir()}
    except zipfile.BadZipFile as failure:
        raise NoPackage("Zip file is empty or corrupt") from failure
    if single:
        return found
    # Without singlePackage every package lies in a folder of its own; one is all we take.
    return {name.partition("/")[2]: content for name, content in found.items()}


def _members(root: Node) -> dict[str, list[str]]:
    return {
        # A folder of reports or dashboards may be named with a slash at its end.
        text_of(types, "name"): [name.rstrip("/") for name in texts_of(types, "members")]
        for types in root.findall("types")
        if text_of(types, "name")
    }


def _components(files: dict[str, bytes], package: Package) -> Iterator[Component]:
    bundles: dict[tuple[str, str], dict[str, bytes]] = {}
    for path, content in sorted(files.items()):
        folder, _, rest = path.partition("/")
        kind = BY_FOLDER.get(folder)
        if kind is None or not rest:
            package.problems.append(
                Problem("", path, path, f"Unknown folder or file in package: {path}")
            )
        elif kind.form == "bundle":
            name, _, inner = rest.partition("/")
            bundles.setdefault((folder, name), {})[inner] = content
        elif kind.form == "content" and not rest.endswith(_META):
            yield from _with_content(kind, path, files, package)
        elif kind.form == "content":
            yield from ()
        elif kind.form == "foldered" and rest.endswith(_META):
            name = rest.removesuffix(_META)
            yield from _parsed(FOLDERS[kind.name], name, path, content, package)
        else:
            yield from _plain(kind, path, content, package)
    for (folder, name), inside in bundles.items():
        yield from _bundle(BY_FOLDER[folder], name, inside, package)


def _plain(kind: Kind, path: str, content: bytes, package: Package) -> Iterator[Component]:
    name = path.partition("/")[2]
    if not name.endswith(f".{kind.suffix}"):
        words = f"Unexpected file extension: expected .{kind.suffix}"
        package.problems.append(Problem(kind.name, name, path, words))
        return
    yield from _parsed(kind.name, name.removesuffix(f".{kind.suffix}"), path, content, package)


def _parsed(
    type_name: str, name: str, path: str, content: bytes, package: Package
) -> Iterator[Component]:
    try:
        root = parse(content)
    except Malformed as failure:
        package.problems.append(
            Problem(type_name, name, path, str(failure), failure.line, failure.column)
        )
        return
    wanted = "DocumentFolder" if type_name in FOLDERS.values() else type_name
    if root.tag not in (type_name, wanted):
        words = (
            f"Error parsing file: Element {root.tag} invalid at this location in type {type_name}"
        )
        package.problems.append(Problem(type_name, name, path, words, root.line, root.column))
        return
    yield Component(type_name, name, root, path)


def _with_content(
    kind: Kind, path: str, files: dict[str, bytes], package: Package
) -> Iterator[Component]:
    name = path.rpartition("/")[2].rpartition(".")[0]
    meta = files.get(path + _META)
    if meta is None:
        words = f"A metadata file must accompany {path}: {path}{_META} is missing"
        package.problems.append(Problem(kind.name, name, path, words))
        return
    for component in _parsed(kind.name, name, path + _META, meta, package):
        inside = {path.rpartition("/")[2]: files[path]}
        yield Component(kind.name, name, component.root, path, inside)


def _bundle(
    kind: Kind, name: str, inside: dict[str, bytes], package: Package
) -> Iterator[Component]:
    folder = f"{kind.folder}/{name}"
    metas = [path for path in inside if path.endswith(_META)]
    if not metas:
        words = f"No -meta.xml file found for the bundle {name}"
        package.problems.append(Problem(kind.name, name, folder, words))
        return
    for component in _parsed(kind.name, name, f"{folder}/{metas[0]}", inside[metas[0]], package):
        content = {path: text for path, text in inside.items() if path not in metas}
        yield Component(kind.name, name, component.root, folder, content)


assert all(kind.folder for kind in KINDS)
