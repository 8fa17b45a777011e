"""The metadata types of the project: their folder in a package, their suffix, how their files lie.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_types_list.htm
"""

from dataclasses import dataclass
from enum import StrEnum

META = "-meta.xml"
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"


class Form(StrEnum):
    """How a component lies in a project: one file, a file with its content, a folder, a file in a folder."""

    PLAIN = "plain"
    CONTENT = "content"
    BUNDLE = "bundle"
    FOLDERED = "foldered"


@dataclass(frozen=True)
class Kind:
    """One metadata type."""

    name: str
    folder: str
    suffix: str
    form: Form = Form.PLAIN


KINDS = (
    Kind("ApexClass", "classes", "cls", Form.CONTENT),
    Kind("ApexTrigger", "triggers", "trigger", Form.CONTENT),
    Kind("StaticResource", "staticresources", "resource", Form.CONTENT),
    Kind("AuraDefinitionBundle", "aura", "", Form.BUNDLE),
    Kind("LightningComponentBundle", "lwc", "", Form.BUNDLE),
    Kind("Report", "reports", "report", Form.FOLDERED),
    Kind("Dashboard", "dashboards", "dashboard", Form.FOLDERED),
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
BY_SUFFIX = {kind.suffix: kind for kind in KINDS if kind.suffix}
BUNDLES = {kind.folder: kind for kind in KINDS if kind.form is Form.BUNDLE}
FOLDERS = {"reportFolder": "reports", "dashboardFolder": "dashboards"}
FOLDER_KINDS = {"reportFolder": "Report", "dashboardFolder": "Dashboard"}

# Parts of an object that lie in files of their own: suffix -> (element in the object's file, type).
PARTS = {
    "businessProcess": ("businessProcesses", "BusinessProcess"),
    "compactLayout": ("compactLayouts", "CompactLayout"),
    "field": ("fields", "CustomField"),
    "fieldSet": ("fieldSets", "FieldSet"),
    "index": ("indexes", "Index"),
    "listView": ("listViews", "ListView"),
    "recordType": ("recordTypes", "RecordType"),
    "sharingReason": ("sharingReasons", "SharingReason"),
    "validationRule": ("validationRules", "ValidationRule"),
    "webLink": ("webLinks", "WebLink"),
}
FIELD_TRANSLATION = "fieldTranslation"
