"""What Graph answers when a transaction id comes again, which is not the same everywhere.

https://learn.microsoft.com/graph/api/resources/event (transactionId)
"""

from dataclasses import dataclass
from typing import Any, Literal

from flask import Response, current_app, jsonify, request

from sandbox.microsoft import resource
from sandbox.microsoft.answers import refuse
from sandbox.people import Calendar, CalendarEvent

MESSAGE = (
    "Your request can't be completed. The TransactionId specified in the request has already "
    "been used to create a different event."
)


@dataclass(frozen=True, slots=True)
class Manner:
    """The status of the answer, and whether a refusal names the event that exists."""

    status: Literal[201, 400, 409] = 409
    names_event: bool = False


def switch() -> Any:
    """`POST /microsoft/duplicates {"status": 201|400|409, "names_event": true}`."""
    wish = request.get_json()
    status = wish.get("status", 409)
    if status not in (201, 400, 409):
        return jsonify(error="status must be 201, 400 or 409"), 400
    manner = Manner(status, bool(wish.get("names_event", False)))
    current_app.config["DUPLICATES"] = manner
    return jsonify(status=manner.status, names_event=manner.names_event), 201


def find(calendar: Calendar, transaction: str | None) -> CalendarEvent | None:
    """The event that this mailbox made under the same transaction id, deleted ones too."""
    if not transaction:
        return None
    found = (e for e in calendar.events.values() if e.vendor.get("transactionId") == transaction)
    return next(found, None)


def answer(calendar: Calendar, event: CalendarEvent) -> Response:
    manner: Manner = current_app.config.get("DUPLICATES", Manner())
    if manner.status == 201:
        response = jsonify(resource.draw(calendar, event))
        response.status_code = 201
        return response
    more: dict[str, Any] = (
        {"@event.existingEventId": resource.shown_id(event)} if manner.names_event else {}
    )
    raise refuse(manner.status, "ErrorDuplicateTransactionId", MESSAGE, **more)
