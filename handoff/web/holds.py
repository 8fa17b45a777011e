"""POST /holds and what follows from it: a slot kept while the form is filled in."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, make_response

from handoff.actions.book_meeting import HeldChoice
from handoff.actions.hold_time import HoldRequest, hold_time
from handoff.actions.offer_times import TimesQuestion, fresh_slots
from handoff.actions.own_holds import HeldHost, HeldTime, extend_hold, release_hold
from handoff.errors import SlotTaken
from handoff.web.bodies import HoldBody, read_body, utc
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts
from handoff.web.times import slot_summary

api = Blueprint("holds", __name__)
require_page_token(api, opens_calendar=True, for_hosts=("take", "extend", "release"))


@api.post("/holds")
def take() -> Response:
    """Keep a slot, or meet now, in place of whatever this window kept."""
    body = read_body(HoldBody)
    request = HoldRequest(body.meeting_type, body.choice(), body.starts_at, body.host or "")
    try:
        held = hold_time(parts(), current_page(), request)
    except SlotTaken as taken:
        starts_at = body.starts_at or parts().clock.now()
        return slot_taken(taken, HeldChoice(body.meeting_type, body.choice(), starts_at))
    return make_response(jsonify(hold=_summary(held)), 201)


@api.post("/holds/<uuid:hold_id>/extension")
def extend(hold_id: UUID) -> Response:
    """Keep a hold that is in use."""
    return jsonify(hold=_summary(extend_hold(parts(), current_page(), str(hold_id))))


@api.delete("/holds/<uuid:hold_id>")
def release(hold_id: UUID) -> Response:
    """Let a hold go."""
    release_hold(parts(), current_page(), str(hold_id))
    return make_response("", 204)


def slot_taken(taken: SlotTaken, held: HeldChoice) -> Response:
    """Refuse with fresh times next to the chosen one."""
    page = current_page()
    # The organizer's date: late in Boston it is tomorrow already in UTC, and the rest of today would be missed.
    local_day = held.starts_at.astimezone(ZoneInfo(page.organizer.zone)).date()
    question = TimesQuestion(held.meeting_type_id, held.choice, local_day, 7)
    fresh = fresh_slots(parts(), page, question, near=held.starts_at)
    error = {
        "code": taken.code,
        "message": taken.message,
        "fresh": [slot_summary(slot) for slot in fresh],
    }
    return make_response(jsonify(error=error), taken.status)


def _summary(held: HeldTime) -> dict[str, Any]:
    return {
        "id": held.id,
        **_host(held.main),
        "starts_at": utc(held.meeting.starts_at),
        "ends_at": utc(held.meeting.ends_at),
        "expires_at": utc(held.expires_at),
        "now": held.is_now,
        "second": _host(held.second) if held.second else None,
        "warning": held.warning,
    }


def _host(held: HeldHost) -> dict[str, str]:
    return {"host_id": held.host_id, "host_name": held.name, "why": held.why}
