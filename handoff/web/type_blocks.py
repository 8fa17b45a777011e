"""Meeting types as the window reads them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handoff.hours_text import described_hours
from handoff.meeting_types import MeetingType, Question
from handoff.org_settings import ObjectSetting
from handoff.pools.possible import possible
from handoff.pools.prefills import guest_prefill, prefilled
from handoff.records import RecordView


def default_type(setting: ObjectSetting, types: Sequence[MeetingType]) -> str | None:
    """Return the type that is chosen at first: the object's own, else the first that is offered."""
    wanted = setting.default_meeting_type
    named = next((one.id for one in types if wanted in (one.name, one.id)), None)
    return named or (types[0].id if types else None)


def meeting_type_block(one: MeetingType, record: RecordView) -> dict[str, Any]:
    """Return a type with what it asks and whom it allows on this record."""
    return {
        "id": one.id,
        "name": one.name,
        "minutes": _minutes(one.duration),
        "step": _minutes(one.step),
        "buffer_before": _minutes(one.buffer_before),
        "buffer_after": _minutes(one.buffer_after),
        "notice_minutes": _minutes(one.minimum_notice),
        "horizon_days": one.horizon_days,
        "bookable": described_hours(one.weekly_hours),
        "bookable_from": one.bookable_from.isoformat() if one.bookable_from else None,
        "bookable_until": one.bookable_until.isoformat() if one.bookable_until else None,
        "platform": one.platform,
        "subject": one.subject,
        "location": one.location,
        "description": one.description,
        "additional_hosts": one.additional_hosts,
        "time_first": one.is_time_first,
        "host_rule": one.host_rule,
        "possible": _possible(one, record),
        "guest_prefill": guest_prefill(one, record),
        "questions": [_question(question, record) for question in one.questions],
    }


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _possible(one: MeetingType, record: RecordView) -> dict[str, list[str]] | None:
    allowed = possible(one, record)
    if allowed is None:
        return None
    return {"hosts": list(allowed.host_ids), "pools": list(allowed.pool_ids)}


def _question(one: Question, record: RecordView) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "kind": one.kind,
        "required": one.is_required,
        "read_only": one.is_read_only,
        "options": list(one.options),
        "value": prefilled(one, record),
    }
