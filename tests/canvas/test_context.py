"""What is taken from a verified envelope, and what of it is not believed."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from handoff.canvas.context import CanvasContext, read_context
from handoff.canvas.signed_request import verify_for
from handoff.config import OrgConfig, WorkerLogin
from handoff.errors import BadRequest, BadSignature, NotAllowed, Refused
from handoff.people import OrgId
from sandbox.server import Sandbox
from tests.cast import NOW, OLIVE
from tests.support.inside import settings_for

LARKSPUR = OrgId("00DLk0000004C92MAE")
LIGHTNING = "https://larkspur.lightning.force.com"
USER, LEAD = "005Lk00000001E0", "00QLk00000001E0"


def org(**changes: Any) -> OrgConfig:
    given: dict[str, Any] = {
        "org_id": LARKSPUR,
        "name": "Larkspur",
        "instance_url": "https://larkspur.my.salesforce.com",
        "login_url": "https://login.salesforce.com",
        "canvas_secrets": ("secret",),
        "worker": WorkerLogin("client", "integration@larkspur.example", "key"),
    }
    return OrgConfig(**{**given, **changes})


ENVELOPE: dict[str, Any] = {
    "algorithm": "HMACSHA256",
    "userId": USER,
    "client": {
        "oauthToken": "00DLk0000004C92!AQ.token",
        "instanceUrl": "https://larkspur.my.salesforce.com",
        "instanceId": "_:Handoff:handoff:0",
        "targetOrigin": LIGHTNING,
        "clientId": "3MVG9",
    },
    "context": {
        "user": {
            "userId": USER,
            "fullName": "Olive Ortega",
            "email": "olive@larkspur.example",
            "timeZone": "America/New_York",
            "locale": "en_US",
        },
        "environment": {
            "parameters": {
                "recordId": LEAD,
                "sObjectName": "Lead",
                "renderedAt": int(NOW.timestamp() * 1000),
                "nonce": "0123456789abcdef0123456789abcdef",
            }
        },
        "links": {"loginUrl": "https://larkspur.my.salesforce.com"},
    },
}


def changed(path: str, value: Any) -> dict[str, Any]:
    envelope = copy.deepcopy(ENVELOPE)
    *steps, last = path.split(".")
    place = envelope
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return envelope


def read(
    envelope: dict[str, Any], registered: OrgConfig | None = None, **options: Any
) -> CanvasContext:
    return read_context(envelope, registered or org(), NOW, **options)


def test_who_where_and_which_record() -> None:
    context = read(ENVELOPE)

    assert context.org_id == LARKSPUR
    assert context.organizer.name == "Olive Ortega"
    assert context.organizer.zone == "America/New_York"
    assert context.organizer.user_id == context.access.user_id == "005Lk00000001E0IAI"
    assert context.record_id == "00QLk00000001E0MAI"
    assert context.object_name == "Lead"
    assert context.target_origin == LIGHTNING
    assert context.nonce == "0123456789abcdef0123456789abcdef"
    assert context.rendered_at == NOW
    assert context.access.token == "00DLk0000004C92!AQ.token"


def test_a_token_is_in_no_representation() -> None:
    assert "AQ.token" not in repr(read(ENVELOPE))


def test_a_record_page_of_the_sandbox_is_understood(box: Sandbox) -> None:
    settings = settings_for(box, "sqlite://")
    answer = requests.get(
        f"{box.url}/lightning/signed-request",
        params={"as": OLIVE, "record": lead_gus(box)},
        timeout=30,
    )
    envelope, registered = verify_for(answer.json()["signed_request"], settings.orgs)

    context = read_context(envelope, registered, NOW, extra_origins=(box.url,))

    assert context.organizer.name == "Olive Ortega"
    assert context.object_name == "Lead"
    assert context.record_id == lead_gus(box)
    assert context.instance_id == "_:Handoff:handoff:0"


def lead_gus(box: Sandbox) -> str:
    records = requests.get(f"{box.url}/world.json", timeout=30).json()["records"]
    return next(str(one["id"]) for one in records if one["key"] == "lead:gus")


@pytest.mark.parametrize(
    "path",
    [
        "context.links",
        "context.user.email",
        "context.user.fullName",
        "context.user.timeZone",
        "context.user.locale",
        "client.clientId",
        "client.instanceId",
        "context.environment.parameters.sObjectName",
        "context.user.userId",
        "userId",
    ],
)
@pytest.mark.parametrize("value", [..., None, 7, [], {}])
def test_what_is_not_needed_may_be_missing_or_of_another_type(path: str, value: Any) -> None:
    assert read(changed(path, value)).record_id == "00QLk00000001E0MAI"


@pytest.mark.parametrize(
    "path",
    [
        "client",
        "context",
        "client.oauthToken",
        "client.instanceUrl",
        "client.targetOrigin",
        "context.environment",
        "context.environment.parameters",
        "context.environment.parameters.recordId",
        "context.environment.parameters.nonce",
        "context.environment.parameters.renderedAt",
    ],
)
@pytest.mark.parametrize("value", [..., None, 7, [], {}, "", "x\r\nx", "a" * 10_000])
def test_what_is_needed_must_be_there(path: str, value: Any) -> None:
    with pytest.raises(Refused) as caught:
        read(changed(path, value))

    assert "a" * 20 not in caught.value.message


@pytest.mark.parametrize(
    "url",
    [
        "http://larkspur.my.salesforce.com",
        "http://169.254.169.254/",
        "https://evil.example",
        "https://larkspur.my.salesforce.com.evil.example",
        "https://larkspur.my.salesforce.com@evil.example",
        "https://user:pass@larkspur.my.salesforce.com",
        "https://larkspur.my.salesforce.com:8443",
        "https://larkspur.my.salesforce.com:x",
        "https://larkspur.my.salesforce.com.",
        "https://[::1]/",
        "https://lаrkspur.my.salesforce.com",
        "https://fernhill.my.salesforce.com",
        "//larkspur.my.salesforce.com",
        "javascript:alert(1)",
    ],
)
def test_only_the_registered_instance_is_spoken_to(url: str) -> None:
    with pytest.raises(NotAllowed):
        read(changed("client.instanceUrl", url))


@pytest.mark.parametrize(
    "origin",
    [
        "https://larkspur--uat.sandbox.lightning.force.com",
        "https://larkspur.my.salesforce.com",
        "https://larkspur--c.vf.force.com",
        "https://larkspur.my.salesforce-setup.com",
    ],
)
def test_salesforces_own_hosts_may_show_us(origin: str) -> None:
    assert read(changed("client.targetOrigin", origin)).target_origin == origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://lightning.force.com.evil.example",
        "https://larkspur.lightning.force.com/path",
        "https://larkspur.lightning.force.com; script-src *",
        "https://larkspur.lightning.force.com:444",
        "http://larkspur.lightning.force.com",
        "http://localhost:8001",
        "*",
    ],
)
def test_nobody_else_may_show_us(origin: str) -> None:
    with pytest.raises(NotAllowed):
        read(changed("client.targetOrigin", origin))


def test_a_configured_origin_may_show_us() -> None:
    envelope = changed("client.targetOrigin", "http://localhost:8001")

    assert (
        read(envelope, extra_origins=("http://localhost:8001",)).target_origin
        == "http://localhost:8001"
    )


@pytest.mark.parametrize("age", [timedelta(minutes=5), timedelta(0), timedelta(minutes=-1)])
def test_a_fresh_request_opens(age: timedelta) -> None:
    assert read(stamped(NOW - age)).rendered_at == NOW - age


@pytest.mark.parametrize(
    "age", [timedelta(minutes=5, seconds=1), timedelta(days=400), timedelta(minutes=-1, seconds=-1)]
)
def test_a_stale_or_early_request_does_not(age: timedelta) -> None:
    with pytest.raises(BadSignature, match="too old"):
        read(stamped(NOW - age))


def test_a_window_that_renews_itself_may_bring_an_old_request() -> None:
    assert read(stamped(NOW - timedelta(hours=1)), checks_age=False).record_id


def stamped(at: datetime) -> dict[str, Any]:
    milliseconds = int(at.astimezone(UTC).timestamp() * 1000)
    return changed("context.environment.parameters.renderedAt", milliseconds)


def test_an_org_without_the_lifecycle_handler_can_be_let_in() -> None:
    envelope = copy.deepcopy(ENVELOPE)
    envelope["context"]["environment"]["parameters"] = {"recordId": LEAD, "sObjectName": "Lead"}

    context = read(envelope, org(requires_nonce=False))

    assert context.nonce == ""
    assert context.rendered_at is None


@pytest.mark.parametrize("nonce", ["short", "with space in the middle", "ü" * 32, "a" * 129])
def test_a_nonce_has_a_shape(nonce: str) -> None:
    with pytest.raises(BadRequest):
        read(changed("context.environment.parameters.nonce", nonce))


@pytest.mark.parametrize(
    "record_id",
    [
        "//evil/x",
        "https://evil/x",
        "../Account/001Lk00000001E0",
        "%2e%2e/",
        "00QLk00000001E0?fields=",
        "00QLk00000001E0AAA",
        "00QLk00000001E",
        "00QLk00000001E\n",
    ],
)
def test_a_record_id_that_cannot_exist_is_refused(record_id: str) -> None:
    with pytest.raises(BadRequest):
        read(changed("context.environment.parameters.recordId", record_id))


@pytest.mark.parametrize("name", ["Lead; DELETE", "1Lead", "Lead/x", "L" * 81, "Lèad"])
def test_an_object_name_that_cannot_exist_is_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        read(changed("context.environment.parameters.sObjectName", name))


def test_an_unknown_zone_is_read_as_utc() -> None:
    assert read(changed("context.user.timeZone", "../../etc/passwd")).zone == "UTC"


@pytest.mark.parametrize(
    "url,kept",
    [
        ("https://larkspur.my.salesforce.com", "https://larkspur.my.salesforce.com"),
        ("https://login.salesforce.com/services", "https://login.salesforce.com"),
        ("https://evil.example", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_login_address_elsewhere_is_dropped(url: str, kept: str) -> None:
    assert read(changed("context.links.loginUrl", url)).login_url == kept


@pytest.mark.parametrize(
    ("language", "taken"), [("de", "de"), ("pt_BR", "pt_BR"), (None, "en_US"), (7, "en_US")]
)
def test_the_language_is_the_users_or_english(language: Any, taken: str) -> None:
    context = read(changed("context.user.language", language))

    assert context.organizer.language == taken


@pytest.mark.parametrize(
    ("origin", "shows_records"),
    [
        (LIGHTNING, LIGHTNING),
        ("https://larkspur--c.vf.force.com", "https://larkspur.my.salesforce.com"),
        ("https://larkspur.my.salesforce-setup.com", "https://larkspur.my.salesforce.com"),
    ],
)
def test_records_are_shown_by_lightning_or_by_the_orgs_own_address(
    origin: str, shows_records: str
) -> None:
    assert read(changed("client.targetOrigin", origin)).record_origin == shows_records
