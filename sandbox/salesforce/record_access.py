"""UserRecordAccess: computed for the user and the records that a query names.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm
"""

from sandbox.salesforce import access
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.permissions import rights_of
from sandbox.salesforce.soql_parser import Comparison, Condition, Junction, Path, Query

MAX_RECORDS = 200


def access_rows(org: Org, runner: str, asked: Query) -> list[Record]:
    """One row per named record that the one who asks can read themselves.

    Raises MALFORMED_QUERY unless one user and some records are named and RecordId is selected.
    """
    users = _named(asked.where, "userid")
    records = _named(asked.where, "recordid")
    if len(users) != 1 or not 0 < len(records) <= MAX_RECORDS:
        raise SalesforceError(
            "MALFORMED_QUERY",
            "UserRecordAccess needs a filter on one UserId and on up to 200 RecordIds",
        )
    selected = {one.steps[-1].lower() for one in asked.fields if isinstance(one, Path)}
    if "recordid" not in selected or "userid" in selected:
        raise SalesforceError(
            "MALFORMED_QUERY", "UserRecordAccess is selected by RecordId, and never by UserId"
        )
    return [_row(org, users[0], one) for one in records if _sees(org, runner, one)]


def _sees(org: Org, runner: str, record_id: str) -> bool:
    record = org.row(record_id)
    return record is None or access.can_read(org, runner, record)


def _row(org: Org, user_id: str, record_id: str) -> Record:
    record = org.row(record_id)
    reads = record is not None and access.can_read(org, user_id, record)
    edits = record is not None and access.can_edit(org, user_id, record)
    owns = record is not None and (
        record.get("OwnerId") == user_id or _changes_all(org, user_id, record)
    )
    level = "All" if owns and edits else "Edit" if edits else "Read" if reads else "None"
    return {
        "UserId": user_id,
        "RecordId": record_id,
        "HasReadAccess": reads,
        "HasEditAccess": edits,
        "HasDeleteAccess": owns and edits,
        "HasTransferAccess": owns and edits,
        "HasAllAccess": owns and edits,
        "MaxAccessLevel": level,
    }


def _changes_all(org: Org, user_id: str, record: Record) -> bool:
    kind = org.kind_of(record["Id"])
    return kind is not None and rights_of(org, user_id).changes_all(kind)


def _named(where: Condition | None, field: str) -> list[str]:
    """Ids that every row must have in the field: from `=` and IN that hold in all cases."""
    if isinstance(where, Junction):
        if where.word != "AND":
            return []
        return next((found for part in where.parts if (found := _named(part, field))), [])
    if not isinstance(where, Comparison) or where.path.steps[-1].lower() != field:
        return []
    if where.operator not in {"=", "IN"}:
        return []
    literals = where.value if isinstance(where.value, tuple) else (where.value,)
    values = [getattr(literal, "value", None) for literal in literals]
    return list(dict.fromkeys(to_18(value) for value in values if is_id(value)))
