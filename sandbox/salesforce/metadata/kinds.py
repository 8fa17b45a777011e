"""The metadata types that the sandbox understands: where they lie in a package and how they are spelled.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_types_list.htm
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["plain", "content", "bundle", "foldered"]


@dataclass(frozen=True)
class Kind:
    """One metadata type; `suffix` is also what `-meta.xml` follows in source format."""

    name: str
    folder: str
    suffix: str
    form: Form = "plain"


KINDS = (
    Kind("ApexClass", "classes", "cls", "content"),
    Kind("ApexTrigger", "triggers", "trigger", "content"),
    Kind("StaticResource", "staticresources", "resource", "content"),
    Kind("AuraDefinitionBundle", "aura", "", "bundle"),
    Kind("LightningComponentBundle", "lwc", "", "bundle"),
    Kind("Report", "reports", "report", "foldered"),
    Kind("Dashboard", "dashboards", "dashboard", "foldered"),
    Kind("CustomObject", "objects", "object"),
    Kind("CustomObjectTranslation", "objectTranslations", "objectTranslation"),
    Kind("CustomLabels", "labels", "labels"),
    Kind("CustomMetadata", "customMetadata", "md"),
    Kind("PermissionSet", "permissionsets", "permissionset"),
    Kind("PermissionSetGroup", "permissionsetgroups", "permissionsetgroup"),
    Kind("CustomPermission", "customPermissions", "customPermission"),
    Kind("QuickAction", "quickActions", "quickAction"),
    Kind("Layout", "layouts", "layout"),
    Kind("FlexiPage", "flexipages", "flexipage"),
    Kind("CustomTab", "tabs", "tab"),
    Kind("CustomApplication", "applications", "app"),
    Kind("Flow", "flows", "flow"),
    Kind("FlowDefinition", "flowDefinitions", "flowDefinition"),
    Kind("ReportType", "reportTypes", "reportType"),
    Kind("Translations", "translations", "translation"),
    Kind("CspTrustedSite", "cspTrustedSites", "cspTrustedSite"),
    Kind("RemoteSiteSetting", "remoteSiteSettings", "remoteSite"),
    Kind("NamedCredential", "namedCredentials", "namedCredential"),
    Kind("ExternalCredential", "externalCredentials", "externalCredential"),
    Kind("CustomNotificationType", "notificationtypes", "notiftype"),
    Kind("GlobalValueSet", "globalValueSets", "globalValueSet"),
    Kind("ConnectedApp", "connectedApps", "connectedApp"),
    Kind("ExternalClientApplication", "externalClientApps", "eca"),
    Kind("ExtlClntAppCanvasSettings", "extlClntAppCanvasSettings", "ecaCanvas"),
    Kind("ExtlClntAppOauthSettings", "extlClntAppOauthSettings", "ecaOauth"),
    Kind("ExtlClntAppGlobalOauthSettings", "extlClntAppGlobalOauthSets", "ecaGlblOauth"),
    Kind("ExtlClntAppOauthConfigurablePolicies", "extlClntAppOauthPolicies", "ecaOauthPlcy"),
    Kind("ExtlClntAppConfigurablePolicies", "extlClntAppPolicies", "ecaPlcy"),
)
BY_FOLDER = {kind.folder: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
BY_SUFFIX = {kind.suffix: kind for kind in KINDS if kind.suffix}

# What a CustomObject file holds of components that have a name of their own: tag -> type, file suffix.
CHILDREN = {
    "fields": ("CustomField", "field"),
    "listViews": ("ListView", "listView"),
    "validationRules": ("ValidationRule", "validationRule"),
    "compactLayouts": ("CompactLayout", "compactLayout"),
    "recordTypes": ("RecordType", "recordType"),
    "webLinks": ("WebLink", "webLink"),
    "fieldSets": ("FieldSet", "fieldSet"),
    "indexes": ("Index", "index"),
    "businessProcesses": ("BusinessProcess", "businessProcess"),
    "sharingReasons": ("SharingReason", "sharingReason"),
}
CHILD_TYPES = frozenset(name for name, _suffix in CHILDREN.values())
CHILD_SUFFIXES = {suffix: name for name, suffix in CHILDREN.values()}
FOLDERS = {"Report": "ReportFolder", "Dashboard": "DashboardFolder"}
# Types that a manifest may name besides: parts of a file that is sent as a whole.
LABEL = "CustomLabel"
KNOWN = frozenset(BY_NAME) | CHILD_TYPES | {LABEL} | frozenset(FOLDERS.values())
