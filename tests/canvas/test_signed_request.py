"""A signed request is believed only if one of the org's secrets signed exactly these characters."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import pytest

from handoff.canvas.signed_request import MAX_LENGTH, verify, verify_for
from handoff.config import OrgConfig, WorkerLogin
from handoff.errors import BadRequest, BadSignature, NotAllowed, Refused
from handoff.people import OrgId

SECRET, OLD_SECRET, OTHER_SECRET = "now-secret", "old-secret", "other-secret"
LARKSPUR, FERNHILL = OrgId("00DLk0000004C92MAE"), OrgId("00DFh0000008Q7kMAE")


def org(org_id: OrgId, *secrets: str) -> OrgConfig:
    login = WorkerLogin("client", "integration@larkspur.example", "key")
    return OrgConfig(
        org_id=org_id,
        name="",
        instance_url="https://larkspur.my.salesforce.com",
        login_url="https://login.salesforce.com",
        canvas_secrets=secrets,
        worker=login,
    )


ORGS = {
    LARKSPUR: org(LARKSPUR, SECRET, OLD_SECRET),
    FERNHILL: org(FERNHILL, OTHER_SECRET),
}


def signed(envelope: Any, *, secret: str = SECRET) -> str:
    text = envelope if isinstance(envelope, str) else json.dumps(envelope)
    return signed_body(base64.b64encode(text.encode()).decode(), secret=secret)


def signed_body(body: str, *, secret: str = SECRET) -> str:
    mac = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return f"{base64.b64encode(mac).decode()}.{body}"


def envelope(**members: Any) -> dict[str, Any]:
    return {
        "algorithm": "HMACSHA256",
        "context": {"organization": {"organizationId": LARKSPUR}},
        "name": "Zoë Ω",
        **members,
    }


def test_a_request_signed_with_the_secret_is_read() -> None:
    assert verify(signed(envelope()), [SECRET])["name"] == "Zoë Ω"


def test_during_a_rotation_both_secrets_hold() -> None:
    for secret in (SECRET, OLD_SECRET):
        found, registered = verify_for(signed(envelope(), secret=secret), ORGS)

        assert found["algorithm"] == "HMACSHA256"
        assert registered.org_id == LARKSPUR


def test_the_url_safe_alphabet_and_missing_padding_are_understood() -> None:
    text = json.dumps(envelope(), ensure_ascii=False) + " " * 3
    body = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    signature, _, _ = signed_body(body).partition(".")

    raw = f"{signature.replace('+', '-').replace('/', '_').rstrip('=')}.{body}"
    assert verify(raw, [SECRET])["name"] == "Zoë Ω"


def decoded_json_signed() -> str:
    text = json.dumps(envelope())
    mac = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest()
    return f"{base64.b64encode(mac).decode()}.{base64.b64encode(text.encode()).decode()}"


GOOD = signed(envelope())
FORGERIES = {
    "empty": "",
    "one dot": ".",
    "no dot": GOOD.replace(".", ""),
    "two dots": GOOD + ".x",
    "no signature": "." + GOOD.partition(".")[2],
    "no envelope": GOOD.partition(".")[0] + ".",
    "wrong secret": signed(envelope(), secret="guess"),
    "truncated": GOOD[:-5],
    "trailing newline": GOOD + "\n",
    "leading space": " " + GOOD,
    "signature of the decoded envelope": decoded_json_signed(),
    "short signature": "AAAA." + GOOD.partition(".")[2],
    "letters of another script": GOOD.replace("A", "Α"),
    "no base64": signed_body("abcde"),
    "no UTF-8": signed_body(base64.b64encode(b'{"algorithm":"HMACSHA256","x":"\xff"}').decode()),
    "no JSON": signed("hello"),
    "a list": signed([1]),
    "a text": signed('"x"'),
    "nothing": signed("null"),
    "not a number": signed('{"algorithm":"HMACSHA256","x":NaN}'),
    "infinite": signed('{"algorithm":"HMACSHA256","x":-Infinity}'),
    "deep": signed('{"algorithm":"HMACSHA256","x":' + "[" * 10_000 + "]" * 10_000 + "}"),
    "no algorithm": signed(envelope(algorithm=None)),
    "algorithm none": signed(envelope(algorithm="none")),
    "weaker algorithm": signed(envelope(algorithm="HMACSHA1")),
    "algorithm in other letters": signed(envelope(algorithm="hmacsha256")),
}


@pytest.mark.parametrize("raw", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_refused_without_repeating_it(raw: str) -> None:
    with pytest.raises(BadSignature) as caught:
        verify_for(raw, ORGS)

    assert caught.value.status == 401
    assert "signature on this request does not hold" in caught.value.message


def test_every_single_bit_counts() -> None:
    for place in range(len(GOOD)):
        for bit in range(8):
            flipped = GOOD[:place] + chr(ord(GOOD[place]) ^ (1 << bit)) + GOOD[place + 1 :]
            with pytest.raises(Refused):
                verify(flipped, [SECRET])


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(BadSignature):
        verify(signed(envelope(), secret=""), ["", SECRET])


def test_an_enormous_request_is_not_looked_at() -> None:
    with pytest.raises(BadRequest):
        verify("A" * (MAX_LENGTH + 1), [SECRET])


def test_one_orgs_secret_does_not_sign_for_another() -> None:
    with pytest.raises(NotAllowed):
        verify_for(signed(envelope(), secret=OTHER_SECRET), ORGS)


def test_an_org_that_is_not_registered_is_refused() -> None:
    foreign = {"organization": {"organizationId": "00D000000000001EAA"}}

    with pytest.raises(NotAllowed):
        verify_for(signed(envelope(context=foreign)), ORGS)


@pytest.mark.parametrize("context", [{}, None, [], {"organization": None}, {"organization": {}}])
def test_without_an_organization_the_session_id_names_the_org(context: Any) -> None:
    client = {"oauthToken": f"{LARKSPUR[:15]}!AQ.session"}

    _, registered = verify_for(signed(envelope(context=context, client=client)), ORGS)

    assert registered.org_id == LARKSPUR


def test_the_short_form_of_an_org_id_is_the_same_org() -> None:
    context = {"organization": {"organizationId": LARKSPUR[:15]}}

    _, registered = verify_for(signed(envelope(context=context)), ORGS)

    assert registered.org_id == LARKSPUR


@pytest.mark.parametrize(
    "members",
    [
        {"context": None},
        {"context": {"organization": {"organizationId": 15}}},
        {"context": {"organization": {"organizationId": "' OR 1=1"}}},
        {"context": {"organization": {"organizationId": LARKSPUR[:15] + "AAA"}}},
        {"context": None, "client": {"oauthToken": 5}},
    ],
)
def test_a_request_that_names_no_possible_org_is_refused(members: Mapping[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        verify_for(signed(envelope(**members)), ORGS)
