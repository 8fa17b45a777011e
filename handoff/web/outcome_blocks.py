"""What the org's own logic said, as the window reads it."""

from typing import Any

from handoff.org_settings import ActionKind
from handoff.pools.outcomes import DoNotSchedule, Suggestion
from handoff.records import RecordView
from handoff.wording import say


def suggestion_block(suggestion: Suggestion | None) -> dict[str, Any] | None:
    """Return whom and what to preselect, with the sentence that explains it."""
    if suggestion is None:
        return None
    return {
        "text": suggestion.text,
        "source": suggestion.source,
        "name": suggestion.name,
        "notice": suggestion.notice,
        "main": _main(suggestion),
        "main_locked": suggestion.main_is_locked,
        "additional": [
            {"host": one.host_id, "required": one.is_required, "locked": one.is_locked}
            for one in suggestion.additional
        ],
        "meeting_type": suggestion.meeting_type_id or None,
        "type_locked": suggestion.locks_type,
        "may_add_hosts": suggestion.may_add_hosts,
        "from": dict(suggestion.sources),
    }


def suggested_hosts(suggestion: Suggestion | None) -> set[str]:
    """Return the ids of everybody who is suggested."""
    if suggestion is None:
        return set()
    return {suggestion.main_host_id, *(one.host_id for one in suggestion.additional)}


def _main(suggestion: Suggestion) -> dict[str, str] | None:
    if suggestion.pool_id:
        return {"pool": suggestion.pool_id}
    return {"host": suggestion.main_host_id} if suggestion.main_host_id else None


def stop_block(stop: DoNotSchedule | None, record: RecordView) -> dict[str, Any] | None:
    """Return why the calendar does not open, with the one thing to do instead."""
    if stop is None:
        return None
    return {"title": stop.title, "text": stop.text, "action": _action(stop, record)}


def _action(stop: DoNotSchedule, record: RecordView) -> dict[str, str] | None:
    owner = record.owner.name if record.owner else ""
    value, label = stop.action_value, stop.action_label
    match stop.action:
        case ActionKind.OPEN_RECORD:
            label = label or say("Open the record")
        case ActionKind.COPY_TEXT:
            value, label = value or stop.text, label or say("Copy the text")
        case ActionKind.NOTIFY_OWNER:
            value, label = owner, label or say("Notify {owner}", owner=owner)
        case ActionKind.NONE:
            return None
    return {"kind": stop.action, "label": label, "value": value}
