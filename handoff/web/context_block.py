"""What the page is told in its first answer, as JSON inside it."""

import json
from typing import Any

from handoff.actions.open_handoff import OpenedWindow
from handoff.guest_zone import guessed_zone
from handoff.hours_text import described_hours
from handoff.meeting_types import MeetingType
from handoff.org_settings import OrgSettings
from handoff.pools.routing import Candidate, candidates, playing_members
from handoff.web.bodies import utc
from handoff.web.hosts import host_summary
from handoff.web.language import browser_catalogue, reader_language, spoken


def context_block(opened: OpenedWindow) -> str:
    """Return the block, safe to stand inside a script element."""
    text = json.dumps(spoken(_context(opened)), ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _context(opened: OpenedWindow) -> dict[str, Any]:
    record, settings, organizer = opened.record, opened.settings, opened.page.organizer
    named = candidates(record.users, settings)
    guest_zone = guessed_zone(record.country, record.state)
    types = [one for one in settings.meeting_types if one.is_offered_on(record.object_name)]
    hidden = [one for one in settings.meeting_types if not one.is_offered_on(record.object_name)]
    return {
        "token": opened.token,
        "token_expires_at": utc(opened.page.expires_at),
        "now": utc(opened.now),
        "frame": {
            "instance_id": opened.context.instance_id,
            "target_origin": opened.context.target_origin,
            "client_id": opened.context.client_id,
        },
        "record": {
            "id": record.id,
            "object": record.object_name,
            "object_label": record.object_label,
            "name": record.name,
            "company": record.company,
            "details": [{"label": one.label, "value": one.value} for one in record.details],
        },
        "organizer": {
            "id": organizer.user_id,
            "name": organizer.name,
            "email": organizer.email,
            "zone": organizer.zone,
            "locale": organizer.locale,
        },
        "guests": [one.__dict__ for one in record.guests],
        "guest_zone": {"name": guest_zone[0], "source": guest_zone[1]} if guest_zone else None,
        "meeting_types": [_meeting_type(one) for one in types],
        "default_meeting_type": _default_type(opened, types),
        "hidden_types": [
            {"name": one.name, "reason": f"Only for {', '.join(one.objects)} records."}
            for one in hidden
        ],
        "sources": {
            "record": [_candidate(one) for one in named if "." not in one.path],
            "related": [_candidate(one) for one in named if "." in one.path],
            "pools": [_pool(pool.id, settings) for pool in settings.pools],
        },
        "hosts": [
            host_summary(host) for host in settings.hosts if host.id in _named_ids(named, settings)
        ],
        "language": reader_language(),
        "messages": browser_catalogue(reader_language()),
        "settings": {"show_all_pool_members": True},
    }


def _named_ids(named: list[Candidate], settings: OrgSettings) -> set[str]:
    members = {member.host_id for pool in settings.pools for member in pool.members}
    return {one.host_id for one in named} | {str(one) for one in members}


def _default_type(opened: OpenedWindow, types: list[MeetingType]) -> str | None:
    wanted = opened.object_setting.default_meeting_type
    named = next((one.id for one in types if wanted in (one.name, one.id)), None)
    return named or (types[0].id if types else None)


def _meeting_type(one: MeetingType) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "minutes": _minutes(one.duration),
        "step": _minutes(one.step),
        "buffer_before": _minutes(one.buffer_before),
        "buffer_after": _minutes(one.buffer_after),
        "notice_minutes": _minutes(one.minimum_notice),
        "horizon_days": one.horizon_days,
        "bookable": described_hours(one.weekly_hours),
        "platform": one.platform,
        "subject": one.subject,
        "location": one.location,
        "description": one.description,
    }


def _minutes(length: Any) -> int:
    return int(length.total_seconds() // 60)


def _candidate(one: Candidate) -> dict[str, str]:
    return {
        "path": one.path,
        "label": one.label,
        "host_id": one.host_id,
        "name": one.name,
        "reason": one.reason,
        "object_label": one.object_label,
    }


def _pool(pool_id: str, settings: OrgSettings) -> dict[str, Any]:
    pool = settings.pool(pool_id)
    members = [host.id for host in playing_members(pool, settings)] if pool else []
    return {
        "id": pool_id,
        "name": pool.name if pool else "",
        "kind": pool.kind if pool else "",
        "members": members,
        "reason": "" if members else "nobody in this pool can be booked",
    }
