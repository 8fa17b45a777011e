"""Field paths such as Account.Owner.Name: checked against describe before they enter a query."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.salesforce.describing import FieldShape, ObjectShape

MAX_SEGMENTS = 5
_SEGMENT = re.compile(r"[A-Za-z]\w*", re.ASCII)

Shapes = Callable[[str], ObjectShape | None]


@dataclass(frozen=True)
class FieldPath:
    """A field reached through lookups; every name in it is Salesforce's own spelling."""

    hops: tuple[FieldShape, ...]
    field: FieldShape
    shape: ObjectShape

    @property
    def soql(self) -> str:
        """The path as a query spells it."""
        return ".".join([*(hop.relationship for hop in self.hops), self.field.name])

    @property
    def target(self) -> str:
        """The path to the record that the field, a lookup, leads to."""
        return ".".join([*(hop.relationship for hop in self.hops), self.field.relationship])

    @property
    def label(self) -> str:
        """What people call it: Industry, Account Industry, Account."""
        if not self.hops:
            return self.field.spoken
        via = self.hops[-1].spoken
        if self.field.is_name:
            return via
        own = self.field.spoken
        return own if own.startswith(via) else f"{via} {own}"


def find(path: str, root: ObjectShape, shapes: Shapes) -> FieldPath | None:
    """Return the path, or None if a part of it does not exist or this user may not see it."""
    reached = follow(path.rpartition(".")[0], root, shapes)
    if reached is None:
        return None
    hops, shape = reached
    field = shape.field(path.rpartition(".")[2])
    return FieldPath(hops, field, shape) if field else None


def follow(
    path: str, root: ObjectShape, shapes: Shapes
) -> tuple[tuple[FieldShape, ...], ObjectShape] | None:
    """Return the lookups of a path of relationships and the object at its end, or None."""
    segments = path.split(".") if path else []
    if len(segments) >= MAX_SEGMENTS or not all(_SEGMENT.fullmatch(one) for one in segments):
        return None
    hops: tuple[FieldShape, ...] = ()
    here: ObjectShape | None = root
    for segment in segments:
        lookup = here.lookup(segment) if here else None
        if lookup is None or len(lookup.targets) != 1:
            return None
        hops += (lookup,)
        here = shapes(lookup.targets[0])
    return (hops, here) if here else None


def value(row: Mapping[str, Any], path: str) -> Any:
    """Return what stands at the end of the path in a query's row; None if a lookup on the way is empty."""
    found: Any = row
    for segment in path.split("."):
        found = found.get(segment) if isinstance(found, Mapping) else None
    return found


def text(row: Mapping[str, Any], path: str) -> str:
    """Return the text at the end of the path, or an empty one."""
    found = value(row, path) if path else None
    return str(found).strip() if found is not None else ""
