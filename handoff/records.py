"""A Salesforce record as the Organizer may see it, and what Handoff writes back beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handoff.people import OrgId, UserId
from handoff.spans import Span


@dataclass(frozen=True, repr=False)
class UserAccess:
    """The Organizer's own way into Salesforce: what this token may not read is not shown.

    Without a token the integration user reads for them, and leaves out what they may not see themselves.
    """

    org_id: OrgId
    user_id: UserId
    instance_url: str
    token: str

    @property
    def is_delegated(self) -> bool:
        """Say whether there is no token of the Organizer's own."""
        return not self.token


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

    @property
    def can_be_told(self) -> bool:
        """Say whether this is somebody who can be given a task."""
        return bool(self.user_id) and self.is_active and not self.is_queue


@dataclass(frozen=True)
class GuestChoice:
    """Somebody who could be the primary guest; `record_id` is the Lead's or Contact's id, or empty."""

    first_name: str
    last_name: str
    email: str
    record_id: str = ""
    role: str = ""
    is_person_account: bool = False


Raw = bool | int | float | str | tuple[str, ...] | None


@dataclass(frozen=True)
class Value:
    """What stands in a field: its label, the plain value (several picklist values as a tuple), and as people read it."""

    label: str
    raw: Raw = None
    text: str = ""


@dataclass(frozen=True)
class MatchedAccount:
    """The account that a lead belongs to, and why it was taken (spec §4.3)."""

    id: str
    name: str
    why: str


MATCHED_ACCOUNT = "MatchedAccount"
"""How field paths reach a lead's matched account: `MatchedAccount.OwnerId`."""


@dataclass(frozen=True)
class RecordView:
    """The record that the button was pressed on.

    `values` holds the fields that rules, questions and texts name, by the path as the admin wrote it; a path
    that is missing there leads nowhere or is hidden from the Organizer. `can_edit` says whether they may
    change the record, and with it what is booked on it.
    """

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
    phone: str = ""
    url: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    matched_account: MatchedAccount | None = None
    can_edit: bool = False

    @property
    def owner(self) -> RecordUser | None:
        """Who owns the record: a user, a queue, or nobody known."""
        return next((user for user in self.users if user.path == "OwnerId"), None)


@dataclass(frozen=True)
class MeetingRecord:
    """What a booking leaves in Salesforce: an Event, its relations, our Booking record and its Booking Hosts.

    `status` is the Event's; the Booking record's may come to be another one, when something needs a person.
    `is_erased` says that the guest's data are gone: such a record is changed where there is one, never made.
    """

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
    reason: str = ""
    is_cancelled: bool = False
    optional_host_ids: frozenset[str] = frozenset()
    method: str = ""
    opened_at: datetime | None = None
    booked_at: datetime | None = None
    is_test: bool = False
    is_erased: bool = False


@dataclass(frozen=True)
class BookingStanding:
    """How a booking stands, in words: its status, what needs a person, one line for each effect, and as of when."""

    status: str
    attention: str
    effects: str
    at: datetime


@dataclass(frozen=True)
class MirroredBooking:
    """A Booking record as it is to be."""

    meeting: MeetingRecord
    standing: BookingStanding
