"""Our own records of a meeting in Salesforce: the Booking, and a Booking Host for each of its hosts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from handoff.records import BookingStanding, MeetingRecord
from handoff.salesforce.client import Part
from handoff.salesforce.fields import Booking, BookingHost

BOOKING_PART, MAIN_PART = "booking", "main"
MAIN_GONE, HOSTS_GONE, HOSTS_CHANGED, HOSTS_NEW = (
    "main_gone",
    "hosts_gone",
    "hosts_changed",
    "hosts_new",
)
KNOWN_ROWS = (MAIN_GONE, HOSTS_GONE, HOSTS_CHANGED)
"""Parts that change rows which were there a moment before."""
BOOKING_ID = f"@{{{BOOKING_PART}.id}}"
MAIN_KIND = "Main"
METHODS = {
    "pooled": "Pooled",
    "member": "Member",
    "meet_now": "Meet Now",
    "specific": "Specific",
    "owner": "Owner",
}

_REFERENCE = re.compile(r"@\{")


@dataclass(frozen=True)
class HostRow:
    """One host as Salesforce is to have them; `id` is that of the row, empty if there is none yet."""

    key: str
    user_id: str
    kind: str
    id: str = ""


def booking_fields(meeting: MeetingRecord, *, event_id: str) -> dict[str, Any]:
    """Return the Booking record's fields; what is empty is an empty text."""
    return {
        Booking.STATUS: meeting.status,
        Booking.REASON: plain(meeting.reason, 255),
        Booking.EVENT_ID: event_id,
        Booking.RECORD_ID: meeting.record_id,
        Booking.RECORD_OBJECT: meeting.object_name,
        Booking.HOST: meeting.owner_id,
        Booking.ORGANIZER: meeting.organizer_id,
        Booking.MEETING_TYPE: plain(meeting.meeting_type, 80),
        Booking.POOL: plain(meeting.pool, 80),
        Booking.HOST_SOURCE: plain(meeting.host_source, 255),
        Booking.STARTS_AT: instant(meeting.span.starts_at),
        Booking.ENDS_AT: instant(meeting.span.ends_at),
        Booking.MEETING_LINK: _whole(meeting.meeting_link, 255),
        Booking.GUEST_NAME: plain(meeting.guest_name, 120),
        Booking.GUEST_EMAIL: _whole(meeting.guest_email, 80),
        Booking.EXPLANATION: plain(meeting.explanation, 32000),
        Booking.METHOD: METHODS.get(meeting.method, ""),
        Booking.OPENED_AT: instant(meeting.opened_at) if meeting.opened_at else "",
        Booking.BOOKED_AT: instant(meeting.booked_at) if meeting.booked_at else "",
        Booking.IS_TEST: meeting.is_test,
    }


def mirrored_fields(meeting: MeetingRecord, standing: BookingStanding) -> dict[str, Any]:
    """Return what is kept current in a Booking record: all but its Event, which is written once."""
    fields = booking_fields(meeting, event_id="")
    del fields[Booking.EVENT_ID]
    told: dict[str, Any] = {
        Booking.STATUS: standing.status,
        Booking.ATTENTION: plain(standing.attention, 4000),
        Booking.EFFECTS: plain(standing.effects, 32000),
        Booking.CHANGED_AT: instant(standing.at),
    }
    return emptied({**fields, **told})


def booking_part(meeting: MeetingRecord, *, event_id: str = "", is_there: bool = False) -> Part:
    """Return a part that makes the Booking record or changes the one that is there; its Event stays if none is given.

    The status of one that is there is for the mirror to say, which knows of what people set; that a meeting is off
    is said at once.
    """
    fields = booking_fields(meeting, event_id=event_id)
    if not event_id:
        del fields[Booking.EVENT_ID]
    if is_there and not meeting.is_cancelled:
        del fields[Booking.STATUS]
    path = f"sobjects/{Booking.OBJECT}/{Booking.KEY}/{meeting.booking_key}"
    return Part(BOOKING_PART, "PATCH", path, emptied(fields))


