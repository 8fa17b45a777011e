"""What the page is told in its first answer, as JSON inside it."""

import json
from typing import Any

from handoff.actions.open_window import OpenedWindow
from handoff.actions.window_roles import roles_in
from handoff.guest_zone import guessed_zone
from handoff.languages import browser_catalogue, direction_of
from handoff.org_settings import OrgSettings, Switches
from handoff.people import Organizer
from handoff.pools.conditions import is_offered, why_hidden
from handoff.pools.outcomes import joined
from handoff.pools.routing import Candidate, candidates, playing_members
from handoff.records import RecordView
from handoff.storage.tables import BookingRow
from handoff.test_mode import mailbox_of, why_closed
from handoff.web.bodies import utc
from handoff.web.booking_summary import booking_summary
from handoff.web.hosts import host_summary
from handoff.web.language import reader_language, spoken
from handoff.web.outcome_blocks import stop_block, suggested_hosts, suggestion_block
from handoff.web.type_blocks import default_type, meeting_type_block
from handoff.wording import say

CHANGES = ("reschedule", "cancel")


def context_block(opened: OpenedWindow) -> str:
    """Return the block, safe to stand inside a script element."""
    text = json.dumps(spoken(_context(opened)), ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _context(opened: OpenedWindow) -> dict[str, Any]:
    settings = opened.settings
    return {
        "token": opened.token,
        "token_expires_at": utc(opened.page.expires_at),
        "now": utc(opened.now),
        "language": reader_language(),
        "direction": direction_of(reader_language()),
        "messages": browser_catalogue(reader_language()),
        "test_mode": _test_mode(settings.switches),
        "frame": {
            "instance_id": opened.context.instance_id,
            "target_origin": opened.context.target_origin,
            "client_id": opened.context.client_id,
            "kind": "launch" if opened.page.access.is_delegated else "canvas",
        },
        "record": _record(opened.record),
        "organizer": _organizer(opened.page.organizer),
        "roles": sorted(roles_in(settings, opened.page)),
        "guest_zone": _guest_zone(opened.record),
        "upcoming": [booking_summary(one) for one in opened.upcoming],
        "asked": _asked(opened),
        "only_own": opened.page.told.is_hosts,
        **(_to_change(opened) if opened.page.told.is_hosts else _to_book(opened)),
    }


def _to_book(opened: OpenedWindow) -> dict[str, Any]:
    """Return what is there to be chosen from."""
    record, settings = opened.record, opened.settings
    named = candidates(record.users, settings)
    types = [one for one in settings.meeting_types if is_offered(one, record)]
    return {
        "settings": _switches(settings),
        "guests": [one.__dict__ for one in record.guests],
        "matched_account": _matched_account(record),
        "meeting_types": [meeting_type_block(one, record) for one in types],
        "default_meeting_type": default_type(opened.object_setting, types),
        "hidden_types": _hidden_types(settings, record),
        "suggestion": suggestion_block(opened.page.suggestion),
        "do_not_schedule": stop_block(opened.page.stop, record),
        "sources": {
            "record": [_candidate(one) for one in named if "." not in one.path],
            "related": [_candidate(one) for one in named if "." in one.path],
            "pools": [_pool(one.id, settings) for one in settings.pools if one.is_bookable],
        },
        "hosts": _hosts(opened, named),
    }


def _to_change(opened: OpenedWindow) -> dict[str, Any]:
    """Return the types and hosts of a Host's own meetings: there is nothing else for them to choose from."""
    record, settings = opened.record, opened.settings
    own = [one.booking for one in opened.upcoming if not one.why_not]
    kinds = {one.meeting_type["id"] for one in own}
    ids = {host["id"] for one in own for host in _hosts_of(one)}
    types = [one for one in settings.meeting_types if one.id in kinds and is_offered(one, record)]
    return {
        "settings": _switches(settings) | {"instant_handoff": False},
        "guests": [],
        "matched_account": None,
        "meeting_types": [meeting_type_block(one, record) for one in types],
        "default_meeting_type": None,
        "hidden_types": [],
        "suggestion": None,
        "do_not_schedule": None,
        "sources": {"record": [], "related": [], "pools": []},
        "hosts": [host_summary(one) for one in settings.hosts if one.id in ids],
    }


def _hosts_of(booking: BookingRow) -> list[dict[str, Any]]:
    return [booking.main_host, *(one["host"] for one in booking.additional)]


def _asked(opened: OpenedWindow) -> dict[str, Any] | None:
    """Return which meeting the record page wants changed and how, if the window shows that meeting."""
    parameters = opened.context.parameters
    booking, change = parameters.get("bookingKey"), parameters.get("change")
    shown = {one.id: one for one in (seen.booking for seen in opened.upcoming)}
    if not isinstance(booking, str) or booking not in shown or change not in CHANGES:
        return None
    return {"booking": booking, "change": change}


def _switches(settings: OrgSettings) -> dict[str, bool]:
    switches = settings.switches
    return {
        "show_all_pool_members": switches.shows_all_members,
        "instant_handoff": switches.instant_handoff,
        "two_pools": switches.allows_two_pools,
        "smart_suggestions": switches.smart_suggestions,
    }


def _test_mode(switches: Switches) -> dict[str, str] | None:
    """Return where letters go in test mode, or why nothing can be booked; nothing outside of it."""
    if not switches.test_mode:
        return None
    return {"mailbox": mailbox_of(switches), "reason": why_closed(switches)}


def _record(record: RecordView) -> dict[str, Any]:
    return {
        "id": record.id,
        "object": record.object_name,
        "object_label": record.object_label,
        "name": record.name,
        "company": record.company,
        "url": record.url,
        "details": [{"label": one.label, "value": one.value} for one in record.details],
    }


def _organizer(organizer: Organizer) -> dict[str, str]:
    return {
        "id": organizer.user_id,
        "name": organizer.name,
        "email": organizer.email,
        "zone": organizer.zone,
        "locale": organizer.locale,
    }


def _guest_zone(record: RecordView) -> dict[str, str] | None:
    found = guessed_zone(record.country, record.state, record.phone)
    return {"name": found[0], "source": found[1]} if found else None


def _matched_account(record: RecordView) -> dict[str, str] | None:
    found = record.matched_account
    return {"id": found.id, "name": found.name, "why": found.why} if found else None


def _hidden_types(settings: OrgSettings, record: RecordView) -> list[dict[str, Any]]:
    """Return the types that are offered elsewhere but not here, each with its reasons."""
    hidden = [
        (one, why_hidden(one, record))
        for one in settings.meeting_types
        if one.is_offered and one.is_bookable and not is_offered(one, record)
    ]
    return [
        {"id": one.id, "name": one.name, "reason": joined(reasons), "reasons": reasons}
        for one, reasons in hidden
    ]


def _hosts(opened: OpenedWindow, named: list[Candidate]) -> list[dict[str, Any]]:
    """Return every host whom the page names."""
    settings = opened.settings
    wanted = {one.host_id for one in named}
    wanted |= {str(member.host_id) for pool in settings.pools for member in pool.members}
    wanted |= suggested_hosts(opened.page.suggestion)
    wanted |= {one.name for kind in settings.meeting_types for one in kind.possible_hosts}
    return [host_summary(host) for host in settings.hosts if host.id in wanted]


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
        "reason": "" if members else say("nobody in this pool can be booked"),
    }
