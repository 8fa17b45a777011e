"""Each file lies where Salesforce looks for it, under the name that it gives itself, with what belongs beside it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.kinds import KINDS, Kind
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import SOURCES, MetaFile, Project

CHECK = "naming"
API_NAME = re.compile(r"[A-Za-z](_?[A-Za-z0-9])*(__c|__mdt)?")
LONGEST_NAME = 40
# The type's own rules say how these are called.
FREE_NAMES = {
    "CustomFieldTranslation",
    "CustomMetadata",
    "CustomObjectTranslation",
    "Layout",
    "LightningComponentBundle",
    "QuickAction",
    "Translations",
}
# A directory that is deployed by hand, if at all: no package of sfdx-project.json.
SAMPLES = {"legacy-app"}
# What an admin's org has of its own, and a deployment would overwrite.
PAGES = {"Layout": "layout", "FlexiPage": "record page"}


def check(org: Org) -> Iterator[Finding]:
    project = org.project
    for file in project.files:
        yield from check_file(file)
    yield from check_code(project)
    yield from check_bundles(project)
    yield from check_owners(project)
    yield from check_twice(project)
    yield from check_versions(project)
    yield from check_overwriting(project)


def check_file(file: MetaFile) -> Iterator[Finding]:
    if file.kind is None:
        yield Finding(
            file.shown, 0, CHECK, "Salesforce knows no such suffix", f"one of {', '.join(KINDS)}"
        )
        return
    if not is_at_home(file.path, file.kind):
        yield Finding(
            file.shown,
            0,
            CHECK,
            f"a {file.kind.type} does not lie here",
            f"move it to {file.kind.folder}/",
        )
    given = file.root.value("fullName") if file.root and file.kind.type != "CustomLabels" else ""
    if given and given != file.stem:
        yield Finding(
            file.shown,
            file.line_of("fullName"),
            CHECK,
            f"<fullName> is {given}, and the file is called {file.stem}",
            "one of the two is wrong",
        )
    if file.kind.type not in FREE_NAMES and not is_name(file.stem):
        yield Finding(
            file.shown,
            0,
            CHECK,
            f"{file.stem} is no API name",
            f"letters, digits and single underscores, at most {LONGEST_NAME} characters",
        )


def is_name(stem: str) -> bool:
    short = re.sub(r"__(c|mdt)$", "", stem)
    return API_NAME.fullmatch(stem) is not None and len(short) <= LONGEST_NAME


def is_at_home(path: Path, kind: Kind) -> bool:
    folders = path.parts[-2:-6:-1]
    match kind.nature:
        case "object" if kind.type == "CustomObject":
            return folders[1] == "objects" and folders[0] == path.name.removesuffix(kind.ending)
        case "object":
            return folders[0] == kind.folder and folders[2] == "objects"
        case "bundle" | "folder" | "translation":
            return folders[1] == kind.folder
        case _:
            return folders[0] == kind.folder


def check_code(project: Project) -> Iterator[Finding]:
    """Classes and triggers come in pairs with their -meta.xml, and nothing else lies about."""
    present = set(project.sources)
    for file in project.files:
        if file.kind and file.kind.nature == "code":
            source = file.path.with_name(file.path.name.removesuffix("-meta.xml"))
            if source not in present:
                yield Finding(
                    file.shown,
                    0,
                    CHECK,
                    f"there is no {source.name} beside it",
                    "add it, or delete this",
                )
    for path in project.sources:
        if path.suffix in (".cls", ".trigger"):
            meta = path.with_name(f"{path.name}-meta.xml")
            if meta not in present:
                yield missing_meta(project, path, meta=meta.name)
        elif path.suffix not in SOURCES and not path.name.endswith(("-meta.xml", "README.md")):
            yield Finding(
                project.shown(path),
                0,
                CHECK,
                "Salesforce knows no such file",
                "move it out of the package",
            )


def missing_meta(project: Project, path: Path, *, meta: str) -> Finding:
    return Finding(project.shown(path), 0, CHECK, f"{meta} is missing", f"write {meta} beside it")


def check_bundles(project: Project) -> Iterator[Finding]:
    """Aura and LWC bundles: a folder, its main file of the same name, and its -meta.xml."""
    present = set(project.sources)
    for kind, endings in (("aura", (".cmp", ".evt", ".intf")), ("lwc", (".js",))):
        bundles = {path.parent for path in project.sources if path.parent.parent.name == kind}
        for bundle in sorted(bundles):
            main = [bundle / f"{bundle.name}{ending}" for ending in endings]
            found = [path for path in main if path in present]
            if not found:
                yield Finding(
                    project.shown(bundle), 0, CHECK, f"{main[0].name} is missing", "a bundle has it"
                )
            for path in found:
                meta = path.with_name(f"{path.name}-meta.xml")
                if meta not in present:
                    yield missing_meta(project, path, meta=meta.name)


def check_owners(project: Project) -> Iterator[Finding]:
    lost = {
        path.relative_to(project.root).parts[0]: path
        for path in project.sources
        if not project.is_packed(path)
    }
    for directory, path in lost.items():
        if directory not in SAMPLES:
            wrong = f"no package directory holds {directory}, so it is never deployed"
            remedy = f"name {directory} in sfdx-project.json, or move its files"
            yield Finding(project.shown(path), 0, CHECK, wrong, remedy)
    for package in project.packages:
        if not package.is_dir():
            yield Finding(
                "sfdx-project.json",
                0,
                CHECK,
                f"{package.name} is no directory",
                "make it, or take it out",
            )


def check_twice(project: Project) -> Iterator[Finding]:
    """What two packages bring overwrites itself; an object may get fields from several."""
    counted = Counter(
        (file.kind.type, file.name)
        for file in project.files
        if file.kind and not (file.kind.type == "CustomObject" and "__" not in file.stem)
    )
    for file in project.files:
        if file.kind and counted[file.kind.type, file.name] > 1:
            yield Finding(
                file.shown,
                0,
                CHECK,
                f"{file.kind.type} {file.name} is there twice",
                "keep one of them",
            )


def check_versions(project: Project) -> Iterator[Finding]:
    wanted = project.settings["sourceApiVersion"]
    for file in project.files:
        given = file.root.value("apiVersion") if file.root else ""
        if given and given != wanted:
            yield Finding(
                file.shown,
                file.line_of("apiVersion"),
                CHECK,
                f"API version {given} here, {wanted} in sfdx-project.json",
                f"write {wanted}",
            )


def check_overwriting(project: Project) -> Iterator[Finding]:
    """Nothing of the project replaces what customers made of their standard objects."""
    for file, root in project.of("Layout", "FlexiPage"):
        owner = file.stem.split("-")[0] if root.name == "Layout" else root.value("sobjectType")
        if owner and "__" not in owner:
            yield Finding(
                file.shown,
                root.line,
                CHECK,
                f"would overwrite a customer's {PAGES[root.name]} of {owner}",
                "take it out and tell admins in the guide what to add",
            )
    for path in project.sources:
        if path.parent.name in ("profiles", "standardValueSets"):
            yield Finding(
                project.shown(path),
                0,
                CHECK,
                "would overwrite what customers set",
                "use a permission set",
            )
