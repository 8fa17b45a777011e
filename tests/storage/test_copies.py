"""Copies of settings and describes come back as they were, with their age; the ledger adds up."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text, update

from handoff.clock import StartedClock
from handoff.conditions import parse_conditions
from handoff.meeting_types import (
    HostRule,
    MeetingType,
    MeetingTypeId,
    Platform,
    Pool,
    PoolId,
    PoolKind,
    PoolMember,
    PossibleHost,
    PossibleKind,
    Question,
    QuestionKind,
)
from handoff.org_settings import (
    BookingMethod,
    Colleague,
    ObjectSetting,
    OrgSettings,
    RuleOutcome,
    SettingProblem,
    SuggestedField,
    SuggestionRule,
    Switches,
)
from handoff.people import Caps, Host, HostId, Leave, Provider, Tongue
from handoff.storage import settings_copy, settings_readings
from handoff.storage.database import Database
from handoff.storage.describes import SqlDescribes
from handoff.storage.settings_json import settings_json, settings_of
from handoff.storage.window_tables import ReadingRow, SettingsRow
from handoff.wording import Sentence, said_in, say
from tests.cast import BERLIN, NOW
from tests.storage.rows import HANA, HUGO, OLIVE, ORG, OTHER_ORG, at, at_once

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
            conditions=parse_conditions("NumberOfEmployees >= 10\nCountry in (Norway, Sweden)"),
            possible_hosts=(PossibleHost(PossibleKind.FIELD, "OwnerId"),),
            host_rule=HostRule.FEWEST,
            caps=Caps(day=2),
            bookable_from=date(2026, 3, 9),
            bookable_until=date(2026, 3, 13),
            questions=(Question("q-1", "Why now?", QuestionKind.PICKLIST, options=("Yes", "No")),),
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
            (
                PoolMember(HostId(HANA), weight=2, joined_at=NOW, caps=Caps(week=5)),
                PoolMember(HostId(HUGO), is_active=False),
            ),
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
            leave=(Leave(date(2026, 3, 9), date(2026, 3, 10), "Holiday"),),
        ),
    ),
    objects=(ObjectSetting("Lead", detail_fields=("Company",), user_field_paths=("OwnerId",)),),
    problems=(SettingProblem("One Host has no time zone."),),
    switches=Switches(instant_handoff=True, counted_methods=frozenset(BookingMethod)),
    rules=(
        SuggestionRule(
            "rule-1",
            "Europe",
            "Lead",
            pool_id=PoolId("pool-1"),
            further=(SuggestedField("Account.CSM__c", is_required=False),),
            outcome=RuleOutcome.DO_NOT_SCHEDULE,
        ),
    ),
    colleagues=(Colleague(OLIVE, "Olive Ortega", "SDR", "America/New_York"),),
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


def test_a_problem_can_be_said_again_in_another_language(database: Database) -> None:
    reason = say("there is no time zone “{zone}”", zone="Europe/Bonn")
    told = SettingProblem(say("{of}: {reason}", of="Hana", reason=reason), "Host", "a01", "Hana")
    settings = OrgSettings(problems=(told, SettingProblem("Plain.")))
    database.run(lambda session: settings_copy.keep(session, ORG, settings, NOW))

    found, _read_at = database.run(lambda session: settings_copy.read(session, ORG))

    assert found == settings
    words = found.problems[0].words
    assert isinstance(words, Sentence)
    shown = said_in(words, lambda template: f"<{template}>")
    assert shown == "<Hana: <there is no time zone “Europe/Bonn”>>"


def test_a_copy_from_before_languages_were_read_is_in_english() -> None:
    body = settings_json(replace(SETTINGS, tongue=Tongue("de", "de_DE", "Europe/Berlin")))
    spoken = settings_of(body)
    del body["settings"]["tongue"]
    for one in body["settings"]["colleagues"]:
        del one["language"], one["locale"]

    old = settings_of(body)

    assert spoken is not None
    assert old is not None
    assert spoken.tongue_of(OLIVE) == Tongue("de", "de_DE", "America/New_York")
    assert old.tongue == old.tongue_of("005NobodyWhoIsKnown") == Tongue("en_US", "en_US", "UTC")


def test_of_two_readings_the_one_asked_for_later_stays(database: Database) -> None:
    for settings, asked_at in ((SETTINGS, at(2)), (OrgSettings(), at(1))):
        database.run(lambda s, one=settings, at=asked_at: settings_copy.keep(s, ORG, one, at))

    assert database.run(lambda session: settings_copy.read(session, ORG)) == (SETTINGS, at(2))


def test_one_of_many_has_the_turn_to_read(database: Database) -> None:
    def begin(_number: int) -> bool:
        return database.run(lambda session: settings_readings.begin(session, ORG))

    turns = at_once(database, 8, begin)
    others = database.run(lambda session: settings_readings.begin(session, OTHER_ORG))
    database.run(lambda session: settings_readings.end(session, ORG))

    assert sorted(turns) == [False] * 7 + [True]
    assert others
    assert begin(0)


def test_what_is_wanted_while_somebody_reads_is_remembered(database: Database) -> None:
    free = database.run(lambda session: settings_readings.want(session, ORG))
    database.run(lambda session: settings_readings.begin(session, ORG))
    meanwhile = database.run(lambda session: settings_readings.want(session, ORG))
    during = database.run(settings_readings.wanted)
    database.run(lambda session: settings_readings.end(session, ORG))
    too_soon = database.run(settings_readings.wanted)
    database.run(
        lambda session: session.execute(update(ReadingRow).values(began_at=ReadingRow.began_at - 2))
    )

    assert (free, meanwhile) == (True, False)
    assert (list(during), list(too_soon)) == ([], [])
    assert list(database.run(settings_readings.wanted)) == [ORG]


def test_what_was_told_is_remembered(database: Database) -> None:
    nothing = database.run(lambda session: settings_readings.told(session, ORG))
    mark = database.run(lambda session: settings_readings.begin_telling(session, ORG))
    meanwhile = database.run(lambda session: settings_readings.told(session, ORG))
    database.run(lambda session: settings_readings.end_telling(session, ORG, mark, "digest"))

    assert (nothing, meanwhile) == ("", mark)
    assert database.run(lambda session: settings_readings.told(session, ORG)) == "digest"
    assert database.run(lambda session: settings_readings.told(session, OTHER_ORG)) == ""


def test_of_two_tellings_at_once_nobody_knows_which_was_last(database: Database) -> None:
    one, other = (
        database.run(lambda session: settings_readings.begin_telling(session, ORG))
        for _ in range(2)
    )
    for mark in (other, one):
        database.run(
            lambda session, mark=mark: settings_readings.end_telling(session, ORG, mark, "digest")
        )

    assert database.run(lambda session: settings_readings.told(session, ORG)) == ""


def test_a_copy_from_a_clock_that_was_wrong_gives_way(database: Database) -> None:
    newer = OrgSettings(problems=(SettingProblem("Newer."),))
    database.run(lambda session: settings_copy.keep(session, ORG, SETTINGS, at(60)))
    database.run(lambda session: settings_copy.keep(session, ORG, newer, NOW))

    assert database.run(lambda session: settings_copy.read(session, ORG)) == (newer, NOW)


def test_a_describe_from_a_clock_that_was_wrong_is_asked_anew(database: Database) -> None:
    clock = MovedClock()
    clock.instant = at(60)
    describes = SqlDescribes(database, clock)
    describes.put(ORG, OLIVE, "Lead", {"fields": []})
    clock.instant = NOW

    assert describes.get(ORG, OLIVE, "Lead") is None


def test_a_set_looks_the_same_in_every_process() -> None:
    methods = settings_json(SETTINGS)["settings"]["switches"]["counted_methods"]

    assert methods == sorted(methods)
    assert len(methods) == len(BookingMethod)


def test_each_change_has_a_version_of_its_own(database: Database) -> None:
    def keep(number: int) -> None:
        problem = OrgSettings(problems=(SettingProblem(f"Problem {number}."),))
        database.run(lambda session: settings_copy.keep(session, ORG, problem, NOW))

    at_once(database, 6, keep)

    assert database.run(lambda session: session.get(SettingsRow, ORG).version) == 6


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
    database.run(lambda session: settings_copy.keep(session, ORG, replace(SETTINGS), at(1)))
    unchanged = read()
    database.run(lambda session: settings_copy.keep(session, ORG, OrgSettings(), at(2)))

    assert first == (SETTINGS, NOW)
    assert again[0] is first[0]
    assert unchanged[0] is first[0]
    assert unchanged[1] == at(1)
    assert read() == (OrgSettings(), at(2))
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
