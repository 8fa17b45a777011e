"""PURE. What an admin's locked suggestion leaves to the Organizer (spec §4.13)."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.pools.outcomes import Suggestion
from handoff.wording import say


@dataclass(frozen=True)
class Asked:
    """Hosts and type as a window asks for them; `pool_id` is also that of a member picked by hand."""

    meeting_type_id: str
    main_host_id: str = ""
    pool_id: str = ""
    additional: Sequence[tuple[str, bool]] = ()
    has_second_pool: bool = False


def broken_lock(suggestion: Suggestion | None, asked: Asked) -> str:
    """Return the sentence for a lock that does not hold any more, or an empty text."""
    if suggestion is None:
        return ""
    if suggestion.locks_type and asked.meeting_type_id != suggestion.meeting_type_id:
        return say("The meeting type is locked by your admin's suggestion.")
    if not _keeps_main(suggestion, asked) or not _keeps_others(suggestion, asked):
        return say("A host is locked by your admin's suggestion and cannot be left out.")
    if not suggestion.may_add_hosts and _has_locks(suggestion) and _adds(suggestion, asked):
        return say("Your admin's suggestion allows no further hosts.")
    return ""


def _has_locks(suggestion: Suggestion) -> bool:
    return suggestion.main_is_locked or any(one.is_locked for one in suggestion.additional)


def _keeps_main(suggestion: Suggestion, asked: Asked) -> bool:
    if not suggestion.main_is_locked:
        return True
    if suggestion.pool_id:
        return asked.pool_id == suggestion.pool_id
    return asked.main_host_id == suggestion.main_host_id


def _keeps_others(suggestion: Suggestion, asked: Asked) -> bool:
    kept = dict(asked.additional)
    return all(
        one.host_id in kept and (kept[one.host_id] or not one.is_required)
        for one in suggestion.additional
        if one.is_locked
    )


def _adds(suggestion: Suggestion, asked: Asked) -> bool:
    suggested = {one.host_id for one in suggestion.additional}
    return asked.has_second_pool or any(host_id not in suggested for host_id, _ in asked.additional)
