"""What signed texts may hold, read with suspicion: members of the wrong type, ids, origins and zones that cannot be."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from handoff.config import OrgConfig
from handoff.errors import BadRequest, NotAllowed
from handoff.ids import is_id, to_18
from handoff.people import UserId
from handoff.wording import say

NONCE = re.compile(r"[A-Za-z0-9_-]{16,128}", re.ASCII)
_FRAME_HOST = re.compile(
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(lightning\.force|my\.salesforce|vf\.force|my\.salesforce-setup)\.com"
)
_API_NAME = re.compile(r"[A-Za-z]\w{0,79}", re.ASCII)


class Members:
    """Reads members that may be missing, null or of another type than documented."""

    def __init__(self, members: Any) -> None:
        """Keep them; anything but an object has none."""
        self.members: Mapping[str, Any] = members if isinstance(members, dict) else {}

    def inner(self, name: str) -> "Members":
        """Return the members of a member."""
        return Members(self.members.get(name))

    def text(self, name: str) -> str:
        """Return a text without blanks around it; empty for anything else."""
        found = self.members.get(name)
        return found.strip() if isinstance(found, str) else ""


def user_id_of(text: str) -> UserId:
    """Return a user's 18-character id. Raises BadRequest for anything else."""
    user_id = id_of(text)
    if not user_id.startswith("005"):
        raise BadRequest(say("The signed request does not say who pressed the button."))
    return UserId(user_id)


def id_of(text: str) -> str:
    """Return the 18-character id, or an empty text for what is none."""
    try:
        return to_18(text) if is_id(text) else ""
    except ValueError:
        return ""


def object_name_of(text: str) -> str:
    """Return an API name. Raises BadRequest for what can be none."""
    if text and not _API_NAME.fullmatch(text):
        raise BadRequest(say("The signed request names an object that cannot exist."))
    return text


def target_origin_of(url: str, extra_origins: tuple[str, ...]) -> str:
    """Return the origin of the page around the window. Raises NotAllowed unless it is Salesforce's."""
    if url in extra_origins:
        return url
    host = https_host(url)
    if not _FRAME_HOST.fullmatch(host) or url != f"https://{host}":
        raise NotAllowed(say("Handoff may only be shown inside Salesforce."))
    return url


def record_origin_of(origin: str, org: OrgConfig, extra_origins: tuple[str, ...]) -> str:
    """Return where people look at records: Lightning's own origin, or the org's, which leads there."""
    shows_records = origin in extra_origins or origin.endswith(".lightning.force.com")
    return origin if shows_records else org.instance_url


def https_host(url: str) -> str:
    """Return the host of an https address without user, port or oddities, else an empty text."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    is_plain = parts.scheme == "https" and port in (None, 443) and host.isascii()
    return host if is_plain and parts.netloc in (host, f"{host}:443") else ""


def zone_of(name: str) -> str:
    """Return a time zone that exists; UTC for any other name."""
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ValueError, OSError, LookupError):
        return "UTC"
