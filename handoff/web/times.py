"""POST /times, /explanations, /taken and /now: what can be offered, why the rest cannot, and who is in the way."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from handoff.actions.blocked_starts import blocked_starts
from handoff.actions.explain_time import explain_time
from handoff.actions.frame_problem import minutes
from handoff.actions.keep_to_own import keep_to_own, keep_to_own_hosts
from handoff.actions.look_now import look_now
from handoff.actions.offer_times import OfferedSlot, OfferedTimes, TimesQuestion, offer_times
from handoff.actions.open_hours import open_hours
from handoff.actions.show_taken import others, show_taken, version_of
from handoff.people import Host
from handoff.storage.host_time import Taken
from handoff.web.bodies import StartBody, read_body, utc
from handoff.web.closed_words import Asked, in_words
from handoff.web.empty_words import why_nothing
from handoff.web.now_words import meet_now_summary, state_now
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts
from handoff.web.time_bodies import NowBody, TakenBody, TimesBody
from handoff.web.zipping import zip_large_answers

api = Blueprint("times", __name__)
require_page_token(api, opens_calendar=True, for_hosts=("offer", "explain", "taken"))
zip_large_answers(api)


@api.post("/times")
def offer() -> Response:
    """Offer the times of some days."""
    body, page = read_body(TimesBody), current_page()
    keep_to_own(parts(), page, body.choice(), body.meeting_type)
    question = TimesQuestion(
        body.meeting_type,
        body.choice(),
        body.first_on,
        body.days,
        is_fresh=body.fresh,
        guest_zone=body.guest_zone,
    )
    offered = offer_times(parts(), page, question)
    as_of = offered.learned.remembered.as_of
    taken = [*offered.known.taken, *offered.known.moved]
    return jsonify(
        now=utc(offered.now),
        zone=page.organizer.zone,
        **{"from": body.first_on.isoformat()},
        to=utc(offered.span.ends_at),
        slots=[slot_summary(slot) for slot in offered.slots],
        best=[slot_summary(slot) for slot in offered.best],
        busy=_busy(offered),
        hours=[
            {"host": host_id, "starts_at": utc(span.starts_at), "ends_at": utc(span.ends_at)}
            for host_id, span in open_hours(offered, page.organizer)
        ],
        blocked=[
            {
                "starts_at": utc(one.span.starts_at),
                "ends_at": utc(one.span.ends_at),
                "hosts": list(one.host_ids),
            }
            for one in blocked_starts(offered, page.organizer)
        ],
        hosts=[_state(host, offered) for host in offered.chosen.everyone],
        closed_reason=why_nothing(offered, page.organizer),
        next_free=utc(offered.next_free) if offered.next_free else None,
        meet_now=meet_now_summary(offered, page.organizer),
        as_of=utc(as_of) if as_of else None,
        version=version_of(others(taken, offered.known.own_hold_ids, offered.span)),
    )


@api.post("/explanations")
def explain() -> Response:
    """Say per host why a start is closed."""
    body, page = read_body(StartBody), current_page()
    keep_to_own(parts(), page, body.choice(), body.meeting_type)
    explained = explain_time(
        parts(),
        page,
        meeting_type_id=body.meeting_type,
        choice=body.choice(),
        starts_at=body.starts_at,
    )
    kind, learned = explained.meeting_type, explained.learned
    asked = Asked(minutes(body.starts_at), kind, page.organizer, learned)
    return jsonify(
        hosts=[
            {
                "id": host.id,
                "name": host.name,
                "reasons": [
                    {"reason": one.why, "text": in_words(one, host, asked)}
                    for one in explained.reasons.get(host.id, ())
                ],
            }
            for host in explained.chosen.needed
        ]
    )


@api.post("/taken")
def taken() -> Response:
    """Say what others hold and what is booked; asked every other second, so of our own database only."""
    body, page = read_body(TakenBody), current_page()
    keep_to_own_hosts(parts(), page, body.moving or "", body.hosts)
    seen = show_taken(parts(), page, host_ids=body.hosts, first_on=body.first_on, days=body.days)
    return jsonify(
        version=seen.version, busy=[_taken_block(one, seen.holders) for one in seen.taken]
    )


@api.post("/now")
def now() -> Response:
    """Say who is free right now."""
    body, page = read_body(NowBody), current_page()
    seen = look_now(
        parts(),
        page,
        meeting_type_id=body.meeting_type or "",
        host_ids=list(dict.fromkeys(body.hosts)),
    )
    return jsonify(hosts=state_now(seen, page.organizer))


def slot_summary(slot: OfferedSlot) -> dict[str, Any]:
    """Return a slot as the window reads it."""
    return {
        "starts_at": utc(slot.span.starts_at),
        "ends_at": utc(slot.span.ends_at),
        "hosts": list(slot.host_ids),
        "second": list(slot.second_ids),
        "all_optional_free": slot.all_optional_free,
    }


def _busy(offered: OfferedTimes) -> list[dict[str, Any]]:
    """Return the blocks of hosts who have to be there, and what others hold of anybody who could be."""
    chosen, known = offered.chosen, offered.known
    blocks = [
        {
            **_block(host.id, block.span.starts_at, block.span.ends_at, block.kind),
            "title": block.title if offered.shows_titles else "",
        }
        for host in chosen.named
        for block in known.of(host.id).blocks
        if block.span.overlaps(offered.span)
    ]
    shown, needed = (
        {str(host.id) for host in chosen.named},
        {str(host.id) for host in chosen.needed},
    )
    return blocks + [
        _taken_block(one, offered.learned.holders)
        for one in others(known.taken, known.own_hold_ids, offered.span)
        if one.host_id in (needed if one.hold_id else shown)
    ]


def _block(host: str, starts_at: Any, ends_at: Any, kind: str) -> dict[str, Any]:
    return {
        "host": host,
        "starts_at": utc(starts_at),
        "ends_at": utc(ends_at),
        "kind": kind,
        "title": "",
    }


def _taken_block(one: Taken, holders: Mapping[str, str]) -> dict[str, Any]:
    begins, ends = one.meeting.starts_at, one.meeting.ends_at
    if not one.hold_id:
        return _block(one.host_id, begins, ends, "booked")
    return {
        **_block(one.host_id, begins, ends, "held"),
        "by": holders.get(one.hold_id, ""),
        "until": utc(one.expires_at) if one.expires_at else None,
    }


def _state(host: Host, offered: OfferedTimes) -> dict[str, Any]:
    learned = offered.learned
    reason = learned.unknown(host)
    is_coming = host.id in learned.remembered.coming
    return {
        "id": host.id,
        "name": host.name,
        "title": host.title,
        "zone": host.zone,
        "state": "coming" if is_coming else "unknown" if reason else "known",
        "reason": reason,
        "access_lost": host.id in learned.lost,
    }
