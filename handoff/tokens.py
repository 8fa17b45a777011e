"""What the doors need to get access tokens and to keep them, which they share but may not import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


@dataclass(frozen=True)
class Token:
    """An access token of another service and the instant (UTC, machine time) when it ends."""

    value: str
    expires_at: datetime


@lru_cache(maxsize=256)
def signing_key(pem: str) -> RSAPrivateKey:
    """Return an RSA key read from PEM text, kept: to examine one takes far longer than to sign with it.

    Raises ValueError or TypeError when the text holds none.
    """
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except UnsupportedAlgorithm as error:
        raise ValueError("a key of an unknown kind") from error
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("no RSA key")
    return key


class TokenStore(Protocol):
    """Keeps access tokens encrypted, shared by web and workers, and renews each of them once."""

    def fetch(self, org_id: str, service: str, subject: str, renew: Callable[[], Token]) -> str:
        """Return a token that lives for two more minutes at least, calling `renew` if there is none."""
        ...

    def forget(self, org_id: str, service: str, subject: str) -> None:
        """Drop a token that the service has refused."""
        ...


class MemoryTokens:
    """A TokenStore for one process: for tests and one-off commands."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[tuple[str, str, str], Token] = {}

    def fetch(self, org_id: str, service: str, subject: str, renew: Callable[[], Token]) -> str:
        """Return the kept token, or renew it."""
        key = (org_id, service, subject)
        if key not in self._kept:
            self._kept[key] = renew()
        return self._kept[key].value

    def forget(self, org_id: str, service: str, subject: str) -> None:
        """Drop the kept token."""
        self._kept.pop((org_id, service, subject), None)
