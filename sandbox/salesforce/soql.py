"""Answers a SOQL query with what its user may see, in the shape of the REST API.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce import access
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.record_access import access_rows
from sandbox.salesforce.schema import ObjectType
from sandbox.salesforce.soql_filters import test_of
from sandbox.salesforce.soql_parser import Order, Path, Query, TypeOf, parse
from sandbox.salesforce.soql_paths import Eyes, Resolved, Tree
from sandbox.salesforce.soql_tokens import malformed, pointed

MAX_OFFSET = 2000


@dataclass(frozen=True)
class Answer:
    total: int
    records: list[dict[str, Any]]


def run(org: Org, user_id: str, *, query: str, version: str = "v67.0") -> Answer:
    """All records of the query; paging is the caller's. Raises SalesforceError."""
    parsed = parse(query)
    eyes = Eyes(org, user_id, query)
    kind = _source(parsed, eyes)
    spell = _speller(parsed, kind=kind, eyes=eyes, version=version)
    rows = _rows(parsed, kind=kind, eyes=eyes)
    if parsed.counts:
        return Answer(len(rows), [])
    return Answer(len(rows), [spell(row) for row in rows])


def _source(parsed: Query, eyes: Eyes) -> ObjectType:
    try:
        return access.object_type(eyes.org, eyes.user_id, parsed.object_name)
    except SalesforceError as refusal:
        message = f"{pointed(parsed.text, parsed.object_at)}\n{refusal.message}"
        raise SalesforceError(refusal.code, message) from refusal


def _rows(parsed: Query, *, kind: ObjectType, eyes: Eyes) -> list[Record]:
    if kind.name == "UserRecordAccess":
        candidates: Iterable[Record] = access_rows(eyes.org, eyes.user_id, parsed)
    else:
        rows = list(eyes.org.rows(kind.name).values())
        candidates = (row for row in rows if access.can_read(eyes.org, eyes.user_id, row))
    found = list(candidates)
    if parsed.where is not None:
        test = test_of(
            parsed.where, kind=kind, eyes=eyes, subquery=lambda inner: _ids(inner, eyes=eyes)
        )
        found = [row for row in found if test(row)]
    for order in reversed(parsed.order):
        _sort(found, order, kind=kind, eyes=eyes)
    if parsed.offset > MAX_OFFSET:
        raise SalesforceError("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")
    end = None if parsed.limit is None else parsed.offset + parsed.limit
    return found[parsed.offset : end]


def _ids(inner: Query, *, eyes: Eyes) -> set[str]:
    """The values of a semi-join's one selected id."""
    if len(inner.fields) != 1 or not isinstance(inner.fields[0], Path) or inner.counts:
        raise malformed(eyes.query, inner.object_at, "a semi-join must select exactly one field")
    kind = _source(inner, eyes)
    resolved = eyes.resolve(inner.fields[0], kind)
    if resolved.field.type not in {"id", "reference"}:
        raise malformed(eyes.query, inner.object_at, "a semi-join must select an id field")
    rows = _rows(inner, kind=kind, eyes=eyes)
    return {value for row in rows if (value := eyes.value(row, resolved)) is not None}


def _sort(rows: list[Record], order: Order, *, kind: ObjectType, eyes: Eyes) -> None:
    resolved = eyes.resolve(order.path, kind)
    if not resolved.field.filterable:
        raise malformed(
            eyes.query,
            order.path.at,
            f"field '{resolved.field.name}' can not be sorted in a query call",
        )
    values = {id(row): eyes.value(row, resolved) for row in rows}
    empty = [row for row in rows if values[id(row)] is None]
    filled = [row for row in rows if values[id(row)] is not None]
    filled.sort(key=lambda row: _key(values[id(row)]), reverse=order.descending)
    rows[:] = filled + empty if order.nulls_last else empty + filled


def _key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _speller(
    parsed: Query, *, kind: ObjectType, eyes: Eyes, version: str
) -> Callable[[Record], dict[str, Any]]:
    tree = Tree(kind)
    for selected in parsed.fields:
        if isinstance(selected, TypeOf):
            _add_typeof(tree, selected, eyes=eyes, version=version)
            continue
        resolved = eyes.resolve(selected, kind)
        _refuse_clash(parsed, resolved, eyes=eyes)
        tree.add(resolved)
    return lambda row: tree.spell(eyes, row, version=version)


def _refuse_clash(parsed: Query, resolved: Resolved, *, eyes: Eyes) -> None:
    first = (resolved.hops[0].field.relationship or "").lower() if resolved.hops else ""
    for selected in parsed.fields:
        if isinstance(selected, TypeOf) and selected.relationship.lower() == first:
            raise malformed(
                eyes.query,
                selected.at,
                f"The relationship '{selected.relationship}' can't be used in TYPEOF and in the "
                "field list of the same query",
            )


def _add_typeof(tree: Tree, selected: TypeOf, *, eyes: Eyes, version: str) -> None:
    hop = eyes.hop(tree.kind, selected.relationship)
    if not hop.field.is_polymorphic:
        raise malformed(
            eyes.query, selected.at, f"'{selected.relationship}' is not a polymorphic relationship"
        )
    branches = {}
    for name, paths in selected.branches:
        if name.lower() not in {target.lower() for target in hop.field.reference_to}:
            raise malformed(
                eyes.query, selected.at, f"'{name}' is not a type of '{selected.relationship}'"
            )
        target = access.object_type(eyes.org, eyes.user_id, name)
        branches[target.name] = _branch(target, paths, eyes=eyes)
    otherwise = _branch(hop.target, selected.otherwise, eyes=eyes) if selected.otherwise else None

    def spell(record: Record) -> dict[str, Any] | None:
        found = eyes.org.row(record.get(hop.field.name))
        if found is None or not access.can_read(eyes.org, eyes.user_id, found):
            return None
        actual = eyes.org.kind_of(found["Id"])
        branch = branches.get(actual.name if actual else "")
        if branch is not None:
            return branch.spell(eyes, found, version=version)
        related = eyes.follow(record, hop)
        return otherwise.spell(eyes, related, version=version) if otherwise and related else None

    tree.parts[str(hop.field.relationship)] = spell


def _branch(kind: ObjectType, paths: tuple[Path, ...], *, eyes: Eyes) -> Tree:
    tree = Tree(kind)
    for path in paths:
        tree.add(eyes.resolve(path, kind))
    return tree
