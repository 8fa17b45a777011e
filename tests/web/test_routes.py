"""Every route wants a page token, or is on a short list that says why not."""

from types import SimpleNamespace

import pytest
from flask import Flask

from handoff.web import create_app
from handoff.wiring import assemble
from sandbox import credentials
from tests.support.inside import QuietDoorbell, settings_for

OPEN = {
    "static": "public files",
    "canvas.open_window": "the signed request is the key",
    "canvas.renew_window": "the signed request and the old token are the key",
    "launch.open_window": "the launch token is the key",
    "launch.renew_window": "a launch token and the old token are the key",
    "settings_changed.hear": "a token that the org signs is the key",
    "canvas.show_state": "a page of words",
    "canvas.end_approval": "a page of words that hands a mark to the window beside it",
    "health.live": "for the platform",
    "health.ready": "for the platform",
}
AN_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    url = "http://localhost:1"
    nowhere = SimpleNamespace(
        url=url, credentials=credentials.generate().as_json(url=url, smtp_port=1)
    )
    return create_app(assemble(settings_for(nowhere, sqlite_url), doorbell=QuietDoorbell()))


def test_every_route_wants_a_page_token_or_is_on_the_list(app: Flask) -> None:
    browser = app.test_client()

    answers = {
        f"{method} {rule.rule}": browser.open(
            address(app, rule.endpoint, rule.arguments), method=method, json={}
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    }

    assert answers
    assert {
        name: answer.status_code for name, answer in answers.items() if answer.status_code != 401
    } == {}


def test_the_list_names_only_routes_that_exist(app: Flask) -> None:
    assert set(OPEN) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_no_route_sets_a_cookie(app: Flask) -> None:
    browser = app.test_client()

    for path in ("/canvas", "/health", "/hosts?q=han", "/nowhere"):
        assert "Set-Cookie" not in browser.get(path).headers


def address(app: Flask, endpoint: str, arguments: set[str]) -> str:
    with app.test_request_context():
        return app.url_for(endpoint, **dict.fromkeys(arguments, AN_ID))
