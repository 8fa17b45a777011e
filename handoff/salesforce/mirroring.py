"""Keeps Booking records current: up to 200 at once, each found by its key, each with an answer of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simple_salesforce.format import format_soql

from handoff.errors import OutsideError
from handoff.records import MirroredBooking
from handoff.salesforce.booking_records import mirrored_fields
from handoff.salesforce.client import Client, query_part
from handoff.salesforce.failures import refused, unreadable
from handoff.salesforce.fields import Booking

OPERATION = "mirror_bookings"
FOUND_PART = "found"
MOST_RECORDS = 200
"""Of one collection (resources_composite_sobjects_collections_upsert.htm)."""

BY_HAND = frozenset({"Completed", "No Show"})
"""Statuses that only people set."""


@dataclass(frozen=True)
class _Known:
    id: str
    status: str


def mirror_bookings(
    client: Client, bookings: Sequence[MirroredBooking]
) -> Mapping[str, OutsideError]:
    """Bring the Booking records to what these say; return by key what Salesforce refused. Raises OutsideError.

    A record that is missing is made, unless its guest is erased: what the org has deleted since stays so. The
    Event is no part of this, nor are the Booking Hosts that say it was written. May be repeated.

    Once a meeting has begun, people may say in Salesforce how it went: that status stays.
    """
    lasting = [one for one in bookings if not one.meeting.is_erased]
    erased = [one for one in bookings if one.meeting.is_erased]
    path = f"composite/sobjects/{Booking.OBJECT}/{Booking.KEY}"
    known = _known(client, [one for one in bookings if one.meeting.is_erased or _has_begun(one)])
    upserted = [{Booking.KEY: one.meeting.booking_key, **_fields(one, known)} for one in lasting]
    there = [one for one in erased if one.meeting.booking_key in known]
    changed = [{"id": known[one.meeting.booking_key].id, **_fields(one, known)} for one in there]
    return {
        **_written(client, path, upserted, lasting),
        **_written(client, "composite/sobjects", changed, there),
    }


def _has_begun(one: MirroredBooking) -> bool:
    return one.meeting.span.starts_at <= one.standing.at


def _fields(one: MirroredBooking, known: Mapping[str, _Known]) -> dict[str, Any]:
    fields = mirrored_fields(one.meeting, one.standing)
    there = known.get(one.meeting.booking_key)
    if there and there.status in BY_HAND and _has_begun(one):
        del fields[Booking.STATUS]
    return {"attributes": {"type": Booking.OBJECT}, **fields}


def _known(client: Client, bookings: Sequence[MirroredBooking]) -> Mapping[str, _Known]:
    """Return by key what there is of those whose record decides what is written."""
    if not bookings:
        return {}
    soql = format_soql(
        "SELECT Id, Booking_Key__c, Status__c FROM Handoff_Booking__c WHERE Booking_Key__c IN {}",
        [one.meeting.booking_key for one in bookings],
    )
    answers = client.composite([query_part(FOUND_PART, soql)], operation=OPERATION)
    rows = client.rows(answers[FOUND_PART], operation=OPERATION)
    return {
        str(one[Booking.KEY]): _Known(str(one["Id"]), str(one.get(Booking.STATUS) or ""))
        for one in rows
    }


def _written(
    client: Client,
    path: str,
    records: Sequence[Mapping[str, Any]],
    bookings: Sequence[MirroredBooking],
) -> dict[str, OutsideError]:
    if not records:
        return {}
    body = {"allOrNone": False, "records": list(records)}
    answers = client.call("PATCH", path, body=body, operation=OPERATION)
    if not isinstance(answers, list) or len(answers) != len(records):
        raise unreadable(OPERATION, is_write=True)
    return {
        one.meeting.booking_key: refused(400, [answer], operation=OPERATION, is_write=True)
        for one, answer in zip(bookings, answers, strict=True)
        if not (isinstance(answer, Mapping) and answer.get("success"))
    }