def main_part(meeting: MeetingRecord) -> Part:
    """Return a part that makes the main host's row. Its key is unique: what is done beside it is done once."""
    body = {BookingHost.BOOKING: BOOKING_ID, **_told(main_host(meeting))}
    return Part(MAIN_PART, "POST", f"sobjects/{BookingHost.OBJECT}", body)


def main_gone(row: HostRow) -> Part:
    """Return a part that takes a main host's row away: it is done once, and so is what is done beside it."""
    return Part(MAIN_GONE, "DELETE", f"sobjects/{BookingHost.OBJECT}/{row.id}")


def host_parts(meeting: MeetingRecord, found: Sequence[HostRow] = ()) -> list[Part]:
    """Return parts that bring the further hosts' rows, and a main host's that is there, to what the meeting is now."""
    known = {one.key: one for one in found}
    main = main_host(meeting)
    wanted = {one.key: one for one in further_hosts(meeting)}
    if main.key in known:
        wanted[main.key] = main
    gone = [one.id for key, one in known.items() if key not in wanted]
    new = [one for key, one in wanted.items() if key not in known]
    changed = [
        (known[key].id, one)
        for key, one in wanted.items()
        if key in known and (known[key].user_id, known[key].kind) != (one.user_id, one.kind)
    ]
    return list(_host_parts(gone, new, changed))


def _host_parts(
    gone: Sequence[str], new: Sequence[HostRow], changed: Sequence[tuple[str, HostRow]]
) -> Iterator[Part]:
    if gone:
        path = f"composite/sobjects?ids={','.join(gone)}&allOrNone=true"
        yield Part(HOSTS_GONE, "DELETE", path)
    if changed:
        records = [{"id": row_id, **_changeable(one)} for row_id, one in changed]
        yield _collection(HOSTS_CHANGED, "PATCH", records)
    if new:
        records = [{BookingHost.BOOKING: BOOKING_ID, **_told(one)} for one in new]
        yield _collection(HOSTS_NEW, "POST", records)


def main_host(meeting: MeetingRecord) -> HostRow:
    """Return the main host as Salesforce is to have them."""
    return HostRow(f"{meeting.booking_key}:main", meeting.owner_id, MAIN_KIND)


def further_hosts(meeting: MeetingRecord) -> list[HostRow]:
    """Return everybody but the main host, each once."""
    others = dict.fromkeys(one for one in meeting.other_host_ids if one != meeting.owner_id)
    return [
        HostRow(
            f"{meeting.booking_key}:{one}",
            one,
            "Optional" if one in meeting.optional_host_ids else "Required",
        )
        for one in others
    ]


def _told(row: HostRow) -> dict[str, str]:
    return {BookingHost.KEY: row.key, **_changeable(row)}


def _changeable(row: HostRow) -> dict[str, str]:
    return {BookingHost.USER: row.user_id, BookingHost.KIND: row.kind}


def _collection(name: str, method: str, records: Sequence[Mapping[str, Any]]) -> Part:
    kind = {"attributes": {"type": BookingHost.OBJECT}}
    body = {"allOrNone": True, "records": [{**kind, **one} for one in records]}
    return Part(name, method, "composite/sobjects", body)


def emptied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as a change takes them: what is empty now loses what stood there."""
    return {name: None if value == "" else value for name, value in fields.items()}


def plain(words: str, longest: int) -> str:
    """Cut to what the field holds, and keep a composite from taking "@{" in people's texts as a reference."""
    return _REFERENCE.sub("@ {", words)[:longest]


def instant(at: datetime) -> str:
    """Return an instant as Salesforce reads it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole(address: str, longest: int) -> str:
    """Leave an address out rather than cut it: a part of one leads elsewhere."""
    return address if len(address) <= longest and not _REFERENCE.search(address) else ""
