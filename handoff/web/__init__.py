"""The browser's side: the Canvas door and the window's JSON resources."""

from flask import Flask

from handoff.web import (
    assets,
    bookings,
    canvas,
    erasures,
    errors,
    health,
    holds,
    hosts,
    language,
    launch,
    record,
    requests,
    security,
    settings,
    settings_changed,
    times,
)
from handoff.wiring import Parts

LARGEST_BODY = 256 * 1024


def create_app(parts: Parts) -> Flask:
    """Return the web application over these parts."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.extensions["parts"] = parts
    requests.register(app)
    language.register(app)
    security.register(app)
    errors.register(app)
    assets.register(app)
    for api in (
        hosts.api,
        times.api,
        holds.api,
        bookings.api,
        record.api,
        settings.api,
        erasures.api,
    ):
        app.register_blueprint(api)
    for pages in (canvas.pages, launch.pages, settings_changed.pages, health.pages):
        app.register_blueprint(pages)
    return app
