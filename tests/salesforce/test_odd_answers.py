"""Answers that Salesforce, or something in its place, should not give: none of them passes the door as it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
import responses

from handoff.clock import StartedClock, machine_now
from handoff.config import OrgConfig, WorkerLogin
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.http import open_session
from handoff.people import OrgId
from handoff.salesforce.gateway import SalesforceGateway
from handoff.salesforce.settings_queries import QUERIES
from handoff.tokens import MemoryTokens, Token
from tests.salesforce.conftest import KeptDescribes

LARKSPUR = OrgId("00DLk0000004C92MAE")
BATCH = "https://larkspur.my.salesforce.com/services/data/v67.0/composite/batch"
LEAD = "https://larkspur.my.salesforce.com/services/data/v67.0/sobjects/Lead/00QLk00000001E0MAI"
WORKER = WorkerLogin("client", "integration@larkspur.example", "key")
ORG = OrgConfig(
    org_id=LARKSPUR,
    name="Larkspur",
    instance_url="https://larkspur.my.salesforce.com",
    login_url="https://login.salesforce.com",
    canvas_secrets=("secret",),
    worker=WORKER,
)


@pytest.fixture
def gateway() -> SalesforceGateway:
    tokens = MemoryTokens()
    token = Token("00DLk0000004C92!secret-token", machine_now() + timedelta(hours=1))
    tokens.fetch(LARKSPUR, "salesforce", WORKER.username, lambda: token)
    return SalesforceGateway(
        open_session("salesforce"),
        tokens,
        {LARKSPUR: ORG},
        KeptDescribes(),
        StartedClock(machine_now()),
    )


@pytest.fixture
def salesforce() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def write_owner(gateway: SalesforceGateway) -> bool:
    return gateway.write_owner_field(
        LARKSPUR,
        object_name="Lead",
        record_id="00QLk00000001E0MAI",
        field="OwnerId",
        user_id="005Lk00000001E5IAI",
        only_if_empty=False,
    )


def one_error(code: str, words: str = "their words") -> list[dict[str, str]]:
    return [{"errorCode": code, "message": words}]


READING = [
    ({"status": 500, "json": one_error("UNKNOWN_EXCEPTION")}, TryLater),
    ({"status": 503, "json": one_error("SERVER_UNAVAILABLE")}, TryLater),
    ({"status": 503, "body": "<html>maintenance</html>"}, TryLater),
    ({"status": 502, "body": ""}, TryLater),
    ({"status": 429, "body": ""}, TryLater),
    ({"status": 403, "json": one_error("REQUEST_LIMIT_EXCEEDED")}, TryLater),
    ({"status": 403, "json": one_error("STORAGE_LIMIT_EXCEEDED")}, TryLater),
    ({"status": 403, "json": one_error("API_DISABLED_FOR_ORG")}, AccessLost),
    ({"status": 403, "json": one_error("SOMETHING_ELSE")}, TurnedDown),
    ({"status": 403, "body": "<html>blocked by a proxy</html>"}, TryLater),
    ({"status": 404, "json": one_error("NOT_FOUND")}, TurnedDown),
    ({"status": 400, "json": one_error("MALFORMED_QUERY")}, TurnedDown),
    ({"status": 200, "body": "<html>log in</html>"}, TryLater),
    ({"status": 200, "body": ""}, TryLater),
    ({"status": 204, "body": ""}, TryLater),
    ({"status": 200, "json": []}, TryLater),
    ({"status": 200, "json": {"results": None}}, TryLater),
    ({"status": 200, "json": {"results": []}}, TryLater),
    ({"status": 200, "json": {"results": [{"result": {}}]}}, TryLater),
    ({"status": 200, "json": 5}, TryLater),
    ({"status": 300, "json": ["/a", "/b"]}, TryLater),
    ({"status": 302, "headers": {"Location": "https://evil.example/"}}, TurnedDown),
    ({"body": requests.ConnectionError("reset")}, TryLater),
    ({"body": requests.ReadTimeout("slow")}, TryLater),
    ({"body": requests.exceptions.ChunkedEncodingError("cut")}, TryLater),
    ({"body": requests.exceptions.SSLError("certificate")}, TryLater),
]


@pytest.mark.parametrize("reply,error", READING, ids=[str(one[0])[:60] for one in READING])
def test_reading_knows_what_to_do_about_any_answer(
    gateway: SalesforceGateway,
    salesforce: responses.RequestsMock,
    reply: dict[str, Any],
    error: type[OutsideError],
) -> None:
    salesforce.post(BATCH, **reply)

    with pytest.raises(error) as caught:
        gateway.read_settings(LARKSPUR)

    assert caught.value.service == "salesforce"
    assert caught.value.operation == "read_settings"
    assert "secret-token" not in str(vars(caught.value))
    assert len(salesforce.calls) == 1


WRITING: list[tuple[dict[str, Any], bool]] = [
    ({"body": requests.ConnectTimeout("nobody there")}, False),
    ({"body": requests.ReadTimeout("slow")}, True),
    ({"body": requests.ConnectionError("reset")}, True),
    ({"status": 500, "json": one_error("UNKNOWN_EXCEPTION")}, True),
    ({"status": 502, "body": "<html>"}, True),
    ({"status": 200, "body": "<html>"}, True),
    ({"status": 503, "json": one_error("SERVER_UNAVAILABLE")}, False),
    ({"status": 400, "json": one_error("UNABLE_TO_LOCK_ROW")}, False),
    ({"status": 403, "json": one_error("REQUEST_LIMIT_EXCEEDED")}, False),
]


@pytest.mark.parametrize("reply,ambiguous", WRITING, ids=[str(one[0])[:60] for one in WRITING])
def test_a_write_that_may_have_happened_is_said_to_be_ambiguous(
    gateway: SalesforceGateway,
    salesforce: responses.RequestsMock,
    reply: dict[str, Any],
    ambiguous: bool,
) -> None:
    salesforce.get(LEAD, json={"OwnerId": None})
    salesforce.patch(LEAD, **reply)

    with pytest.raises(TryLater) as caught:
        write_owner(gateway)

    assert caught.value.ambiguous is ambiguous


@pytest.mark.parametrize(
    "code",
    [
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "REQUIRED_FIELD_MISSING",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "DUPLICATES_DETECTED",
        "INACTIVE_OWNER_OR_USER",
        "CANNOT_UPDATE_CONVERTED_LEAD",
        "ENTITY_IS_DELETED",
        "INVALID_CROSS_REFERENCE_KEY",
    ],
)
def test_a_refusal_keeps_salesforces_own_words_and_code(
    gateway: SalesforceGateway, salesforce: responses.RequestsMock, code: str
) -> None:
    salesforce.get(LEAD, json={"OwnerId": None})
    salesforce.patch(LEAD, status=400, json=one_error(code, "Bitte Region angeben."))

    with pytest.raises(TurnedDown, match=r"Bitte Region angeben\.") as caught:
        write_owner(gateway)

    assert caught.value.code == code


def test_endless_words_are_cut(
    gateway: SalesforceGateway, salesforce: responses.RequestsMock
) -> None:
    salesforce.get(LEAD, json={"OwnerId": None})
    salesforce.patch(LEAD, status=400, json=one_error("TRIGGER", "x" * 100_000))

    with pytest.raises(TurnedDown) as caught:
        write_owner(gateway)

    assert len(caught.value.message) < 600


def test_a_page_address_elsewhere_is_not_followed(
    gateway: SalesforceGateway, salesforce: responses.RequestsMock
) -> None:
    page = {"records": [], "done": False, "nextRecordsUrl": "https://evil.example/more"}
    results = [{"statusCode": 200, "result": page} for _ in QUERIES]
    salesforce.post(BATCH, json={"results": results})

    with pytest.raises(TryLater):
        gateway.read_settings(LARKSPUR)

    assert len(salesforce.calls) == 1


def test_a_cookie_is_not_kept_for_the_next_persons_request(
    gateway: SalesforceGateway, salesforce: responses.RequestsMock
) -> None:
    cookie = {"Set-Cookie": "sid=somebody; Domain=my.salesforce.com; Path=/"}
    salesforce.get(LEAD, json={"OwnerId": "005Lk00000001E5IAI"}, headers=cookie)

    write_owner(gateway)
    write_owner(gateway)

    assert len(salesforce.calls) == 2
    assert "Cookie" not in salesforce.calls[1].request.headers
