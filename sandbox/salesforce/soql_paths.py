"""Resolves the paths of a query against what its user may see, and reads them from rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce import access
from sandbox.salesforce.errors import SalesforceError, no_such_relationship
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import Field, ObjectType
from sandbox.salesforce.soql_parser import Path
from sandbox.salesforce.soql_tokens import pointed
from sandbox.salesforce.values import shown

MAX_STEPS = 5


@dataclass(frozen=True)
class Hop:
    """One relationship on the way: the field that holds the id and the type that it leads to."""

    field: Field
    target: ObjectType


@dataclass(frozen=True)
class Resolved:
    hops: tuple[Hop, ...]
    field: Field


@dataclass(frozen=True)
class Eyes:
    """An org as one user sees it."""

    org: Org
    user_id: str
    query: str

    def resolve(self, path: Path, kind: ObjectType) -> Resolved:
        try:
            return self._resolve(path, kind)
        except SalesforceError as refusal:
            message = f"{pointed(self.query, path.at)}\n{refusal.message}"
            raise SalesforceError(refusal.code, message) from refusal

    def follow(self, record: Record, hop: Hop) -> Record | None:
        """The related row, or None when it is missing or may not be read."""
        found = self.org.row(record.get(hop.field.name))
        if found is None or not access.can_read(self.org, self.user_id, found):
            return None
        return as_name(self.org, found) if hop.target.name == "Name" else found

    def value(self, record: Record, resolved: Resolved) -> Any:
        row: Record | None = record
        for hop in resolved.hops:
            row = self.follow(row, hop)
            if row is None:
                return None
        value = row.get(resolved.field.name)
        return False if value is None and resolved.field.type == "boolean" else value

    def hop(self, kind: ObjectType, relationship: str) -> Hop:
        field = kind.relationship(relationship)
        if field is None or not access.sees_field(self.org, self.user_id, kind=kind, field=field):
            raise no_such_relationship(relationship)
        name = "Name" if field.is_polymorphic else field.reference_to[0]
        target = self.org.kind(name)
        if target is None or self.org.rules.denies(self.user_id, name):
            raise no_such_relationship(relationship)
        return Hop(field, target)

    def _resolve(self, path: Path, kind: ObjectType) -> Resolved:
        *relationships, name = path.steps
        # A path may begin with the object's own name: SELECT Lead.Name FROM Lead.
        if (
            relationships
            and relationships[0].lower() == kind.name.lower()
            and not kind.relationship(relationships[0])
        ):
            relationships = relationships[1:]
        if len(relationships) > MAX_STEPS:
            raise SalesforceError("MALFORMED_QUERY", "Relationship paths may have at most 5 levels")
        hops: list[Hop] = []
        here = kind
        for step in relationships:
            hops.append(self.hop(here, step))
            here = hops[-1].target
        field = access.field_of(self.org, self.user_id, kind=here, name=name)
        return Resolved(tuple(hops), field)


class Tree:
    """The shape of a result row: fields and related rows in the order in which they were asked for."""

    def __init__(self, kind: ObjectType) -> None:
        self.kind = kind
        self.parts: dict[str, Field | tuple[Hop, Tree] | Callable[[Record], Any]] = {}

    def add(self, resolved: Resolved) -> None:
        here = self
        for hop in resolved.hops:
            key = str(hop.field.relationship)
            known = here.parts.get(key)
            if not isinstance(known, tuple):
                known = (hop, Tree(hop.target))
                here.parts[key] = known
            here = known[1]
        if resolved.field.name in here.parts:
            raise SalesforceError(
                "INVALID_FIELD", f"duplicate field selected: {resolved.field.name}"
            )
        here.parts[resolved.field.name] = resolved.field

    def spell(self, eyes: Eyes, record: Record, *, version: str) -> dict[str, Any]:
        spelled: dict[str, Any] = {
            "attributes": attributes(eyes.org, self.kind, record=record, version=version)
        }
        for key, part in self.parts.items():
            if isinstance(part, Field):
                spelled[key] = shown(part, record.get(part.name))
            elif isinstance(part, tuple):
                related = eyes.follow(record, part[0])
                spelled[key] = part[1].spell(eyes, related, version=version) if related else None
            else:
                spelled[key] = part(record)
        return spelled


def attributes(org: Org, kind: ObjectType, *, record: Record, version: str) -> dict[str, Any]:
    if not record.get("Id"):
        return {"type": kind.name}
    actual = org.kind_of(record["Id"])
    name = actual.name if actual else kind.name
    return {"type": kind.name, "url": f"/services/data/{version}/sobjects/{name}/{record['Id']}"}


def as_name(org: Org, row: Record) -> Record:
    """The row as the Name entity shows it."""
    kind = org.kind_of(row["Id"])
    own_type = kind.name if kind else None
    return {
        **{k: v for k, v in row.items() if k != "Type"},
        "Name": row.get("Name") or row.get("CaseNumber"),
        "Type": row.get("Type") if own_type == "Group" else own_type,
    }
