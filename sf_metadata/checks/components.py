"""Lightning web components: what they import exists, and their -meta.xml says what their code does."""

import re
from collections.abc import Iterator
from pathlib import Path

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org, distilled
from sf_metadata.checks.project import MetaFile

CHECK = "components"
TARGETS = set(
    """
    lightning__AppPage lightning__HomePage lightning__RecordPage lightning__RecordAction
    lightning__GlobalAction lightning__FlowScreen lightning__FlowAction lightning__Tab
    lightning__UtilityBar lightning__UrlAddressable lightning__Inbox lightning__Dashboard
    """.split()
)
IMPORT = re.compile(r"""from\s+["']([^"']+)["']""")
TAG = re.compile(r"<(c|lightning)-([a-z0-9-]+)([^>]*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:.-]*)\s*=")
EXPRESSION = re.compile(r"\{!?([A-Za-z_$][\w$]*)")
LOOP_NAMES = re.compile(r"""for:(?:item|index)=["'](\w+)["']|iterator:(\w+)=""")
# What a dialog inherits.
OF_MODALS = {"label", "size", "description", "disableClose"}
# Attributes that every element has.
GLOBAL = re.compile(
    r"(class|style|key|slot|id|title|role|tabindex|hidden|dir|lang|name|for:\w+|iterator:\w+|if:\w+|lwc:[\w-]+|on\w+|aria-[\w-]+|data-[\w-]+|access-?key|part|spellcheck|draggable)"
)


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("LightningComponentBundle"):
        yield from check_meta(org, file, root)
    for shown, path, text in org.project.code(".js"):
        if path.parent.parent.name == "lwc":
            yield from check_imports(org, shown, text)
    for shown, path, text in org.project.code(".html"):
        yield from check_template(org, shown, text, script=script_of(path))


def at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def bundle(org: Org, name: str) -> Node | None:
    return next(
        (root for file, root in org.project.of("LightningComponentBundle") if file.name == name),
        None,
    )


def targets_of(org: Org, name: str) -> set[str]:
    """Where a component may stand."""
    root = bundle(org, name)
    return {node.text for node in root.iter("target")} if root else set()


def exposed(org: Org, name: str, *, target: str) -> set[str]:
    """The properties that an admin can set on a page of that kind."""
    root = bundle(org, name)
    configs = list(root.iter("targetConfig")) if root else []
    return {
        node.attributes.get("name", "")
        for config in configs
        if not target or target in config.attributes.get("targets", "")
        for node in config.iter("property")
    }


def check_meta(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    targets = {node.text for node in root.iter("target")}
    if targets and root.value("isExposed") != "true":
        yield Finding(file.shown, 1, CHECK, "it has targets and is not exposed", "isExposed true")
    for node, wrong, remedy in (
        *target_troubles(root, targets),
        *property_troubles(org, root, script=script_of(file.path)),
    ):
        yield Finding(file.shown, node.line, CHECK, wrong, remedy)


def target_troubles(root: Node, targets: set[str]) -> Iterator[tuple[Node, str, str]]:
    for node in root.iter("target"):
        if node.text not in TARGETS:
            yield node, f"there is no target {node.text}", "correct the name"
    for config in root.iter("targetConfig"):
        for name in config.attributes.get("targets", "").split(","):
            if name.strip() not in targets:
                yield config, f"{name.strip()} is not among its targets", "add the target"


def property_troubles(org: Org, root: Node, *, script: str) -> Iterator[tuple[Node, str, str]]:
    for node in root.iter("object"):
        if node.text not in org.objects:
            yield node, f"there is no object {node.text}", "correct the name"
    for node in root.iter("property"):
        name = node.attributes.get("name", "")
        if not re.search(rf"@api\s+(?:(?:get|set)\s+)?{re.escape(name)}\b", script):
            yield node, f"the component has no @api {name}", f"declare @api {name} in its script"


def script_of(beside: Path) -> str:
    script = beside.with_name(f"{beside.parent.name}.js")
    return script.read_text("utf-8") if script.is_file() else ""


def check_imports(org: Org, shown: str, text: str) -> Iterator[Finding]:
    for match in IMPORT.finditer(text):
        wrong = import_trouble(org, match[1])
        if wrong:
            yield Finding(shown, at(text, match.start()), CHECK, wrong, "correct the import")


def import_trouble(org: Org, module: str) -> str:
    kind, _, name = module.removeprefix("@salesforce/").partition("/")
    match kind:
        case "label" if name.removeprefix("c.") not in org.project.labels:
            return f"there is no custom label {name}"
        case "schema":
            owner, _, field = name.partition(".")
            return org.trouble(owner, field or "Id")
        case "apex" if name not in exposed_methods(org) and name:
            return f"there is no @AuraEnabled method {name}"
        case "customPermission" if name not in org.project.names("CustomPermission"):
            return f"there is no custom permission {name}"
        case "c" if name not in org.project.names("LightningComponentBundle"):
            return f"there is no component c/{name}"
    return ""


def exposed_methods(org: Org) -> set[str]:
    """Class.method of every static method that components may call."""
    found = set()
    for _, path, text in org.project.code(".cls"):
        for match in re.finditer(
            r"@AuraEnabled(?:\([^)]*\))?\s+(?:public|global)\s+static\s+[\w<>,.\s]+?\s(\w+)\s*\(",
            text,
            re.IGNORECASE,
        ):
            found.add(f"{path.stem}.{match[1]}")
    return found


def check_template(org: Org, shown: str, text: str, *, script: str) -> Iterator[Finding]:
    bare = re.sub(
        r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL
    )
    for match in TAG.finditer(bare):
        for wrong in tag_troubles(org, prefix=match[1], name=match[2], attributes=match[3]):
            yield Finding(shown, at(bare, match.start()), CHECK, wrong, "correct the template")
    known = {name for pair in LOOP_NAMES.findall(bare) for name in pair if name}
    known |= OF_MODALS if "LightningModal" in script else set()
    for match in EXPRESSION.finditer(bare):
        if match[1] not in known and not re.search(rf"\b{re.escape(match[1])}\b", script):
            yield Finding(
                shown,
                at(bare, match.start()),
                CHECK,
                f"the script has no {match[1]}",
                "correct the template",
            )


def tag_troubles(org: Org, *, prefix: str, name: str, attributes: str) -> Iterator[str]:
    if prefix == "c":
        camel = re.sub(r"-([a-z0-9])", lambda match: match[1].upper(), name)
        if camel not in org.project.names("LightningComponentBundle"):
            yield f"there is no component <c-{name}>"
        return
    known = distilled("components.json")["lwc"].get(f"lightning-{name}")
    if known is None:
        yield f"<lightning-{name}> is no standard component"
        return
    allowed = {re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", one) for one in known} | set(
        known
    )
    for attribute in ATTRIBUTE.findall(re.sub(r'"[^"]*"|\{[^}]*\}', "", attributes)):
        if attribute not in allowed and not GLOBAL.fullmatch(attribute):
            yield f"<lightning-{name}> has no attribute {attribute}"
