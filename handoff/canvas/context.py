"""Who pressed the button, in which org, on which record: a verified envelope as a typed value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from handoff.config import INSTANCE_HOST, OrgConfig
from handoff.errors import BadRequest, BadSignature, NotAllowed
from handoff.ids import is_id, to_18
from handoff.people import Organizer, OrgId, UserId
from handoff.records import UserAccess
from handoff.wording import say

MAX_AGE = timedelta(minutes=5)
MAX_AHEAD = timedelta(minutes=1)

_FRAME_HOST = re.compile(
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(lightning\.force|my\.salesforce|vf\.force|my\.salesforce-setup)\.com"
)
_LOGIN_HOST = re.compile(r"(login|test)\.salesforce\.com")
_API_NAME = re.compile(r"[A-Za-z]\w{0,79}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,128}", re.ASCII)
_STALE = say("This request is too old. Reload the record page and press the button again.")


@dataclass(frozen=True)
class CanvasContext:
    """Everything we take from a signed request; from here on nobody sees its JSON."""

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
    client = _Members(envelope).inner("client")
    context = _Members(envelope).inner("context")
    user, environment = context.inner("user"), context.inner("environment")
    parameters = environment.inner("parameters")
    user_id = _user_id(user.text("userId") or _Members(envelope).text("userId"))
    _check_instance(client.text("instanceUrl"), org, instance_host)
    rendered_at = _rendered_at(parameters, org, now, checks_age=checks_age)
    organizer = _organizer(user, org, user_id)
    target_origin = _target_origin(client.text("targetOrigin"), extra_origins)
    return CanvasContext(
        org_id=org.org_id,
        organizer=organizer,
        access=UserAccess(org.org_id, user_id, org.instance_url, _token(client)),
        record_id=_record_id(parameters, environment.inner("record")),
        object_name=_object_name(parameters.text("sObjectName")),
        target_origin=target_origin,
        record_origin=_record_origin(target_origin, org, extra_origins),
        instance_id=client.text("instanceId")[:255],
        client_id=client.text("clientId")[:255],
        login_url=_login_url(context.inner("links").text("loginUrl"), instance_host),
        nonce=_nonce(parameters.text("nonce"), org),
        rendered_at=rendered_at,
        locale=organizer.locale,
        zone=organizer.zone,
        parameters=dict(parameters.members),
    )


class _Members:
    """Reads members that may be missing, null or of another type than documented."""

    def __init__(self, members: Any) -> None:
        self.members: Mapping[str, Any] = members if isinstance(members, dict) else {}

    def inner(self, name: str) -> "_Members":
        return _Members(self.members.get(name))

    def text(self, name: str) -> str:
        found = self.members.get(name)
        return found.strip() if isinstance(found, str) else ""


def _organizer(user: _Members, org: OrgConfig, user_id: UserId) -> Organizer:
    name = user.text("fullName") or f"{user.text('firstName')} {user.text('lastName')}".strip()
    return Organizer(
        org_id=org.org_id,
        user_id=user_id,
        name=name[:255] or user.text("userName")[:255] or "Organizer",
        email=user.text("email")[:254],
        zone=_zone(user.text("timeZone")),
        locale=user.text("locale")[:20] or "en_US",
        language=user.text("language")[:20] or "en_US",
    )


def _user_id(text: str) -> UserId:
    user_id = _id(text)
    if not user_id.startswith("005"):
        raise BadRequest(say("The signed request does not say who pressed the button."))
    return UserId(user_id)


def _record_id(parameters: _Members, record: _Members) -> str:
    found = parameters.text("recordId") or record.text("Id")
    if not found:
        raise BadRequest(say("Open Handoff from a record: this request names none."))
    record_id = _id(found)
    if not record_id:
        raise BadRequest(say("The signed request names a record that cannot exist."))
    return record_id


def _id(text: str) -> str:
    try:
        return to_18(text) if is_id(text) else ""
    except ValueError:
        return ""


def _object_name(text: str) -> str:
    if text and not _API_NAME.fullmatch(text):
        raise BadRequest(say("The signed request names an object that cannot exist."))
    return text


def _token(client: _Members) -> str:
    token = client.text("oauthToken")
    # The token becomes a header: anything but visible ASCII could end it early.
    if not token or not re.fullmatch(r"[!-~]{1,4096}", token):
        raise BadRequest(say("The signed request carries no Salesforce session."))
    return token


def _check_instance(url: str, org: OrgConfig, instance_host: str) -> None:
    host = _https_host(url)
    if not host or not re.fullmatch(instance_host, host):
        raise NotAllowed(say("The signed request names an address that is not Salesforce's."))
    if host != _https_host(org.instance_url):
        raise NotAllowed(
            say("The signed request names another address than this org's registered one.")
        )


def _target_origin(url: str, extra_origins: tuple[str, ...]) -> str:
    if url in extra_origins:
        return url
    host = _https_host(url)
    if not _FRAME_HOST.fullmatch(host) or url != f"https://{host}":
        raise NotAllowed(say("Handoff may only be shown inside Salesforce."))
    return url


def _record_origin(origin: str, org: OrgConfig, extra_origins: tuple[str, ...]) -> str:
    shows_records = origin in extra_origins or origin.endswith(".lightning.force.com")
    return origin if shows_records else org.instance_url


def _login_url(url: str, instance_host: str) -> str:
    host = _https_host(url)
    is_known = re.fullmatch(instance_host, host) or _LOGIN_HOST.fullmatch(host)
    return f"https://{host}" if is_known else ""


def _https_host(url: str) -> str:
    """Return the host of an https address without user, port or oddities, else an empty text."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    is_plain = parts.scheme == "https" and port in (None, 443) and host.isascii()
    return host if is_plain and parts.netloc in (host, f"{host}:443") else ""


def _nonce(text: str, org: OrgConfig) -> str:
    if not text and not org.requires_nonce:
        return ""
    if not _NONCE.fullmatch(text):
        raise BadRequest(
            say(
                "The signed request was not stamped by HandoffCanvasLifecycle. "
                "Ask your Salesforce admin to set it as the app's lifecycle handler."
            )
        )
    return text


def _rendered_at(
    parameters: _Members, org: OrgConfig, now: datetime, *, checks_age: bool
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


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ValueError, OSError, LookupError):
        return "UTC"
