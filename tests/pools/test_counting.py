"""In which pools a meeting counts, and whom a meeting type allows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.meeting_types import (
    MeetingType,
    MeetingTypeId,
    Pool,
    PoolId,
    PossibleHost,
    PossibleKind,
)
from handoff.org_settings import BookingMethod, OrgSettings, Switches
from handoff.people import Provider
from handoff.pools.counting import counting_pools, method_of
from handoff.pools.possible import (
    Possible,
    allows_host,
    allows_pool,
    anyone,
    can_lead,
    lists_type,
    possible,
)
from handoff.records import RecordView, Value
from tests.pools.people import host, member, pool_of

TYPE = MeetingType(MeetingTypeId("type"), "Discovery Call", timedelta(minutes=30))
EMEA = pool_of("ana", "ben")
SE_DESK = replace(pool_of("ana", "chris", chris=member("chris", is_active=False)), id=PoolId("se"))
DEFAULT = Switches().counted_methods
RECORD = RecordView("00Q", "Lead", "Lead", "Gus")


def listing(*lines: tuple[PossibleKind, str]) -> MeetingType:
    return replace(TYPE, possible_hosts=tuple(PossibleHost(kind, name) for kind, name in lines))


@pytest.mark.parametrize(
    "how, method",
    [
        ({"pool_id": "a00"}, BookingMethod.POOLED),
        ({"member_of": "a00"}, BookingMethod.MEMBER),
        ({"pool_id": "a00", "is_now": True}, BookingMethod.MEET_NOW),
        ({"is_now": True, "is_named_by_record": True}, BookingMethod.MEET_NOW),
        ({"is_named_by_record": True}, BookingMethod.OWNER),
        ({}, BookingMethod.SPECIFIC),
    ],
)
def test_how_a_host_came_to_be_chosen(how: dict[str, object], method: BookingMethod) -> None:
    plain = {"pool_id": "", "member_of": "", "is_now": False, "is_named_by_record": False}

    assert method_of(**(plain | how)) is method  # type: ignore[arg-type]


def counted(
    name: str, through: str = "", method: BookingMethod = BookingMethod.MEET_NOW, **others: object
) -> list[str]:
    values = {"meeting_type": TYPE, "counted": DEFAULT} | others
    found: list[Pool] = counting_pools(
        name,
        [EMEA, SE_DESK],
        through=through,
        method=method,
        **values,  # type: ignore[arg-type]
    )
    return [str(one.id) for one in found]


def test_picked_through_a_pool_counts_in_that_pool_only() -> None:
    assert counted("ana", through="a00", method=BookingMethod.POOLED) == ["a00"]
    assert counted("ana", through="se", method=BookingMethod.MEMBER) == ["se"]


def test_otherwise_it_counts_in_every_pool_of_theirs_that_lists_the_type() -> None:
    assert counted("ana") == ["a00", "se"]
    assert counted("ben") == ["a00"]
    assert counted("chris") == []
    assert counted("ana", meeting_type=listing((PossibleKind.POOL, "se"))) == ["se"]
    assert counted("ana", meeting_type=None) == []


def test_only_the_enabled_methods_count() -> None:
    assert counted("ana", method=BookingMethod.SPECIFIC) == []
    assert counted("ana", method=BookingMethod.OWNER, counted={BookingMethod.OWNER}) != []
    assert counted("ana", through="a00", method=BookingMethod.POOLED, counted=frozenset()) == []


def test_a_type_without_possible_hosts_is_listed_everywhere() -> None:
    assert lists_type("a00", TYPE)
    assert not lists_type("a00", listing((PossibleKind.HOST, "ana")))


ANA, BEN = host("ana"), host("ben")
ROSA = host("rosa", is_read_only=True)
CORA = host("cora", provider=Provider.NONE)
SETTINGS = OrgSettings(pools=(EMEA,), hosts=(ANA, BEN, ROSA, CORA))
OWNED = replace(
    RECORD,
    values={"OwnerId": Value("Owner", "ben", "Ben"), "Size__c": Value("Size", 12, "12")},
)


def test_a_type_without_a_list_allows_everybody_who_can_lead() -> None:
    assert possible(TYPE, RECORD) is None
    assert allows_host(None, "zoe", SETTINGS)
    assert allows_pool(None, "a00")
    assert anyone(None, SETTINGS) == [ANA, BEN]
    assert not can_lead(ROSA)


def test_a_types_hosts_come_by_name_by_pool_and_from_the_record_in_its_order() -> None:
    kind = listing(
        (PossibleKind.FIELD, "OwnerId"),
        (PossibleKind.FIELD, "Size__c"),
        (PossibleKind.FIELD, "Hidden__c"),
        (PossibleKind.HOST, "rosa"),
        (PossibleKind.HOST, "ben"),
        (PossibleKind.POOL, "a00"),
        (PossibleKind.POOL, "gone"),
    )

    allowed = possible(kind, OWNED)

    assert allowed == Possible(("ben", "rosa"), ("a00", "gone"))  # type: ignore[arg-type]
    assert anyone(allowed, SETTINGS) == [BEN, ANA]
    assert allows_host(allowed, "ana", SETTINGS)
    assert not allows_host(allowed, "zoe", SETTINGS)
    assert allows_pool(allowed, "a00")
    assert not allows_pool(allowed, "se")
