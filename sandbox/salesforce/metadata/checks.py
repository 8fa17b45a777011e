"""Which check belongs to which metadata type."""

from collections.abc import Callable, Iterator

from sandbox.salesforce.metadata import (
    check_access,
    check_code,
    check_objects,
    check_pages,
    spelling,
)
from sandbox.salesforce.metadata.components import Component
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.view import View

Check = Callable[[Component, View], Iterator[Problem]]
_CHECKS: dict[str, Check] = {
    "CustomObject": check_objects.check_object,
    "CustomField": check_objects.check_field,
    "ValidationRule": check_objects.check_rule,
    "ListView": check_objects.check_list_view,
    "CompactLayout": check_objects.check_compact_layout,
    "CustomMetadata": check_objects.check_setting,
    "PermissionSet": check_access.check_permission_set,
    "PermissionSetGroup": check_access.check_group,
    "ExtlClntAppCanvasSettings": check_access.check_app_part,
    "ExtlClntAppOauthSettings": check_access.check_app_part,
    "ExtlClntAppGlobalOauthSettings": check_access.check_app_part,
    "ExtlClntAppOauthConfigurablePolicies": check_access.check_app_part,
    "ExtlClntAppConfigurablePolicies": check_access.check_app_part,
    "CspTrustedSite": check_access.check_address,
    "RemoteSiteSetting": check_access.check_address,
    "Layout": check_pages.check_layout,
    "QuickAction": check_pages.check_quick_action,
    "CustomTab": check_pages.check_tab,
    "CustomApplication": check_pages.check_application,
    "FlexiPage": check_pages.check_page,
    "ReportType": check_pages.check_report_type,
    "Report": check_pages.check_report,
    "Dashboard": check_pages.check_dashboard,
    "CustomObjectTranslation": check_pages.check_object_translation,
    "Translations": check_pages.check_translations,
    "ApexClass": check_code.check_class,
    "ApexTrigger": check_code.check_trigger,
    "AuraDefinitionBundle": check_code.check_aura,
    "LightningComponentBundle": check_code.check_lwc,
    "Flow": check_code.check_flow,
}


def spelled_wrong(component: Component) -> list[Problem]:
    """What the parser refuses before anything else is looked at."""
    return [
        Problem(
            component.type, component.name, component.path, wrong.words, wrong.line, wrong.column
        )
        for wrong in spelling.wrongs(component.root, component.type)
    ]


def refusals(component: Component, view: View) -> list[Problem]:
    """Why the component cannot live in that org."""
    check = _CHECKS.get(component.type)
    return list(check(component, view)) if check else []
