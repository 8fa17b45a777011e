"""Takes Handoff out of an org: what would be lost, who must be unassigned first, what is deleted."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from handoff.deploy.kinds import NAMESPACE, PARTS
from handoff.deploy.packaging import Members, Package

MOST_FLOW_VERSIONS = 50
_BATCH = 200
_GOES_WITH_ITS_OBJECT = frozenset({"Layout", "CustomMetadata"})
_OWN_OBJECTS = ("__c", "__mdt")
_PART_KINDS = frozenset(kind for _element, kind in PARTS.values())


def removal_of(package: Package) -> Package:
    """Return the deployment that deletes everything that a package brings.

    Flows are switched off in the same deployment and deleted version by version afterwards:
    Salesforce deletes no active one, and none by its bare name.
    """
    removal = Package(package.api_version)
    owned = {
        name for name in package.members.get("CustomObject", ()) if name.endswith(_OWN_OBJECTS)
    }
    for kind, names in package.members.items():
        kept = {name for name in names if not _goes_along(kind, name, owned)}
        if kind == "Flow":
            _switch_off(removal, kept)
            kept = {f"{name}-{n}" for name in kept for n in range(1, MOST_FLOW_VERSIONS + 1)}
        if kept and kind != "CustomLabels":
            removal.deletions[kind] = kept
    return removal


def _goes_along(kind: str, name: str, owned: set[str]) -> bool:
    owner = name.partition("-" if kind in ("Layout", "CustomObjectTranslation") else ".")[0]
    if kind == "CustomMetadata":
        owner += "__mdt"
    if kind == "CustomObject":
        return name not in owned
    is_part = (
        kind in _PART_KINDS or kind in _GOES_WITH_ITS_OBJECT or kind == "CustomObjectTranslation"
    )
    return is_part and owner in owned


def _switch_off(removal: Package, flows: Iterable[str]) -> None:
    for name in flows:
        removal.files[f"flowDefinitions/{name}.flowDefinition"] = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<FlowDefinition xmlns="{NAMESPACE}">\n'
            "    <activeVersionNumber>0</activeVersionNumber>\n"
            f"    <description>{escape(name)} is being removed.</description>\n"
            "</FlowDefinition>\n"
        ).encode()
        removal.add("FlowDefinition", name)


def losses(salesforce: Salesforce, deletions: Members) -> Iterator[tuple[str, int]]:
    """Yield each object whose records go with it, and how many there are; nothing for absent ones."""
    for name in sorted(deletions.get("CustomObject", ())):
        if not name.endswith("__c"):
            continue
        try:
            answer = salesforce.query(f"SELECT COUNT() FROM {name}")  # noqa: S608 (our own names)
        except SalesforceError:
            continue
        if answer["totalSize"]:
            yield name, int(answer["totalSize"])


def assignments(salesforce: Salesforce, deletions: Members) -> list[str]:
    """Return the ids of what ties users and groups to the permission sets: Salesforce deletes none in use."""
    names = ", ".join(f"'{name}'" for name in sorted(deletions.get("PermissionSet", ())))
    if not names:
        return []
    found: list[str] = []
    for name in ("PermissionSetAssignment", "PermissionSetGroupComponent"):
        query = f"SELECT Id FROM {name} WHERE PermissionSet.Name IN ({names})"  # noqa: S608 (our own names)
        found += [str(row["Id"]) for row in salesforce.query_all(query)["records"]]
    return found


def unassign(salesforce: Salesforce, ids: list[str]) -> list[str]:
    """Delete assignments; returns the words of those that could not be."""
    refused: list[str] = []
    for start in range(0, len(ids), _BATCH):
        answers: Any = salesforce.restful(
            "composite/sobjects",
            method="DELETE",
            params={"ids": ",".join(ids[start : start + _BATCH]), "allOrNone": "false"},
        )
        refused += [
            str(one["errors"][0]["message"])
            for one in answers
            if not one["success"] and one["errors"]
        ]
    return refused
