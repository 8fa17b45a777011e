"""Write an agreed meeting: the booking with its own copies, its ledger entry, and the effects it owes."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from handoff.actions.check_hold import Decided
from handoff.actions.count_meeting import count_turns
from handoff.actions.owe_effects import effect_rows, ready
from handoff.actions.take_turns import Turn, Wanted
from handoff.booking.effects import Addresses, owed_by_booking
from handoff.booking.states import BookingState
from handoff.booking.texts import Texts, is_untouched, merged
from handoff.meeting_types import Platform, default_platform, platforms_of
from handoff.people import Guest
from handoff.pools.routing import fields_naming
from handoff.snapshots import (
    guest_snapshot,
    host_snapshot,
    meeting_type_snapshot,
    organizer_snapshot,
)
from handoff.storage import audit, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow, HoldRow
from handoff.test_mode import mailbox_of
from handoff.wording import kept, say


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
    answers: Mapping[str, str | bool] = field(default_factory=dict)

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
    wanted: Wanted
    decided: Decided
    answers: list[dict[str, object]]

    @property
    def main(self) -> Turn:
        """The main host's turn."""
        return self.decided.turns.main

    @property
    def second(self) -> Turn | None:
        """The turn of the second pool's host."""
        return self.decided.turns.second


def write_booking(session: Session, agreed: Agreement) -> tuple[BookingRow, list[tuple[str, str]]]:
    """Add the rows and return the booking with the effects that can be done at once, as (id, kind)."""
    booking = _booking(agreed)
    session.add(booking)
    session.flush()
    rows = _effects(booking, agreed)
    outbox.owe(session, rows)
    counted = count_turns(session, booking, agreed.decided.turns, agreed.wanted)
    audit.note(
        session,
        org_id=booking.org_id,
        at=agreed.wanted.now,
        actor=booking.organizer_id,
        action="book",
        subject=booking.id,
        outcome={"host": agreed.main.host.id, "pool": booking.pool_id, "counted": counted},
    )
    return booking, ready(rows)


def _booking(agreed: Agreement) -> BookingRow:
    page, request, hold, wanted = agreed.page, agreed.request, agreed.hold, agreed.wanted
    meeting_type = wanted.meeting_type
    title, location, description = _merged_texts(agreed)
    explanation, sources = _explanation(agreed), _host_sources(agreed)
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
        main_host=host_snapshot(agreed.main.host),
        additional=_additional(agreed),
        meeting_type=meeting_type_snapshot(meeting_type),
        host_source=", ".join(sources)[:255],
        explanation=str(explanation),
        changed_host=str(agreed.decided.changed),
        guest=guest_snapshot(request.guest, request.guest_record_id),
        guests=list(request.guests),
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        title=title[:255],
        location=location[:255],
        description=description,
        notes=request.notes,
        platform=_platform(agreed),
        link="",
        link_state="none",
        event_id="",
        owner_field=_owner_field(agreed),
        handoff_id=page.handoff_id,
        created_at=wanted.now,
        method=hold.method,
        explained={
            "why": kept(explanation),
            "changed": kept(agreed.decided.changed),
            "source": [kept(one) for one in sources],
        },
        answers=agreed.answers,
        is_now=hold.is_now,
        opened_at=page.opened_at,
        changes_owner=_changes_owner(agreed),
        test_mailbox=mailbox_of(wanted.settings.switches),
        **_pools(agreed),
    )


def _pools(agreed: Agreement) -> dict[str, str]:
    """Return through which pools the hosts were picked, by turn or by hand."""
    settings, hold, second = agreed.wanted.settings, agreed.hold, agreed.second
    pool = settings.pool(hold.pool_id or hold.member_of)
    second_pool = settings.pool(hold.second_pool_id)
    return {
        "pool_id": pool.id if pool else "",
        "pool_name": pool.name if pool else "",
        "second_pool_id": second_pool.id if second and second_pool else "",
        "second_pool_name": second_pool.name if second and second_pool else "",
        "second_host_id": second.host.id if second else "",
        "second_explanation": str(second.why) if second else "",
    }


