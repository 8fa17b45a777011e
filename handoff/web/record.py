"""POST /guest-address and /owner-notice: what the window writes to the record with the organizer's own rights."""

from flask import Blueprint, Response, jsonify

from handoff.actions.notify_owner import notify_owner
from handoff.actions.save_guest_address import save_guest_address
from handoff.web.bodies import Body, Email, Id, read_body
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts

api = Blueprint("record", __name__)
require_page_token(api)


class AddressBody(Body):
    """A guest's corrected address, and whose it is."""

    record_id: Id
    email: Email


class NoticeBody(Body):
    """Nothing: the server knows whom to tell and what."""


@api.post("/guest-address")
def save_address() -> Response:
    """Save the address to the record."""
    body = read_body(AddressBody)
    save_guest_address(parts(), current_page(), record_id=body.record_id, email=body.email)
    return jsonify(saved=True)


@api.post("/owner-notice")
def tell_owner() -> Response:
    """Give the record's owner a task."""
    read_body(NoticeBody)
    notify_owner(parts(), current_page())
    return jsonify(sent=True)
