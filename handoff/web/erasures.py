"""POST /erasures: an admin erases a guest by e-mail address."""

from flask import Blueprint, Response, jsonify

from handoff.actions.erase_guest import erase_guest
from handoff.web.bodies import Body, Email, read_body
from handoff.web.page_token import current_page, require_admin, require_page_token
from handoff.web.requests import parts

api = Blueprint("erasures", __name__)
require_page_token(api)
api.before_request(require_admin)


class ErasureBody(Body):
    """Whom to erase, and whether from meetings that are still to take place too."""

    email: Email
    including_future: bool = False


@api.post("/erasures")
def erase() -> Response:
    """Erase the guest; the address is not repeated in the answer."""
    body, page = read_body(ErasureBody), current_page()
    count = erase_guest(
        parts(),
        page.org_id,
        email=body.email,
        actor=page.user_id,
        including_future=body.including_future,
    )
    return jsonify(bookings=count)