def _explanation(agreed: Agreement) -> str:
    """Return why this host: what was suggested, if that was followed, and whose turn it was."""
    suggestion, why = agreed.page.suggestion, agreed.main.why
    if suggestion is None or not suggestion.text:
        return why
    is_followed = (
        agreed.hold.pool_id == suggestion.pool_id
        if suggestion.pool_id
        else suggestion.main_host_id == agreed.main.host.id
    )
    if not is_followed:
        return why
    return say("{suggestion} {why}", suggestion=suggestion.text, why=why)


def _merged_texts(agreed: Agreement) -> tuple[str, ...]:
    """Return title, location and description; what the window filled in named the host who was held."""
    request, meeting_type, wanted = agreed.request, agreed.wanted.meeting_type, agreed.wanted
    now = _texts(agreed)
    held = wanted.settings.host(agreed.hold.main_host_id)
    shown = replace(now, host_name=held.name) if held else now

    def agreed_on(typed: str | None, template: str) -> str:
        is_ours = typed is None or is_untouched(typed, template, shown)
        return merged(template if is_ours else str(typed), now)

    return (
        agreed_on(request.title or None, meeting_type.subject),
        agreed_on(request.location, meeting_type.location),
        agreed_on(request.description, meeting_type.description),
    )


def _texts(agreed: Agreement) -> Texts:
    return Texts(
        record_name=agreed.page.record.name,
        guest=agreed.request.guest,
        host_name=agreed.main.host.name,
        organizer_name=agreed.page.organizer.name,
        meeting_type_name=agreed.wanted.meeting_type.name,
    )


def _additional(agreed: Agreement) -> list[dict[str, Any]]:
    chosen, second = agreed.wanted.chosen, agreed.second
    joining = []
    if second and chosen.second_pool:
        host = host_snapshot(second.host)
        joining = [{"host": host, "required": True, "pool": chosen.second_pool.name}]
    required = [{"host": host_snapshot(host), "required": True} for host in chosen.required]
    optional = [{"host": host_snapshot(host), "required": False} for host in chosen.optional]
    return [*joining, *required, *optional]


def _host_sources(agreed: Agreement) -> list[str]:
    hold = agreed.hold
    pool = agreed.wanted.settings.pool(hold.pool_id or hold.member_of)
    if pool:
        return [say("Pool {pool}", pool=pool.name)]
    return fields_naming(agreed.page.record, agreed.main.host.id) or [say("Specific User")]


def _platform(agreed: Agreement) -> Platform:
    """Settle what was asked for into what this host can offer."""
    wanted, host = agreed.request.platform, agreed.main.host
    return wanted if wanted in platforms_of(host) else default_platform(host)


def _owner_field(agreed: Agreement) -> dict[str, Any]:
    setting = agreed.wanted.settings.object_setting(agreed.page.record.object_name)
    if setting is None or not setting.owner_field:
        return {}
    return {"field": setting.owner_field, "only_if_empty": setting.owner_field_only_if_empty}


def _changes_owner(agreed: Agreement) -> bool:
    """Say whether the record shall become the main host's; one without an owner of its own cannot."""
    record = agreed.page.record
    setting = agreed.wanted.settings.object_setting(record.object_name)
    return setting is not None and setting.changes_owner and record.owner is not None


def _effects(booking: BookingRow, agreed: Agreement) -> list[EffectRow]:
    owed = owed_by_booking(
        main_host_id=booking.main_host["id"],
        record_id=booking.record_id,
        addresses=Addresses(
            main_host=booking.main_host["email"],
            organizer=booking.organizer["email"],
            guests=(agreed.request.guest.email, *agreed.request.guests),
        ),
        confirms_guests=agreed.wanted.meeting_type.guest_confirmation,
        owner_field=booking.owner_field.get("field", ""),
        changes_owner=booking.changes_owner,
        writes_answers=any(one["write_field"] and one["value"] != "" for one in agreed.answers),
    )
    return effect_rows(booking, owed)
