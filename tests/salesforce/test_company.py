"""An org's Business Hours and Holidays, who may do what in it, and who is behind its groups and roles."""

from datetime import date, time, timedelta
from typing import Any

from handoff.org_settings import DEFAULT_HOURS, Holiday, OrgSettings
from handoff.people import Role, UserId
from tests.cast import EMEA, HANA, HUGO, MAYA, NOW
from tests.salesforce.conftest import Larkspur

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read(larkspur: Larkspur) -> OrgSettings:
    return larkspur.gateway.read_settings(larkspur.org_id)


def words(settings: OrgSettings) -> list[str]:
    return sorted(one.words for one in settings.problems)


def open_on(larkspur: Larkspur, **hours: tuple[time, time] | None) -> OrgSettings:
    """Read what an org is open at that keeps these hours and no others."""
    row: dict[str, Any] = next(iter(larkspur.theirs.rows("BusinessHours").values()))
    for day in DAYS:
        start, end = hours.get(day) or (None, None)
        row |= {f"{day}StartTime": start, f"{day}EndTime": end}
    return read(larkspur)


def test_business_hours_are_weekly_hours(larkspur: Larkspur) -> None:
    assert read(larkspur).business_hours == "Mon-Fri 09:00-17:00"


def test_every_way_to_be_open_is_read(own_larkspur: Larkspur) -> None:
    nine, five, midnight = time(9), time(17, 30), time(0)

    mixed = open_on(
        own_larkspur,
        Monday=(nine, five),
        Tuesday=(nine, five),
        Thursday=(midnight, midnight),
        Friday=(nine, midnight),
        Saturday=(five, nine),
    )
    closed = open_on(own_larkspur)
    for row in own_larkspur.theirs.rows("BusinessHours").values():
        row["IsActive"] = False
    none = read(own_larkspur)

    assert mixed.business_hours.splitlines() == [
        "Mon-Tue 09:00-17:30",
        "Thu 00:00-24:00",
        "Fri 09:00-24:00",
    ]
    assert words(mixed) == [
        "The org's default Business Hours have no hours where SaturdayEndTime is not after SaturdayStartTime."
    ]
    assert mixed.problems[0].object_name == "BusinessHours"
    assert mixed.problems[0].record_name == "Default"
    assert closed.business_hours == DEFAULT_HOURS
    assert words(closed) == [
        "The org's default Business Hours are closed all week; the usual hours hold."
    ]
    assert (none.business_hours, none.problems) == (DEFAULT_HOURS, ())


def test_holidays_are_worked_out_for_a_year(larkspur: Larkspur) -> None:
    assert read(larkspur).holidays == (
        Holiday(date(2026, 3, 27), "Company Day"),
        Holiday(date(2027, 1, 1), "New Year's Day"),
    )


