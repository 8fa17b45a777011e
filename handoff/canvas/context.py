"""Who pressed the button, in which org, on which record: a verified envelope as a typed value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from handoff.canvas.members import (
    NONCE,
    Members,
    https_host,
    id_of,
    object_name_of,
    record_origin_of,
    target_origin_of,
    user_id_of,
    zone_of,
)
from handoff.config import INSTANCE_HOST, OrgConfig
from handoff.errors import BadRequest, BadSignature, NotAllowed
from handoff.people import Organizer, OrgId, UserId
from handoff.records import UserAccess
from handoff.wording import say

MAX_AGE = timedelta(minutes=5)
MAX_AHEAD = timedelta(minutes=1)

_LOGIN_HOST = re.compile(r"(login|test)\.salesforce\.com")
_STALE = say("This request is too old. Reload the record page and press the button again.")


@dataclass(frozen=True)
class CanvasContext:
    """Everything we take from a signed request, or from a launch token; from here on nobody sees its JSON."""

    org_id: OrgId
    organizer: Organizer
    access: UserAccess
    record_id: str
    object_name: str
    target_origin: str
    record_origin: str = ""
    """Where people look at records: Lightning's own origin, or the org's, which leads there."""
    instance_id: str = ""
    client_id: str = ""
    login_url: str = ""
    nonce: str = ""
    rendered_at: datetime | None = None
    locale: str = "en_US"
    zone: str = "UTC"
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_context(
    envelope: Mapping[str, Any],
    org: OrgConfig,
    now: datetime,
    *,
    instance_host: str = INSTANCE_HOST,
    extra_origins: tuple[str, ...] = (),
    checks_age: bool = True,
) -> CanvasContext:
    """Return the context of a verified envelope; every member may be missing, none is trusted.

    `checks_age` False lets an old request pass, for a window that renews itself.
    Raises BadRequest, BadSignature (stale), NotAllowed (another host than the registered one).
    """
    client = Members(envelope).inner("client")
    context = Members(envelope).inner("context")
    user, environment = context.inner("user"), context.inner("environment")
    parameters = environment.inner("parameters")
    user_id = user_id_of(user.text("userId") or Members(envelope).text("userId"))
    _check_instance(client.text("instanceUrl"), org, instance_host)
    rendered_at = _rendered_at(parameters, org, now, checks_age=checks_age)
    organizer = _organizer(user, org, user_id)
    target_origin = target_origin_of(client.text("targetOrigin"), extra_origins)
    return CanvasContext(
        org_id=org.org_id,
        organizer=organizer,
        access=UserAccess(org.org_id, user_id, org.instance_url, _token(client)),
        record_id=_record_id(parameters, environment.inner("record")),
        object_name=object_name_of(parameters.text("sObjectName")),
        target_origin=target_origin,
        record_origin=record_origin_of(target_origin, org, extra_origins),
        instance_id=client.text("instanceId")[:255],
        client_id=client.text("clientId")[:255],
        login_url=_login_url(context.inner("links").text("loginUrl"), instance_host),
        nonce=_nonce(parameters.text("nonce"), org),
        rendered_at=rendered_at,
        locale=organizer.locale,
        zone=organizer.zone,
        parameters=dict(parameters.members),
    )


def _organizer(user: Members, org: OrgConfig, user_id: UserId) -> Organizer:
    name = user.text("fullName") or f"{user.text('firstName')} {user.text('lastName')}".strip()
    return Organizer(
        org_id=org.org_id,
        user_id=user_id,
        name=name[:255] or user.text("userName")[:255] or "Organizer",
        email=user.text("email")[:254],
        zone=zone_of(user.text("timeZone")),
        locale=user.text("locale")[:20] or "en_US",
        language=user.text("language")[:20] or "en_US",
    )


def _record_id(parameters: Members, record: Members) -> str:
    found = parameters.text("recordId") or record.text("Id")
    if not found:
        raise BadRequest(say("Open Handoff from a record: this request names none."))
    record_id = id_of(found)
    if not record_id:
        raise BadRequest(say("The signed request names a record that cannot exist."))
    return record_id


def _token(client: Members) -> str:
    token = client.text("oauthToken")
    # The token becomes a header: anything but visible ASCII could end it early.
    if not token or not re.fullmatch(r"[!-~]{1,4096}", token):
        raise BadRequest(say("The signed request carries no Salesforce session."))
    return token


def _check_instance(url: str, org: OrgConfig, instance_host: str) -> None:
    host = https_host(url)
    if not host or not re.fullmatch(instance_host, host):
        raise NotAllowed(say("The signed request names an address that is not Salesforce's."))
    if host != https_host(org.instance_url):
        raise NotAllowed(
            say("The signed request names another address than this org's registered one.")
        )


def _login_url(url: str, instance_host: str) -> str:
    host = https_host(url)
    is_known = re.fullmatch(instance_host, host) or _LOGIN_HOST.fullmatch(host)
    return f"https://{host}" if is_known else ""


def _nonce(text: str, org: OrgConfig) -> str:
    if not text and not org.requires_nonce:
        return ""
    if not NONCE.fullmatch(text):
        raise BadRequest(
            say(
                "The signed request was not stamped by HandoffCanvasLifecycle. "
                "Ask your Salesforce admin to set it as the app's lifecycle handler."
            )
        )
    return text


def _rendered_at(
    parameters: Members, org: OrgConfig, now: datetime, *, checks_age: bool
) -> datetime | None:
    stamp = parameters.members.get("renderedAt")
    if stamp is None and not org.requires_nonce:
        return None
    rendered_at = _instant(stamp)
    if rendered_at is None:
        raise BadRequest(say("The signed request does not say when it was made."))
    if checks_age and not -MAX_AHEAD <= now - rendered_at <= MAX_AGE:
        raise BadSignature(_STALE)
    return rendered_at


def _instant(milliseconds: Any) -> datetime | None:
    if isinstance(milliseconds, str) and re.fullmatch(r"\d{1,16}", milliseconds, re.ASCII):
        milliseconds = int(milliseconds)
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
