"""Refuse a choice of hosts or type that the admin's locked suggestion does not leave open."""

from handoff.actions.choose_hosts import HostChoice
from handoff.errors import Unacceptable
from handoff.pools.suggestion_locks import Asked, broken_lock
from handoff.storage.pages import Page


def keep_locks(page: Page, meeting_type_id: str, choice: HostChoice) -> None:
    """Raise Unacceptable if a lock is broken; a booking that is moved was settled before."""
    asked = Asked(
        meeting_type_id=meeting_type_id,
        main_host_id=choice.main_host_id,
        pool_id=choice.pool_id or choice.member_of,
        additional=choice.additional,
        has_second_pool=bool(choice.second_pool_id),
    )
    broken = "" if choice.moving else broken_lock(page.suggestion, asked)
    if broken:
        raise Unacceptable(broken, field="main")