def test_a_holiday_that_cannot_count_is_told_and_the_others_count(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    own = {"IsAllDay": True, "IsRecurrence": True, "RecurrenceStartDate": date(2026, 1, 1)}
    plant("Holiday", Name="Half a day", ActivityDate=date(2026, 12, 24), IsAllDay=False)
    plant("Holiday", Name="By the moon", RecurrenceType="RecursByMoon", **own)
    plant("Holiday", Name="Long ago", ActivityDate=date(2025, 12, 24), IsAllDay=True)
    thanks = plant(
        "Holiday",
        Name="Thanksgiving",
        RecurrenceType="RecursYearlyNth",
        RecurrenceDayOfWeekMask=16,
        RecurrenceInstance="Fourth",
        RecurrenceMonthOfYear="November",
        **own,
    )

    settings = read(own_larkspur)

    assert Holiday(date(2026, 11, 26), "Thanksgiving") in settings.holidays
    assert len(settings.holidays) == 3
    assert words(settings) == [
        "Holiday “By the moon” repeats in a way that Handoff does not know.",
        "Holiday “Half a day” is only a part of a day, so Handoff does not count it.",
    ]
    assert thanks.startswith("0C0")


def assigned(larkspur: Larkspur, key: str, name: str, **others: Any) -> None:
    """Assign a permission set as an admin does."""
    sets = larkspur.theirs.rows("PermissionSet")
    wanted = next(row["Id"] for row in sets.values() if row["Name"] == name)
    larkspur.plant(
        "PermissionSetAssignment",
        AssigneeId=larkspur.user(key),
        PermissionSetId=wanted,
        **others,
    )


def test_roles_are_the_permission_sets_that_somebody_holds(larkspur: Larkspur) -> None:
    settings = read(larkspur)

    def of(key: str) -> frozenset[Role]:
        return settings.roles_of(larkspur.user(key))

    assert of("olive") == {Role.ORGANIZER}
    assert of(HANA) >= {Role.HOST}
    assert Role.ADMIN in of("adam")
    assert Role.INTEGRATION in of("handoff.integration")
    assert Role.ORGANIZER in of("grace"), "through a permission set group"
    assert of("ines") == frozenset()
    assert settings.roles_of("005000000000000AAA") == frozenset()


def test_an_assignment_counts_until_it_expires_and_for_active_users(own_larkspur: Larkspur) -> None:
    set_name = "Handoff_Pool_Manager"
    assigned(own_larkspur, "otto", set_name, ExpirationDate=NOW - timedelta(days=1))
    assigned(own_larkspur, "nils", set_name, ExpirationDate=NOW + timedelta(days=1))
    assigned(own_larkspur, "ines", set_name)

    settings = read(own_larkspur)
    live = {
        key: own_larkspur.gateway.read_roles(own_larkspur.org_id, UserId(own_larkspur.user(key)))
        for key in ("otto", "nils", "ines", "grace")
    }

    assert {key: Role.POOL_MANAGER in found for key, found in live.items()} == {
        "otto": False,
        "nils": True,
        "ines": False,
        "grace": False,
    }
    assert all(settings.roles_of(own_larkspur.user(key)) == live[key] for key in live)


def test_only_holders_of_handoff_host_can_host(own_larkspur: Larkspur) -> None:
    hana = own_larkspur.user(HANA)
    rows = own_larkspur.theirs.rows("PermissionSetAssignment")
    for row in [one for one in rows.values() if one["AssigneeId"] == hana]:
        del rows[row["Id"]]

    settings = read(own_larkspur)

    host = settings.host(hana)
    emea = next(one for one in settings.pools if one.name == EMEA)
    assert host is not None
    assert not host.is_permitted
    assert hana not in {one.host_id for one in emea.members}
    assert len(emea.members) == 5
    assert "Hana Berg does not hold the permission set Handoff Host." in words(settings)
    assert "Hana Berg is in pool “EMEA” without the permission set Handoff Host." in words(settings)


def pool_from(larkspur: Larkspur, source: str, name: str, **others: Any) -> str:
    return larkspur.plant(
        "Handoff_Pool__c",
        **{
            "Name": f"{source} {name}",
            "Active__c": True,
            "Time_Zone__c": "UTC",
            "Members_From__c": source,
            "Members_From_Name__c": name,
            **others,
        },
    )


def members(larkspur: Larkspur, settings: OrgSettings, pool_id: str) -> set[str]:
    """Return the keys of a pool's members."""
    pool = settings.pool(pool_id)
    assert pool is not None
    people = {person.user_id: key for key, person in larkspur.box.world.people.items()}
    return {people[one.host_id] for one in pool.members}


def zone_of(larkspur: Larkspur, *names: str) -> set[str]:
    """Return the keys of the hosts in these roles, asked of the org itself."""
    org = larkspur.theirs
    roles = {org.keys[f"role:{name}"] for name in names}
    hosts = {row["User__c"] for row in org.rows("Handoff_Host__c").values() if row.get("Active__c")}
    return {
        key
        for key, person in larkspur.box.world.people.items()
        if person.user_id in hosts
        and org.rows("User")[person.user_id]["IsActive"]
        and org.rows("User")[person.user_id].get("UserRoleId") in roles
    }


def test_members_come_from_groups_queues_and_roles(own_larkspur: Larkspur) -> None:
    group = pool_from(own_larkspur, "Public Group", "EMEA_Reps")
    queue = pool_from(own_larkspur, "Queue", "demo_desk")
    role = pool_from(own_larkspur, "Role", "Americas_Sales")
    tree = pool_from(own_larkspur, "Role and Subordinates", "Americas_Sales")
    team = pool_from(own_larkspur, "Public Group", "Americas_Team")

    settings = read(own_larkspur)

    assert members(own_larkspur, settings, group) == {HANA, "amelia", "freya", "lena"}
    assert members(own_larkspur, settings, queue) == {"grace", "marcus"}
    alone = zone_of(own_larkspur, "Americas_Sales")
    both = zone_of(own_larkspur, "Americas_Sales", "West_Coast_Sales")
    assert members(own_larkspur, settings, role) == alone
    assert members(own_larkspur, settings, tree) == both
    assert members(own_larkspur, settings, team) == both
    assert alone < both
    assert settings.problems == ()


def test_a_second_round_trip_is_made_only_where_a_group_is_named(own_larkspur: Larkspur) -> None:
    read(own_larkspur)
    before = own_larkspur.calls()["composite.batch"]
    read(own_larkspur)
    without = own_larkspur.calls()["composite.batch"] - before
    pool_from(own_larkspur, "Queue", "Demo_Desk")
    read(own_larkspur)

    spent = own_larkspur.theirs.api_calls
    read(own_larkspur)

    assert without == 1
    assert own_larkspur.calls()["composite.batch"] - before == 5
    assert own_larkspur.theirs.api_calls - spent == 17 + 2


def test_a_place_of_ones_own_overrides_what_the_group_says(own_larkspur: Larkspur) -> None:
    pool = pool_from(own_larkspur, "Public Group", "EMEA_Reps")
    for key, wish in (
        (HANA, {"Weight__c": 3, "Max_Per_Day__c": 2}),
        ("amelia", {"Active__c": False}),
        ("freya", {"Weight__c": -1}),
        (HUGO, {"Weight__c": 1}),
    ):
        own_larkspur.plant(
            "Handoff_Pool_Member__c",
            **{"Pool__c": pool, "User__c": own_larkspur.user(key), "Active__c": True, **wish},
        )

    settings = read(own_larkspur)

    found = {one.host_id: one for one in settings.pool(pool).members}  # type: ignore[union-attr]
    hana = found[own_larkspur.user(HANA)]
    assert (hana.weight, hana.caps.day) == (3, 2)
    assert not found[own_larkspur.user("amelia")].is_active
    assert own_larkspur.user("freya") not in found
    assert found[own_larkspur.user("lena")].weight == 1
    assert found[own_larkspur.user("lena")].joined_at is not None
    assert own_larkspur.user(HUGO) in found
    assert words(settings) == [
        "Pool member Freya Nilsen: weight must be a whole number of at least 0."
    ]


def test_a_group_that_is_not_there_leaves_a_pool_its_own_members(own_larkspur: Larkspur) -> None:
    pool = pool_from(own_larkspur, "Role", "Moon_Sales", Name="Moon")
    own_larkspur.plant(
        "Handoff_Pool_Member__c",
        Pool__c=pool,
        User__c=own_larkspur.user(HANA),
        Active__c=True,
        Weight__c=1,
    )
    nameless = pool_from(own_larkspur, "Queue", "", Name="Nameless")
    partners = pool_from(own_larkspur, "Public Group", "Partner_Team", Name="Partners")

    settings = read(own_larkspur)

    assert members(own_larkspur, settings, pool) == {HANA}
    assert members(own_larkspur, settings, nameless) == set()
    told = {one.words: one for one in settings.problems}
    assert set(told) == {
        "Pool “Moon”: there is no role with the API name “Moon_Sales”.",
        "Pool “Nameless”: it says that members come from a group, but not from which.",
        "Pool “Partners”: nobody it names is an active Handoff Host.",
    }
    assert {one.record_id for one in settings.problems} == {pool, nameless, partners}
    assert {one.object_name for one in settings.problems} == {"Handoff_Pool__c"}


def test_audiences_are_permission_sets_and_public_groups(own_larkspur: Larkspur) -> None:
    discovery = own_larkspur.record("type:Discovery Call")
    emea = own_larkspur.record(f"pool:{EMEA}")
    hosts = own_larkspur.theirs.rows("Handoff_Host__c")
    maya = next(one for one in hosts.values() if one["User__c"] == own_larkspur.user(MAYA))
    own_larkspur.change(
        "Handoff_Meeting_Type__c", discovery, Bookable_By__c="Partner_Team\nHandoff_Admin"
    )
    own_larkspur.change("Handoff_Pool__c", emea, Bookable_By__c="Nobody_Knows")
    empty = own_larkspur.plant("Group", Name="Empty", DeveloperName="Empty_Team", Type="Regular")
    own_larkspur.change("Handoff_Host__c", maya["Id"], Bookable_By__c="empty_team")

    settings = read(own_larkspur)

    def may(key: str, names: tuple[str, ...]) -> bool:
        return settings.may_book(own_larkspur.user(key), names)

    opened = settings.meeting_type(discovery)
    pool = settings.pool(emea)
    assert opened
    assert pool
    assert opened.bookable_by == ("Partner_Team", "Handoff_Admin")
    assert [may(key, opened.bookable_by) for key in ("olive", "otto", "nils", "adam")] == [
        True,
        True,
        False,
        True,
    ]
    assert [may(key, pool.bookable_by) for key in ("olive", "adam")] == [False, True]
    assert {(one.words, one.record_id) for one in settings.problems} == {
        ("There is no permission set or public group “Nobody_Knows”.", emea),
        ("Nobody belongs to “empty_team”.", maya["Id"]),
    }
    assert empty


def test_a_group_within_groups_is_followed_three_deep(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    inner = ""
    for depth, key in ((4, "marcus"), (3, "lena"), (2, "freya"), (1, HANA)):
        group = plant("Group", Name=f"G{depth}", DeveloperName=f"Level_{depth}", Type="Regular")
        plant("GroupMember", GroupId=group, UserOrGroupId=own_larkspur.user(key))
        if inner:
            plant("GroupMember", GroupId=group, UserOrGroupId=inner)
        inner = group
    pool = pool_from(own_larkspur, "Public Group", "Level_1")

    settings = read(own_larkspur)

    assert members(own_larkspur, settings, pool) == {HANA, "freya", "lena"}
    assert words(settings) == ["Groups within groups are followed 3 levels deep."]


def test_everybody_and_kinds_that_are_not_followed(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    outer = plant("Group", Name="All", DeveloperName="All_Of_Us", Type="Regular")
    for kind in ("Organization", "Manager"):
        inner = plant("Group", Name=kind, DeveloperName=kind, Type=kind)
        plant("GroupMember", GroupId=outer, UserOrGroupId=inner)
    pool = pool_from(own_larkspur, "Public Group", "All_Of_Us")

    settings = read(own_larkspur)

    everybody = {one.id for one in settings.hosts if one.is_active and one.is_permitted}
    assert {one.host_id for one in settings.pool(pool).members} == everybody  # type: ignore[union-attr]
    assert words(settings) == [
        "A group that settings name holds a group of the kind “Manager”, which is left out."
    ]


def test_names_that_would_break_a_query_find_nobody(own_larkspur: Larkspur) -> None:
    for source in ("Public Group", "Role"):
        pool_from(own_larkspur, source, "x') OR (Name LIKE '%", Name=source)

    assert len(words(read(own_larkspur))) == 2
