"""Verifies a Canvas signed request, and only then reads it.

https://developer.salesforce.com/docs/platform/canvas-framework/guide/verifying-and-decoding-signed-request.html
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from handoff.config import OrgConfig
from handoff.errors import BadRequest, BadSignature, NotAllowed
from handoff.ids import is_id, to_18
from handoff.people import OrgId
from handoff.wording import say

MAX_LENGTH = 64 * 1024
MAX_DEPTH = 20
ALGORITHM = "HMACSHA256"

_PART = re.compile(r"[A-Za-z0-9+/_-]+={0,2}", re.ASCII)
_NOT_SIGNED = say(
    "Salesforce's signature on this request does not hold. Reload the record page and try again."
)


def verify(raw: str, secrets: Sequence[str]) -> Mapping[str, Any]:
    """Return the envelope of a request signed with one of the secrets. Raises BadRequest, BadSignature."""
    signature, body = _parts(raw)
    if not _signers(signature, body, secrets):
        raise BadSignature(_NOT_SIGNED)
    return _envelope(body)


def verify_for(raw: str, orgs: Mapping[OrgId, OrgConfig]) -> tuple[Mapping[str, Any], OrgConfig]:
    """Return the envelope and the org whose secret signed it; the envelope must name that same org.

    Raises BadRequest, BadSignature; NotAllowed if one org's secret signed for another.
    """
    signature, body = _parts(raw)
    # No early end: how long this takes must not tell which org's secret came near.
    signers = [org for org in orgs.values() if _signers(signature, body, org.canvas_secrets)]
    if not signers:
        raise BadSignature(_NOT_SIGNED)
    envelope = _envelope(body)
    named = _named_org(envelope)
    for org in signers:
        if org.org_id == named:
            return envelope, org
    raise NotAllowed(say("This Salesforce org is not registered with this Handoff."))


def _parts(raw: str) -> tuple[bytes, str]:
    if len(raw) > MAX_LENGTH:
        raise BadRequest(say("The signed request is too large."))
    signature, dot, body = raw.partition(".")
    if not dot or not _PART.fullmatch(signature) or not _PART.fullmatch(body):
        raise BadSignature(_NOT_SIGNED)
    return _decode(signature), body


def _decode(text: str) -> bytes:
    # Salesforce's own Java SDK takes the url-safe alphabet and missing padding too.
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        decoded = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        raise BadSignature(_NOT_SIGNED) from None
    # The last character may carry bits that decoding drops: two texts must never mean the same bytes.
    if base64.b64encode(decoded).decode().rstrip("=") != plain:
        raise BadSignature(_NOT_SIGNED)
    return decoded


def _signers(signature: bytes, body: str, secrets: Sequence[str]) -> int:
    """Count the secrets that made the signature; every one of them is tried."""
    message = body.encode("ascii")
    return sum(
        hmac.compare_digest(hmac.new(secret.encode(), message, hashlib.sha256).digest(), signature)
        for secret in secrets
        if secret
    )


def _envelope(body: str) -> Mapping[str, Any]:
    try:
        text = _decode(body).decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise BadSignature(_NOT_SIGNED)
        envelope = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadSignature(_NOT_SIGNED) from None
    if not isinstance(envelope, dict) or envelope.get("algorithm") != ALGORITHM:
        raise BadSignature(_NOT_SIGNED)
    return envelope


def _depth(text: str) -> int:
    """Return at least how deep the JSON nests; brackets inside strings do not count."""
    deepest = depth = 0
    for sign in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _named_org(envelope: Mapping[str, Any]) -> str:
    organization = _member(_member(envelope, "context"), "organization")
    named = organization.get("organizationId")
    if named is None:
        # A lifecycle handler may drop the organization; a session id begins with the org's id.
        token = _member(envelope, "client").get("oauthToken")
        named = token.partition("!")[0] if isinstance(token, str) else None
    if not isinstance(named, str) or not is_id(named):
        raise NotAllowed(say("The signed request does not say which Salesforce org it comes from."))
    try:
        return to_18(named)
    except ValueError:
        raise NotAllowed(say("The signed request names an org that cannot exist.")) from None


def _member(envelope: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = envelope.get(name)
    return found if isinstance(found, dict) else {}
