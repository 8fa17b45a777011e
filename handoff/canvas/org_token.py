"""Tokens that an org signs with a certificate of its own: verified first, believed only for minutes.

https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_class_Auth_JWS.htm
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate

from handoff.canvas.members import id_of
from handoff.config import OrgConfig
from handoff.errors import BadSignature
from handoff.people import OrgId
from handoff.wording import say

ALGORITHM = "RS256"
"""The only one, whatever a token says of itself."""
LONGEST = 8 * 1024
LASTS = timedelta(minutes=5)
SKEW = timedelta(minutes=1)
NEEDED = ["iss", "sub", "aud", "iat", "exp"]

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_NOT_SIGNED = say(
    "Salesforce's signature on this request does not hold. Reload the record page and try again."
)
_STALE = say("This request is too old. Reload the record page and press the button again.")


def verify_token(
    raw: str, orgs: Mapping[OrgId, OrgConfig], *, audience: str, now: datetime
) -> tuple[Mapping[str, Any], OrgConfig]:
    """Return the claims of a live token that is meant for us, and the org that signed it. Raises BadSignature."""
    if len(raw) > LONGEST or not _COMPACT.fullmatch(raw):
        raise BadSignature(_NOT_SIGNED)
    for org, claims in _signed(raw, orgs, audience):
        named = claims["iss"]
        if isinstance(named, str) and id_of(named) == org.org_id:
            _check_time(claims, now)
            return claims, org
    raise BadSignature(_NOT_SIGNED)


def _signed(
    raw: str, orgs: Mapping[OrgId, OrgConfig], audience: str
) -> Iterator[tuple[OrgConfig, Mapping[str, Any]]]:
    """Yield the orgs whose certificate the signature holds for, with what they say."""
    for org in orgs.values():
        for certificate in org.signing_certificates:
            try:
                claims = jwt.decode(
                    raw,
                    _key(certificate),
                    algorithms=[ALGORITHM],
                    audience=audience,
                    # Instants are looked at below, by the clock of our own.
                    options={
                        "require": NEEDED,
                        "verify_exp": False,
                        "verify_iat": False,
                        "verify_nbf": False,
                    },
                )
            except jwt.PyJWTError:
                continue
            yield org, claims


@lru_cache(maxsize=256)
def _key(certificate: str) -> RSAPublicKey:
    key = load_pem_x509_certificate(certificate.encode()).public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("a signing certificate without an RSA key")
    return key


def _check_time(claims: Mapping[str, Any], now: datetime) -> None:
    issued_at, ends_at = _instant(claims["iat"]), _instant(claims["exp"])
    begins_at = _instant(claims.get("nbf", claims["iat"]))
    is_live = (
        now - LASTS <= issued_at <= now + SKEW
        and begins_at <= now + SKEW
        and now < ends_at <= now + LASTS + SKEW
    )
    if not is_live:
        raise BadSignature(_STALE)


def _instant(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise BadSignature(_NOT_SIGNED)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadSignature(_NOT_SIGNED) from None
