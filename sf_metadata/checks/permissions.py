"""Permission sets and client apps name only what exists, and only what Salesforce lets a permission set grant."""

from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Field, Org
from sf_metadata.checks.project import MetaFile

CHECK = "permissions"
# Right → the rights of the same object that it rests on.
RIGHTS = {
    "allowCreate": ["allowRead"],
    "allowEdit": ["allowRead"],
    "allowDelete": ["allowRead", "allowEdit"],
    "viewAllRecords": ["allowRead"],
    "modifyAllRecords": ["allowRead", "allowEdit", "allowDelete", "viewAllRecords"],
}
# Standard objects that are read only by who reads another.
RESTS_ON = {"Contact": "Account", "Opportunity": "Account"}


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("PermissionSet"):
        yield from check_names(org, file, root)
        yield from check_fields(org, file, root)
        yield from check_objects(org, file, root)
        yield from check_tabs(org, file, root)
    for file, root in org.project.of("PermissionSetGroup"):
        for node in root.all("permissionSets"):
            yield from unless_known(
                file, node, known=org.project.names("PermissionSet"), what="permission set"
            )
    yield from check_client_apps(org)


def unless_known(
    file: MetaFile, node: Node | None, *, known: set[str], what: str
) -> Iterator[Finding]:
    if node is not None and node.text not in known:
        yield Finding(
            file.shown,
            node.line,
            CHECK,
            f"there is no {what} {node.text}",
            f"correct the name, or add the {what}",
        )


def check_names(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    names = org.project.names
    metadata_types = {name for name in org.own_objects if name.endswith("__mdt")}
    for group, element, known, what in (
        ("applicationVisibilities", "application", names("CustomApplication"), "app"),
        ("classAccesses", "apexClass", names("ApexClass"), "Apex class"),
        ("customMetadataTypeAccesses", "name", metadata_types, "custom metadata type"),
        ("customPermissions", "name", names("CustomPermission"), "custom permission"),
        ("customSettingAccesses", "name", org.custom_settings, "custom setting"),
        ("flowAccesses", "flow", names("Flow"), "flow"),
    ):
        for one in root.all(group):
            yield from unless_known(file, one.first(element), known=known, what=what)


def check_fields(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in root.all("fieldPermissions"):
        name = one.value("field")
        owner, _, field_name = name.partition(".")
        field = org.objects.get(owner, {}).get(field_name)
        if field is None:
            wrong, remedy = f"there is no field {name}", "correct the name, or add the field"
        elif name in seen:
            wrong, remedy = f"{name} is named twice", "keep one"
        else:
            wrong, remedy = right_trouble(org, one, field=field)
        seen.add(name)
        if wrong:
            yield Finding(file.shown, one.line, CHECK, wrong, remedy)


def right_trouble(org: Org, one: Node, *, field: Field) -> tuple[str, str]:
    """Why Salesforce would refuse this permission on a field that exists, and what to do."""
    name = one.value("field")
    is_editable = one.value("editable") == "true"
    if field.is_for_everybody:
        return f"{name} is required or a master-detail, and everybody has it", "take it out"
    if name.split(".")[0] in org.custom_settings:
        return (
            f"{name} belongs to a custom setting, whose fields have no permissions",
            "take it out",
        )
    if is_editable and field.is_calculated:
        return f"{name} is calculated, and nobody can edit it", "make it only readable"
    if is_editable and one.value("readable") != "true":
        return f"{name} is editable and not readable", "make it readable too"
    return "", ""


def check_objects(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    readable = {
        one.value("object")
        for one in root.all("objectPermissions")
        if one.value("allowRead") == "true"
    }
    for one in root.all("objectPermissions"):
        name = one.value("object")
        if name not in org.objects:
            yield from unless_known(
                file, one.first("object"), known=set(org.objects), what="object"
            )
            continue
        for parent in parents(org, name) - readable:
            if name in readable:
                yield Finding(
                    file.shown,
                    one.line,
                    CHECK,
                    f"reading {name} rests on reading {parent}",
                    f"grant {parent} too",
                )
        for right, foundations in RIGHTS.items():
            missing = [base for base in foundations if one.value(base) != "true"]
            if one.value(right) == "true" and missing:
                yield Finding(
                    file.shown,
                    one.line,
                    CHECK,
                    f"{right} on {name} rests on {' and '.join(missing)}",
                    "grant that too",
                )


def parents(org: Org, object_name: str) -> set[str]:
    """The objects that must be readable for this one to be."""
    found = {
        field.root.value("referenceTo")
        for field in org.objects[object_name].values()
        if field.type == "MasterDetail" and field.root is not None
    }
    return found | ({RESTS_ON[object_name]} if object_name in RESTS_ON else set())


def check_tabs(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    for one in root.all("tabSettings"):
        if not one.value("tab").startswith("standard-"):
            yield from unless_known(
                file, one.first("tab"), known=org.project.names("CustomTab"), what="tab"
            )


def check_client_apps(org: Org) -> Iterator[Finding]:
    apps = org.project.names("ExternalClientApplication")
    sets = org.project.names("PermissionSet")
    for file in org.project.files:
        if file.kind is None or file.root is None or not file.kind.suffix.startswith("eca"):
            continue
        for node in file.root.all("externalClientApplication"):
            yield from unless_known(file, node, known=apps, what="external client app")
        for node in file.root.all("lifeCycleHandler"):
            yield from unless_known(
                file, node, known=org.project.names("ApexClass"), what="Apex class"
            )
        for node in file.root.all("commaSeparatedPermissionSet"):
            for name in (part.strip() for part in node.text.split(",")):
                if name not in sets:
                    yield Finding(
                        file.shown,
                        node.line,
                        CHECK,
                        f"there is no permission set {name}",
                        "correct the name",
                    )
