"""Custom metadata records fill fields that exist with values that fit them."""

from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.layouts import picklist_values
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Field, Org
from sf_metadata.checks.project import MetaFile

CHECK = "records"
XSI = {
    "Checkbox": {"xsd:boolean"},
    "Date": {"xsd:date"},
    "DateTime": {"xsd:dateTime"},
    "Number": {"xsd:double", "xsd:int"},
    "Percent": {"xsd:double", "xsd:int"},
}
OBJECT_NAME = "Object_API_Name__c"
# Fields of an object's setting whose values are paths of that object's fields, one a line.
PATHS = (
    "Detail_Fields__c User_Field_Paths__c Owner_Field__c Matched_Account_Field__c Guest_First_Name__c "
    "Guest_Last_Name__c Guest_Email__c Guest_Company__c Guest_Contact__c Guest_Phone__c"
).split()


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("CustomMetadata"):
        type_name = file.stem.split(".")[0] + "__mdt"
        if type_name not in org.own_objects:
            yield Finding(
                file.shown, 1, CHECK, f"there is no {type_name}", "correct the file's name"
            )
            continue
        given = {one.value("field"): one for one in root.all("values")}
        for name, one in given.items():
            yield from check_value(org, file, one, field=org.objects[type_name].get(name))
        for name, field in org.objects[type_name].items():
            if (
                field.root
                and field.root.value("required") == "true"
                and not text_of(given.get(name))
            ):
                yield Finding(
                    file.shown, 1, CHECK, f"the required {name} is empty", f"give {name} a value"
                )
        yield from check_paths(org, file, given)


def text_of(one: Node | None) -> str:
    return one.value("value") if one else ""


def check_value(org: Org, file: MetaFile, one: Node, *, field: Field | None) -> Iterator[Finding]:
    if field is None or field.root is None:
        wrong = f"there is no field {one.value('field')}"
        yield Finding(file.shown, one.line, CHECK, wrong, "correct the name")
        return
    for value in one.all("value"):
        wrong = trouble(org, value, field=field, definition=field.root) if value.text else ""
        if wrong:
            yield Finding(file.shown, value.line, CHECK, wrong, "correct the value")


def trouble(org: Org, value: Node, *, field: Field, definition: Node) -> str:
    """Why a value does not fit its field."""
    kind = value.attributes.get("xsi:type", "")
    values = picklist_values(field)
    longest = int(definition.value("length") or 255)
    record = f"{definition.value('referenceTo').removesuffix('__mdt')}.{value.text}"
    if kind not in XSI.get(field.type, {"xsd:string"}):
        return f"a {field.type} is no {kind}"
    if values and value.text not in values:
        return f"{field.name} is never {value.text!r}"
    if field.type in ("Text", "LongTextArea") and len(value.text) > longest:
        return f"{field.name} holds at most {longest} characters"
    if field.type == "MetadataRelationship" and record not in org.project.names("CustomMetadata"):
        return f"there is no record {record}"
    return ""


def check_paths(org: Org, file: MetaFile, given: dict[str, Node]) -> Iterator[Finding]:
    """A setting of an object names that object's own fields."""
    if OBJECT_NAME not in given:
        return
    owner = text_of(given[OBJECT_NAME])
    if owner not in org.objects:
        if not file.is_own:
            wrong = f"there is no object {owner}"
            yield Finding(file.shown, given[OBJECT_NAME].line, CHECK, wrong, "correct the name")
        return
    for name in PATHS:
        for path in text_of(given.get(name)).splitlines():
            if path.strip() and org.trouble(owner, path.strip()):
                yield Finding(
                    file.shown,
                    given[name].line,
                    CHECK,
                    org.trouble(owner, path.strip()),
                    "correct the path",
                )
