"""Refuse a choice of hosts or type that an admin's locked suggestion, or the type itself, does not leave open."""

from handoff.actions.choose_hosts import HostChoice
from handoff.errors import Unacceptable
from handoff.meeting_types import HostRule, MeetingType
from handoff.org_settings import Switches
from handoff.pools.suggestion_locks import Asked, broken_lock
from handoff.storage.pages import Page
from handoff.wording import say


def keep_locks(
    page: Page, choice: HostChoice, *, meeting_type: MeetingType, switches: Switches
) -> None:
    """Raise Unacceptable if a lock is broken, or somebody named whom the type chooses by itself.

    A booking that is moved was settled before.
    """
    if choice.moving:
        return
    # A pool that is shown as one is locked as one: then its members are not picked by hand.
    by_hand = "" if switches.shows_all_members else choice.member_of
    asked = Asked(
        meeting_type_id=meeting_type.id,
        main_host_id=choice.main_host_id,
        pool_id=choice.pool_id or by_hand,
        additional=choice.additional,
        has_second_pool=bool(choice.second_pool_id),
    )
    broken = broken_lock(page.suggestion, asked)
    if broken:
        raise Unacceptable(broken, field="main")
    if _chooses_itself(meeting_type) and _is_named(choice) and not _is_suggested(page, choice):
        raise Unacceptable(
            say("{type} chooses its host by itself.", type=meeting_type.name), field="main"
        )


def _chooses_itself(meeting_type: MeetingType) -> bool:
    return bool(meeting_type.possible_hosts) and meeting_type.host_rule is not HostRule.ORGANIZER


def _is_named(choice: HostChoice) -> bool:
    return bool(choice.main_host_id or choice.pool_id)


def _is_suggested(page: Page, choice: HostChoice) -> bool:
    """Say whether the org's own logic named them: that goes before the type's rule."""
    suggestion = page.suggestion
    if suggestion is None:
        return False
    suggested = (suggestion.main_host_id, suggestion.pool_id)
    return (choice.main_host_id, choice.pool_id) == suggested
