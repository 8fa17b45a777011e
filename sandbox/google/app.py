"""Google Calendar API v3 and its token endpoint on plain HTTP.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from flask import Flask

from sandbox.google import conference, events, freebusy, listing, schema, tokens
from sandbox.wire import simulator
from sandbox.world import World

EVENTS = "/calendar/v3/calendars/<calendar_id>/events"
EVENT = f"{EVENTS}/<event_id>"


def create_app(world: World) -> Flask:
    schema.prepare()
    app = simulator("sandbox.google", world)
    app.add_url_rule("/token", view_func=tokens.token, methods=["POST"])
    app.add_url_rule("/calendar/v3/freeBusy", view_func=freebusy.query, methods=["POST"])
    app.add_url_rule(EVENTS, view_func=events.insert, methods=["POST"])
    app.add_url_rule(EVENTS, view_func=listing.list_events, methods=["GET"])
    app.add_url_rule(EVENT, view_func=events.get, methods=["GET"])
    app.add_url_rule(EVENT, view_func=events.patch, methods=["PATCH"])
    app.add_url_rule(EVENT, view_func=events.delete, methods=["DELETE"])
    app.add_url_rule("/google/conference", view_func=conference.switch, methods=["POST"])
    return app
