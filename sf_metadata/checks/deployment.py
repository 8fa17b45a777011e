"""What sfdx-project.json and the manifests promise is what the project holds."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node, parse
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import Project

CHECK = "deployment"
PROJECT_FILE = "sfdx-project.json"
PACKED = ("force-app", "setup-app")  # what the manifests deploy and take away
# What deploys inside its object: a manifest that names the object may leave it out.
INSIDE = {
    *("CompactLayout CustomField FieldSet ListView RecordType SharingReason".split()),
    *("ValidationRule WebLink".split()),
}
# What goes with the object it belongs to.
GO_WITH_THEIR_OBJECT = {"CustomMetadata", "Layout"}
# Files that deploy inside another component.
PARTS = {"CustomFieldTranslation"}
FOLDERS = {"ReportFolder": "Report", "DashboardFolder": "Dashboard"}
MANIFEST = "manifest/package.xml"
UNDEPLOY = "manifest/undeploy/destructiveChangesPost.xml"
REMEDY = "python3 scripts/manifest.py"


def check(org: Org) -> Iterator[Finding]:
    yield from check_replacements(org.project)
    for name in (MANIFEST, UNDEPLOY):
        yield from check_manifest(org, org.project.root / name)


# ------------------------------------------------------------------ replacements


def check_replacements(project: Project) -> Iterator[Finding]:
    replaced: dict[str, set[Path]] = {}
    for one in project.settings.get("replacements", []):
        files = matching(project, one)
        hits = {path for path in files if one["stringToReplace"] in path.read_text("utf-8")}
        if not hits:
            where = one.get("glob", one.get("filename"))
            yield Finding(
                PROJECT_FILE,
                0,
                CHECK,
                f"the replacement of {one['stringToReplace']} in {where} finds nothing",
                "correct the path, or take it out",
            )
        replaced.setdefault(one["stringToReplace"], set()).update(hits)
    for text, hits in replaced.items():
        for path in project.sources:
            if path in hits or not project.is_packed(path):
                continue
            if text.encode() in path.read_bytes():
                yield Finding(
                    project.shown(path),
                    0,
                    CHECK,
                    f"says {text}, and nothing replaces it",
                    f"add it to {PROJECT_FILE}",
                )


def matching(project: Project, replacement: dict[str, Any]) -> list[Path]:
    if "filename" in replacement:
        path = project.root / replacement["filename"]
        return [path] if path.is_file() else []
    return [path for path in project.root.glob(replacement["glob"]) if path.is_file()]


# ------------------------------------------------------------------ manifests


def check_manifest(org: Org, path: Path) -> Iterator[Finding]:
    shown = org.project.shown(path)
    if not path.is_file():
        yield Finding(shown, 0, CHECK, "the manifest is missing", REMEDY)
        return
    try:
        root = parse(path.read_bytes())
    except SAXParseException as error:
        yield Finding(
            shown,
            error.getLineNumber() or 1,
            CHECK,
            f"not well-formed: {error.getMessage()}",
            REMEDY,
        )
        return
    version = root.first("version")
    wanted = org.project.settings["sourceApiVersion"]
    if version is None or version.text != wanted:
        yield Finding(
            shown, version.line if version else 0, CHECK, "another API version", f"write {wanted}"
        )
    yield from check_members(org, shown, named=members(root))


def members(root: Node) -> dict[tuple[str, str], int]:
    """What a manifest names, and where; versions of flows count as their flow."""
    named = {}
    for types in root.all("types"):
        type_ = types.value("name")
        for member in types.all("members"):
            name = re.sub(r"-\d+$", "", member.text) if type_ == "Flow" else member.text
            named[type_, name] = member.line
    return named


def check_members(org: Org, shown: str, *, named: dict[tuple[str, str], int]) -> Iterator[Finding]:
    held = set(components(org))
    for (type_, name), line in named.items():
        if (type_, name) not in held:
            yield Finding(shown, line, CHECK, f"names {type_} {name}, which is not there", REMEDY)
    wanted = {one for one in held if is_wanted(org, *one, is_removal=shown == UNDEPLOY)}
    for type_, name in sorted(wanted - set(named)):
        yield Finding(shown, 0, CHECK, f"leaves out {type_} {name}", REMEDY)


def components(org: Org) -> Iterator[tuple[str, str]]:
    """Type and name of everything that the manifests are about."""
    for file in org.project.files:
        if file.kind is None or file.root is None or not file.shown.startswith(PACKED):
            continue
        if file.kind.type == "CustomLabels":
            yield from (
                ("CustomLabel", label.value("fullName")) for label in file.root.all("labels")
            )
        if file.kind.type in FOLDERS:
            yield FOLDERS[file.kind.type], file.stem
        elif file.kind.type not in PARTS:
            yield file.kind.type, file.name


def is_wanted(org: Org, type_: str, name: str, *, is_removal: bool) -> bool:
    """Whether a manifest has to name this: not what comes and goes with something that it names."""
    if type_ in INSIDE:
        return name.split(".")[0] not in org.own_objects
    if type_ == "CustomObject":
        return name in org.own_objects
    if is_removal:
        return type_ not in GO_WITH_THEIR_OBJECT | {"CustomLabels"}
    return type_ != "CustomLabel"
