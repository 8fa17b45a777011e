"""Destructive changes: what a deletion takes along, and what stands in its way.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deploy_deleting_files.htm
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sandbox.salesforce.metadata.components import Component, Components, Key
from sandbox.salesforce.metadata.kinds import FOLDERS
from sandbox.salesforce.metadata.nodes import Node, text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.org import Org

_FLOW_VERSION = re.compile(r"(?P<name>\w+)-\d+")
_WORDS = {
    "CustomObject": "custom object",
    "CustomField": "custom field",
    "ApexClass": "apex class",
    "CustomLabel": "custom label",
    "AuraDefinitionBundle": "Lightning component bundle",
    "LightningComponentBundle": "Lightning web component bundle",
    "PermissionSet": "permission set",
    "QuickAction": "action",
    "Flow": "flow",
}
# In permission sets and apps: the tag whose entry goes when what its child names goes.
_ENTRIES = (
    ("objectPermissions", "object", "CustomObject"),
    ("fieldPermissions", "field", "CustomField"),
    ("tabSettings", "tab", "CustomTab"),
    ("classAccesses", "apexClass", "ApexClass"),
    ("applicationVisibilities", "application", "CustomApplication"),
    ("customMetadataTypeAccesses", "name", "CustomObject"),
    ("customSettingAccesses", "name", "CustomObject"),
    ("flowAccesses", "flow", "Flow"),
    ("recordTypeVisibilities", "recordType", "RecordType"),
)
# In translations: the tag whose words go with what they are the words of, and the child that names it.
_WORDS_OF_ORG = {
    "customApplications": ("CustomApplication", "name"),
    "customLabels": ("CustomLabel", "name"),
    "customTabs": ("CustomTab", "name"),
    "flowDefinitions": ("Flow", "fullName"),
    "quickActions": ("QuickAction", "name"),
    "reportTypes": ("ReportType", "name"),
}
_WORDS_OF_OBJECT = {
    "fields": ("CustomField", "."),
    "layouts": ("Layout", "-"),
    "quickActions": ("QuickAction", "."),
    "sharingReasons": ("SharingReason", "."),
    "validationRules": ("ValidationRule", "."),
}
_TRANSLATIONS = ("CustomObjectTranslation", "Translations")


def spelled(key: Key) -> Key:
    """The component that a member of a manifest means: flows come with their version, folders as reports."""
    type_name, name = key
    if type_name in FOLDERS and "/" not in name:
        return (FOLDERS[type_name], name)
    match = _FLOW_VERSION.fullmatch(name) if type_name == "Flow" else None
    return ("Flow", match["name"]) if match else key


def words_for(type_name: str) -> str:
    return _WORDS.get(type_name, type_name)


def obstacle(org: Org, component: Component) -> str:
    """Why this one cannot be deleted as things are; empty when it can."""
    if component.type == "Flow" and component.text("status") == "Active":
        return "insufficient access rights on cross-reference id"
    if component.type == "PermissionSet":
        row = next(
            (r for r in org.rows("PermissionSet").values() if r["Name"] == component.name), None
        )
        assigned = org.rows("PermissionSetAssignment").values()
        if row and any(one.get("PermissionSetId") == row["Id"] for one in assigned):
            return "Cannot delete a permission set that is assigned to users. Remove the assignments and try again."
    return ""


def remove(components: Components, keys: set[Key]) -> Components:
    """The components without these and without all that cannot be without them."""
    gone = keys | {key for key, one in components.items() if _goes_along(one, keys)}
    left = {key: _cleaned(one, gone) for key, one in components.items() if key not in gone}
    # A translation of nothing is no component.
    return {
        key: one
        for key, one in left.items()
        if len(one.root) or one.type not in _TRANSLATIONS or one is components[key]
    }


def _goes_along(one: Component, keys: set[Key]) -> bool:
    """Parts of a deleted object and what is only about it go with it."""
    owner = one.name.partition("-" if one.type in ("Layout", "CustomObjectTranslation") else ".")[0]
    if one.type == "CustomMetadata":
        owner += "__mdt"
    if one.type == "CustomTab" and one.text("customObject") == "true":
        owner = one.name
    if one.type.startswith("ExtlClntApp"):
        return ("ExternalClientApplication", one.text("externalClientApplication")) in keys
    return one.type != "CustomObject" and ("CustomObject", owner) in keys


def _cleaned(one: Component, gone: set[Key]) -> Component:
    """Without the entries that name what is gone; Salesforce takes them out by itself."""
    if one.type not in ("PermissionSet", "CustomApplication", *_TRANSLATIONS):
        return one
    kept = [node for node in one.root if not _is_dead(one, node, gone)]
    if len(kept) == len(one.root):
        return one
    root = Node(one.root.tag)
    root.line, root.column = one.root.line, one.root.column
    root.extend(kept)
    return Component(one.type, one.name, root, one.path, one.files)


def _is_dead(one: Component, node: Element, gone: set[Key]) -> bool:
    if one.type == "CustomApplication":
        return node.tag == "tabs" and ("CustomTab", (node.text or "").strip()) in gone
    if one.type == "CustomObjectTranslation" and node.tag in _WORDS_OF_OBJECT:
        of, joint = _WORDS_OF_OBJECT[node.tag]
        name = text_of(node, "layout" if of == "Layout" else "name")
        return (of, f"{one.name.rpartition('-')[0]}{joint}{name}") in gone
    if one.type == "Translations" and node.tag in _WORDS_OF_ORG:
        of, child = _WORDS_OF_ORG[node.tag]
        return (of, text_of(node, child)) in gone
    return any(_names(node, child, of, gone) for tag, child, of in _ENTRIES if node.tag == tag)


def _names(node: Element, child: str, of: str, gone: set[Key]) -> bool:
    name = text_of(node, child)
    if (of, name) in gone:
        return True
    # Fields of Activity are named by Event and Task; fields of a deleted object go with it.
    object_name, _, field = name.partition(".")
    if of != "CustomField":
        return False
    is_activity = object_name in ("Event", "Task") and ("CustomField", f"Activity.{field}") in gone
    return is_activity or ("CustomObject", object_name) in gone


def blocked(problems: list[Problem], *, deleted: set[Key]) -> Iterator[Problem]:
    """The refusals of what would remain, told as Salesforce tells them: of what was to be deleted."""
    for refused in problems:
        cause = next((key for key in sorted(deleted) if _is_named(key, refused.words)), None)
        if cause is None:
            yield refused
            continue
        what = words_for(cause[0])
        user = f"{words_for(refused.type).capitalize()} - {refused.name}"
        words = f"This {what} is referenced elsewhere in salesforce.com. Remove the usage and try again. : {user}"
        yield Problem(cause[0], cause[1], "", words)


def _is_named(key: Key, words: str) -> bool:
    name = key[1].rpartition(".")[2]
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
