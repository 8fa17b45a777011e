"""Quick actions, tabs, apps and Lightning pages point at things that exist and that may stand there."""

from collections.abc import Iterator

from sf_metadata.checks.components import exposed, targets_of
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org, distilled
from sf_metadata.checks.project import MetaFile

CHECK = "pages"
STANDARD_TAB = "standard-"
ACTION_INTERFACES = {"force:lightningQuickAction", "force:lightningQuickActionWithoutHeader"}
ACTION_TARGET = "lightning__RecordAction"
# Element, what it names in words, and as a metadata type.
NAMED_BY_ACTIONS = (
    ("lightningComponent", "Aura component", "AuraDefinitionBundle"),
    ("lightningWebComponent", "Lightning web component", "LightningComponentBundle"),
    ("flowDefinition", "flow", "Flow"),
)
NAMED_BY_TABS = (
    ("auraComponent", "Aura component", "AuraDefinitionBundle"),
    ("flexiPage", "Lightning page", "FlexiPage"),
    ("lwcComponent", "Lightning web component", "LightningComponentBundle"),
)
NAMED_BY_APPS = (("utilityBar", "Lightning page", "FlexiPage"),)
PAGE_TARGETS = {
    "AppPage": "lightning__AppPage",
    "HomePage": "lightning__HomePage",
    "RecordPage": "lightning__RecordPage",
    "UtilityBar": "lightning__UtilityBar",
}
# Salesforce's own components on Lightning pages.
STANDARD_COMPONENTS = (
    *("app_flowhome: dashboards: desktopDashboards: flexipage: flowruntime: force:".split()),
    *("forceChatter: forceCommunity: home: lightning: notes: record_flexipage: runtime_".split()),
    *("setup_ sfa: wave: console: lst: industries_".split()),
)


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("QuickAction"):
        yield from check_action(org, file, root)
    for file, root in org.project.of("CustomTab"):
        yield from check_tab(org, file, root)
    for file, root in org.project.of("CustomApplication"):
        yield from check_app(org, file, root)
    for file, root in org.project.of("FlexiPage"):
        yield from check_page(org, file, root)


def unknown(file: MetaFile, node: Node, *, what: str) -> Finding:
    return Finding(
        file.shown,
        node.line,
        CHECK,
        f"there is no {what} {node.text}",
        f"correct the name, or add the {what}",
    )


def check_action(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    owner = file.stem.split(".")[0] if "." in file.stem else ""
    if owner and owner not in org.objects and not file.is_own:
        wrong = f"there is no object {owner}"
        yield Finding(file.shown, 1, CHECK, wrong, "correct the file's name")
    yield from check_named(org, file, root, NAMED_BY_ACTIONS)
    for node in root.all("lightningComponent"):
        if node.text in org.project.names("AuraDefinitionBundle") and not (
            ACTION_INTERFACES & interfaces(org, node.text)
        ):
            yield no_action(
                file, node, f"let it implement {' or '.join(sorted(ACTION_INTERFACES))}"
            )
    for node in root.all("lightningWebComponent"):
        if node.text in org.project.names("LightningComponentBundle") and (
            ACTION_TARGET not in targets_of(org, node.text)
        ):
            yield no_action(file, node, f"give it the target {ACTION_TARGET}")
    yield from check_action_fields(org, file, root, target=root.value("targetObject") or owner)


def check_action_fields(org: Org, file: MetaFile, root: Node, *, target: str) -> Iterator[Finding]:
    for item in root.iter("quickActionLayoutItems"):
        for field in item.all("field"):
            if org.trouble(target, field.text):
                wrong = org.trouble(target, field.text)
                yield Finding(file.shown, field.line, CHECK, wrong, "correct the name")


def no_action(file: MetaFile, node: Node, remedy: str) -> Finding:
    return Finding(file.shown, node.line, CHECK, f"{node.text} is no quick action", remedy)


def check_named(
    org: Org, file: MetaFile, root: Node, named: tuple[tuple[str, str, str], ...]
) -> Iterator[Finding]:
    """Each element names a component of its type."""
    for element, what, type_ in named:
        for node in root.all(element):
            if node.text not in org.project.names(type_):
                yield unknown(file, node, what=what)


def interfaces(org: Org, bundle: str) -> set[str]:
    for _, path, text in org.project.code(".cmp"):
        if path.stem == bundle:
            _, _, after = text.partition('implements="')
            return {one.strip() for one in after.partition('"')[0].split(",")}
    return set()


def check_tab(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    records = {name for name in org.own_objects - org.custom_settings if name.endswith("__c")}
    if root.value("customObject") == "true" and file.stem not in records:
        wrong = f"{file.stem} is no custom object"
        yield Finding(file.shown, 1, CHECK, wrong, "correct the file's name")
    yield from check_named(org, file, root, NAMED_BY_TABS)


def check_app(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    for node in root.all("tabs"):
        if not node.text.startswith(STANDARD_TAB) and node.text not in org.project.names(
            "CustomTab"
        ):
            yield unknown(file, node, what="tab")
    tabs = {node.text for node in root.all("tabs")}
    for node in root.all("defaultLandingTab"):
        if node.text not in tabs:
            wrong = f"{node.text} is not among the app's tabs"
            yield Finding(file.shown, node.line, CHECK, wrong, "add it")
    yield from check_named(org, file, root, NAMED_BY_APPS)
    for one in root.all("actionOverrides"):
        if one.value("type") == "Flexipage":
            yield from check_named(org, file, one, (("content", "Lightning page", "FlexiPage"),))


def check_page(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    owner = root.first("sobjectType")
    if owner is not None and owner.text not in org.objects:
        yield unknown(file, owner, what="object")
    for instance in root.iter("componentInstance"):
        for node in instance.all("componentName"):
            target = PAGE_TARGETS.get(root.value("type"), "")
            if not is_standard(node.text):
                yield from check_instance(org, file, instance, node=node, target=target)
    for node in root.iter("fieldItem"):
        path = node.text.removeprefix("Record.")
        if owner is not None and org.trouble(owner.text, path):
            yield Finding(
                file.shown, node.line, CHECK, org.trouble(owner.text, path), "correct the name"
            )


def is_standard(name: str) -> bool:
    return name.startswith(STANDARD_COMPONENTS) or name in distilled("components.json")["aura"]


def check_instance(
    org: Org, file: MetaFile, instance: Node, *, node: Node, target: str
) -> Iterator[Finding]:
    name = node.text.removeprefix("c:")
    if name in org.project.names("AuraDefinitionBundle"):
        return
    if name not in org.project.names("LightningComponentBundle"):
        yield unknown(file, node, what="component")
        return
    if target and target not in targets_of(org, name):
        yield Finding(
            file.shown,
            node.line,
            CHECK,
            f"{name} may not stand here",
            f"give it the target {target}",
        )
    for one in instance.all("componentInstanceProperties"):
        given = one.first("name")
        if given is not None and given.text not in exposed(org, name, target=target):
            yield Finding(
                file.shown,
                given.line,
                CHECK,
                f"{name} has no property {given.text}",
                "name it in its -meta.xml",
            )
