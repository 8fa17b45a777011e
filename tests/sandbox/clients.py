"""The vendors' real client libraries, pointed at the sandbox."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import google_auth_httplib2
import httplib2
import msal
import pytest
import requests
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from requests.adapters import HTTPAdapter

from sandbox.credentials import LARKSPUR
from sandbox.server import Sandbox

CALENDAR_SCOPE = "https://www.googleapis.com/auth/calendar"
GRAPH = "https://graph.microsoft.com/v1.0"
HANA = "hana@larkspur.example"
MAYA = "maya@larkspur.example"
HUGO = "hugo@larkspur.example"
LUIS = "luis@larkspur.example"
GUS = "gus@northwind.example"
GOOGLE_SUBJECT = LARKSPUR.google_subject


class ToSandbox(HTTPAdapter):
    """Keeps the vendor's host name and re-addresses only the socket."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        parts = urlsplit(request.url or "")
        request.headers["Host"] = parts.netloc
        query = f"?{parts.query}" if parts.query else ""
        request.url = f"{self.url}{parts.path}{query}"
        return super().send(request, *args, **options)


@contextmanager
def vendor_session(box: Sandbox) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", ToSandbox(box.url))
        yield session


def org_credentials(box: Sandbox) -> dict[str, Any]:
    found: dict[str, Any] = next(o for o in box.credentials["orgs"] if o["name"] == "Larkspur")
    return found


@contextmanager
def google_calendar(
    box: Sandbox, subject: str | None = HANA, scope: str = CALENDAR_SCOPE
) -> Iterator[Any]:
    """google-api-python-client as it is, with a service account and domain-wide delegation."""
    account = org_credentials(box)["google"]["service_account"]
    credentials = service_account.Credentials.from_service_account_info(
        account, scopes=[scope], subject=subject
    )
    http = httplib2.Http(timeout=30, proxy_info=None)
    service = build(
        "calendar",
        "v3",
        http=google_auth_httplib2.AuthorizedHttp(credentials, http=http),
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": f"{box.url}/calendar/v3/"},
    )
    try:
        yield service
    finally:
        service.close()


def microsoft_token(box: Sandbox, session: requests.Session, **changes: str) -> dict[str, Any]:
    """What msal returns for the client credentials grant."""
    account = org_credentials(box)["microsoft"] | changes
    application = msal.ConfidentialClientApplication(
        account["client_id"],
        client_credential=account["client_secret"],
        authority=f"https://login.microsoftonline.com/{account['tenant_id']}",
        http_client=session,
        instance_discovery=False,
    )
    token: dict[str, Any] = application.acquire_token_for_client(
        ["https://graph.microsoft.com/.default"]
    )
    return token


@contextmanager
def graph(box: Sandbox) -> Iterator[requests.Session]:
    """A session that carries a Graph token and asks for immutable ids and UTC."""
    with vendor_session(box) as session:
        token = microsoft_token(box, session)["access_token"]
        session.headers["Authorization"] = f"Bearer {token}"
        session.headers["Prefer"] = 'IdType="ImmutableId", outlook.timezone="UTC"'
        yield session


def google_event(**changes: Any) -> dict[str, Any]:
    return {
        "summary": "Discovery Call",
        "start": {"dateTime": "2026-03-04T15:00:00Z"},
        "end": {"dateTime": "2026-03-04T15:30:00Z"},
        "attendees": [{"email": GUS, "displayName": "Gus Grant"}],
        "extendedProperties": {"private": {"bookingId": "b-1"}},
    } | changes


BOOKING_PROPERTY = "String {9f0c9b1e-6a2d-4a52-8a39-0b7c8a2f2a11} Name bookingId"


def graph_event(**changes: Any) -> dict[str, Any]:
    return {
        "subject": "Discovery Call",
        "body": {"contentType": "HTML", "content": "<p>Hello</p>"},
        "start": {"dateTime": "2026-03-04T15:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-04T15:30:00", "timeZone": "UTC"},
        "attendees": [{"emailAddress": {"address": GUS, "name": "Gus Grant"}, "type": "required"}],
        "singleValueExtendedProperties": [{"id": BOOKING_PROPERTY, "value": "it's b-1"}],
    } | changes


WEEK = {"timeMin": "2026-03-02T00:00:00Z", "timeMax": "2026-03-09T00:00:00Z"}


def refused(failure: pytest.ExceptionInfo[HttpError]) -> tuple[int, str]:
    error = json.loads(failure.value.content)["error"]
    return error["code"], error["errors"][0]["reason"]


def busy_of(service: Any, *addresses: str, **span: str) -> dict[str, Any]:
    body = WEEK | span | {"items": [{"id": address} for address in addresses]}
    found: dict[str, Any] = service.freebusy().query(body=body).execute()["calendars"]
    return found


def code(answer: requests.Response) -> str:
    found: str = answer.json()["error"]["code"]
    return found
