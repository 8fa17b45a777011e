"""Writes an event into one host's calendar and removes it again: the last proof before a first booking."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from handoff.calendars.protocol import Calendar, EventDraft
from handoff.clock import machine_now
from handoff.config import OrgConfig, Settings
from handoff.doctor.findings import Finding, failed, fine
from handoff.errors import OutsideError
from handoff.meeting_types import Platform
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.spans import Span
from handoff.tokens import MemoryTokens
from handoff.wiring import open_calendars

FAR_AHEAD = timedelta(days=60)
LASTS = timedelta(minutes=5)
TITLE = "Handoff tries out this calendar and removes this event at once"


def check_writing(
    org: OrgConfig, settings: OrgSettings, config: Settings, *, address: str
) -> Iterator[Finding]:
    """Say whether an event could be written and removed. Nobody is invited."""
    wanted = address.lower()
    for host in settings.hosts:
        if wanted not in (host.email.lower(), host.calendar.lower()) or not host.is_permitted:
            continue
        calendar = open_calendars(org, config, MemoryTokens()).get(host.provider)
        if calendar is not None:
            yield _tried(f"{org.name}: writing to {host.calendar}", calendar, host)


def _tried(about: str, calendar: Calendar, host: Host) -> Finding:
    starts_at = (machine_now() + FAR_AHEAD).replace(minute=0, second=0, microsecond=0)
    draft = EventDraft(
        key=f"doctor{uuid.uuid4().hex}",
        booking_id="doctor",
        title=TITLE,
        description="",
        location="",
        span=Span(starts_at, starts_at + LASTS),
        platform=Platform.NONE,
        sends_invitations=False,
    )
    try:
        written = calendar.put_event(host, draft)
        calendar.remove_event(host, written, reason=TITLE)
    except OutsideError as error:
        return failed(
            about,
            f"{error.message} {error.detail[:120]}".strip(),
            f"See the lines above; if an event “{TITLE}” is left at {starts_at:%Y-%m-%d %H:%M} UTC, delete it.",
        )
    return fine(about, "an event was written and removed")
