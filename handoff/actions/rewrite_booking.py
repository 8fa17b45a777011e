"""Write into a booking what a hold for its move has kept: time, hosts, and why this host."""

from dataclasses import replace
from typing import Any

from handoff.actions.check_hold import Decided
from handoff.actions.take_turns import Turn
from handoff.booking.states import BookingState
from handoff.booking.texts import Texts, is_untouched, merged
from handoff.calendars.protocol import LinkState
from handoff.meeting_types import Platform, default_platform, platforms_of
from handoff.org_settings import OrgSettings
from handoff.snapshots import guest_of, host_snapshot
from handoff.storage.tables import BookingRow, HoldRow
from handoff.wording import kept, say


def rewrite_booking(
    booking: BookingRow, hold: HoldRow, decided: Decided, settings: OrgSettings
) -> None:
    """Change the row: one more generation, whose event has yet to follow. What was typed stays as agreed."""
    booking.generation += 1
    booking.state = BookingState.ACCEPTED
    booking.attention = ""
    booking.starts_at, booking.ends_at = hold.starts_at, hold.ends_at
    booking.additional = _additional(booking, hold, decided, settings)
    second = decided.turns.second
    if second:
        booking.second_host_id, booking.second_explanation = second.host.id, str(second.why)
    main, former = decided.turns.main, booking.main_host["name"]
    changed = decided.changed
    if main.host.id != booking.main_host["id"]:
        changed = _other_host(booking, main)
        _name_host(booking, settings, former=former)
    booking.changed_host = str(changed)
    booking.explained = {**(booking.explained or {}), "changed": kept(changed)}


def _other_host(booking: BookingRow, turn: Turn) -> str:
    """Let another member of the pool have the meeting: another event, with a link of its own."""
    former, host = booking.main_host["name"], turn.host
    booking.main_host = host_snapshot(host)
    booking.event_version += 1
    booking.event_id = booking.link = ""
    booking.link_state = LinkState.NONE
    platform = Platform(booking.platform)
    booking.platform = platform if platform in platforms_of(host) else default_platform(host)
    booking.explanation = str(turn.why)
    booking.explained = {**(booking.explained or {}), "why": kept(turn.why)}
    return say("{host} hosts instead of {former}.", host=host.name, former=former)


def _name_host(booking: BookingRow, settings: OrgSettings, *, former: str) -> None:
    """Let the texts name the new host where the type's templates named the former one."""
    meeting_type = settings.meeting_type(booking.meeting_type["id"])
    if meeting_type is None:
        return
    before = Texts(
        record_name=booking.record_name,
        guest=guest_of(booking.guest),
        host_name=former,
        organizer_name=booking.organizer["name"],
        meeting_type_name=booking.meeting_type["name"],
    )
    now = replace(before, host_name=booking.main_host["name"])

    def renamed(text: str, template: str) -> str:
        return merged(template, now) if is_untouched(text, template, before) else text

    booking.title = renamed(booking.title, meeting_type.subject)[:255]
    booking.location = renamed(booking.location, meeting_type.location)[:255]
    booking.description = renamed(booking.description, meeting_type.description)


def _additional(
    booking: BookingRow, hold: HoldRow, decided: Decided, settings: OrgSettings
) -> list[dict[str, Any]]:
    known = {one["host"]["id"]: one["host"] for one in booking.additional}
    second = decided.turns.second
    joining = []
    if second:
        host = host_snapshot(second.host)
        joining = [{"host": host, "required": True, "pool": booking.second_pool_name}]
    return joining + [
        {"host": _snapshot(one["host"], known, settings), "required": bool(one["required"])}
        for one in hold.additional
    ]


def _snapshot(
    host_id: str, known: dict[str, dict[str, Any]], settings: OrgSettings
) -> dict[str, Any]:
    host = settings.host(host_id)
    return host_snapshot(host) if host else known[host_id]
