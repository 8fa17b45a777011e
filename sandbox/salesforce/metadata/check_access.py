"""Checks of permission sets, their groups, and external client apps."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from sandbox.salesforce.metadata.components import Component
from sandbox.salesforce.metadata.grants import split_names
from sandbox.salesforce.metadata.nodes import is_true, text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.view import View, missing, problem
from sandbox.salesforce.standard_company import USER_PERMISSIONS

_REFERENCES = (
    ("classAccesses", "apexClass", "ApexClass"),
    ("applicationVisibilities", "application", "CustomApplication"),
    ("tabSettings", "tab", "CustomTab"),
    ("customMetadataTypeAccesses", "name", "CustomObject"),
    ("customSettingAccesses", "name", "CustomObject"),
    ("flowAccesses", "flow", "Flow"),
    ("recordTypeVisibilities", "recordType", "RecordType"),
    ("customPermissions", "name", "CustomPermission"),
)
# A right -> what it cannot be without.
_NEEDS = {
    "allowCreate": ("allowRead",),
    "allowEdit": ("allowRead",),
    "allowDelete": ("allowRead", "allowEdit"),
    "viewAllRecords": ("allowRead",),
    "modifyAllRecords": ("allowRead", "allowEdit", "allowDelete", "viewAllRecords"),
}
_WORDS = {
    "allowRead": "Read",
    "allowCreate": "Create",
    "allowEdit": "Edit",
    "allowDelete": "Delete",
    "viewAllRecords": "Read All",
    "modifyAllRecords": "Modify All",
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1"})


def check_permission_set(one: Component, view: View) -> Iterator[Problem]:
    if not one.text("label"):
        yield problem(one, "Must specify a non-empty label for the PermissionSet")
    for tag, name, of in _REFERENCES:
        for node in one.root.findall(tag):
            yield from missing(one, node, name, of=of, view=view)
    for node in one.root.findall("fieldPermissions"):
        yield from _check_field(one, node, view)
    for node in one.root.findall("userPermissions"):
        if text_of(node, "name") not in USER_PERMISSIONS:
            yield problem(one, f"Unknown user permission: {text_of(node, 'name')}", node)
    yield from _check_objects(one, view)


def _check_objects(one: Component, view: View) -> Iterator[Problem]:
    rights = {text_of(n, "object"): n for n in one.root.findall("objectPermissions")}
    for name, node in rights.items():
        if view.has("CustomObject", name):
            yield from _check_rights(one, name, node)
            yield from _check_master(one, name, rights, view)
        else:
            yield from missing(one, node, "object", of="CustomObject", view=view)


def _check_field(one: Component, node: Element, view: View) -> Iterator[Problem]:
    name = text_of(node, "field")
    if not view.has_field(name):
        yield from missing(one, node, "field", of="CustomField", view=view)
    elif view.is_always_visible(name):
        yield problem(one, f"You cannot deploy to a required field: {name}", node.find("field"))


def _check_rights(one: Component, name: str, node: Element) -> Iterator[Problem]:
    for right, needed in _NEEDS.items():
        lacking = [_WORDS[need] for need in needed if not is_true(node, need)]
        if is_true(node, right) and lacking:
            needs = ", ".join(f"{word} {name}" for word in lacking)
            yield problem(
                one, f"Permission {_WORDS[right]} {name} depends on permission(s): {needs}", node
            )


def _check_master(
    one: Component, name: str, rights: dict[str, Element], view: View
) -> Iterator[Problem]:
    kind = view.object_type(name)
    masters = [f.reference_to[0] for f in kind.fields.values() if f.master_detail] if kind else []
    for master in masters:
        given = rights.get(master)
        if is_true(rights[name], "allowRead") and (
            given is None or not is_true(given, "allowRead")
        ):
            words = f"Permission Read {name} depends on permission(s): Read {master}"
            yield problem(one, words, rights[name])


def check_group(one: Component, view: View) -> Iterator[Problem]:
    for node in one.root.findall("permissionSets"):
        name = (node.text or "").strip()
        if not view.has("PermissionSet", name):
            words = f"In field: permissionSets - no PermissionSet named {name} found"
            yield problem(one, words, node)


def check_app_part(one: Component, view: View) -> Iterator[Problem]:
    """Settings and policies of an external client app, which all name it."""
    yield from missing(
        one, one.root, "externalClientApplication", of="ExternalClientApplication", view=view
    )
    if not one.text("externalClientApplication"):
        yield problem(one, "Required field is missing: externalClientApplication")
    if one.type == "ExtlClntAppCanvasSettings":
        yield from missing(one, one.root, "lifeCycleHandler", of="ApexClass", view=view)
        yield from _check_url(one, "canvasUrl")
    if one.type == "ExtlClntAppGlobalOauthSettings":
        yield from _check_url(one, "callbackUrl")
    for name in split_names(one.text("commaSeparatedPermissionSet")):
        tag = "commaSeparatedPermissionSet"
        yield from missing(one, one.root, tag, of="PermissionSet", view=view, name=name)


def check_address(one: Component, _view: View) -> Iterator[Problem]:
    """A trusted or remote site."""
    yield from _check_url(one, "url" if one.type == "RemoteSiteSetting" else "endpointUrl")


def _check_url(one: Component, tag: str) -> Iterator[Problem]:
    node = one.root.find(tag)
    for url in one.text(tag).split():
        parts = urlsplit(url)
        is_safe = parts.scheme in ("https", "wss") or parts.hostname in _LOOPBACK
        if not is_safe or not parts.hostname:
            yield problem(one, f"{tag}: must be a valid URL that begins with https: {url}", node)
    if not one.text(tag):
        yield problem(one, f"Required field is missing: {tag}", node)
