"""Writes manifest/ from what the project holds: what is deployed, and what an undeployment takes away.

scripts/manifest.py writes; scripts/manifest.py --check only says whether the files are up to date.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("force-app", "setup-app")
API_VERSION = "67.0"
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"

TYPES = {
    "app": "CustomApplication",
    "cls": "ApexClass",
    "cspTrustedSite": "CspTrustedSite",
    "customPermission": "CustomPermission",
    "dashboard": "Dashboard",
    "dashboardFolder": "Dashboard",
    "eca": "ExternalClientApplication",
    "ecaCanvas": "ExtlClntAppCanvasSettings",
    "ecaGlblOauth": "ExtlClntAppGlobalOauthSettings",
    "ecaOauth": "ExtlClntAppOauthSettings",
    "ecaOauthPlcy": "ExtlClntAppOauthConfigurablePolicies",
    "ecaPlcy": "ExtlClntAppConfigurablePolicies",
    "flexipage": "FlexiPage",
    "flow": "Flow",
    "labels": "CustomLabels",
    "layout": "Layout",
    "md": "CustomMetadata",
    "namedCredential": "NamedCredential",
    "object": "CustomObject",
    "permissionset": "PermissionSet",
    "permissionsetgroup": "PermissionSetGroup",
    "quickAction": "QuickAction",
    "remoteSite": "RemoteSiteSetting",
    "report": "Report",
    "reportFolder": "Report",
    "reportType": "ReportType",
    "tab": "CustomTab",
    "trigger": "ApexTrigger",
}
BUNDLES = {"aura": "AuraDefinitionBundle", "lwc": "LightningComponentBundle"}
# What belongs to an object of our own goes with it.
GO_WITH_THEIR_OBJECT = {"CustomMetadata", "Layout"}
# Salesforce deletes a flow version by version, and none that is active; versions that an org does
# not have are warnings. Each deployment of a changed flow makes a version.
FLOW_VERSIONS = range(1, 10)

Members = Mapping[str, set[str]]


def held() -> dict[str, set[str]]:
    """Return the members of every type, as package.xml names them."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        root = PROJECT / package / "main" / "default"
        for path in sorted(root.rglob("*-meta.xml")):
            for kind, member in _members(path, root):
                found.setdefault(kind, set()).add(member)
    return found


def _members(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    folder = path.relative_to(root).parts[0]
    name, _, suffix = path.name.removesuffix("-meta.xml").rpartition(".")
    if folder in BUNDLES:
        yield BUNDLES[folder], path.parent.name
    elif suffix == "field" and not path.parent.parent.name.endswith(("__c", "__mdt")):
        yield "CustomField", f"{path.parent.parent.name}.{name}"
    elif suffix in ("dashboard", "report"):
        yield TYPES[suffix], f"{path.parent.name}/{name}"
    elif suffix in TYPES:
        yield TYPES[suffix], name
    elif folder != "objects":
        raise SystemExit(f"{path} is of a kind that scripts/manifest.py does not know.")


def taken_away(members: Members) -> dict[str, set[str]]:
    """Return what has to be named so that an org is left without Handoff."""
    gone = {kind: set(names) for kind, names in members.items() if kind not in GO_WITH_THEIR_OBJECT}
    gone.pop("CustomLabels", None)
    gone["CustomLabel"] = set(_labels())
    gone["Flow"] = {
        f"{flow}-{version}" for flow in members.get("Flow", ()) for version in FLOW_VERSIONS
    }
    return gone


def _labels() -> Iterator[str]:
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.labels-meta.xml"):
            root = ElementTree.parse(path).getroot()  # noqa: S314 (the project's own files)
            yield from (node.text or "" for node in root.iter(f"{{{NAMESPACE}}}fullName"))


def manifest(members: Members) -> str:
    """Return a package.xml or destructiveChanges.xml."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<Package xmlns="{NAMESPACE}">']
    for kind in sorted(members):
        lines.append("    <types>")
        lines += [f"        <members>{escape(name)}</members>" for name in sorted(members[kind])]
        lines += [f"        <name>{kind}</name>", "    </types>"]
    return "\n".join([*lines, f"    <version>{API_VERSION}</version>", "</Package>", ""])


def inactive_flow() -> str:
    """Return a flow definition that switches its flow off."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<FlowDefinition xmlns="{NAMESPACE}">\n'
        "    <activeVersionNumber>0</activeVersionNumber>\n"
        "</FlowDefinition>\n"
    )


def files() -> dict[Path, str]:
    """Return every file of manifest/ and what has to stand in it."""
    members = held()
    flows = members.get("Flow", set())
    folder = PROJECT / "manifest"
    undeploy = folder / "undeploy"
    return {
        folder / "package.xml": manifest(members),
        undeploy / "package.xml": manifest({"FlowDefinition": flows}),
        undeploy / "destructiveChangesPost.xml": manifest(taken_away(members)),
        **{
            undeploy / "flowDefinitions" / f"{flow}.flowDefinition": inactive_flow()
            for flow in flows
        },
    }


def main(arguments: list[str]) -> int:
    """Write the files, or say which ones are not as they should be."""
    stale = [
        path
        for path, text in files().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            sys.stdout.write(f"{path.relative_to(PROJECT)} is stale: run scripts/manifest.py\n")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files()[path], encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(PROJECT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
