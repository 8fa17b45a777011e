"""Turns packages of an SFDX project into metadata format, as `sf project convert source` does."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from handoff.deploy.kinds import (
    BUNDLES,
    BY_SUFFIX,
    FIELD_TRANSLATION,
    FOLDER_KINDS,
    FOLDERS,
    META,
    PARTS,
    Form,
    Kind,
)
from handoff.deploy.merging import Whole, labels_of
from handoff.deploy.packaging import Package
from handoff.deploy.project import NotConvertible, Project


def convert(project: Project, packages: Iterable[str], values: Mapping[str, str]) -> Package:
    """Return everything in the named packages, ready to be sent. Raises NotConvertible."""
    converting = _Converting(project, values)
    for package in packages:
        for path in project.files(package):
            converting.take(path)
    return converting.finished()


class _Converting:
    """Collects files; objects and their translations are put together at the end."""

    def __init__(self, project: Project, values: Mapping[str, str]) -> None:
        self._project = project
        self._values = values
        self._package = Package(project.api_version)
        self._objects: dict[str, Whole] = {}
        self._translations: dict[str, Whole] = {}

    def take(self, path: Path) -> None:
        bundle = BUNDLES.get(path.parent.parent.name) or BUNDLES.get(path.parents[2].name)
        if bundle is not None:
            self._take_part_of_bundle(bundle, path)
        elif not path.name.endswith(META):
            self._check_content(path)
        else:
            stem, _, suffix = path.name.removesuffix(META).rpartition(".")
            self._take_meta(path, stem, suffix)

    def finished(self) -> Package:
        for name, whole in self._objects.items():
            self._package.files[f"objects/{name}.object"] = whole.merged("CustomObject", name)
        for name, whole in self._translations.items():
            path = f"objectTranslations/{name}.objectTranslation"
            self._package.files[path] = whole.merged("CustomObjectTranslation", name)
        return self._package

    def _take_meta(self, path: Path, stem: str, suffix: str) -> None:
        if suffix in PARTS:
            element, kind = PARTS[suffix]
            owner = path.parent.parent.name
            self._objects.setdefault(owner, Whole()).add(element, stem, self._content(path))
            self._package.add(kind, f"{owner}.{stem}")
        elif suffix == FIELD_TRANSLATION:
            whole = self._translations.setdefault(path.parent.name, Whole())
            whole.add("fields", "", self._content(path))
        elif suffix in FOLDERS:
            self._package.files[f"{FOLDERS[suffix]}/{stem}{META}"] = self._content(path)
            self._package.add(FOLDER_KINDS[suffix], stem)
        elif suffix in BY_SUFFIX:
            self._take_component(BY_SUFFIX[suffix], path, stem)
        else:
            raise NotConvertible(
                f"{self._project.named(path)} is of a kind that cannot be deployed from here."
            )

    def _take_component(self, kind: Kind, path: Path, stem: str) -> None:
        if kind.name == "CustomObject":
            self._objects.setdefault(stem, Whole()).own = self._content(path)
        elif kind.name == "CustomObjectTranslation":
            self._translations.setdefault(stem, Whole()).own = self._content(path)
        elif kind.form is Form.CONTENT:
            self._take_with_content(kind, path, stem)
        else:
            self._take_plain(kind, path, stem)
            return
        self._package.add(kind.name, stem)

    def _take_plain(self, kind: Kind, path: Path, stem: str) -> None:
        name = f"{path.parent.name}/{stem}" if kind.form is Form.FOLDERED else stem
        content = self._content(path)
        self._package.files[f"{kind.folder}/{name}.{kind.suffix}"] = content
        self._package.add(kind.name, name)
        for label in labels_of(content) if kind.name == "CustomLabels" else ():
            self._package.add("CustomLabel", label)

    def _take_with_content(self, kind: Kind, path: Path, stem: str) -> None:
        code = _content_beside(path, kind, stem)
        if code is None:
            raise NotConvertible(f"{self._project.named(path)} describes a file that is not there.")
        inside = f"{kind.folder}/{stem}.{kind.suffix}"
        self._package.files[inside] = self._content(code)
        self._package.files[inside + META] = self._content(path)

    def _take_part_of_bundle(self, kind: Kind, path: Path) -> None:
        root = path.parent if path.parent.parent.name == kind.folder else path.parent.parent
        inside = path.relative_to(root).as_posix()
        self._package.files[f"{kind.folder}/{root.name}/{inside}"] = self._content(path)
        if path.name.endswith(META):
            self._package.add(kind.name, root.name)

    def _check_content(self, path: Path) -> None:
        """A file that describes nothing must be the content of one that does."""
        beside = [path.with_name(path.name + META), path.with_name(f"{path.stem}.resource{META}")]
        if not any(one.is_file() for one in beside):
            raise NotConvertible(
                f"{self._project.named(path)} has no {META} file beside it, so nobody knows what it is."
            )

    def _content(self, path: Path) -> bytes:
        return self._project.content(path, self._values)


def _content_beside(path: Path, kind: Kind, stem: str) -> Path | None:
    """The file that a `-meta.xml` describes; a static resource's may have any ending."""
    exact = path.with_name(path.name.removesuffix(META))
    if exact.is_file() or kind.name != "StaticResource":
        return exact if exact.is_file() else None
    others = [one for one in path.parent.glob(f"{stem}.*") if one.is_file() and one != path]
    return others[0] if len(others) == 1 else None
