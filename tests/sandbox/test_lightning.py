"""The record page: what it shows to whom, how it opens the app, and how it answers the real Canvas SDK."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Frame, Page, expect

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.canvas_app import running_app
from tests.sandbox.clients import org_credentials
from tests.sandbox.salesforce_clients import (
    INSTANCE,
    as_user,
    envelope,
    integration,
    record_id,
    signed_request,
    user_id,
)

Received = list[dict[str, Any]]
FRAME = "canvas-frame-_:Handoff:handoff:0"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Sandbox, Received]]:
    with running_app() as (url, received), Sandbox(now=NOW, app_url=url) as sandbox:
        yield sandbox, received


@pytest.fixture
def box(running: tuple[Sandbox, Received]) -> Iterator[Sandbox]:
    yield running[0]
    requests.delete(f"{running[0].url}/salesforce/rules", timeout=30)


@pytest.fixture
def received(running: tuple[Sandbox, Received]) -> Received:
    running[1].clear()
    return running[1]


def address(box: Sandbox, key: str = "lead:gus", *, viewer: str = "olive", extra: str = "") -> str:
    row = next(row for row in box.world.as_json()["records"] if row["key"] == key)
    return f"{box.url}/lightning/r/{row['object']}/{row['id']}/view?as={viewer}{extra}"


def text_of(box: Sandbox, key: str, viewer: str = "olive") -> str:
    answer = requests.get(address(box, key, viewer=viewer), timeout=30)
    assert answer.status_code == 200
    return answer.text


def open_app(page: Page, url: str) -> Frame:
    page.goto(url)
    page.get_by_role("button", name="Book Meeting").click()
    page.frame_locator(f'iframe[name="{FRAME}"]').locator("#seen").wait_for()
    frame = page.frame(name=FRAME)
    assert frame
    return frame


@pytest.mark.parametrize(
    "key",
    [
        "lead:gus",
        "contact:dana",
        "account:northwind",
        "opportunity:northwind",
        "case:northwind",
        "project:northwind",
    ],
)
def test_every_object_has_a_page_with_the_action(box: Sandbox, key: str) -> None:
    shown = text_of(box, key)

    assert "Book Meeting" in shown
    assert "Upcoming &amp; Overdue" in shown


def test_a_page_shows_what_its_viewer_may_see(box: Sandbox) -> None:
    assert "Annual Revenue" not in text_of(box, "account:northwind")
    assert "$38,500,000" in text_of(box, "account:northwind", viewer="otto")
    private = requests.get(address(box, "lead:private"), timeout=30)
    assert private.status_code == 404
    assert "You do not have the level of access" in private.text
    assert "Quell" not in private.text


def test_home_lists_the_viewers_records(box: Sandbox) -> None:
    olive = requests.get(f"{box.url}/lightning?as=olive", timeout=30).text
    nils = requests.get(f"{box.url}/lightning?as=nils", timeout=30).text
    fiona = requests.get(f"{box.url}/lightning?as=fiona", timeout=30).text

    assert "Gus Grant" in olive
    assert "Sten Ravn" in nils
    assert "Gus Grant" not in nils
    assert "Moss Tarrant" in fiona
    assert "Northwind" not in fiona
    assert requests.get(f"{box.url}/lightning?as=nobody", timeout=30).status_code == 404


def test_the_signed_request_is_signed_over_its_base64(box: Sandbox) -> None:
    given = signed_request(box, record=record_id(box, "lead:gus"), **{"as": "olive"})
    signature, _, body = given["signed_request"].partition(".")
    secret = org_credentials(box)["canvas"]["consumer_secret"].encode()
    found = envelope(given["signed_request"])

    expected = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    assert base64.b64decode(signature) == expected
    assert found["algorithm"] == "HMACSHA256"
    assert found["userId"] == user_id(box, "olive")
    assert found["client"]["instanceUrl"] == INSTANCE
    assert found["client"]["targetOrigin"] == box.url
    assert found["context"]["user"]["timeZone"] == "America/New_York"
    parameters = found["context"]["environment"]["parameters"]
    assert abs(parameters["renderedAt"] - NOW.timestamp() * 1000) < 120_000
    assert re.fullmatch("[0-9a-f]{32}", parameters["nonce"])
    assert (parameters["sObjectName"], parameters["source"]) == ("Lead", "quickAction")


def test_tests_may_ask_for_old_repeated_and_unreadable_requests(box: Sandbox) -> None:
    hidden = record_id(box, "lead:private")
    wish = {"record": hidden, "as": "olive", "age": "600", "nonce": "seen-before"}

    parameters = signed_request(box, **wish)["parameters"]
    checked = requests.get(
        f"{box.url}/lightning/signed-request", params={**wish, "checked": "1"}, timeout=30
    )

    assert parameters["nonce"] == "seen-before"
    assert parameters["recordId"] == hidden
    assert parameters["renderedAt"] < (NOW.timestamp() - 590) * 1000
    assert checked.status_code == 403


def test_the_viewers_token_works(box: Sandbox) -> None:
    with as_user(box, "nils") as nils:
        found = nils.query("SELECT Name FROM Lead")

    assert [row["Name"] for row in found["records"]] == ["Sten Ravn"]


def test_the_button_posts_a_signed_request_into_the_frame(
    box: Sandbox, received: Received, page: Page
) -> None:
    frame = open_app(page, address(box))

    (posted,) = received
    assert frame.evaluate("window.name") == FRAME
    assert posted["context"]["environment"]["parameters"]["recordId"] == record_id(box, "lead:gus")
    page.get_by_role("button", name="Cancel and close").click()
    expect(page.locator("iframe")).to_have_count(0)


def test_the_page_answers_the_sdk(box: Sandbox, received: Received, page: Page) -> None:
    frame = open_app(page, address(box))
    iframe = page.locator("iframe")

    frame.evaluate("Sdk.resize(client, {height: '700px'})")
    expect(iframe).to_have_css("height", "700px")
    frame.evaluate("Sdk.resize(client, {height: '90000px'})")
    expect(iframe).to_have_css("height", "2000px")

    ask = "new Promise((done) => Sdk.refreshSignedRequest(done))"
    renewed = frame.evaluate(ask)
    assert renewed["status"] == 200
    first, second = received[0], envelope(renewed["payload"]["response"])
    assert first["client"]["oauthToken"] != second["client"]["oauthToken"]
    assert nonce(first) != nonce(second)

    context = frame.evaluate("new Promise((done) => Sdk.ctx(done, client))")
    assert context["payload"]["organization"]["name"] == "Larkspur"

    frame.evaluate("Sdk.publish(client, {name: 'handoff.echo', payload: {heard: true}})")
    frame.wait_for_function("seen.length === 1")


def nonce(request: dict[str, Any]) -> str:
    return str(request["context"]["environment"]["parameters"]["nonce"])


def test_a_refresh_may_keep_its_parameters(box: Sandbox, received: Received, page: Page) -> None:
    frame = open_app(page, address(box, extra="&refresh=same"))

    renewed = frame.evaluate("new Promise((done) => Sdk.refreshSignedRequest(done))")

    assert nonce(envelope(renewed["payload"]["response"])) == nonce(received[0])


def test_a_repost_posts_again(box: Sandbox, received: Received, page: Page) -> None:
    frame = open_app(page, address(box))

    with page.expect_response(re.compile("/canvas$")):
        frame.evaluate("Sdk.repost()")
    page.frame_locator("iframe").locator("#seen").wait_for()
    assert received[1]["raw"] == received[0]["raw"]

    renewed = page.frame(name=FRAME)
    assert renewed
    with page.expect_response(re.compile("/canvas$")):
        renewed.evaluate("Sdk.repost({refresh: true})")
    assert received[2]["raw"] != received[0]["raw"]


@pytest.mark.parametrize(
    "say",
    [
        "parent.postMessage({name: 'handoff.booked', payload: {message: 'Booked with Hana'}}, '*')",
        "Sdk.publish(client, {name: 'handoff.booked', payload: {message: 'Booked with Hana'}})",
    ],
)
def test_a_booking_closes_the_window_and_refreshes_the_page(
    box: Sandbox, received: Received, page: Page, say: str
) -> None:
    frame = open_app(page, address(box))
    with integration(box) as worker:
        event = {
            "Subject": "Discovery Call",
            "OwnerId": user_id(box, "hana"),
            "WhoId": record_id(box, "lead:gus"),
            "StartDateTime": "2026-03-03T14:00:00Z",
            "EndDateTime": "2026-03-03T14:30:00Z",
            "Handoff_Host_Source__c": "Lead Owner",
        }
        made = worker.Event.create(event)
        frame.evaluate(say)

        expect(page.get_by_role("status")).to_have_text("Booked with Hana")
        expect(page.locator("iframe")).to_have_count(0)
        timeline = page.locator("#timeline")
        expect(timeline).to_contain_text("9:00 AM - 9:30 AM EST | Mar 3")
        expect(timeline).to_contain_text("Hana Berg has an upcoming event with Gus Grant")
        expect(timeline).to_contain_text("Lead Owner")
        worker.Event.delete(made["id"])


def test_cancelling_closes_the_window(box: Sandbox, received: Received, page: Page) -> None:
    frame = open_app(page, address(box))

    frame.evaluate("parent.postMessage(JSON.stringify({name: 'handoff.cancelled'}), '*')")

    expect(page.locator("iframe")).to_have_count(0)


def test_a_self_authorizing_app_is_first_called_by_get(
    box: Sandbox, received: Received, page: Page
) -> None:
    frame = open_app(page, address(box, extra="&canvas=self-authorize"))

    (got,) = received
    assert got["query"]["_sfdc_canvas_authvalue"] == ["user_approval_required"]
    assert got["query"]["loginUrl"] == [INSTANCE]
    assert "target_origin=" in frame.url


def test_access_lost_before_the_click_is_said_in_the_window(
    box: Sandbox, received: Received, page: Page
) -> None:
    page.goto(address(box))
    rule = {"deny": {"user": "olive", "record": record_id(box, "lead:gus")}}
    requests.post(f"{box.url}/salesforce/rules", json=rule, timeout=30)

    page.get_by_role("button", name="Book Meeting").click()

    expect(page.get_by_role("alert")).to_have_text("This record can't be opened in Handoff.")
    assert received == []
