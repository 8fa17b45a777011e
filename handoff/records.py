"""A Salesforce record as the Organizer may see it, and what Handoff writes back beside it."""

from dataclasses import dataclass
from datetime import datetime

from handoff.people import OrgId, UserId
from handoff.spans import Span


@dataclass(frozen=True, repr=False)
class UserAccess:
    """The Organizer's own way into Salesforce: what this token may not read is not shown."""

    org_id: OrgId
    user_id: UserId
    instance_url: str
    token: str


@dataclass(frozen=True)
class Detail:
    """One line of the record's details, label and value ready to be shown."""

    label: str
    value: str


@dataclass(frozen=True)
class RecordUser:
    """Who stands in a user field of the record or of a related one: a user, a queue, or nobody.

    `path` is the field path ("OwnerId", "Account.OwnerId"), `label` what people call it ("Account Owner"),
    `object_label` what they call the object that the field stands on ("Account").
    """

    path: str
    label: str
    user_id: str = ""
    name: str = ""
    is_active: bool = True
    is_queue: bool = False
    is_related: bool = False
    object_label: str = ""


@dataclass(frozen=True)
class GuestChoice:
    """Somebody who could be the primary guest; `record_id` is the Lead's or Contact's id, or empty."""

    first_name: str
    last_name: str
    email: str
    record_id: str = ""
    role: str = ""


@dataclass(frozen=True)
class RecordView:
    """The record that the button was pressed on."""

    id: str
    object_name: str
    object_label: str
    name: str
    details: tuple[Detail, ...] = ()
    users: tuple[RecordUser, ...] = ()
    guests: tuple[GuestChoice, ...] = ()
    company: str = ""
    country: str = ""
    state: str = ""


@dataclass(frozen=True)
class MeetingRecord:
    """What a booking leaves in Salesforce: an Event, its relations and our Booking record."""

    booking_key: str
    object_name: str
    record_id: str
    guest_record_id: str
    owner_id: str
    organizer_id: str
    organizer_name: str
    other_host_ids: tuple[str, ...]
    subject: str
    description: str
    location: str
    span: Span
    meeting_type: str
    pool: str
    host_source: str
    explanation: str
    status: str
    meeting_link: str
    guest_name: str
    guest_email: str
    writes_event: bool
    booked_at: datetime
