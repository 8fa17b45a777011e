"""Microsoft's sign-in and Graph v1.0 on plain HTTP.

https://learn.microsoft.com/graph/api/overview?view=graph-rest-1.0
"""

from typing import Any

from flask import Flask

from sandbox.microsoft import batch, duplicates, events, meetings, query, schedule, tokens
from sandbox.microsoft.answers import bad_request
from sandbox.microsoft.mailboxes import limit_concurrency
from sandbox.wire import simulator
from sandbox.world import World

USER = "/v1.0/users/<user>"
COLLECTIONS = (f"{USER}/events", f"{USER}/calendar/events")


def create_app(world: World) -> Flask:
    app = simulator("sandbox.microsoft", world)
    limit_concurrency(app)
    app.add_url_rule("/common/discovery/instance", view_func=tokens.instance_discovery)
    app.add_url_rule(
        "/<tenant>/v2.0/.well-known/openid-configuration", view_func=tokens.openid_configuration
    )
    app.add_url_rule("/<tenant>/oauth2/v2.0/token", view_func=tokens.token, methods=["POST"])
    app.add_url_rule(
        f"{USER}/calendar/getSchedule", view_func=schedule.get_schedule, methods=["POST"]
    )
    app.add_url_rule(f"{USER}/calendarView", "view", view_func=query.calendar_view)
    app.add_url_rule(
        f"{USER}/calendars/<calendar_id>/calendarView", "one view", view_func=query.calendar_view
    )
    for collection in COLLECTIONS:
        _add_events(app, collection)
    app.add_url_rule("/v1.0/me/<path:rest>", view_func=me, methods=["GET", "POST", "PATCH"])
    app.add_url_rule("/v1.0/$batch", view_func=batch.run, methods=["POST"])
    app.add_url_rule(
        "/microsoft/meeting-links", "links", view_func=meetings.switch, methods=["POST"]
    )
    app.add_url_rule(
        "/microsoft/duplicates", "duplicates", view_func=duplicates.switch, methods=["POST"]
    )
    return app


def _add_events(app: Flask, collection: str) -> None:
    one = f"{collection}/<event_id>"
    for rule, view, method in (
        (collection, events.create, "POST"),
        (collection, query.list_events, "GET"),
        (one, events.get, "GET"),
        (one, events.patch, "PATCH"),
        (one, events.delete, "DELETE"),
        (f"{one}/cancel", events.cancel, "POST"),
    ):
        app.add_url_rule(rule, endpoint=f"{method} {rule}", view_func=view, methods=[method])


def me(rest: str) -> Any:
    """An application has no mailbox of its own."""
    message = "/me request is only valid with delegated authentication flow."
    raise bad_request(f"{message} Asked for {rest}.")
