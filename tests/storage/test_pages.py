"""A window is found by its token while it lives, and its secrets are never readable in the database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from handoff.errors import BadSignature
from handoff.org_settings import ActionKind
from handoff.people import Organizer, OrgId, UserId
from handoff.pools.outcomes import DoNotSchedule, SuggestedHost, Suggestion, SuggestionSource
from handoff.records import (
    Detail,
    GuestChoice,
    MatchedAccount,
    RecordUser,
    RecordView,
    UserAccess,
    Value,
)
from handoff.storage import pages
from handoff.storage.database import Database
from handoff.storage.pages import NOTHING_TOLD, Page, Told
from handoff.storage.sealing import Sealer
from handoff.storage.window_tables import PageRow
from handoff.wording import said_in, say
from tests.cast import BOSTON, GUS_EMAIL, NOW
from tests.storage.rows import HANA, LEAD, OLIVE, ORG, OTHER_ORG, at, at_once

SEALER = Sealer((b"k" * 32,))
ENDS = at(15)
PAGE = Page(
    window_id="window-1",
    org_id=OrgId(ORG),
    user_id=UserId(OLIVE),
    organizer=Organizer(
        OrgId(ORG), UserId(OLIVE), "Olive Ortega", "olive@larkspur.example", BOSTON
    ),
    record=RecordView(
        LEAD,
        "Lead",
        "Lead",
        "Gus Grant",
        details=(Detail("Company", "Northwind Robotics"),),
        users=(RecordUser("OwnerId", "Owner", HANA, "Hana Berg"),),
        guests=(GuestChoice("Gus", "Grant", GUS_EMAIL, LEAD),),
        country="GB",
        values={
            "Tags__c": Value("Tags", ("A", "B"), "A, B"),
            "NumberOfEmployees": Value("Employees", 420, "420"),
            "IsConverted": Value("Converted", False, "No"),
            "Score__c": Value("Score", 0.5, "0.5"),
            "Title": Value("Title"),
        },
        matched_account=MatchedAccount("001", "Northwind", "It is."),
    ),
    nonce="nonce-1",
    opened_at=NOW,
    access=UserAccess(
        OrgId(ORG), UserId(OLIVE), "https://larkspur.my.salesforce.com", "00D!secret"
    ),
    handoff_id="handoff-1",
    expires_at=ENDS,
    told=Told(
        suggestion=Suggestion(
            text=say("{name} is {field}.", name="Hana Berg", field="Lead Owner"),
            source=SuggestionSource.RULE,
            name="Rule",
            main_host_id=HANA,
            additional=(SuggestedHost(OLIVE, is_required=False),),
            sources={HANA: "Lead Owner"},
        )
    ),
)


@pytest.fixture
def opened(database: Database) -> Database:
    database.run(
        lambda session: pages.open_page(session, SEALER, token="token-1", page=PAGE, now=NOW)
    )
    return database


def page_of(database: Database, token: str, now=NOW) -> Page | None:
    return database.run(lambda session: pages.page_of(session, SEALER, token, now))


def lately_ended(database: Database, token: str, now=NOW) -> Page | None:
    return database.run(lambda session: pages.lately_ended(session, SEALER, token, now))


def replaced(database: Database, page: Page = PAGE, token: str = "token-2") -> None:
    database.run(
        lambda session: pages.replace_page(
            session, SEALER, old_token="token-1", token=token, page=page, now=at(10)
        )
    )


def test_a_window_comes_back_as_it_was_opened(opened: Database) -> None:
    assert page_of(opened, "token-1") == PAGE
    assert page_of(opened, "token-2") is None


def test_a_suggestions_sentence_can_still_be_said_in_another_language(opened: Database) -> None:
    page = page_of(opened, "token-1")

    assert page is not None
    assert page.suggestion is not None
    assert said_in(page.suggestion.text, {"{name} is {field}.": "{name} ist {field}."}.get) == (
        "Hana Berg ist Lead Owner."
    )


def test_a_window_where_nobody_shall_schedule_comes_back_too(database: Database) -> None:
    stop = DoNotSchedule("Stop", "No.", SuggestionSource.FLOW, "Flow", ActionKind.NOTIFY_OWNER)
    stopped = replace(PAGE, told=Told(stop=stop))
    database.run(
        lambda session: pages.open_page(session, SEALER, token="token-1", page=stopped, now=NOW)
    )

    assert page_of(database, "token-1") == stopped


def test_a_window_of_the_release_before_was_told_nothing(opened: Database) -> None:
    opened.run(lambda session: session.execute(text("UPDATE page SET told = NULL")))

    assert page_of(opened, "token-1") == replace(PAGE, told=NOTHING_TOLD)


def test_a_window_ends(opened: Database) -> None:
    assert page_of(opened, "token-1", ENDS - timedelta(seconds=1)) == PAGE
    assert page_of(opened, "token-1", ENDS) is None


def test_a_window_can_be_refreshed_for_half_an_hour_after_its_end(opened: Database) -> None:
    assert lately_ended(opened, "token-1") == PAGE
    assert lately_ended(opened, "token-1", ENDS + timedelta(minutes=29)) == PAGE
    assert lately_ended(opened, "token-1", ENDS + timedelta(minutes=30)) is None


def test_a_replaced_token_is_gone_for_good_and_the_new_one_lives(opened: Database) -> None:
    later = replace(PAGE, expires_at=at(25))

    replaced(opened, later)

    assert page_of(opened, "token-1") is None
    assert lately_ended(opened, "token-1") is None
    assert page_of(opened, "token-2") == later


def test_a_token_is_replaced_once(opened: Database) -> None:
    results = at_once(opened, 6, lambda number: replaced(opened, token=f"new-{number}"))

    assert results.count(None) == 1
    assert sum(isinstance(one, BadSignature) for one in results) == 5


def test_the_database_holds_neither_tokens_nor_access(opened: Database) -> None:
    with opened.transaction() as session:
        row = session.execute(text("SELECT * FROM page")).one()

    assert not any("token-1" in str(value) or "secret" in str(value) for value in row)
    assert b"secret" not in bytes(row.access)
    assert "secret" not in repr(PAGE)


def test_access_cannot_be_moved_to_another_window(opened: Database) -> None:
    def move(session) -> None:
        first = session.scalars(select(PageRow)).one()
        pages.open_page(session, SEALER, token="token-2", page=PAGE, now=NOW)
        second = session.get(PageRow, pages._hash("token-2"))
        second.access = first.access

    opened.run(move)

    assert page_of(opened, "token-2") is None


def test_a_nonce_opens_one_window_per_org(database: Database) -> None:
    def note(org_id: str, now) -> bool:
        return database.run(lambda session: pages.note_nonce(session, org_id, "n-1", now))

    assert note(ORG, NOW)
    assert not note(ORG, at(60))
    assert note(OTHER_ORG, NOW)
    assert note(ORG, NOW + timedelta(days=1, seconds=1))


def test_of_eight_uses_of_a_nonce_at_once_one_counts(database: Database) -> None:
    results = at_once(
        database,
        8,
        lambda _: database.run(lambda session: pages.note_nonce(session, ORG, "n-1", NOW)),
    )

    assert sorted(results) == [False] * 7 + [True]


def test_ended_windows_are_forgotten_and_live_ones_kept(opened: Database) -> None:
    other = replace(PAGE, expires_at=at(600), window_id="window-2")
    opened.run(
        lambda session: pages.open_page(session, SEALER, token="token-2", page=other, now=NOW)
    )

    opened.run(lambda session: pages.forget_ended(session, ENDS + timedelta(minutes=31)))

    with opened.transaction() as session:
        assert session.scalars(select(PageRow.window_id)).all() == ["window-2"]
