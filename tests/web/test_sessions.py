"""Who may speak to the JSON resources, and in which form."""

from datetime import timedelta

import pytest
import requests

from tests.cast import GUS
from tests.support.inside import APP_URL
from tests.support.served import Served, refused
from tests.support.window import Window

WRITES = ("/times", "/explanations", "/holds", "/bookings")


def post(served: Served, path: str, *, body: bytes, **headers: str) -> requests.Response:
    return requests.post(f"{served.url}{path}", data=body, headers=headers, timeout=30)


def bearer(window: Window) -> dict[str, str]:
    return {"Authorization": f"Bearer {window.context['token']}"}


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer invented", "Bearer \xfc\xdf"]
)
def test_without_a_live_token_nothing_is_answered(
    standing: Served, path: str, authorization: str
) -> None:
    answer = post(
        standing,
        path,
        body=b"{}",
        **{"Content-Type": "application/json", "Authorization": authorization.encode("latin-1")},  # type: ignore[arg-type]
    )

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "bad_signature"


def test_a_token_in_the_address_or_in_a_cookie_is_no_token(standing: Served) -> None:
    token = standing.open(GUS).context["token"]

    for answer in (
        requests.get(f"{standing.url}/hosts?token={token}", timeout=30),
        requests.get(f"{standing.url}/hosts", cookies={"token": token}, timeout=30),
    ):
        assert answer.status_code == 401


def test_a_window_left_open_for_half_an_hour_must_be_renewed(served: Served) -> None:
    window = served.open(GUS)
    served.advance(timedelta(minutes=30, seconds=1))

    answer = refused(window.ask, "GET", "/hosts")

    assert answer.status == 401
    assert answer.error["message"] == "This window's session has ended. It is being renewed."


def test_a_request_from_another_site_is_refused(standing: Served) -> None:
    window = standing.open(GUS)

    foreign = refused(window.ask, "GET", "/hosts", None, {"Origin": "https://evil.example"})
    nowhere = refused(window.ask, "GET", "/hosts", None, {"Origin": "null"})
    own = window.ask("GET", "/hosts?q=hana", None, {"Origin": APP_URL})

    assert (foreign.status, nowhere.status) == (403, 403)
    assert own["hosts"]


@pytest.mark.parametrize(
    "form", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_read(standing: Served, form: str) -> None:
    window = standing.open(GUS)

    answer = post(standing, "/times", body=b"{}", **bearer(window), **{"Content-Type": form})

    assert answer.status_code == 415
    assert answer.json()["error"]["message"] == "Send JSON."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"days": ' + b"9" * 5000 + b"}",
    ],
)
@pytest.mark.parametrize("path", WRITES)
def test_what_is_no_json_object_is_refused_in_words(
    standing: Served, path: str, body: bytes
) -> None:
    window = standing.open(GUS)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "12345678"}

    answer = post(standing, path, body=body, **bearer(window), **headers)

    assert answer.status_code == (413 if len(body) > 256 * 1024 else 400)
    assert answer.json()["error"]["message"]


def test_a_body_that_is_too_large_is_refused(standing: Served) -> None:
    window = standing.open(GUS)

    answer = refused(window.ask, "POST", "/times", {"from": "x" * 300_000})

    assert answer.status == 413


@pytest.mark.parametrize(
    "member", ["organizer_id", "org_id", "state", "is_admin", "credit", "__class__"]
)
def test_a_member_that_nobody_asked_for_is_refused(standing: Served, member: str) -> None:
    window = standing.open(GUS)
    question = window.question(window.host("Hana Berg"))

    for path, body in (
        ("/times", {**question, "from": "2026-03-02"}),
        ("/holds", {**question, "starts_at": "2026-03-03T14:30:00Z"}),
        ("/bookings", {"hold_id": "0" * 36, "guest": {}}),
    ):
        headers = {"Idempotency-Key": "12345678"}
        answer = refused(window.ask, "POST", path, {**body, member: "x"}, headers)
        assert answer.status == 422
        if path != "/bookings":
            assert answer.error == {
                "code": "unacceptable",
                "message": f"{member}: Not known here.",
                "field": member,
            }


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_do_nothing(standing: Served, method: str) -> None:
    window = standing.open(GUS)

    assert refused(window.ask, method, "/bookings", {}).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/bookings/%00",
        "/bookings/1%20OR%201=1",
        "/bookings/../admin",
        "/bookings/" + "9" * 5000,
        "/.git/HEAD",
        "/metrics",
        "/console",
        "/static/../config.py",
        "/static/%2e%2e/config.py",
    ],
)
def test_an_address_that_is_not_ours_is_not_found(standing: Served, path: str) -> None:
    answer = refused(standing.open(GUS).ask, "GET", path)

    assert answer.status == 404
    assert answer.error["message"]
    assert "handoff/" not in answer.text


def test_reading_changes_nothing(standing: Served) -> None:
    window = standing.open(GUS)
    before = standing.world()["calls"]

    for path in ("/hosts?q=a", "/health", "/canvas"):
        requests.get(f"{standing.url}{path}", headers=bearer(window), timeout=30)
        requests.head(f"{standing.url}{path}", headers=bearer(window), timeout=30)

    assert standing.world()["calls"] == before


@pytest.mark.parametrize("query", ["%00", "'%20OR%20''='", "%25", "_", "\u202e", "x" * 5000])
def test_odd_searches_find_whom_they_name_and_nobody_else(standing: Served, query: str) -> None:
    found = standing.open(GUS).ask("GET", f"/hosts?q={query}")["hosts"]

    assert found == []
