"""The console app: pages for people, JSON for tests."""

from pathlib import Path

from flask import Flask, Response, send_from_directory

from sandbox.console import control, mailbox, pages
from sandbox.wire import simulator
from sandbox.world import World

STATIC = Path(__file__).parent / "static"


def create_app(world: World) -> Flask:
    app = simulator("sandbox.console", world)
    app.add_url_rule("/", view_func=pages.home)
    app.add_url_rule("/people/<key>", view_func=pages.person)
    app.add_url_rule("/mailbox", view_func=mailbox.everything)
    app.add_url_rule("/mailbox/letter/<letter_id>", view_func=mailbox.letter)
    app.add_url_rule("/mailbox/letter/<letter_id>/html", view_func=mailbox.letter_html)
    app.add_url_rule("/mailbox/<address>", view_func=mailbox.of_address)
    app.add_url_rule("/console/static/<path:name>", view_func=static_file)
    app.add_url_rule("/world.json", view_func=control.world_json)
    app.add_url_rule("/credentials.json", view_func=control.credentials_json)
    app.add_url_rule("/faults", view_func=control.list_faults, methods=["GET"])
    app.add_url_rule("/faults", view_func=control.add_fault, methods=["POST"])
    app.add_url_rule("/faults", view_func=control.clear_faults, methods=["DELETE"])
    app.add_url_rule("/faults/<int:fault_id>", view_func=control.remove_fault, methods=["DELETE"])
    app.add_url_rule("/latency", view_func=control.set_latency, methods=["POST"])
    app.add_url_rule("/plant", view_func=control.plant, methods=["POST"])
    app.add_url_rule("/clock", view_func=control.set_clock, methods=["POST"])
    return app


def static_file(name: str) -> Response:
    return send_from_directory(STATIC, name)
