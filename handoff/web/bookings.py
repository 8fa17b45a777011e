"""POST /bookings, a booking with its effects, its changes, and another try at one of its effects."""

from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from handoff.actions.book_meeting import book_meeting, held_choice
from handoff.actions.cancel_booking import cancel_booking
from handoff.actions.move_booking import move_booking
from handoff.actions.retry_effect import retry_effect
from handoff.actions.show_booking import show_booking
from handoff.actions.write_booking import MeetingRequest
from handoff.errors import BadRequest, SlotTaken, Unacceptable
from handoff.guest_zone import guessed_zone
from handoff.people import Guest
from handoff.storage.pages import Page
from handoff.web.bodies import BookingBody, CancellationBody, MoveBody, read_body
from handoff.web.booking_summary import shown_summary
from handoff.web.holds import slot_taken
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts
from handoff.wording import say

api = Blueprint("bookings", __name__)
require_page_token(api, for_hosts=("show", "cancel", "move"))


@api.post("/bookings")
def book() -> Response:
    """Book what is held. The same Idempotency-Key again answers with the same booking."""
    key, page, body = _key(), current_page(), read_body(BookingBody)
    try:
        booking_id = book_meeting(parts(), page, key, _request(body, page))
    except SlotTaken as taken:
        return _fresh_times(taken, page, body.hold_id)
    return _accepted(page, booking_id)


@api.post("/bookings/<uuid:booking_id>/cancellation")
def cancel(booking_id: UUID) -> Response:
    """Cancel the booking. One that is cancelled stays as it is."""
    key, page, body = _key(), current_page(), read_body(CancellationBody)
    cancel_booking(parts(), page, booking_id=str(booking_id), reason=body.reason, key=key)
    return _accepted(page, str(booking_id))


@api.post("/bookings/<uuid:booking_id>/move")
def move(booking_id: UUID) -> Response:
    """Give the booking the time, and perhaps the host, that a hold keeps for it."""
    key, page, body = _key(), current_page(), read_body(MoveBody)
    try:
        move_booking(parts(), page, booking_id=str(booking_id), hold_id=body.hold_id, key=key)
    except SlotTaken as taken:
        return _fresh_times(taken, page, body.hold_id)
    return _accepted(page, str(booking_id))


@api.get("/bookings/<uuid:booking_id>")
def show(booking_id: UUID) -> Response:
    """Show the booking and its effects as they are now."""
    return _shown(current_page(), str(booking_id))


@api.post("/effects/<uuid:effect_id>/retry")
def retry(effect_id: UUID) -> Response:
    """Try a given-up effect again, or send a letter again of which nobody knows whether it left."""
    retry_effect(parts(), current_page(), str(effect_id))
    return make_response("", 202)


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 255:
        raise BadRequest(say("Send an Idempotency-Key of 8 to 255 characters."))
    return key


def _shown(page: Page, booking_id: str) -> Response:
    return jsonify(shown_summary(show_booking(parts(), page, booking_id), page.user_id))


def _accepted(page: Page, booking_id: str) -> Response:
    response = make_response(_shown(page, booking_id), 202)
    response.headers["Location"] = url_for("bookings.show", booking_id=booking_id)
    return response


def _fresh_times(taken: SlotTaken, page: Page, hold_id: str) -> Response:
    held = held_choice(parts(), page, hold_id)
    if held is None:
        raise taken
    return slot_taken(taken, held)


def _request(body: BookingBody, page: Page) -> MeetingRequest:
    guests = _distinct(body)
    known = {guest.record_id for guest in page.record.guests}
    if body.guest.record_id and body.guest.record_id not in known:
        raise Unacceptable(
            say("This guest does not belong to the record."), field="guest.record_id"
        )
    guest = Guest(
        first_name=body.guest.first_name,
        last_name=body.guest.last_name,
        email=body.guest.email,
        company=page.record.company,
        zone=body.guest.zone or _guessed_zone(page),
        zone_is_confirmed=bool(body.guest.zone) and body.guest.zone_confirmed,
    )
    return MeetingRequest(
        hold_id=body.hold_id,
        guest=guest,
        guest_record_id=body.guest.record_id or "",
        guests=guests,
        title=body.subject,
        location=body.location,
        description=body.description,
        notes=body.notes,
        platform=body.platform,
        answers=body.answers,
    )


def _guessed_zone(page: Page) -> str:
    record = page.record
    guessed = guessed_zone(record.country, record.state, record.phone)
    return guessed[0] if guessed else ""


def _distinct(body: BookingBody) -> tuple[str, ...]:
    seen = {body.guest.email.casefold()}
    for email in body.guests:
        if email.casefold() in seen:
            raise Unacceptable(
                say("{email} is invited twice. Remove one of them.", email=email), field="guests"
            )
        seen.add(email.casefold())
    return tuple(body.guests)
