"""Permission sets and external client apps, as their components describe them.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalclientapplication.htm
"""

from xml.etree.ElementTree import Element

from sandbox.salesforce.metadata.components import Component, Components, of_type
from sandbox.salesforce.metadata.nodes import is_true, text_of, texts_of
from sandbox.salesforce.schema import ClientApp, PermissionSet, PermissionSetGroup

OBJECT_RIGHTS = (
    "allowRead", "allowCreate", "allowEdit", "allowDelete", "viewAllRecords", "modifyAllRecords",
    "viewAllFields",
)  # fmt: skip
FIELD_RIGHTS = ("readable", "editable")


def permission_sets(components: Components) -> dict[str, PermissionSet]:
    return {one.name: _permission_set(one) for one in of_type(components, "PermissionSet")}


def permission_set_groups(components: Components) -> dict[str, PermissionSetGroup]:
    return {
        one.name: PermissionSetGroup(
            one.name, one.text("label", one.name), tuple(texts_of(one.root, "permissionSets"))
        )
        for one in of_type(components, "PermissionSetGroup")
    }


def client_apps(components: Components) -> dict[str, ClientApp]:
    """Every external client app with whatever settings and policies name it."""
    return {
        one.name: _client_app(one, components)
        for one in of_type(components, "ExternalClientApplication")
    }


def split_names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


def _permission_set(component: Component) -> PermissionSet:
    root = component.root
    return PermissionSet(
        name=component.name,
        label=component.text("label", component.name),
        objects=_rights(root, "objectPermissions", "object", OBJECT_RIGHTS),
        fields=_rights(root, "fieldPermissions", "field", FIELD_RIGHTS),
        classes=_enabled(root, "classAccesses", "apexClass"),
        user_permissions=_enabled(root, "userPermissions", "name"),
        custom_types=_enabled(root, "customMetadataTypeAccesses", "name")
        | _enabled(root, "customSettingAccesses", "name"),
        flows=_enabled(root, "flowAccesses", "flow"),
        tabs=frozenset(text_of(node, "tab") for node in root.findall("tabSettings")),
        applications=_enabled(root, "applicationVisibilities", "application", flag="visible"),
    )


def _rights(
    root: Element, tag: str, named: str, rights: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    return {
        text_of(node, named): frozenset(right for right in rights if is_true(node, right))
        for node in root.findall(tag)
    }


def _enabled(root: Element, tag: str, named: str, *, flag: str = "enabled") -> frozenset[str]:
    return frozenset(text_of(node, named) for node in root.findall(tag) if is_true(node, flag))


def _client_app(app: Component, components: Components) -> ClientApp:
    parts = {
        one.type: one
        for one in components.values()
        if one.type.startswith("ExtlClntApp") and one.text("externalClientApplication") == app.name
    }
    policy = parts.get("ExtlClntAppConfigurablePolicies")
    oauth = parts.get("ExtlClntAppOauthConfigurablePolicies")
    plugged = policy is not None and is_true(policy.root, "isOauthPluginEnabled")
    canvas = parts.get("ExtlClntAppCanvasSettings")
    shows = (
        canvas is not None and policy is not None and is_true(policy.root, "isCanvasPluginEnabled")
    )
    overall = parts.get("ExtlClntAppGlobalOauthSettings")
    return ClientApp(
        name=app.name,
        label=app.text("label", app.name),
        is_enabled=policy is not None and is_true(policy.root, "isEnabled"),
        canvas_url=canvas.text("canvasUrl") if canvas and shows else "",
        lifecycle_class=canvas.text("lifeCycleHandler") if canvas else "",
        callback_urls=tuple((overall.text("callbackUrl") if overall else "").split()),
        has_oauth=plugged and "ExtlClntAppOauthSettings" in parts and overall is not None,
        is_pre_authorized=oauth is not None
        and oauth.text("permittedUsersPolicyType") == "AdminApprovedPreAuthorized",
        permission_sets=frozenset(
            split_names(oauth.text("commaSeparatedPermissionSet")) if oauth else ()
        ),
    )
