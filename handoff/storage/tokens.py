"""Access tokens of other services, sealed in the database and renewed by one process at a time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from handoff.clock import monotonic
from handoff.storage.columns import database_epoch
from handoff.storage.database import Database
from handoff.storage.rowcounts import changed_rows
from handoff.storage.sealing import Sealer
from handoff.storage.upserts import insert_once, insert_or_replace
from handoff.storage.window_tables import TokenRow
from handoff.tokens import Token

SPARE_S = 120
"""A token must outlive the longest chain of calls that starts with it."""
RENEWAL_LASTS_S = 20
WAIT_FOR_OTHERS_S = 5.0
LOOK_AGAIN_S = 0.1
REMEMBERED_S = 30.0
"""How long a process trusts its own copy without asking the database; well below the spare time."""

_Key = tuple[str, str, str]


@dataclass(frozen=True, repr=False)
class _Remembered:
    value: str
    until: float


class SqlTokens:
    """Implements handoff.tokens.TokenStore for all processes on one database."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        """Begin with nothing remembered."""
        self._database = database
        self._sealer = sealer
        self._remembered: dict[_Key, _Remembered] = {}
        self._lock = threading.Lock()

    def fetch(self, org_id: str, service: str, subject: str, renew: Callable[[], Token]) -> str:
        """Return a token that lives for two more minutes; `renew` is called outside any transaction."""
        key = (org_id, service, subject)
        remembered = self._remembered.get(key)
        if remembered and remembered.until > monotonic():
            return remembered.value
        kept = self._kept_or_claimed(key)
        return self._remember(key, kept) if kept is not None else self._renewed(key, renew)

    def forget(self, org_id: str, service: str, subject: str) -> None:
        """Drop a refused token, unless another process has replaced it already."""
        key = (org_id, service, subject)
        with self._lock:
            refused = self._remembered.pop(key, None)

        def drop(session: Session) -> None:
            row = session.get(TokenRow, key, with_for_update=True)
            if row and (refused is None or self._opened(key, row.value) == refused.value):
                row.value, row.expires_at = b"", 0.0

        self._database.run(drop)

    def _kept_or_claimed(self, key: _Key) -> str | None:
        """Return a live token, or None when it is ours to renew."""
        give_up_at = monotonic() + WAIT_FOR_OTHERS_S
        while True:
            kept, is_ours = self._database.run(lambda session: self._look(session, key))
            if kept is not None:
                return kept
            if is_ours or monotonic() >= give_up_at:
                return None
            time.sleep(LOOK_AGAIN_S)

    def _look(self, session: Session, key: _Key) -> tuple[str | None, bool]:
        live = select(TokenRow.value).where(
            _is(key), TokenRow.expires_at - SPARE_S > database_epoch()
        )
        sealed = session.scalar(live)
        value = self._opened(key, sealed) if sealed else None
        return (value, False) if value is not None else (None, _claim(session, key, sealed))

    def _renewed(self, key: _Key, renew: Callable[[], Token]) -> str:
        try:
            token = renew()
        except BaseException:
            self._database.run(lambda session: _let_go(session, key))
            raise
        self._database.run(lambda session: self._keep(session, key, token))
        return self._remember(key, token.value)

    def _keep(self, session: Session, key: _Key, token: Token) -> None:
        values = {
            "value": self._sealer.seal(token.value, owner=_owner(key)),
            "expires_at": token.expires_at.timestamp(),
            "renewing_until": 0.0,
        }
        insert_or_replace(session, TokenRow, _named(key) | values)

    def _remember(self, key: _Key, value: str) -> str:
        with self._lock:
            self._remembered[key] = _Remembered(value, monotonic() + REMEMBERED_S)
        return value

    def _opened(self, key: _Key, sealed: bytes) -> str | None:
        try:
            return self._sealer.open(sealed, owner=_owner(key))
        except ValueError:
            # Sealed with a key that has been rotated away: as good as no token.
            return None


def _claim(session: Session, key: _Key, unreadable: bytes | None) -> bool:
    """Try to become the one who renews; the claim lapses by the database's clock."""
    insert_once(session, TokenRow, _named(key))
    statement = (
        update(TokenRow)
        .where(_is(key), TokenRow.renewing_until <= database_epoch())
        .values(renewing_until=database_epoch() + RENEWAL_LASTS_S)
    )
    if unreadable is None:
        # Between our look and this change another may have renewed: then there is nothing to do.
        statement = statement.where(TokenRow.expires_at - SPARE_S <= database_epoch())
    return changed_rows(session, statement) == 1


def _let_go(session: Session, key: _Key) -> None:
    changed_rows(session, update(TokenRow).where(_is(key)).values(renewing_until=0.0))


def _is(key: _Key) -> ColumnElement[bool]:
    org_id, service, subject = key
    return and_(TokenRow.org_id == org_id, TokenRow.service == service, TokenRow.subject == subject)


def _named(key: _Key) -> dict[str, Any]:
    return dict(zip(("org_id", "service", "subject"), key, strict=True))


def _owner(key: _Key) -> str:
    return "\n".join(("access token", *key))
