"""Layouts, compact layouts, list views and search layouts show only fields that exist."""

from collections import Counter
from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Field, Org
from sf_metadata.checks.project import MetaFile

CHECK = "layouts"
# Standard columns by the names that list views, related lists and search layouts give them.
COLUMNS = set(
    """
    NAME RECORDTYPE OWNER.ALIAS OWNER.FIRST_NAME OWNER.LAST_NAME OWNER_NAME CREATED_DATE
    CREATEDBY_USER CREATEDBY_USER.ALIAS LAST_UPDATE UPDATEDBY_USER UPDATEDBY_USER.ALIAS
    LAST_ACTIVITY LASTMODIFIED_DATE CREATEDDATE LASTMODIFIEDDATE
    """.split()
)
# Columns of custom metadata and of parents in related lists.
PREFIXED = ("CORE.USERS.", "OWNER.", "CREATEDBY_USER.", "UPDATEDBY_USER.")
STANDARD_LISTS = ("Related", "Activity")
# What the layouts of custom metadata show beside fields, and the names that no layout leaves out.
SHOWN_BY_LAYOUTS = {"IsProtected"}
NAMES = {"c": {"Name"}, "mdt": {"DeveloperName", "MasterLabel", "NamespacePrefix"}}
LONG = {"LongTextArea", "Html", "EncryptedText"}


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("Layout"):
        yield from check_layout(org, file, root)
    for file, root in org.project.of("CompactLayout"):
        yield from check_compact(org, file, root)
    for file, root in org.project.of("ListView"):
        yield from check_list(org, file, root)
    for file, root in org.project.of("CustomObject"):
        yield from check_search(org, file, root)


def missing(file: MetaFile, node: Node, *, owner: str) -> Finding:
    return Finding(
        file.shown,
        node.line,
        CHECK,
        f"{owner} has no field {node.text}",
        "correct the name, or take it out",
    )


