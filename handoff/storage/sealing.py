"""Seals secrets for the database: AES-256-GCM, bound to their owner, with keys that can be rotated."""

import hashlib
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_ID_BYTES = 4
NONCE_BYTES = 12


class Sealer:
    """Seals with the first key and opens with any."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        """Take keys of 32 bytes, the newest first. Raises ValueError if there is none."""
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("keys of 32 bytes are needed")
        self._ciphers: Mapping[bytes, AESGCM] = {_key_id(key): AESGCM(key) for key in keys}
        self._first = _key_id(keys[0])

    def __repr__(self) -> str:
        """Show nothing of the keys."""
        return f"Sealer({len(self._ciphers)} keys)"

    def seal(self, text: str, *, owner: str) -> bytes:
        """Return the sealed text, which opens for the same owner only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._ciphers[self._first]
        return self._first + nonce + cipher.encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> str:
        """Return the text. Raises ValueError if the key is gone, the owner another or the seal broken."""
        key_id, rest = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES:]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise ValueError("sealed with a key that is not known")
        try:
            text = cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], owner.encode())
        except (InvalidTag, ValueError) as error:
            raise ValueError("the seal does not hold") from error
        return text.decode()


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:KEY_ID_BYTES]
