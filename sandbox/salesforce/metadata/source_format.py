"""Reads packages of an SFDX project: objects in parts, every file with its `-meta.xml`."""

import functools
from pathlib import Path

from sandbox.salesforce.metadata.components import Component, Components, named, pieces
from sandbox.salesforce.metadata.kinds import BY_NAME, BY_SUFFIX, CHILD_SUFFIXES, FOLDERS
from sandbox.salesforce.metadata.nodes import Node, parse

_META = "-meta.xml"
_BUNDLES = {"aura": "AuraDefinitionBundle", "lwc": "LightningComponentBundle"}
_TESTS = "__tests__"
_FOLDER_SUFFIXES = {f"{name[:1].lower()}{name[1:]}": name for name in FOLDERS.values()}
_TRANSLATED_FIELD = "fieldTranslation"


def read(project: Path, *packages: str) -> Components:
    """Everything in the named packages; a later one wins over an earlier one."""
    found: Components = {}
    for name in packages:
        if (project / name).is_dir():
            found |= _read_package(project / name, _state_of(project / name))
    return found


def _state_of(package: Path) -> tuple[int, int]:
    """Changes whenever a file does: many sandboxes of one process read the same project."""
    stamps = [path.stat().st_mtime_ns for path in package.rglob("*") if path.is_file()]
    return len(stamps), hash(tuple(sorted(stamps)))


@functools.lru_cache(maxsize=16)
def _read_package(package: Path, _state: tuple[int, int]) -> Components:
    found: list[Component] = []
    for path in sorted(package.rglob(f"*{_META}")):
        if _TESTS not in path.parts and (component := _component(path)):
            found += pieces(component)
    return named(found)


def _component(path: Path) -> Component | None:
    """The component that a `-meta.xml` file describes; None for part of another one."""
    stem, _, suffix = path.name.removesuffix(_META).rpartition(".")
    bundle = _BUNDLES.get(path.parent.parent.name)
    if bundle:
        return Component(bundle, path.parent.name, _root(path), str(path), _contents(path.parent))
    if suffix in CHILD_SUFFIXES:
        name = f"{path.parent.parent.name}.{stem}"
        return Component(CHILD_SUFFIXES[suffix], name, _root(path), str(path))
    if suffix in _FOLDER_SUFFIXES:
        return Component(_FOLDER_SUFFIXES[suffix], stem, _root(path), str(path))
    if suffix == _TRANSLATED_FIELD or suffix not in BY_SUFFIX:
        return None
    kind = BY_SUFFIX[suffix]
    if kind.form == "content":
        code = path.with_name(path.name.removesuffix(_META))
        files = {code.name: code.read_bytes()}
        return Component(kind.name, stem, _root(path), str(path), files)
    root = _translated(path) if kind.name == "CustomObjectTranslation" else _root(path)
    name = f"{path.parent.name}/{stem}" if kind.form == "foldered" else stem
    return Component(kind.name, name, root, str(path))


def _translated(path: Path) -> Node:
    """An object's translation with those of its fields, which lie beside it in files of their own."""
    whole = Node("CustomObjectTranslation")
    whole.extend(_root(path))
    for part in sorted(path.parent.glob(f"*.{_TRANSLATED_FIELD}{_META}")):
        field = Node("fields")
        field.extend(_root(part))
        whole.append(field)
    return whole


def _contents(bundle: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(bundle)): path.read_bytes()
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and _TESTS not in path.parts and not path.name.endswith(_META)
    }


def _root(path: Path) -> Node:
    return parse(path.read_bytes())


assert set(_BUNDLES.values()) <= set(BY_NAME)
