"""Fields of a record that rules, questions and texts name, as values that say what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.records import Raw, Value
from handoff.salesforce.client import Row
from handoff.salesforce.describing import ObjectShape
from handoff.salesforce.fields import User
from handoff.salesforce.paths import FieldPath, Shapes, find, text, value
from handoff.salesforce.record_users import UserPath
from handoff.salesforce.showing import shown


@dataclass(frozen=True)
class ValuePath:
    """A field that somebody named, by the path as they wrote it."""

    wish: str
    path: FieldPath

    @property
    def columns(self) -> tuple[str, ...]:
        """What to ask: the field, who stands in it, and the lookups on the way."""
        name = (f"{self.path.target}.{User.NAME}",) if self.path.field.is_user else ()
        return (self.path.soql, *name, *(lookup for lookup, _ in self._hops))

    def read(self, row: Row) -> Value | None:
        """Return what stands there; None if a record on the way exists but may not be seen."""
        for lookup, related in self._hops:
            if value(row, lookup) is not None and value(row, related) is None:
                return None
        found = value(row, self.path.soql)
        field = self.path.field
        if field.is_user:
            label = UserPath(self.path).label
            return Value(label, found, text(row, f"{self.path.target}.{User.NAME}"))
        return Value(self.path.label, _plain(found, field.type), shown(found, field.type))

    @property
    def _hops(self) -> list[tuple[str, str]]:
        """The lookups on the way: the field that holds the id, and the related record."""
        found, before = [], ""
        for hop in self.path.hops:
            found.append((f"{before}{hop.name}", f"{before}{hop.relationship}"))
            before = f"{before}{hop.relationship}."
        return found


def value_paths(wishes: Iterable[str], shape: ObjectShape, shapes: Shapes) -> list[ValuePath]:
    """Return the paths that lead somewhere this user may see."""
    found = ((wish, find(wish, shape, shapes)) for wish in wishes)
    return [ValuePath(wish, path) for wish, path in found if path]


def read_values(paths: Iterable[ValuePath], row: Row) -> dict[str, Value]:
    """Return the values by the paths as they were written."""
    found = {path.wish: path.read(row) for path in paths}
    return {wish: one for wish, one in found.items() if one is not None}


def _plain(found: Any, kind: str) -> Raw:
    if isinstance(found, Mapping):
        return shown(found, kind)
    if kind == "multipicklist" and isinstance(found, str):
        return tuple(found.split(";"))
    return found if isinstance(found, bool | int | float | str) else None
