"""Orgs that are large, or built in a circle, are read whole."""

from handoff.ids import to_18
from tests.cast import HANA
from tests.salesforce.conftest import Larkspur
from tests.salesforce.test_company import members, pool_from, read, words


def test_groups_that_hold_each_other_end(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    one, other = (
        plant("Group", Name=name, DeveloperName=name, Type="Regular") for name in ("Ring", "Round")
    )
    plant("GroupMember", GroupId=one, UserOrGroupId=other)
    plant("GroupMember", GroupId=other, UserOrGroupId=one)
    plant("GroupMember", GroupId=other, UserOrGroupId=own_larkspur.user(HANA))
    pool = pool_from(own_larkspur, "Public Group", "Ring")

    settings = read(own_larkspur)

    assert members(own_larkspur, settings, pool) == {HANA}
    assert words(settings) == []


def test_more_rows_than_a_page_holds_are_all_read_though_the_session_ends_half_way(
    own_larkspur: Larkspur,
) -> None:
    group = own_larkspur.plant("Group", Name="All", DeveloperName="Crowd", Type="Regular")
    users = [to_18(f"005Lk0000{number:06d}") for number in range(2_500)]
    for user in (*users, own_larkspur.user(HANA)):
        own_larkspur.plant("GroupMember", GroupId=group, UserOrGroupId=user)
    pool = pool_from(own_larkspur, "Public Group", "Crowd")
    ended = [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}]
    own_larkspur.fault(kind="status", call="query.more", status=401, body=ended, times=1)

    settings = read(own_larkspur)

    assert members(own_larkspur, settings, pool) == {HANA}
    assert own_larkspur.calls()["query.more"] == 2
    assert not own_larkspur.box.world.faults.as_json()
