"""Looks at an org as the workers see it, without writing: for `handoff doctor`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from simple_salesforce.format import format_soql

from handoff.clock import machine_now
from handoff.config import OrgConfig
from handoff.errors import OutsideError, TurnedDown
from handoff.http import Session
from handoff.ids import to_18
from handoff.org_settings import OrgSettings
from handoff.salesforce import settings_reader
from handoff.salesforce.client import Client, query_part
from handoff.salesforce.failures import SERVICE, refused, translated, unreadable
from handoff.salesforce.login import exchange

OPERATION = "look"
MISSING = frozenset({"NOT_FOUND", "INVALID_TYPE"})

__all__ = ["SERVICE", "Access", "SalesforceProbe", "SignedIn"]


@dataclass(frozen=True)
class SignedIn:
    """Who the workers are in the org, and how far its clock is ahead of this machine's."""

    org_id: str
    user_id: str
    username: str
    ahead: timedelta


@dataclass(frozen=True)
class Access:
    """What may be done with an object or a field; nobody writes a calculated one."""

    can_create: bool
    can_change: bool
    is_calculated: bool = False


class SalesforceProbe:
    """One org through one session of the integration user. Every method raises OutsideError."""

    def __init__(self, session: Session, org: OrgConfig) -> None:
        """Keep where to look; nothing is sent."""
        self._session = session
        self._org = org
        self._token = ""

    def sign_in(self) -> SignedIn:
        """Exchange the workers' assertion and ask who that is."""
        self._token = exchange(self._session, self._org).value
        with translated(OPERATION):
            answer = self._session.get(
                f"{self._org.instance_url}/services/oauth2/userinfo",
                headers={"Authorization": f"Bearer {self._token}"},
            )
            if not answer.ok:
                raise refused(answer.status_code, None, operation=OPERATION)
            body = answer.json()
            return SignedIn(
                org_id=to_18(str(body["organization_id"])),
                user_id=to_18(str(body["user_id"])),
                username=str(body["preferred_username"]),
                ahead=_ahead(answer.headers.get("Date", "")),
            )

    def newest_version(self) -> float:
        """Return the newest API version that the org speaks."""
        with translated(OPERATION):
            answer = self._session.get(f"{self._org.instance_url}/services/data")
            return max(float(one["version"]) for one in answer.json())

    def calls_left(self) -> tuple[int, int]:
        """Return how many API calls the org has left today, and of how many."""
        found = self._client().call("GET", "limits", operation=OPERATION)
        try:
            daily = found["DailyApiRequests"]
            return int(daily["Remaining"]), int(daily["Max"])
        except (KeyError, TypeError, ValueError):
            raise unreadable(OPERATION) from None

    def fields(self, object_name: str) -> tuple[Access, Mapping[str, Access]] | None:
        """Return what may be done with an object and its fields; None if there is no such object to be seen."""
        try:
            found = self._client().call(
                "GET", f"sobjects/{object_name}/describe", operation=OPERATION
            )
        except TurnedDown as error:
            if error.code in MISSING:
                return None
            raise
        with translated(OPERATION):
            return _access(found), {str(one["name"]): _access(one) for one in found["fields"]}

    def settings(self, now: datetime) -> OrgSettings:
        """Return the settings as the workers read them."""
        return settings_reader.read_settings(self._client(), now=now)

    def addresses(self, user_ids: Sequence[str]) -> list[str]:
        """Return the e-mail addresses of these users."""
        soql = format_soql("SELECT Email FROM User WHERE Id IN {}", list(user_ids))
        client = self._client()
        answers = client.composite([query_part("users", soql)], operation=OPERATION)
        return [str(one["Email"]) for one in client.rows(answers["users"], operation=OPERATION)]

    def holds_system_permission(self, user_id: str, permission: str) -> bool | None:
        """Say whether a permission set or profile gives that user a system permission; None if it cannot be told."""
        soql = format_soql(
            "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = {} "
            "AND PermissionSet.{:literal} = true LIMIT 1",
            user_id,
            permission,
        )
        client = self._client()
        try:
            answers = client.composite([query_part("held", soql)], operation=OPERATION)
            return bool(client.rows(answers["held"], operation=OPERATION))
        except OutsideError:
            return None

    def _client(self) -> Client:
        return Client(self._session, instance_url=self._org.instance_url, token=self._token)


def _access(found: Mapping[str, Any]) -> Access:
    return Access(
        bool(found.get("createable")), bool(found.get("updateable")), bool(found.get("calculated"))
    )


def _ahead(date: str) -> timedelta:
    try:
        theirs: datetime = parsedate_to_datetime(date)
    except ValueError:
        return timedelta()
    return theirs - machine_now()
