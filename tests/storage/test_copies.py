"""Copies of settings and describes come back as they were, with their age; the ledger adds up."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from handoff.clock import StartedClock
from handoff.meeting_types import (
    MeetingType,
    MeetingTypeId,
    Platform,
    Pool,
    PoolId,
    PoolKind,
    PoolMember,
)
from handoff.org_settings import ObjectSetting, OrgSettings
from handoff.people import Host, HostId, Provider
from handoff.storage import ledger, settings_copy
from handoff.storage.database import Database
from handoff.storage.describes import SqlDescribes
from handoff.storage.window_tables import SettingsRow
from tests.cast import BERLIN, NOW
from tests.storage.rows import HANA, HUGO, MAYA, OLIVE, ORG, OTHER_ORG, POOL, at, at_once

SETTINGS = OrgSettings(
    meeting_types=(
        MeetingType(
            MeetingTypeId("type-1"),
            "Product Demo",
            timedelta(minutes=45),
            buffer_before=timedelta(minutes=10),
            minimum_notice=timedelta(hours=4),
            objects=("Lead", "Account"),
            platform=Platform.TEAMS,
        ),
        MeetingType(MeetingTypeId("type-2"), "Odd", timedelta(seconds=90)),
    ),
    pools=(
        Pool(
            PoolId("pool-1"),
            "EMEA",
            PoolKind.COUNT,
            BERLIN,
            "month",
            (PoolMember(HostId(HANA), weight=2), PoolMember(HostId(HUGO), is_active=False)),
        ),
    ),
    hosts=(
        Host(
            HostId(HANA),
            "Hana Berg",
            "hana@larkspur.example",
            BERLIN,
            Provider.GOOGLE,
            "hana@larkspur.example",
        ),
    ),
    objects=(ObjectSetting("Lead", detail_fields=("Company",), user_field_paths=("OwnerId",)),),
    problems=("One Host has no time zone.",),
)


def test_settings_come_back_as_they_were(database: Database) -> None:
    database.run(lambda session: settings_copy.keep(session, ORG, SETTINGS, NOW))

    assert database.run(lambda session: settings_copy.read(session, ORG)) == (SETTINGS, NOW)
    assert database.run(lambda session: settings_copy.read(session, OTHER_ORG)) is None


def test_the_version_grows_when_something_changed(database: Database) -> None:
    versions = []
    for settings, now in ((SETTINGS, NOW), (SETTINGS, at(1)), (OrgSettings(), at(2))):
        database.run(lambda s, one=settings, now=now: settings_copy.keep(s, ORG, one, now))
        versions.append(database.run(lambda session: session.get(SettingsRow, ORG).version))

    assert versions == [1, 1, 2]
    assert database.run(lambda s: settings_copy.read(s, ORG)) == (OrgSettings(), at(2))


def test_a_copy_kept_and_read_in_one_transaction_is_the_new_one(database: Database) -> None:
    database.run(lambda session: settings_copy.keep(session, ORG, SETTINGS, NOW))

    def work(session):
        settings_copy.keep(session, ORG, OrgSettings(), at(1))
        return settings_copy.read(session, ORG)

    assert database.run(work) == (OrgSettings(), at(1))


def test_a_process_makes_the_settings_once_and_anew_after_a_reading(database: Database) -> None:
    remembered = settings_copy.RememberedSettings()

    def read():
        return database.run(lambda session: remembered.read(session, ORG))

    assert read() is None
    database.run(lambda session: settings_copy.keep(session, ORG, SETTINGS, NOW))
    first, again = read(), read()
    database.run(lambda session: settings_copy.keep(session, ORG, OrgSettings(), at(1)))

    assert first == (SETTINGS, NOW)
    assert again[0] is first[0]
    assert read() == (OrgSettings(), at(1))
    assert database.run(lambda session: remembered.read(session, OTHER_ORG)) is None


def test_two_first_readings_at_once_are_no_problem(database: Database) -> None:
    results = at_once(
        database,
        8,
        lambda _: database.run(lambda s: settings_copy.keep(s, ORG, SETTINGS, NOW)),
    )

    assert results == [None] * 8


class MovedClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.instant = NOW

    def now(self):
        return self.instant


def test_a_describe_is_one_users_for_ten_minutes(database: Database) -> None:
    clock = MovedClock()
    body = {"fields": [{"name": "Company"}]}
    SqlDescribes(database, clock).put(ORG, OLIVE, "Lead", body)
    fresh, kept = SqlDescribes(database, clock), SqlDescribes(database, clock)

    assert fresh.get(ORG, OLIVE, "Lead") == body
    assert fresh.get(ORG, HANA, "Lead") is None
    assert fresh.get(OTHER_ORG, OLIVE, "Lead") is None
    clock.instant = at(10)
    assert (fresh.get(ORG, OLIVE, "Lead"), kept.get(ORG, OLIVE, "Lead")) == (None, None)


def test_a_describe_that_is_known_costs_no_query(database: Database) -> None:
    describes = SqlDescribes(database, StartedClock(NOW))
    describes.put(ORG, OLIVE, "Lead", {"fields": []})
    database.run(lambda session: session.execute(text("DELETE FROM describe_copy")))

    assert describes.get(ORG, OLIVE, "Lead") == {"fields": []}


def test_a_newer_describe_takes_the_place_of_the_old(database: Database) -> None:
    describes = SqlDescribes(database, StartedClock(NOW))
    describes.put(ORG, OLIVE, "Lead", {"fields": []})
    describes.put(ORG, OLIVE, "Lead", {"fields": [1]})

    assert SqlDescribes(database, StartedClock(NOW)).get(ORG, OLIVE, "Lead") == {"fields": [1]}


def count(database: Database, host_id: str, booking_id: str, **changes) -> None:
    entry = {"org_id": ORG, "pool_id": POOL, "generation": 1, "kind": "count", "at": NOW, "why": {}}
    database.run(
        lambda session: ledger.count(
            session, host_id=host_id, booking_id=booking_id, **(entry | changes)
        )
    )


def test_net_counts_are_meetings_less_credits_since_the_period_began(database: Database) -> None:
    count(database, HANA, "b-1")
    count(database, HANA, "b-2", at=at(5))
    count(database, HANA, "b-1", kind="credit", at=at(6))
    count(database, HUGO, "b-3", kind="credit")
    count(database, MAYA, "b-4", at=at(-1))
    count(database, HANA, "b-5", pool_id="other")
    count(database, HANA, "b-5", org_id=OTHER_ORG)

    assert database.run(lambda s: ledger.net_counts(s, ORG, POOL, NOW)) == {HANA: 1, HUGO: -1}
    assert database.run(lambda s: ledger.last_assigned(s, ORG, POOL)) == {HANA: at(5), MAYA: at(-1)}


def test_a_booking_counts_once(database: Database) -> None:
    count(database, HANA, "b-1")

    with pytest.raises(IntegrityError):
        count(database, HUGO, "b-1")
