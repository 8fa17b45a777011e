"""An order-based pool goes round in member order; who was passed over, or lost a meeting, is next."""

import random
from collections import Counter

import pytest

from handoff.meeting_types import PoolKind
from handoff.people import HostId
from handoff.pools.fairness import Standing, in_turn
from handoff.pools.rotation import (
    Rotation,
    credited,
    met_besides,
    rotation_at,
    rotation_json,
    served,
    turns,
)
from tests.pools.people import calibration, count, credit, day, no_show, pool_of

MEMBERS = ["ana", "ben", "chris"]


def after(*hosts: str, begin: Rotation | None = None) -> Rotation:
    rotation = begin or Rotation()
    for host_id in hosts:
        rotation = served(rotation, host_id, MEMBERS, MEMBERS)
    return rotation


def order(rotation: Rotation) -> list[str]:
    return turns(rotation, MEMBERS, MEMBERS)


def test_it_begins_with_the_first_member_and_goes_round() -> None:
    assert order(Rotation()) == ["ana", "ben", "chris"]
    assert order(after("ana")) == ["ben", "chris", "ana"]
    assert order(after("ana", "ben", "chris")) == ["ana", "ben", "chris"]


def test_who_was_passed_over_stays_next_until_served_and_the_round_goes_on() -> None:
    rotation = after("ben")
    assert order(rotation) == ["ana", "chris", "ben"]

    rotation = after("chris", begin=rotation)
    assert order(rotation)[0] == "ana"

    assert order(after("ana", begin=rotation)) == ["ana", "ben", "chris"]


def test_who_is_passed_over_again_and_again_is_owed_one_turn() -> None:
    rotation = after(*["ben", "chris"] * 4)

    assert rotation.owed == ("ana",)
    assert order(after("ana", "ana", begin=rotation)) == ["ben", "chris", "ana"]


def test_a_cancelled_meeting_puts_its_host_next_once() -> None:
    rotation = credited(after("ana"), "ana")

    assert order(rotation) == ["ana", "ben", "chris"]
    assert order(after("ana", begin=rotation)) == ["ben", "chris", "ana"]


def test_a_credit_that_is_taken_back_changes_nothing() -> None:
    rotation = after("ana")

    assert credited(credited(rotation, "chris"), "chris", -1) == rotation


def test_a_meeting_besides_lets_the_round_pass_over_once() -> None:
    rotation = met_besides(after("ana"), "ben")
    assert order(rotation) == ["chris", "ana", "ben"]

    rotation = after("chris", begin=rotation)

    assert (rotation.owed, rotation.ahead) == ((), ())
    assert order(rotation) == ["ana", "ben", "chris"]


def test_a_meeting_besides_is_what_was_owed() -> None:
    assert met_besides(after("ben"), "ana") == Rotation("ben")


def test_who_is_ahead_and_the_only_one_free_gets_further_ahead() -> None:
    rotation = after("ben", begin=met_besides(after("ana"), "ben"))

    assert rotation == Rotation("ana", (), ("ben", "ben"))
    assert credited(rotation, "ben") == Rotation("ana", (), ("ben",))


def test_paused_members_keep_their_place_and_are_owed_nothing() -> None:
    playing = ["ana", "chris"]
    rotation = served(Rotation("ana"), "chris", MEMBERS, playing)

    assert rotation == Rotation("chris")
    assert turns(Rotation("ben"), MEMBERS, playing) == ["chris", "ana"]


def test_a_member_who_has_left_does_not_stop_the_round() -> None:
    assert order(Rotation("zoe", ("zoe",))) == MEMBERS
    assert served(Rotation("ana"), "zoe", MEMBERS, MEMBERS).last == "zoe"


def test_the_rotation_follows_from_the_ledger() -> None:
    came = rotation_json(Rotation("ben", ("ana",)))
    entries = [
        count("ben", day(2), rotation=came),
        credit("chris", day(3)),
        no_show("ben", day(4)),
        calibration("ana", day(4), 2),
        count("chris", day(5)),
    ]

    assert rotation_at(entries) == Rotation("ben", ("ben", "ana"))
    assert rotation_at([]) == Rotation()


def test_weights_and_accounts_do_not_matter() -> None:
    pool = pool_of(*MEMBERS, kind=PoolKind.ORDER)
    standings = [
        Standing(HostId("ana"), 9, weight=1),
        Standing(HostId("ben"), 0, weight=5),
        Standing(HostId("chris"), 3, weight=0),
    ]

    assert [one.host_id for one in in_turn(pool, standings)] == ["ana", "ben"]
    assert [one.host_id for one in in_turn(pool, standings, Rotation("ana"))] == ["ben", "ana"]


@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_free_often_enough_gets_as_much_as_the_others(seed: int) -> None:
    chance = random.Random(seed)
    members = list("abcde")
    rotation, got = Rotation(), Counter[str]()

    for _ in range(500):
        free = {one for one in members if chance.random() < 0.9}
        picked = next((one for one in turns(rotation, members, members) if one in free), None)
        if picked:
            rotation = served(rotation, picked, members, members)
            got[picked] += 1

    assert max(got.values()) - min(got.values()) <= 0.04 * sum(got.values())


@pytest.mark.parametrize("seed", range(20))
def test_with_everybody_free_nobody_gets_two_ahead(seed: int) -> None:
    chance = random.Random(seed)
    members = list("abcde")
    rotation, got = Rotation(), Counter(dict.fromkeys(members, 0))

    for _ in range(100):
        picked = turns(rotation, members, members)[0]
        rotation = served(rotation, picked, members, members)
        got[picked] += 1
        if chance.random() < 0.1:
            lost = chance.choice([one for one in members if got[one]])
            rotation = credited(rotation, lost)
            got[lost] -= 1
        assert max(got.values()) - min(got.values()) <= 2 + len(rotation.owed)
