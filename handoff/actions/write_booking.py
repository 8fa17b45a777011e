"""Write an agreed meeting: the booking with its own copies, its ledger entry, and the effects it owes."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts
from handoff.actions.take_turns import Turn
from handoff.booking.effects import Addresses, EffectKind, EffectState, Owed, owed_by_booking
from handoff.booking.states import BookingState
from handoff.booking.texts import Texts, merged
from handoff.meeting_types import MeetingType, Platform, default_platform, platforms_of
from handoff.org_settings import OrgSettings
from handoff.people import Guest
from handoff.pools.routing import fields_naming
from handoff.snapshots import (
    guest_snapshot,
    host_snapshot,
    meeting_type_snapshot,
    organizer_snapshot,
)
from handoff.storage import audit, ledger, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow, HoldRow


@dataclass(frozen=True)
class MeetingRequest:
    """What the organizer typed under Scheduling Information."""

    hold_id: str
    guest: Guest
    guest_record_id: str = ""
    guests: tuple[str, ...] = ()
    title: str = ""
    location: str | None = None
    description: str | None = None
    notes: str = ""
    platform: Platform = Platform.HOST_DEFAULT

    @property
    def fingerprint(self) -> str:
        """A digest by which a repeated request is told from another under the same key."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Agreement:
    """Everything that was settled inside the transaction that books."""

    page: Page
    hold: HoldRow
    request: MeetingRequest
    chosen: ChosenHosts
    meeting_type: MeetingType
    turn: Turn
    changed_host: str
    now: datetime


def write_booking(
    session: Session, agreed: Agreement, settings: OrgSettings
) -> tuple[BookingRow, list[tuple[str, str]]]:
    """Add the rows and return the booking with the effects that can be done at once, as (id, kind)."""
    booking = _booking(agreed, settings)
    session.add(booking)
    session.flush()
    rows = _effects(booking, agreed)
    outbox.owe(session, rows)
    if agreed.chosen.pool is not None:
        ledger.count(
            session,
            org_id=booking.org_id,
            pool_id=booking.pool_id,
            host_id=agreed.turn.host.id,
            booking_id=booking.id,
            generation=booking.generation,
            kind="count",
            at=agreed.now,
            why=agreed.turn.account | {"sentence": agreed.turn.why},
        )
    audit.note(
        session,
        org_id=booking.org_id,
        at=agreed.now,
        actor=booking.organizer_id,
        action="book",
        subject=booking.id,
        outcome={"host": agreed.turn.host.id, "pool": booking.pool_id},
    )
    return booking, [(row.id, row.kind) for row in rows if row.depends_on is None]


def _booking(agreed: Agreement, settings: OrgSettings) -> BookingRow:
    page, request, host = agreed.page, agreed.request, agreed.turn.host
    texts = _texts(agreed)
    return BookingRow(
        id=str(uuid.uuid4()),
        org_id=page.org_id,
        generation=1,
        state=BookingState.ACCEPTED,
        attention="",
        organizer=organizer_snapshot(page.organizer),
        organizer_id=page.user_id,
        object_name=page.record.object_name,
        record_id=page.record.id,
        record_name=page.record.name,
        main_host=host_snapshot(host),
        additional=_additional(agreed),
        meeting_type=meeting_type_snapshot(agreed.meeting_type),
        pool_id=agreed.chosen.pool.id if agreed.chosen.pool else "",
        pool_name=agreed.chosen.pool.name if agreed.chosen.pool else "",
        host_source=_host_source(agreed),
        explanation=agreed.turn.why,
        changed_host=agreed.changed_host,
        guest=guest_snapshot(request.guest, request.guest_record_id),
        guests=list(request.guests),
        starts_at=agreed.hold.starts_at,
        ends_at=agreed.hold.ends_at,
        title=merged(request.title or agreed.meeting_type.subject, texts)[:255],
        location=merged(_or(request.location, agreed.meeting_type.location), texts)[:255],
        description=merged(_or(request.description, agreed.meeting_type.description), texts),
        notes=request.notes,
        platform=_platform(agreed),
        link="",
        link_state="none",
        event_id="",
        owner_field=_owner_field(agreed, settings),
        handoff_id=page.handoff_id,
        created_at=agreed.now,
    )


def _or(typed: str | None, template: str) -> str:
    return template if typed is None else typed


def _texts(agreed: Agreement) -> Texts:
    return Texts(
        record_name=agreed.page.record.name,
        guest=agreed.request.guest,
        host_name=agreed.turn.host.name,
        organizer_name=agreed.page.organizer.name,
        meeting_type_name=agreed.meeting_type.name,
    )


def _additional(agreed: Agreement) -> list[dict[str, Any]]:
    required = [{"host": host_snapshot(host), "required": True} for host in agreed.chosen.required]
    optional = [{"host": host_snapshot(host), "required": False} for host in agreed.chosen.optional]
    return [*required, *optional]


def _host_source(agreed: Agreement) -> str:
    if agreed.chosen.pool:
        return f"Pool {agreed.chosen.pool.name}"
    fields = fields_naming(agreed.page.record, agreed.turn.host.id)
    return ", ".join(fields)[:255] or "Specific User"


def _platform(agreed: Agreement) -> Platform:
    """Settle what was asked for into what this host can offer."""
    wanted, host = agreed.request.platform, agreed.turn.host
    return wanted if wanted in platforms_of(host) else default_platform(host)


def _owner_field(agreed: Agreement, settings: OrgSettings) -> dict[str, Any]:
    setting = settings.object_setting(agreed.page.record.object_name)
    if setting is None or not setting.owner_field:
        return {}
    return {"field": setting.owner_field, "only_if_empty": setting.owner_field_only_if_empty}


def _effects(booking: BookingRow, agreed: Agreement) -> list[EffectRow]:
    owed = owed_by_booking(
        main_host_id=booking.main_host["id"],
        record_id=booking.record_id,
        addresses=Addresses(
            main_host=booking.main_host["email"],
            organizer=booking.organizer["email"],
            guests=(agreed.request.guest.email, *agreed.request.guests),
        ),
        confirms_guests=agreed.meeting_type.guest_confirmation,
        owner_field=booking.owner_field.get("field", ""),
    )
    calendar_id = str(uuid.uuid4())
    return [_effect(booking, one, calendar_id) for one in owed]


def _effect(booking: BookingRow, owed: Owed, calendar_id: str) -> EffectRow:
    is_calendar = owed.kind is EffectKind.CALENDAR
    return EffectRow(
        id=calendar_id if is_calendar else str(uuid.uuid4()),
        org_id=booking.org_id,
        booking_id=booking.id,
        generation=booking.generation,
        kind=owed.kind,
        recipient=owed.recipient,
        template=owed.template,
        state=EffectState.OWED,
        depends_on=calendar_id if owed.waits_for_calendar else None,
        handoff_id=booking.handoff_id,
    )
