"""Open windows: found by their token's hash, with the organizer's own access sealed beside it."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from handoff.errors import BadSignature
from handoff.people import Organizer, OrgId, UserId
from handoff.pools.outcomes import DoNotSchedule, Suggestion
from handoff.records import RecordView, UserAccess
from handoff.storage.rowcounts import changed_rows
from handoff.storage.sealing import Sealer
from handoff.storage.upserts import insert_once
from handoff.storage.window_tables import NonceRow, PageRow
from handoff.wording import again, kept, read, say, written

REFRESHABLE = timedelta(minutes=30)
"""How long after its end a window may still be refreshed."""
NONCES_LAST = timedelta(days=1)
_RECORD = TypeAdapter(RecordView)


@dataclass(frozen=True)
class Told:
    """What was said when the window opened: a suggestion of the org's own logic, or that nobody shall schedule.

    `is_test` is whether the org was in test mode then, as the window goes on to say; `is_hosts` whether it
    opened for a Host, who books for nobody and changes own meetings only.
    """

    suggestion: Suggestion | None = None
    stop: DoNotSchedule | None = None
    is_test: bool = False
    is_hosts: bool = False


_TOLD = TypeAdapter(Told)
NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Page:
    """One open window; a refreshed one keeps its `window_id`, and with it its holds.

    `opened_at` is when the button was pressed.
    """

    window_id: str
    org_id: OrgId
    user_id: UserId
    organizer: Organizer
    record: RecordView
    nonce: str
    access: UserAccess
    handoff_id: str
    expires_at: datetime
    told: Told = NOTHING_TOLD
    opened_at: datetime | None = None

    @property
    def suggestion(self) -> Suggestion | None:
        """What was suggested; its text is kept with a booking."""
        return self.told.suggestion

    @property
    def stop(self) -> DoNotSchedule | None:
        """Why nothing may be booked from this window."""
        return self.told.stop


def open_page(session: Session, sealer: Sealer, *, token: str, page: Page, now: datetime) -> None:
    """Keep a new window; of its token only the hash."""
    token_hash = _hash(token)
    session.add(
        PageRow(
            token_hash=token_hash,
            org_id=page.org_id,
            user_id=page.user_id,
            organizer=asdict(page.organizer),
            record=_record_row(page.record),
            nonce=page.nonce,
            access=sealer.seal(_access_text(page.access), owner=_owner(token_hash)),
            handoff_id=page.handoff_id,
            window_id=page.window_id,
            created_at=now,
            expires_at=page.expires_at,
            replaced_at=None,
            told=_told_json(page.told),
            opened_at=page.opened_at or now,
        )
    )
    session.flush()


def page_of(session: Session, sealer: Sealer, token: str, now: datetime) -> Page | None:
    """Return the window of a token that has neither ended nor been replaced."""
    return _found(session, sealer, token, ends_after=now)


def lately_ended(session: Session, sealer: Sealer, token: str, now: datetime) -> Page | None:
    """Return the window of a token that lives, or ended by itself less than half an hour ago."""
    return _found(session, sealer, token, ends_after=now - REFRESHABLE)


def replace_page(
    session: Session, sealer: Sealer, *, old_token: str, token: str, page: Page, now: datetime
) -> None:
    """Let a new token take the old one's place for good. Raises BadSignature if another did first."""
    replaced = changed_rows(
        session,
        update(PageRow)
        .where(PageRow.token_hash == _hash(old_token), PageRow.replaced_at.is_(None))
        .values(replaced_at=now, access=b""),
    )
    if replaced != 1:
        raise BadSignature(
            say("This window has been refreshed already. Close it and open it again.")
        )
    open_page(session, sealer, token=token, page=page, now=now)


def note_nonce(session: Session, org_id: str, nonce: str, now: datetime) -> bool:
    """Keep a nonce; False if it has opened a window before."""
    session.execute(
        delete(NonceRow).where(NonceRow.org_id == org_id, NonceRow.seen_at < now - NONCES_LAST)
    )
    return insert_once(session, NonceRow, {"org_id": org_id, "nonce": nonce, "seen_at": now})


def forget_ended(session: Session, now: datetime) -> None:
    """Delete windows that can no longer be refreshed, and old nonces. May be repeated."""
    session.execute(
        delete(PageRow).where(
            or_(PageRow.expires_at <= now - REFRESHABLE, PageRow.replaced_at <= now - REFRESHABLE)
        )
    )
    session.execute(delete(NonceRow).where(NonceRow.seen_at < now - NONCES_LAST))


def _found(session: Session, sealer: Sealer, token: str, *, ends_after: datetime) -> Page | None:
    row = session.get(PageRow, _hash(token))
    if row is None or row.replaced_at is not None or row.expires_at <= ends_after:
        return None
    try:
        access = sealer.open(row.access, owner=_owner(row.token_hash))
    except ValueError:
        # Sealed with a key that has been rotated away: the window has to be opened again.
        return None
    return _page(row, access)


def _page(row: PageRow, access: str) -> Page:
    org_id, user_id = OrgId(row.org_id), UserId(row.user_id)
    return Page(
        window_id=row.window_id,
        org_id=org_id,
        user_id=user_id,
        organizer=Organizer(**{**row.organizer, "org_id": org_id, "user_id": user_id}),
        record=_record_of(row.record),
        nonce=row.nonce,
        access=UserAccess(org_id=org_id, user_id=user_id, **json.loads(access)),
        handoff_id=row.handoff_id,
        expires_at=row.expires_at,
        told=_told(row.told) if row.told else NOTHING_TOLD,
        opened_at=row.opened_at or row.created_at,
    )


def _told_json(told: Told) -> dict[str, Any]:
    body: dict[str, Any] = _TOLD.dump_python(told, mode="json")
    if told.suggestion:
        # The sentence goes on to the booking, where it is said in each reader's language.
        body["suggestion"]["text"] = kept(told.suggestion.text)
    return body


def _told(body: dict[str, Any]) -> Told:
    suggestion = body["suggestion"]
    if not suggestion:
        return _TOLD.validate_python(body)
    text = again(suggestion["text"])
    found = _TOLD.validate_python(body | {"suggestion": suggestion | {"text": str(text)}})
    told = found.suggestion
    return replace(found, suggestion=replace(told, text=text)) if told else found


def _record_row(record: RecordView) -> dict[str, Any]:
    """Return the record as JSON; what its user fields are called stays sayable in other languages."""
    values: dict[str, Any] = _RECORD.dump_python(record, mode="json")
    for user, row in zip(record.users, values["users"], strict=True):
        row["label"] = written(user.label)
    return values


def _record_of(values: dict[str, Any]) -> RecordView:
    record = _RECORD.validate_python(values)
    users = (replace(user, label=read(user.label)) for user in record.users)
    return replace(record, users=tuple(users))


def _access_text(access: UserAccess) -> str:
    return json.dumps({"instance_url": access.instance_url, "token": access.token})


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _owner(token_hash: str) -> str:
    return f"page\n{token_hash}"
