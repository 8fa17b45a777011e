"""POST /times and /explanations: what can be offered, and why the rest cannot."""

from typing import Any

from flask import Blueprint, Response, jsonify

from handoff.actions.blocked_starts import blocked_starts
from handoff.actions.offer_times import (
    OfferedSlot,
    OfferedTimes,
    TimesQuestion,
    explain_time,
    offer_times,
)
from handoff.actions.open_hours import open_hours
from handoff.availability.values import Reason
from handoff.calendars.protocol import HostBusy
from handoff.people import Organizer
from handoff.web.bodies import StartBody, TimesBody, read_body, utc
from handoff.web.closed_words import in_words, why_nothing
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts

api = Blueprint("times", __name__)
require_page_token(api)


@api.post("/times")
def offer() -> Response:
    """Offer the times of some days."""
    body = read_body(TimesBody)
    question = TimesQuestion(body.meeting_type, body.choice(), body.first_on, body.days)
    offered = offer_times(parts(), current_page(), question)
    return jsonify(
        now=utc(offered.now),
        zone=current_page().organizer.zone,
        **{"from": body.first_on.isoformat()},
        to=utc(offered.span.ends_at),
        slots=[slot_summary(slot) for slot in offered.slots],
        busy=_busy(offered),
        hours=[
            {"host": host_id, "starts_at": utc(span.starts_at), "ends_at": utc(span.ends_at)}
            for host_id, span in open_hours(offered)
        ],
        blocked=[
            {
                "starts_at": utc(one.span.starts_at),
                "ends_at": utc(one.span.ends_at),
                "hosts": list(one.host_ids),
            }
            for one in blocked_starts(offered, current_page().organizer)
        ],
        hosts=[_state(host.id, host.name, offered) for host in offered.chosen.everyone],
        closed_reason=why_nothing(offered),
        next_free=utc(offered.next_free) if offered.next_free else None,
    )


@api.post("/explanations")
def explain() -> Response:
    """Say per host why a start is closed."""
    body, page = read_body(StartBody), current_page()
    chosen, reasons = explain_time(
        parts(),
        page,
        meeting_type_id=body.meeting_type,
        choice=body.choice(),
        starts_at=body.starts_at,
    )
    return jsonify(
        hosts=[
            {
                "id": host.id,
                "name": host.name,
                "reasons": [_reason(one, page.organizer) for one in reasons.get(host.id, ())],
            }
            for host in (*chosen.candidates, *chosen.required)
        ]
    )


def slot_summary(slot: OfferedSlot) -> dict[str, Any]:
    """Return a slot as the window reads it."""
    return {
        "starts_at": utc(slot.span.starts_at),
        "ends_at": utc(slot.span.ends_at),
        "hosts": list(slot.host_ids),
        "all_optional_free": slot.all_optional_free,
    }


def _reason(reason: Reason, organizer: Organizer) -> dict[str, str]:
    return {"reason": reason.why, "text": in_words(reason, organizer)}


def _busy(offered: OfferedTimes) -> list[dict[str, str]]:
    """Return the colored blocks: calendars' and our own, of hosts whose time is respected."""
    shown = (*offered.chosen.candidates, *offered.chosen.required)
    blocks = [
        _block(host.id, block.span.starts_at, block.span.ends_at, block.kind)
        for host in shown
        for block in offered.known.busy.get(host.id, HostBusy()).blocks
        if block.span.overlaps(offered.span)
    ]
    ids = {str(host.id) for host in shown}
    return blocks + [
        _block(
            one.host_id,
            one.meeting.starts_at,
            one.meeting.ends_at,
            "held" if one.hold_id else "booked",
        )
        for one in offered.known.taken
        if one.host_id in ids
        and one.hold_id not in offered.known.own_hold_ids
        and one.meeting.overlaps(offered.span)
    ]


def _block(host: str, starts_at: Any, ends_at: Any, kind: str) -> dict[str, str]:
    return {"host": host, "starts_at": utc(starts_at), "ends_at": utc(ends_at), "kind": kind}


def _state(host_id: Any, name: str, offered: OfferedTimes) -> dict[str, str]:
    answer = offered.known.busy.get(host_id, HostBusy(unknown="the calendar did not answer"))
    return {
        "id": host_id,
        "name": name,
        "state": "unknown" if answer.unknown else "known",
        "reason": answer.unknown,
    }
