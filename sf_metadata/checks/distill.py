"""Writes distilled/*.json anew from npm packages: python -m sf_metadata.checks.distill (needs node_modules and a JDK)."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sf_metadata.checks.kinds import TYPES

HERE = Path(__file__).resolve().parent
MODULES = HERE.parent / "node_modules" / "@salesforce"
SOBJECTS = "com.nawforce.runforce.SObjects"

# The standard objects that an org of any edition has and that Handoff may name.
STANDARD_OBJECTS = """
Account AccountContactRelation Asset BusinessHours Campaign CampaignMember Case Contact Contract
CustomPermission Event EventRelation FieldPermissions FlowDefinitionView Group GroupMember Holiday
Individual Lead Name ObjectPermissions OpportunityContactRole Opportunity Order Organization
PermissionSet PermissionSetAssignment PermissionSetGroup PermissionSetGroupComponent Product2
Profile QueueSobject RecordType SetupEntityAccess Task User UserLicense UserRecordAccess UserRole
""".split()


def main() -> None:
    write("metadata.json", {"source": version("types"), **metadata_types()})
    write("standard_objects.json", {"source": jar().name, "objects": standard_objects()})
    write("components.json", {"source": version("aura-language-server"), **components()})


def version(package: str) -> str:
    described = json.loads((MODULES / package / "package.json").read_text())
    return f"{described['name']} {described['version']} ({described['license']})"


def write(name: str, content: dict[str, Any]) -> None:
    """One line for each type or object: a change can be read."""
    parts = []
    for key, value in content.items():
        if isinstance(value, dict):
            rows = ",\n".join(
                f"{json.dumps(one)}: {json.dumps(value[one], sort_keys=True)}"
                for one in sorted(value)
            )
            parts.append(f"{json.dumps(key)}: {{\n{rows}\n}}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    (HERE / "distilled" / name).write_text("{\n" + ",\n".join(parts) + "\n}\n")


# ------------------------------------------------------------------ metadata types


def metadata_types() -> dict[str, Any]:
    """Every type that KINDS names and all that it refers to: element → [type, is a list, is optional]."""
    source = (MODULES / "types" / "lib" / "metadata.d.ts").read_text()
    parents, own = declared_types(source)
    enums = dict(declared_enums(source))
    types: dict[str, Any] = {}
    used: dict[str, list[str]] = {}
    todo = list(TYPES)
    while todo:
        name = todo.pop()
        if name in enums:
            used[name] = enums[name]
        elif name in own and name not in types:
            types[name] = inherited(name, parents=parents, own=own)
            todo += [element[0] for element in types[name].values()]
    return {"types": types, "enums": used}


def declared_types(source: str) -> tuple[dict[str, str], dict[str, dict[str, list[Any]]]]:
    parents, own = {}, {}
    for name, ancestry, body in re.findall(
        r"export type (\w+) = ([^;{]*?)\{\n(.*?)\n?\};", source, re.DOTALL
    ):
        parents[name] = ancestry.replace("&", " ").strip()
        own[name] = {
            element: [kind.removesuffix("[]"), kind.endswith("[]"), bool(optional)]
            for element, optional, kind in re.findall(
                r"^\s+(\w+)(\??): (.+?);$", body, re.MULTILINE
            )
        }
    for name, alias in re.findall(r"^export type (\w+) = (\w+);$", source, re.MULTILINE):
        if alias in own:
            parents[name], own[name] = alias, {}
    own.setdefault("Metadata", {"fullName": ["string", False, True]})
    return parents, own


def declared_enums(source: str) -> Iterator[tuple[str, list[str]]]:
    for name, values in re.findall(r"export type (\w+) = ((?:'[^']*'(?: \| )?)+);", source):
        yield name, re.findall(r"'([^']*)'", values)


def inherited(
    name: str, *, parents: dict[str, str], own: dict[str, dict[str, list[Any]]]
) -> dict[str, list[Any]]:
    elements: dict[str, list[Any]] = {}
    while name:
        elements = own.get(name, {}) | elements
        name = parents.get(name, "")
    return elements


# ------------------------------------------------------------------ standard objects


def jar() -> Path:
    (found,) = (MODULES / "code-analyzer-pmd-engine" / "dist" / "java-lib").glob(
        "sobject-types-*.jar"
    )
    return found


def standard_objects() -> dict[str, dict[str, str]]:
    """Field or relationship → its Apex type; a relationship's type is an object, a child's a list."""
    javap = shutil.which("javap")
    if javap is None:
        raise SystemExit("javap is missing: install a JDK (package default-jdk-headless).")
    printed = subprocess.run(
        [javap, "-cp", str(jar()), *(f"{SOBJECTS}.{name}" for name in STANDARD_OBJECTS)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    objects = {}
    for name, body in re.findall(
        rf"class {SOBJECTS}\.(\w+) extends [^{{]+\{{(.*?)\n\}}", printed, re.DOTALL
    ):
        members = re.findall(
            r"^  public com\.nawforce\.runforce\.([\w.]+(?:\[\])?) (\w+);", body, re.MULTILINE
        )
        objects[name] = {
            field: kind.rpartition(".")[2]
            for kind, field in members
            if not kind.endswith("[]") or kind.rpartition(".")[2][:-2] in STANDARD_OBJECTS
        }
    return objects


# ------------------------------------------------------------------ components


def components() -> dict[str, Any]:
    """Aura's and LWC's own components with their attributes."""
    resources = MODULES / "aura-language-server" / "lib" / "resources"
    return {
        "aura": {
            name: {"type": one["type"], "attributes": attribute_names(one)}
            for name, one in json.loads((resources / "aura-standard.json").read_text()).items()
        },
        "lwc": stubs()
        | {
            name: attribute_names(one)
            for name, one in json.loads((resources / "lwc-standard.json").read_text()).items()
            if name.startswith("lightning-")
        },
    }


def stubs() -> dict[str, list[str]]:
    """Components that are newer than the list, from what Jest knows of them."""
    found = {}
    for script in (MODULES / "sfdx-lwc-jest" / "src" / "lightning-stubs").glob("*/*.js"):
        name = re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", script.stem)
        text = script.read_text()
        if "extends LightningElement" in text:
            found[f"lightning-{name}"] = sorted(set(re.findall(r"@api\s+(\w+)", text)))
    return found


def attribute_names(component: dict[str, Any]) -> list[str]:
    return sorted({one["name"] for one in component.get("attributes", [])})


if __name__ == "__main__":
    main()
