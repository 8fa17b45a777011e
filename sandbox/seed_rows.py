"""Stores one seeded row, refusing what the org's schema does not have."""

from typing import Any

from sandbox.salesforce import writes
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema import Field


def put(org: Org, object_name: str, **fields: Any) -> str:
    """Store a row; a field that the org does not have is a mistake of the seed or of the metadata."""
    kind = org.schema.get(object_name)
    if kind is None:
        raise LookupError(f"sf_metadata defines no object {object_name}")
    for name, value in fields.items():
        found = kind.field(name)
        if found is None:
            raise LookupError(f"sf_metadata defines no field {object_name}.{name}")
        _check_choice(found, value, of=object_name)
    defaults = {f.name: f.default for f in kind.fields.values()} if kind.custom else {}
    values = {name: value for name, value in {**defaults, **fields}.items() if value is not None}
    return writes.plant(org, object_name=object_name, record=values)


def resolved(org: Org, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the id behind a key in place of every `@key`."""
    return {
        name: org.keys[value[1:]] if isinstance(value, str) and value[:1] == "@" else value
        for name, value in fields.items()
    }


def _check_choice(field: Field, value: Any, *, of: str) -> None:
    if field.picklist and field.restricted and value is not None and value not in field.picklist:
        raise LookupError(f"{value!r} is not in the picklist {of}.{field.name}")
