"""The Canvas door: what it opens for, what it refuses and with which words, and what a refusal gives away."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from tests.cast import FERNHILL, GUS, LARKSPUR, PRIVATE
from tests.support.pages import outline, text_of
from tests.support.served import Served
from tests.support.window import Answer, Window, post_canvas, record_id, signed_request

NOT_SIGNED = "Salesforce's signature on this request does not hold."


def secret_of(box: Any, name: str) -> str:
    return next(
        str(org["canvas"]["consumer_secret"])
        for org in box.credentials["orgs"]
        if org["name"] == name
    )


def envelope_of(raw: str) -> dict[str, Any]:
    return dict(json.loads(base64.b64decode(raw.partition(".")[2])))


def sign(envelope: Any, secret: str) -> str:
    body = base64.b64encode(json.dumps(envelope).encode())
    signature = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return f"{base64.b64encode(signature).decode()}.{body.decode()}"


def resigned(box: Any, change: Callable[[dict[str, Any]], None], record: str = GUS) -> str:
    """A request that Salesforce itself might have signed, with something changed in it."""
    envelope = envelope_of(signed_request(box, record))
    change(envelope)
    return sign(envelope, secret_of(box, LARKSPUR))


def refusal(standing: Served, raw: str) -> tuple[int, str]:
    response = post_canvas(standing.url, raw)
    assert response.headers["Content-Type"].startswith("text/html")
    assert "Traceback" not in response.text
    return response.status_code, text_of(response.text)


def test_the_page_is_the_answer_and_holds_a_page_token_but_no_salesforce_token(
    standing: Served,
) -> None:
    raw = signed_request(standing.box, GUS)
    response = post_canvas(standing.url, raw)

    token = envelope_of(raw)["client"]["oauthToken"]
    window = Window.posted(standing.url, signed_request(standing.box, GUS))

    assert response.status_code == 200
    assert token not in response.text
    assert token.partition("!")[2] not in response.text
    assert len(window.context["token"]) >= 43
    assert window.context["record"]["name"] == "Gus Grant"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: "x" + raw,
        lambda raw: raw[:-9],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.partition(".")[0],
        lambda raw: raw.replace(".", ".."),
        lambda raw: raw.partition(".")[2] + "." + raw.partition(".")[0],
        lambda raw: raw + "\n",
        lambda raw: "." + raw.partition(".")[2],
        lambda raw: raw[::-1],
        lambda _: "",
        lambda _: "%00.%00",
        lambda _: "ünï.côdé",
    ],
)
def test_what_salesforce_did_not_sign_opens_nothing(
    standing: Served, spoil: Callable[[str], str]
) -> None:
    status, words = refusal(standing, spoil(signed_request(standing.box, GUS)))

    assert status == 401
    assert NOT_SIGNED in words


def test_another_orgs_secret_does_not_open_this_org(standing: Served) -> None:
    envelope = envelope_of(signed_request(standing.box, GUS))

    status, words = refusal(standing, sign(envelope, secret_of(standing.box, FERNHILL)))

    assert status == 403
    assert "not registered" in words


def test_an_org_that_is_not_registered_is_told_so(standing: Served) -> None:
    def elsewhere(envelope: dict[str, Any]) -> None:
        envelope["context"]["organization"]["organizationId"] = "00D000000000001EAA"

    status, words = refusal(standing, resigned(standing.box, elsewhere))

    assert (status, "This Salesforce org is not registered with this Handoff." in words) == (
        403,
        True,
    )


@pytest.mark.parametrize("algorithm", ["none", "HMACSHA1", "", None])
def test_only_one_algorithm_is_known(standing: Served, algorithm: str | None) -> None:
    raw = resigned(standing.box, lambda envelope: envelope.update(algorithm=algorithm))

    assert refusal(standing, raw)[0] == 401


@pytest.mark.parametrize("body", [[], [[[1]]], "text", 7, None, {}])
def test_a_well_signed_text_that_is_no_envelope_is_refused(standing: Served, body: Any) -> None:
    assert refusal(standing, sign(body, secret_of(standing.box, LARKSPUR)))[0] == 401


def test_a_deeply_nested_envelope_is_refused(standing: Served) -> None:
    body = base64.b64encode(b"[" * 10_000 + b"]" * 10_000)
    key = secret_of(standing.box, LARKSPUR).encode()
    signature = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest())

    assert refusal(standing, f"{signature.decode()}.{body.decode()}")[0] == 401


def test_the_same_request_opens_one_window_only(standing: Served) -> None:
    raw = signed_request(standing.box, GUS)
    first = post_canvas(standing.url, raw)

    status, words = refusal(standing, raw)

    assert first.status_code == 200
    assert status == 401
    assert "This window was opened before. Close it and press the button again." in words


def test_a_request_that_is_too_old_or_from_the_future_opens_nothing(standing: Served) -> None:
    for age in (301, -90):
        status, words = refusal(standing, signed_request(standing.box, GUS, age=age))

        assert status == 401
        assert "too old" in words


def test_a_request_that_nobody_stamped_names_the_handler_to_set(standing: Served) -> None:
    def unstamped(envelope: dict[str, Any]) -> None:
        del envelope["context"]["environment"]["parameters"]["nonce"]

    status, words = refusal(standing, resigned(standing.box, unstamped))

    assert status == 400
    assert "HandoffCanvasLifecycle" in words


def test_two_signed_requests_or_none_are_refused(standing: Served) -> None:
    raw = signed_request(standing.box, GUS)
    twice = requests.post(f"{standing.url}/canvas", data=[("signed_request", raw)] * 2, timeout=30)
    none = requests.post(f"{standing.url}/canvas", data={}, timeout=30)

    assert (twice.status_code, none.status_code) == (400, 400)
    assert "Salesforce sent no signed request" in text_of(none.text)


@pytest.mark.parametrize("length", [65 * 1024, 300 * 1024])
def test_a_request_that_is_too_large_is_refused_unread(standing: Served, length: int) -> None:
    status, words = refusal(standing, "A" * length + "." + "A" * 10)

    assert status == 413
    assert "too large" in words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://evil.example", "not Salesforce's"),
        ("http://169.254.169.254/", "not Salesforce's"),
        ("https://larkspur.my.salesforce.com.evil.example", "not Salesforce's"),
        ("https://larkspur.my.salesforce.com@evil.example", "not Salesforce's"),
        ("https://larkspur.my.salesforce.com:8443", "not Salesforce's"),
        ("https://fernhill.my.salesforce.com", "another address than this org's"),
    ],
)
def test_an_address_that_is_not_the_orgs_own_is_never_called(
    standing: Served, url: str, words: str
) -> None:
    raw = resigned(standing.box, lambda envelope: envelope["client"].update(instanceUrl=url))
    before = {service: dict(calls) for service, calls in standing.world()["calls"].items()}

    status, told = refusal(standing, raw)

    assert status == 403
    assert words in told
    assert standing.world()["calls"] == before


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "", "https://x.lightning.force.com.evil"]
)
def test_a_frame_outside_salesforce_is_refused(standing: Served, origin: str) -> None:
    raw = resigned(standing.box, lambda envelope: envelope["client"].update(targetOrigin=origin))

    status, words = refusal(standing, raw)

    assert status == 403
    assert "only be shown inside Salesforce" in words


def test_a_record_one_may_not_see_looks_like_one_that_does_not_exist(standing: Served) -> None:
    hidden = refusal(standing, signed_request(standing.box, PRIVATE))
    missing = refusal(
        standing,
        resigned(
            standing.box,
            lambda envelope: envelope["context"]["environment"]["parameters"].update(
                recordId="00QLk00000zzzzz"
            ),
        ),
    )

    assert hidden[0] == 404
    assert hidden == missing
    assert "There is no such record, or you may not see it." in hidden[1]


def test_records_of_others_stay_hidden_from_an_organizer_who_sees_only_their_own(
    standing: Served,
) -> None:
    assert refusal(standing, signed_request(standing.box, GUS, "nils"))[0] == 404


@pytest.mark.parametrize(
    "record", ["//evil.example/x", "../Account/001", "%2e%2e/", "' OR Name != '", "005", ""]
)
def test_what_is_no_record_id_reaches_no_address(standing: Served, record: str) -> None:
    def misnamed(envelope: dict[str, Any]) -> None:
        envelope["context"]["environment"]["parameters"]["recordId"] = record

    status, _ = refusal(standing, resigned(standing.box, misnamed))

    assert status == 400


def test_an_object_that_is_not_switched_on_names_whom_to_ask(standing: Served) -> None:
    user = standing.person("olive").user_id

    status, words = refusal(standing, signed_request(standing.box, user, object="User"))

    assert status == 403
    assert "not switched on for User records" in words
    assert "Salesforce admin" in words


def test_salesforce_down_says_to_try_again_and_the_same_press_may_be_repeated(
    standing: Served,
) -> None:
    raw = signed_request(standing.box, GUS)
    standing.fault("salesforce", "status", status=503, times=None)

    first = post_canvas(standing.url, raw)
    standing.box.world.faults.clear()
    second = post_canvas(standing.url, raw)

    assert first.status_code == 503
    assert "Retry-After" in first.headers
    assert "Please try again in a moment" in text_of(first.text)
    assert second.status_code == 200


def test_salesforce_hanging_up_says_to_try_again(standing: Served) -> None:
    standing.open(GUS)
    standing.fault("salesforce", "drop_before", call="composite", times=1)

    status, words = refusal(standing, signed_request(standing.box, GUS))

    assert status == 503
    assert "Salesforce did not answer." in words


def test_a_session_that_salesforce_has_ended_opens_nothing(standing: Served) -> None:
    status, words = refusal(standing, signed_request(standing.box, GUS, session="expired"))

    assert status == 401
    assert "Salesforce has ended your session. Reload the record page." in words


def test_the_headers_let_only_this_orgs_hosts_frame_the_window(standing: Served) -> None:
    response = post_canvas(standing.url, signed_request(standing.box, GUS))
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([\w-]+)'", policy)

    assert nonce
    assert policy == (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce[1]}'; "
        f"style-src 'self' 'nonce-{nonce[1]}'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {standing.box.url} https://larkspur.my.salesforce.com"
    )
    assert plain_headers(response) == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    assert f'nonce="{nonce[1]}"' in response.text
    again = post_canvas(standing.url, signed_request(standing.box, GUS))
    assert nonce[1] not in again.headers["Content-Security-Policy"]


def plain_headers(response: requests.Response) -> dict[str, str]:
    """The protecting headers; neither a cookie nor X-Frame-Options may be among them."""
    watched = (
        "Cache-Control",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Set-Cookie",
    )
    return {name: response.headers[name] for name in watched if name in response.headers}


def test_refusals_carry_the_same_headers(standing: Served) -> None:
    for response in (
        post_canvas(standing.url, "forged.request"),
        requests.get(f"{standing.url}/canvas", timeout=30),
        requests.get(f"{standing.url}/nowhere", timeout=30),
        requests.get(f"{standing.url}/hosts", timeout=30),
    ):
        assert set(plain_headers(response)) == {
            "Cache-Control",
            "Referrer-Policy",
            "X-Content-Type-Options",
        }
        assert "frame-ancestors" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_visit_without_a_signed_request_says_where_handoff_opens(standing: Served) -> None:
    plain = requests.get(f"{standing.url}/canvas?signed_request=a.b", timeout=30)
    approval = requests.get(
        f"{standing.url}/canvas?_sfdc_canvas_authvalue=user_approval_required"
        "&loginUrl=https%3A%2F%2Flarkspur.my.salesforce.com",
        timeout=30,
    )
    foreign = requests.get(
        f"{standing.url}/canvas?_sfdc_canvas_authvalue=user_approval_required"
        "&loginUrl=https%3A%2F%2Fevil.example%22%3E%3Cscript%3E",
        timeout=30,
    )

    assert "Open Handoff from a record" in text_of(plain.text)
    assert "Handoff needs your permission" in text_of(approval.text)
    assert "Ask your Salesforce admin" in text_of(foreign.text)
    assert "evil.example" not in foreign.text


def test_a_foreign_host_header_leaves_no_trace(standing: Served) -> None:
    response = requests.post(
        f"{standing.url}/canvas",
        data={"signed_request": signed_request(standing.box, GUS)},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        timeout=30,
    )

    assert "evil.example" not in response.text
    assert "evil.example" not in str(response.headers)


def test_markup_in_a_records_fields_stays_text(served: Served) -> None:
    harmless = outline(post_canvas(served.url, signed_request(served.box, GUS)).text)
    org = next(iter(served.box.world.orgs.values()))
    row = org.rows("Lead")[record_id(served.box, GUS)]
    evil = "</script><img src=x onerror=alert(1)>"
    for field in ("FirstName", "LastName", "Name", "Company", "Title", "Phone", "Status"):
        row[field] = evil

    response = post_canvas(served.url, signed_request(served.box, GUS))

    assert outline(response.text) == harmless
    assert "onerror" in response.text


class TestRenewing:
    """POST /canvas/refresh exchanges a page token for a new one."""

    def renew(self, standing: Served, raw: str, token: str) -> requests.Response:
        return requests.post(
            f"{standing.url}/canvas/refresh",
            data={"signed_request": raw},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )

    def test_the_request_that_opened_the_window_renews_it_and_ends_the_old_token(
        self, standing: Served
    ) -> None:
        raw = signed_request(standing.box, GUS)
        window = Window.posted(standing.url, raw)
        old = window.context["token"]

        answer = self.renew(standing, raw, old)
        window.context["token"] = answer.json()["token"]

        assert answer.status_code == 200
        assert window.ask("GET", "/hosts?q=hana")["hosts"]
        assert self.renew(standing, raw, old).status_code == 401
        with pytest.raises(Answer) as refused:
            Window(standing.url, {"token": old}).ask("GET", "/hosts")
        assert refused.value.status == 401

    def test_a_held_time_survives(self, standing: Served) -> None:
        raw = signed_request(standing.box, GUS)
        window = Window.posted(standing.url, raw)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

        window.context["token"] = self.renew(standing, raw, window.context["token"]).json()["token"]

        assert window.book(hold["id"])["booking"]["host_name"] == "Hana Berg"

    def test_a_new_request_for_the_same_window_must_be_fresh(self, standing: Served) -> None:
        token = standing.open(GUS).context["token"]
        stale = self.renew(standing, signed_request(standing.box, GUS, age=301), token)
        fresh = self.renew(standing, signed_request(standing.box, GUS), token)

        assert (stale.status_code, fresh.status_code) == (401, 200)

    def test_another_users_or_records_token_is_refused(self, standing: Served) -> None:
        token = standing.open(GUS).context["token"]

        for raw in (
            signed_request(standing.box, GUS, "otto"),
            signed_request(standing.box, "contact:dana"),
        ):
            answer = self.renew(standing, raw, token)
            assert answer.status_code == 401
            assert answer.json()["error"]["message"] == (
                "This window has ended. Close it and press the button again."
            )
        assert (
            self.renew(standing, signed_request(standing.box, GUS), "invented").status_code == 401
        )

    def test_a_token_that_ended_lately_is_renewed_and_an_older_one_is_not(
        self, served: Served
    ) -> None:
        raw, older = signed_request(served.box, GUS), signed_request(served.box, GUS)
        window, forgotten = Window.posted(served.url, raw), Window.posted(served.url, older)
        served.advance(timedelta(minutes=59))
        with pytest.raises(Answer) as refused:
            window.ask("GET", "/hosts")

        lately = self.renew(served, raw, window.context["token"])
        served.advance(timedelta(minutes=2))
        late = self.renew(served, older, forgotten.context["token"])

        assert refused.value.status == 401
        assert (lately.status_code, late.status_code) == (200, 401)

    def test_an_ended_salesforce_session_renews_nothing(self, standing: Served) -> None:
        token = standing.open(GUS).context["token"]

        answer = self.renew(standing, signed_request(standing.box, GUS, session="expired"), token)

        assert answer.status_code == 401
        assert "Salesforce has ended your session" in answer.json()["error"]["message"]

    def test_without_a_token_nothing_is_renewed(self, standing: Served) -> None:
        answer = requests.post(
            f"{standing.url}/canvas/refresh",
            data={"signed_request": signed_request(standing.box, GUS)},
            timeout=30,
        )

        assert answer.status_code == 401


def test_who_may_not_open_a_window_is_told_which_permission_set_it_takes(standing: Served) -> None:
    with pytest.raises(Answer) as refused:
        standing.open(GUS, "handoff.integration")

    assert refused.value.status == 403
    assert "Handoff Organizer" in refused.value.text
    assert "Ask your Salesforce admin" in refused.value.text
    assert "handoff-context" not in refused.value.text
