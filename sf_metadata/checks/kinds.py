"""The kinds of metadata this project may hold: suffix, type, folder, and what lies beside the file."""

from dataclasses import dataclass

# suffix, type, folder; then "object" for what belongs to an object, "code" for what describes a
# file beside it, "bundle" for what describes the folder that it lies in, "folder" for what has
# folders of its own.
TABLE = """
app                    CustomApplication                        applications
cls                    ApexClass                                classes                   code
cmp                    AuraDefinitionBundle                     aura                      bundle
evt                    AuraDefinitionBundle                     aura                      bundle
intf                   AuraDefinitionBundle                     aura                      bundle
compactLayout          CompactLayout                            compactLayouts            object
connectedApp           ConnectedApp                             connectedApps
corsWhitelistOrigin    CorsWhitelistOrigin                      corsWhitelistOrigins
cspTrustedSite         CspTrustedSite                           cspTrustedSites
customPermission       CustomPermission                         customPermissions
dashboard              Dashboard                                dashboards                folder
dashboardFolder        DashboardFolder                          dashboards
eca                    ExternalClientApplication                externalClientApps
ecaCanvas              ExtlClntAppCanvasSettings                extlClntAppCanvasSettings
ecaGlblOauth           ExtlClntAppGlobalOauthSettings           extlClntAppGlobalOauthSets
ecaOauth               ExtlClntAppOauthSettings                 extlClntAppOauthSettings
ecaOauthPlcy           ExtlClntAppOauthConfigurablePolicies     extlClntAppOauthPolicies
ecaPlcy                ExtlClntAppConfigurablePolicies          extlClntAppPolicies
externalCredential     ExternalCredential                       externalCredentials
field                  CustomField                              fields                    object
fieldSet               FieldSet                                 fieldSets                 object
fieldTranslation       CustomFieldTranslation                   objectTranslations        translation
flexipage              FlexiPage                                flexipages
flow                   Flow                                     flows
globalValueSet         GlobalValueSet                           globalValueSets
group                  Group                                    groups
js                     LightningComponentBundle                 lwc                       bundle
labels                 CustomLabels                             labels
layout                 Layout                                   layouts
listView               ListView                                 listViews                 object
md                     CustomMetadata                           customMetadata
namedCredential        NamedCredential                          namedCredentials
object                 CustomObject                             objects                   object
objectTranslation      CustomObjectTranslation                  objectTranslations        translation
permissionset          PermissionSet                            permissionsets
permissionsetgroup     PermissionSetGroup                       permissionsetgroups
quickAction            QuickAction                              quickActions
recordType             RecordType                               recordTypes               object
remoteSite             RemoteSiteSetting                        remoteSiteSettings
report                 Report                                   reports                   folder
reportFolder           ReportFolder                             reports
reportType             ReportType                               reportTypes
resource               StaticResource                           staticresources           code
sharingReason          SharingReason                            sharingReasons            object
sharingRules           SharingRules                             sharingRules
tab                    CustomTab                                tabs
translation            Translations                             translations
trigger                ApexTrigger                              triggers                  code
validationRule         ValidationRule                           validationRules           object
webLink                WebLink                                  webLinks                  object
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of metadata file."""

    suffix: str
    type: str
    folder: str
    nature: str

    @property
    def ending(self) -> str:
        return f".{self.suffix}-meta.xml"


KINDS = {
    row[0]: Kind(suffix=row[0], type=row[1], folder=row[2], nature=(row[3:] or [""])[0])
    for row in (line.split() for line in TABLE.strip().splitlines())
}
TYPES = sorted({kind.type for kind in KINDS.values()})


def kind_of(file_name: str) -> Kind | None:
    """What a *-meta.xml file of this name holds; None for a suffix that Salesforce does not know."""
    stem, mark, _ = file_name.rpartition("-meta.xml")
    return KINDS.get(stem.rpartition(".")[2]) if mark else None
