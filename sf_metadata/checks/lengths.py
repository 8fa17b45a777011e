"""What people read, and what formulas say, is no longer than Salesforce takes; fields and objects have their own check."""

from collections.abc import Iterator, Sequence

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org

CHECK = "lengths"
# type → element (below its parents) → how many characters Salesforce takes.
LONGEST = {
    "CompactLayout": {"label": 40},
    "CspTrustedSite": {"description": 255},
    "CustomApplication": {"label": 40, "description": 255},
    "CustomField": {"formula": 3900, "valueSet.valueSetDefinition.value.label": 255},
    "CustomFieldTranslation": {"label": 40, "help": 510, "relationshipLabel": 80},
    "CustomLabels": {"labels.value": 1000, "labels.shortDescription": 80, "labels.fullName": 80},
    "CustomMetadata": {"label": 40},
    "CustomObjectTranslation": {
        "caseValues.value": 40,
        "layouts.sections.label": 80,
        "nameFieldLabel": 40,
        "quickActions.label": 80,
        "sharingReasons.label": 40,
        "validationRules.errorMessage": 255,
    },
    "CustomPermission": {"label": 80, "description": 255},
    "Dashboard": {
        "title": 80,
        "description": 255,
        "dashboardGridLayout.dashboardGridComponents.dashboardComponent.title": 40,
    },
    "Flow": {"label": 80, "description": 255, "interviewLabel": 80},
    "Layout": {"layoutSections.label": 80},
    "ListView": {"label": 40},
    "PermissionSet": {"label": 80, "description": 255},
    "PermissionSetGroup": {"label": 80, "description": 255},
    "QuickAction": {"label": 80, "description": 255},
    "RemoteSiteSetting": {"description": 255},
    "Report": {"name": 40, "description": 255},
    "ReportType": {"label": 50, "description": 255, "sections.masterLabel": 50},
    "SharingReason": {"label": 40},
    "Translations": {
        "customApplications.label": 40,
        "customApplications.description": 255,
        "customLabels.label": 1000,
        "reportTypes.label": 50,
        "reportTypes.description": 255,
    },
    "ValidationRule": {"errorMessage": 255, "description": 255, "errorConditionFormula": 3900},
}


def check(org: Org) -> Iterator[Finding]:
    for kind, limits in LONGEST.items():
        for file, root in org.project.of(kind):
            for path, longest in limits.items():
                for node in reached(root, path.split(".")):
                    if len(node.text) > longest:
                        wrong = f"<{node.name}> has {len(node.text)} characters"
                        yield Finding(file.shown, node.line, CHECK, wrong, f"at most {longest}")


def reached(root: Node, steps: Sequence[str]) -> Iterator[Node]:
    """The elements at the end of a path of element names."""
    for node in root.all(steps[0]):
        if len(steps) == 1:
            yield node
        else:
            yield from reached(node, steps[1:])
