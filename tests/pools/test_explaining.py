"""Why Ben: one sentence with the accounts, who was not free and who was skipped."""

from handoff.meeting_types import PoolKind
from handoff.people import HostId
from handoff.pools.explaining import why
from handoff.pools.fairness import Standing, in_turn, pick
from handoff.wording import said_in
from tests.pools.people import NAMES, pool_of

ACCOUNTS = {"eva": 1, "chris": 2, "ben": 4, "ana": 5, "dora": 6}


def sentence(
    free: str, *, weights: dict[str, int] | None = None, kind: PoolKind = PoolKind.COUNT, **others
) -> str:
    pool = pool_of(*ACCOUNTS, kind=kind)
    standings = [
        Standing(HostId(name), net, (weights or {}).get(name, 1)) for name, net in ACCOUNTS.items()
    ]
    order = in_turn(pool, standings)
    picked = pick(order, free.split())
    assert picked is not None
    return why(pool, order, picked, NAMES, free=free.split(), **others)


def test_the_choice_is_told_with_the_accounts_of_those_who_come_next() -> None:
    assert sentence("ben ana dora", capped={"chris": "week"}) == (
        "Ben is next in pool EMEA with 4 so far; Ana 5, Dora 6; not free then: Eva; "
        "Chris skipped: capped that week."
    )


def test_weights_are_told_where_there_are_any() -> None:
    assert sentence("ana ben", weights={"ana": 2}) == (
        "Ana is next in pool EMEA with 5 ÷ 2 so far; Ben 4 ÷ 1; not free then: Eva, Chris."
    )


def test_the_only_one_needs_few_words() -> None:
    assert sentence("eva") == "Eva is next in pool EMEA with 1 so far."


def test_of_many_only_some_are_named() -> None:
    assert sentence("dora") == (
        "Dora is next in pool EMEA with 6 so far; not free then: Eva, Chris, Ben and 1 more."
    )


def test_who_is_capped_but_not_ahead_is_not_spoken_of() -> None:
    assert "capped" not in sentence("eva ben", capped={"ana": "day"})


def test_an_order_based_pool_speaks_of_no_accounts() -> None:
    assert sentence("chris ana", kind=PoolKind.ORDER, capped={"eva": "month"}) == (
        "Chris is next in pool EMEA; Eva skipped: capped that month."
    )


def test_the_sentence_can_be_said_in_another_language() -> None:
    german = {
        "{name} is next in pool {pool} with {account} so far": "{name} ist dran ({pool}: {account})",
        "not free then: {names}": "nicht frei: {names}",
    }

    said = said_in(sentence("chris"), lambda template: german.get(template, template))

    assert said == "Chris ist dran (EMEA: 2); nicht frei: Eva."
