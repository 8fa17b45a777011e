"""Salesforce's own screens: record pages with the action button, and the window that frames the app."""

from pathlib import Path

from flask import Flask, Response, send_from_directory

from sandbox.lightning import canvas, control, launch, pages
from sandbox.wire import simulator
from sandbox.world import World

STATIC = Path(__file__).parent / "static"


def create_app(world: World) -> Flask:
    app = simulator(__name__, world)
    app.register_error_handler(pages.Missing, _missing)
    app.register_blueprint(canvas.blueprint)
    app.register_blueprint(control.blueprint)
    app.register_blueprint(launch.blueprint)
    app.register_blueprint(pages.blueprint)
    app.add_url_rule("/static/<path:name>", view_func=_static)
    return app


def _missing(missing: Exception) -> Response:
    return Response(f"{missing}\n", status=404, mimetype="text/plain")


def _static(name: str) -> Response:
    return send_from_directory(STATIC, name, max_age=3600)