def check_layout(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    owner = file.stem.split("-")[0]
    if owner not in org.objects:
        yield Finding(
            file.shown, 1, CHECK, f"there is no object {owner}", "correct the file's name"
        )
        return
    shown = Counter(node.text for item in root.iter("layoutItems") for node in item.all("field"))
    for item in root.iter("layoutItems"):
        for node in item.all("field"):
            yield from check_item(
                file,
                node,
                field=org.objects[owner].get(node.text),
                behavior=item.value("behavior"),
                times=shown[node.text],
            )
    needed = {name for name, field in org.objects[owner].items() if field.is_for_everybody}
    for name in sorted(needed | NAMES.get(owner.rpartition("__")[2], set())):
        if name not in shown:
            wrong = f"the required field {name} is not on the layout"
            yield Finding(file.shown, 1, CHECK, wrong, f"add {name}")
    for related in root.all("relatedLists"):
        yield from check_related(org, file, related, owner=owner)
    yield from check_buttons(org, file, root, owner=owner)


def check_buttons(org: Org, file: MetaFile, root: Node, *, owner: str) -> Iterator[Finding]:
    for node in root.iter("customButtons"):
        if f"{owner}.{node.text}" not in org.project.names("WebLink"):
            wrong = f"{owner} has no button {node.text}"
            yield Finding(file.shown, node.line, CHECK, wrong, "correct the name")


def check_item(
    file: MetaFile, node: Node, *, field: Field | None, behavior: str, times: int
) -> Iterator[Finding]:
    wrong, remedy = "", ""
    if node.text in SHOWN_BY_LAYOUTS:
        return
    if field is None or field.target:
        wrong, remedy = f"there is no field {node.text}", "correct the name, or take it out"
    elif times > 1:
        wrong, remedy = f"{node.text} is on the layout {times} times", "keep one"
    elif field.is_calculated and behavior != "Readonly":
        wrong, remedy = f"{node.text} is calculated, and {behavior} here", "write Readonly"
    elif field.is_for_everybody and behavior != "Required":
        wrong, remedy = f"{node.text} is required, and {behavior} here", "write Required"
    if wrong:
        yield Finding(file.shown, node.line, CHECK, wrong, remedy)


def check_related(org: Org, file: MetaFile, related: Node, *, owner: str) -> Iterator[Finding]:
    named = related.value("relatedList")
    child, _, lookup = named.partition(".")
    if named.startswith(STANDARD_LISTS) or "__" not in child:
        return
    field = org.objects.get(child, {}).get(lookup)
    if field is None or field.root is None or field.root.value("referenceTo") != owner:
        yield Finding(
            file.shown,
            related.line,
            CHECK,
            f"{named} is no lookup to {owner}",
            "write Object__c.Lookup__c",
        )
        return
    for node in (*related.all("fields"), *related.all("sortField")):
        if not is_column(org, child, node.text):
            yield missing(file, node, owner=child)


def is_column(org: Org, owner: str, name: str) -> bool:
    field = org.objects[owner].get(name)
    return name in COLUMNS or name.startswith(PREFIXED) or (field is not None and not field.target)


def check_compact(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    nodes = root.all("fields")
    if not 1 <= len(nodes) <= 10:
        yield Finding(file.shown, 1, CHECK, f"a compact layout of {len(nodes)} fields", "1 to 10")
    for node in nodes:
        field = org.objects.get(file.object, {}).get(node.text)
        if field is None or field.target:
            yield missing(file, node, owner=file.object)
        elif field.type in LONG:
            yield Finding(
                file.shown,
                node.line,
                CHECK,
                f"{node.text} is a long text",
                "compact layouts show none",
            )


def check_list(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    if file.object not in org.objects:
        yield Finding(file.shown, 1, CHECK, f"there is no object {file.object}", "move the file")
        return
    for node in root.all("columns"):
        if not is_column(org, file.object, node.text):
            yield missing(file, node, owner=file.object)
    for one in root.all("filters"):
        yield from check_filter(org, file, one)
    scope = root.value("filterScope")
    if scope in ("Mine", "MyTeam") and "OwnerId" not in org.objects[file.object]:
        yield Finding(
            file.shown,
            file.line_of("filterScope"),
            CHECK,
            f"{file.object} has no owner",
            "write Everything",
        )


def check_filter(org: Org, file: MetaFile, one: Node) -> Iterator[Finding]:
    node = one.first("field")
    if node is None:
        return
    if not is_column(org, file.object, node.text):
        yield missing(file, node, owner=file.object)
        return
    field = org.objects[file.object].get(node.text)
    if field is not None and field.type in LONG:
        yield Finding(
            file.shown,
            node.line,
            CHECK,
            f"{node.text} cannot be filtered by",
            "choose another field",
        )
    values = picklist_values(field)
    for value in (
        one.value("value").split(",")
        if values and one.value("operation") in ("equals", "notEqual")
        else []
    ):
        if value.strip() not in values | {""}:
            yield Finding(
                file.shown,
                one.line,
                CHECK,
                f"{node.text} is never {value.strip()}",
                f"one of {', '.join(sorted(values))}",
            )


def picklist_values(field: Field | None) -> set[str]:
    """The values of a restricted or plain picklist; empty for any other field."""
    if field is None or field.root is None:
        return set()
    return {node.value("fullName") for node in field.root.iter("value") if node.first("fullName")}


def check_search(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    for layouts in root.all("searchLayouts"):
        for node in layouts.children:
            if node.name.endswith(("Fields", "Filters", "FilterFields")) and not is_column(
                org, file.stem, node.text
            ):
                yield missing(file, node, owner=file.stem)
    assigned = root.first("compactLayoutAssignment")
    known = org.project.names("CompactLayout")
    if assigned and assigned.text != "SYSTEM" and f"{file.stem}.{assigned.text}" not in known:
        yield Finding(
            file.shown,
            assigned.line,
            CHECK,
            f"there is no compact layout {assigned.text}",
            "correct the name",
        )
