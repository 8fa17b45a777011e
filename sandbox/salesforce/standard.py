"""Turns the tables of standard fields into object types, fresh for every org."""

import re

from sandbox.salesforce import standard_company, standard_fields
from sandbox.salesforce.schema import Field, ObjectType, Schema
from sandbox.salesforce.standard_fields import NAME, SYSTEM

_LINE = re.compile(
    r"(?P<name>\w+) (?P<type>[a-z]+)(?::(?P<length>\d+))?(?P<flags>(?: [a-z]+)*)"
    r"(?: ->(?P<to>[\w,]+)/(?P<relationship>\w+))?(?: \{(?P<values>[^}]*)\})? = (?P<label>.+)"
)
NAME_ENTITY = "Name"
_OBJECTS = {**standard_fields.OBJECTS, **standard_company.OBJECTS}
_AUTHORSHIP = ("isdeleted", "createddate", "createdbyid", "lastmodifieddate", "lastmodifiedbyid")


def standard_schema() -> Schema:
    schema = Schema()
    for name, (label, plural, prefix, lines) in _OBJECTS.items():
        kind = ObjectType(name=name, label=label, plural=plural, prefix=prefix)
        for new in [*fields_of(SYSTEM.format(label)), *fields_of(lines)]:
            kind.add(new)
        if name in standard_company.ONLY_STAMPED:
            for field in _AUTHORSHIP:
                del kind.fields[field]
        schema.add(kind)
    named = ObjectType(name=NAME_ENTITY, label="Name", plural="Names", prefix="")
    for new in fields_of(NAME):
        named.add(new)
    schema.add(named)
    return schema


def fields_of(lines: str) -> list[Field]:
    return [_field(line) for line in lines.strip().splitlines() if line]


def _field(line: str) -> Field:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"cannot read the field line {line!r}")
    flags = match["flags"].split()
    values = tuple(match["values"].split("|")) if match["values"] else ()
    return Field(
        name=match["name"],
        label=match["label"],
        type=match["type"],
        length=int(match["length"] or 0),
        required="required" in flags,
        unique="unique" in flags,
        reference_to=tuple(match["to"].split(",")) if match["to"] else (),
        relationship=match["relationship"],
        picklist=values,
        restricted="restricted" in flags,
        writable=not {"readonly", "autonumber"} & set(flags),
        default=(values or (True,))[0] if "default" in flags else None,
        precision=18 if match["type"] in {"currency", "percent", "double"} else 0,
        scale=2 if match["type"] in {"currency", "percent", "double"} else 0,
        long_text="long" in flags,
        auto_number="{00000000}" if "autonumber" in flags else None,
    )
