"""A thirty-line app in the frame: takes the signed request and calls the real Canvas SDK."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Response, request, send_file

from tests.sandbox.salesforce_clients import envelope
from tests.support.answering import answering

ROOT = Path(__file__).parents[2]
SDK = next((ROOT / "handoff/web/static/vendor").glob("canvas-js-sdk-*/canvas-all.js"))

PAGE = """<!doctype html><title>App</title><script src="/sdk.js"></script>
<p id="seen">{kind}</p><script>
const client = {client}, seen = [];
window.Sdk = Sfdc.canvas.client;
if (client.instanceId) Sdk.subscribe(client, {{name: "handoff.echo", onData: (payload) => seen.push(payload)}});
</script>"""


@contextmanager
def running_app() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Its URL and what was sent to it: signed requests, or the query of a GET."""
    app, received = Flask("canvas-app"), list[dict[str, Any]]()

    @app.route("/canvas", methods=["GET", "POST"])
    def canvas() -> str:
        if request.method == "GET":
            received.append({"query": parse_qs(request.query_string.decode())})
            return PAGE.format(kind="approval", client="{}")
        raw = request.form["signed_request"]
        received.append({"raw": raw, **envelope(raw)})
        return PAGE.format(kind="signed", client=json.dumps(received[-1]["client"]))

    @app.route("/sdk.js")
    def sdk() -> Response:
        return send_file(SDK)

    with answering(app) as url:
        yield url, received
