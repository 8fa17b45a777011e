"""Field values in and out: what a JSON value must look like, and how Salesforce spells it back.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/primitive_data_types.htm
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.schema import TEXT_TYPES, Field

_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,6}))?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z?")


def stored(field: Field, raw: Any) -> Any:
    """The value to keep for what a client sent, or Salesforce's refusal."""
    if raw is None or raw == "":
        return None
    if field.type in TEXT_TYPES:
        return _text(field, raw)
    if field.type == "boolean":
        return _boolean(field, raw)
    if field.is_number:
        return _number(field, raw)
    if field.type in {"reference", "id"}:
        return _reference(field, raw)
    return _moment(field, raw)


def shown(field: Field, value: Any) -> Any:
    """The JSON value that the REST API answers with."""
    if value is None:
        return False if field.type == "boolean" else None
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}+0000"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}.000Z"
    if isinstance(value, date):
        return value.isoformat()
    if field.type in {"double", "currency", "percent"}:
        return float(value)
    return value


def read_instant(text: str) -> datetime | None:
    """An ISO 8601 instant with an offset; None for anything else."""
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    normal = f"{day}T{minute}{second or ':00'}.{(fraction or '0').ljust(6, '0')}"
    zone = "+00:00" if offset in "Zz" else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    try:
        return datetime.fromisoformat(normal + zone).astimezone(UTC)
    except ValueError:
        return None


def _text(field: Field, raw: Any) -> str | None:
    if not isinstance(raw, str):
        raise _wrong_type(field, raw)
    if field.length and len(raw) > field.length:
        raise SalesforceError(
            "STRING_TOO_LONG",
            f"{field.label}: data value too large: {raw[:255]} (max length={field.length})",
            fields=(field.name,),
        )
    if field.type == "email" and not _EMAIL.fullmatch(raw.strip()):
        raise SalesforceError(
            "INVALID_EMAIL_ADDRESS",
            f"{field.label}: invalid email address: {raw}",
            fields=(field.name,),
        )
    if field.restricted and raw not in field.picklist:
        raise SalesforceError(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            f"{field.label}: bad value for restricted picklist field: {raw}",
            fields=(field.name,),
        )
    return raw.strip() if field.type != "textarea" else raw


def _boolean(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in {"true", "false"}:
        return raw.lower() == "true"
    raise _wrong_type(field, raw)


def _number(field: Field, raw: Any) -> float | int:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise _wrong_type(field, raw)
    try:
        number = float(raw)
    except ValueError as failure:
        raise _wrong_type(field, raw) from failure
    if field.precision and abs(number) >= 10 ** (field.precision - field.scale):
        raise SalesforceError(
            "NUMBER_OUTSIDE_VALID_RANGE",
            f"{field.label}: value outside of valid range on numeric field: {raw}",
            fields=(field.name,),
        )
    return int(number) if field.type == "int" else round(number, field.scale)


def _reference(field: Field, raw: Any) -> str:
    if not is_id(raw):
        raise SalesforceError(
            "MALFORMED_ID",
            f"{field.label}: id value of incorrect type: {raw}",
            fields=(field.name,),
        )
    return to_18(raw)


def _moment(field: Field, raw: Any) -> Any:
    if isinstance(raw, str):
        if field.type == "datetime" and (instant := read_instant(raw)):
            return instant
        if field.type == "date" and (day := _day(raw)):
            return day
        if field.type == "time" and (match := _CLOCK.fullmatch(raw)):
            return time(*(int(part) for part in match.groups()))
    raise SalesforceError(
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of {field.type} from VALUE_STRING value {raw} or request "
        f"may be missing a required field at [line:1, column:2]",
    )


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw[:10])
    except ValueError:
        return None


def _wrong_type(field: Field, raw: Any) -> SalesforceError:
    return SalesforceError(
        "INVALID_TYPE_ON_FIELD_IN_RECORD",
        f"{field.label}: value not of required type: {raw}",
        fields=(field.name,),
    )
