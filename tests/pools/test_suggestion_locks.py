"""A locked suggestion keeps its hosts and its type; the rest stays the Organizer's."""

from dataclasses import replace

import pytest

from handoff.pools.outcomes import SuggestedHost, Suggestion, SuggestionSource
from handoff.pools.suggestion_locks import Asked, broken_lock

TYPE, MAIN, BESIDE, GUEST_HOST, POOL = "type", "main", "beside", "other", "pool"
LOCKED = Suggestion(
    text="",
    source=SuggestionSource.RULE,
    name="Rule",
    main_host_id=MAIN,
    main_is_locked=True,
    additional=(SuggestedHost(BESIDE, is_required=True, is_locked=True),),
    meeting_type_id=TYPE,
    locks_type=True,
)
KEPT = Asked(TYPE, main_host_id=MAIN, additional=((BESIDE, True),))
HOST, KIND, MORE = "A host is locked", "The meeting type is locked", "allows no further hosts"


@pytest.mark.parametrize(
    ("suggestion", "asked", "words"),
    [
        (None, Asked("other"), ""),
        (LOCKED, KEPT, ""),
        (LOCKED, replace(KEPT, additional=((BESIDE, True), (GUEST_HOST, False))), ""),
        (LOCKED, replace(KEPT, meeting_type_id="other"), KIND),
        (LOCKED, replace(KEPT, main_host_id="other"), HOST),
        (LOCKED, replace(KEPT, main_host_id="", pool_id=POOL), HOST),
        (LOCKED, replace(KEPT, additional=()), HOST),
        (LOCKED, replace(KEPT, additional=((BESIDE, False),)), HOST),
        (
            replace(LOCKED, may_add_hosts=False),
            replace(KEPT, additional=((BESIDE, True), (GUEST_HOST, True))),
            MORE,
        ),
        (replace(LOCKED, may_add_hosts=False), replace(KEPT, has_second_pool=True), MORE),
        (replace(LOCKED, may_add_hosts=False), KEPT, ""),
        (replace(LOCKED, main_is_locked=False), replace(KEPT, main_host_id="other"), ""),
        (
            replace(LOCKED, main_is_locked=False, additional=(), may_add_hosts=False),
            replace(KEPT, additional=((GUEST_HOST, True),)),
            "",
        ),
        (
            replace(LOCKED, additional=(SuggestedHost(BESIDE, False, True),)),
            replace(KEPT, additional=((BESIDE, False),)),
            "",
        ),
        (replace(LOCKED, additional=(SuggestedHost(BESIDE),)), replace(KEPT, additional=()), ""),
        (
            replace(LOCKED, main_host_id="", pool_id=POOL),
            replace(KEPT, main_host_id="member", pool_id=POOL),
            "",
        ),
        (replace(LOCKED, main_host_id="", pool_id=POOL), KEPT, HOST),
        (replace(LOCKED, locks_type=False), replace(KEPT, meeting_type_id="other"), ""),
    ],
)
def test_a_broken_lock_is_said(suggestion: Suggestion | None, asked: Asked, words: str) -> None:
    found = broken_lock(suggestion, asked)

    assert words in found
    assert bool(found) == bool(words)
