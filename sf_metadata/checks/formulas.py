"""Formulas of validation rules, fields and filters name fields, functions and values that exist."""

import re
from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.layouts import LONG, picklist_values
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import MetaFile

CHECK = "formulas"
FUNCTIONS = set(
    """
    ABS ADDMONTHS AND ASCII BEGINS BLANKVALUE BR CASE CASESAFEID CEILING CHR CONTAINS DATE
    DATETIMEVALUE DATEVALUE DAY DAYOFYEAR DISTANCE EXP FIND FLOOR FORMATDURATION GEOLOCATION
    GETRECORDIDS GETSESSIONID HOUR HYPERLINK IF IMAGE INCLUDE INCLUDES INITCAP ISBLANK ISCHANGED
    ISCLONE ISNEW ISNULL ISNUMBER ISPICKVAL ISOWEEK ISOYEAR JUNCTIONIDLIST LEFT LEN LN LOG LOWER
    LPAD MAX MCEILING MFLOOR MID MILLISECOND MIN MINUTE MOD MONTH NOT NOW NULLVALUE OR PI PICKLISTCOUNT
    PREDICT PRIORVALUE REGEX REQUIRESCRIPT REVERSE RIGHT ROUND RPAD SECOND SQRT SUBSTITUTE TEXT
    TIMENOW TIMEVALUE TODAY TRIM TRUNC UNIXTIMESTAMP UPPER URLFOR VALUE VLOOKUP WEEKDAY YEAR
    """.split()
)
WORDS = {"TRUE", "FALSE", "NULL"}
TOKEN = re.compile(
    r"/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$.]*|[()]|\S", re.DOTALL
)
NAME = re.compile(r"[A-Za-z_$]")
COMPARED = re.compile(
    r"(?:ISPICKVAL\(\s*([\w.]+)\s*,|TEXT\(\s*([\w.]+)\s*\)\s*(?:=|==|<>|!=))\s*\"([^\"]*)\""
)
GLOBALS = {
    "$User": "User",
    "$Profile": "Profile",
    "$Organization": "Organization",
    "$UserRole": "UserRole",
    "$RecordType": "RecordType",
}


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("ValidationRule"):
        yield from check_formula(org, file, root.first("errorConditionFormula"))
        shown_at = root.first("errorDisplayField")
        if shown_at is not None and org.trouble(file.object, shown_at.text):
            yield Finding(
                file.shown,
                shown_at.line,
                CHECK,
                org.trouble(file.object, shown_at.text),
                "correct the name",
            )
        if len(root.value("errorMessage")) > 255:
            yield Finding(
                file.shown,
                file.line_of("errorMessage"),
                CHECK,
                "the message is too long",
                "at most 255",
            )
    for file, root in org.project.of("CustomField"):
        yield from check_formula(org, file, root.first("formula"))
        if root.first("formula") is None and root.value("type") != "Picklist":
            yield from check_formula(org, file, root.first("defaultValue"))
        for item in root.iter("filterItems"):
            yield from check_filter(org, file, item)


def check_formula(org: Org, file: MetaFile, node: Node | None) -> Iterator[Finding]:
    if node is None:
        return
    for wrong in troubles(org, file.object, node.text, is_field=node.name == "formula"):
        yield Finding(file.shown, node.line, CHECK, wrong, "correct the formula")


def troubles(org: Org, owner: str, formula: str, *, is_field: bool) -> Iterator[str]:
    tokens = [token for token in TOKEN.findall(formula) if not token.startswith("/*")]
    if tokens.count("(") != tokens.count(")"):
        yield f"{tokens.count('(')} brackets open, {tokens.count(')')} close"
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if not NAME.match(token) or token.upper() in WORDS:
            continue
        if following != "(":
            wrong = name_trouble(org, owner, token, is_field=is_field)
        else:
            wrong = "" if token.upper() in FUNCTIONS else f"there is no function {token}"
        if wrong:
            yield wrong
    for in_ispickval, in_text, value in COMPARED.findall(formula):
        values = picklist_values(org.field(owner, in_ispickval or in_text))
        if values and value not in values | {""}:
            yield f"{in_ispickval or in_text} is never {value!r}"


def name_trouble(org: Org, owner: str, name: str, *, is_field: bool) -> str:
    first, _, rest = name.partition(".")
    if first.startswith("$"):
        return global_trouble(org, first, rest)
    field = org.field(owner, name)
    if field is not None and field.type in LONG and is_field:
        return f"a formula field cannot read the long text {name}"
    return org.trouble(owner, name)


def global_trouble(org: Org, first: str, rest: str) -> str:
    setting, _, field = rest.partition(".")
    match first:
        case "$Permission" if rest not in org.project.names("CustomPermission"):
            return f"there is no custom permission {rest}"
        case "$Label" if rest not in org.project.labels:
            return f"there is no custom label {rest}"
        case "$Setup":
            return org.trouble(setting, field)
        case "$CustomMetadata":
            return record_trouble(org, rest)
    return org.trouble(GLOBALS[first], rest) if first in GLOBALS else ""


def record_trouble(org: Org, path: str) -> str:
    type_name, _, rest = path.partition(".")
    record, _, field = rest.partition(".")
    if f"{type_name.removesuffix('__mdt')}.{record}" not in org.project.names("CustomMetadata"):
        return f"there is no record {path}"
    return org.trouble(type_name, field)


def check_filter(org: Org, file: MetaFile, item: Node) -> Iterator[Finding]:
    """A lookup's filter names fields with their object, or those of the record that is edited."""
    for name in ("field", "valueField"):
        node = item.first(name)
        if node is None:
            continue
        owner, _, path = node.text.partition(".")
        if owner == "$Source":
            owner = file.object
        if owner.startswith("$"):
            continue
        if org.trouble(owner, path):
            yield Finding(
                file.shown, node.line, CHECK, org.trouble(owner, path), "correct the filter"
            )
