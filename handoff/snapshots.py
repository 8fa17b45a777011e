"""PURE. A booking's own copies of its people and its meeting type, to and from plain JSON values."""

from dataclasses import asdict
from typing import Any

from handoff.meeting_types import MeetingType
from handoff.people import Guest, Host, HostId, Organizer, OrgId, Provider, UserId

_OF_THE_DAY = (
    "caps",
    "leave",
    "dated_hours",
    "holiday_region",
    "bookable_by",
    "is_permitted",
    "is_bookable",
)
"""What decides about a host's free times, and means nothing once a meeting is agreed."""


def host_snapshot(host: Host) -> dict[str, Any]:
    """Return the host as JSON values."""
    kept = {key: value for key, value in asdict(host).items() if key not in _OF_THE_DAY}
    return kept | {"provider": str(host.provider)}


def host_of(snapshot: dict[str, Any]) -> Host:
    """Return the host that a snapshot was made of."""
    values = {**snapshot, "id": HostId(snapshot["id"]), "provider": Provider(snapshot["provider"])}
    return Host(**values)


def organizer_snapshot(organizer: Organizer) -> dict[str, Any]:
    """Return the organizer as JSON values."""
    return asdict(organizer)


def organizer_of(snapshot: dict[str, Any]) -> Organizer:
    """Return the organizer that a snapshot was made of."""
    values = {
        **snapshot,
        "org_id": OrgId(snapshot["org_id"]),
        "user_id": UserId(snapshot["user_id"]),
    }
    return Organizer(**values)


def guest_snapshot(guest: Guest, record_id: str) -> dict[str, Any]:
    """Return the primary guest as JSON values, with the Lead or Contact that they are."""
    return asdict(guest) | {"record_id": record_id}


def guest_of(snapshot: dict[str, Any]) -> Guest:
    """Return the guest that a snapshot was made of."""
    return Guest(**{key: value for key, value in snapshot.items() if key != "record_id"})


def meeting_type_snapshot(meeting_type: MeetingType) -> dict[str, Any]:
    """Return what a booking keeps of its meeting type: lengths in minutes, texts and channels."""
    return {
        "id": meeting_type.id,
        "name": meeting_type.name,
        "minutes": meeting_type.duration.total_seconds() / 60,
        "buffer_before": meeting_type.buffer_before.total_seconds() / 60,
        "buffer_after": meeting_type.buffer_after.total_seconds() / 60,
        "guest_invitation": meeting_type.guest_invitation,
        "guest_confirmation": meeting_type.guest_confirmation,
        "creates_salesforce_event": meeting_type.creates_salesforce_event,
    }
