"""Copies of what calendars answered: on both databases, for late answers, old ones, and lost access."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from handoff.actions.lost_access import lost_words
from handoff.actions.read_known import counted_span
from handoff.actions.remember_busy import LEAST, copied_span
from handoff.spans import Span
from handoff.storage import busy_copy
from handoff.storage.busy_copy import Copy
from handoff.storage.database import Database
from tests.cast import NOW

ORG, OTHER = "00D000000000001AAA", "00D000000000002AAA"
HANA, HUGO = "005000000000001AAA", "005000000000002AAA"
WEEKS = Span(NOW, NOW + timedelta(days=42))
A_DAY = Span(NOW + timedelta(days=1), NOW + timedelta(days=2))
SECOND = timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database at hand."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def keep(database: Database, *copies: Copy, span: Span = WEEKS, org_id: str = ORG) -> None:
    database.run(lambda session: busy_copy.keep(session, org_id, span, copies))


def read(database: Database, *host_ids: str, span: Span = A_DAY, org_id: str = ORG) -> list[Copy]:
    return database.run(lambda session: busy_copy.read(session, org_id, host_ids, span))


def since(database: Database, *host_ids: str) -> dict[str, datetime]:
    return database.run(lambda session: busy_copy.lost_since(session, ORG, host_ids))


def test_a_copy_serves_spans_that_it_covers_and_its_own_org(database: Database) -> None:
    copy = Copy(HANA, "[[1,2,0]]", read_at=NOW)
    keep(database, copy)

    assert read(database, HANA, HUGO) == [copy]
    assert read(database, HANA, span=WEEKS) == [copy]
    assert read(database, HANA, span=WEEKS.widened(SECOND, SECOND)) == []
    assert read(database, HANA, org_id=OTHER) == []


def test_the_latest_answer_stands_whichever_comes_last(database: Database) -> None:
    keep(database, Copy(HANA, "[[3,4,0]]", read_at=NOW + SECOND))
    keep(database, Copy(HANA, "[[1,2,0]]", read_at=NOW))

    assert [one.blocks for one in read(database, HANA)] == ["[[3,4,0]]"]

    keep(database, Copy(HANA, "[]", read_at=NOW + 2 * SECOND))

    assert [one.blocks for one in read(database, HANA)] == ["[]"]


def test_of_two_spans_the_one_read_later_comes_last(database: Database) -> None:
    keep(database, Copy(HANA, "[[1,2,0]]", read_at=NOW + SECOND))
    keep(database, Copy(HANA, "[]", read_at=NOW), span=A_DAY)

    assert [one.blocks for one in read(database, HANA)] == ["[]", "[[1,2,0]]"]


def test_a_question_under_way_is_seen_by_all_and_keeps_the_last_answer(database: Database) -> None:
    keep(database, Copy(HANA, "[[1,2,0]]", read_at=NOW))
    asked_at = NOW + SECOND
    database.run(lambda session: busy_copy.note_asked(session, ORG, WEEKS, [HUGO, HANA], asked_at))

    found = {one.host_id: one for one in read(database, HANA, HUGO)}

    assert found[HANA] == Copy(HANA, "[[1,2,0]]", read_at=NOW, asked_at=asked_at)
    assert found[HUGO] == Copy(HUGO, asked_at=asked_at)


def test_access_is_lost_since_it_was_first_missed_until_it_is_back(database: Database) -> None:
    lost = Copy(HANA, unknown="gone", is_access_lost=True, read_at=NOW)
    passing = Copy(HUGO, unknown="slow", read_at=NOW)
    keep(database, lost, passing)
    keep(database, Copy(HANA, unknown="gone", is_access_lost=True, read_at=NOW + SECOND))
    assert since(database, HANA, HUGO) == {HANA: NOW}

    keep(database, Copy(HANA, unknown="slow", read_at=NOW + 2 * SECOND))
    assert since(database, HANA) == {HANA: NOW}

    keep(database, Copy(HANA, read_at=NOW + 3 * SECOND))
    assert since(database, HANA) == {}


def test_old_copies_go_and_vain_questions_too(database: Database) -> None:
    keep(database, Copy(HANA, read_at=NOW))
    keep(database, Copy(HUGO, read_at=NOW + timedelta(hours=2)))
    database.run(
        lambda session: busy_copy.note_asked(session, ORG, WEEKS, ["005000000000003AAA"], NOW)
    )

    database.run(lambda session: busy_copy.forget(session, NOW + timedelta(hours=1)))

    assert [one.host_id for one in read(database, HANA, HUGO, "005000000000003AAA")] == [HUGO]


@pytest.mark.parametrize(
    ("monday", "zone_hours"), [("2026-03-02", -5), ("2026-03-02", 1), ("2026-03-02", 14)]
)
def test_a_copy_begins_before_everybodys_monday_and_reaches_to_the_next_week(
    monday: str, zone_hours: int
) -> None:
    begins = datetime.fromisoformat(f"{monday}T00:00:00Z") - timedelta(hours=zone_hours)
    around = timedelta(hours=4)
    this_week = Span(begins, begins + timedelta(days=28)).widened(around, around)
    next_week = Span(begins, begins + timedelta(days=35)).widened(around, around)

    copied = copied_span(this_week)

    assert copied == copied_span(next_week)
    assert copied.starts_at == datetime(2026, 2, 28, tzinfo=UTC)
    assert copied.ends_at - copied.starts_at == LEAST
    assert copied.starts_at <= this_week.starts_at
    assert next_week.ends_at <= copied.ends_at


def test_limits_are_counted_over_whole_months_and_weeks_in_any_zone() -> None:
    span = Span(datetime(2026, 3, 31, 23, tzinfo=UTC), datetime(2026, 4, 1, 1, tzinfo=UTC))

    counted = counted_span(span)

    assert counted.starts_at <= datetime(2026, 2, 23, tzinfo=UTC)
    assert counted.ends_at >= datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=59), "calendar access lost less than an hour ago"),
        (timedelta(minutes=119), "calendar access lost an hour ago"),
        (timedelta(hours=23, minutes=59), "calendar access lost 23 hours ago"),
        (timedelta(hours=47), "calendar access lost yesterday"),
        (timedelta(days=2), "calendar access lost 2 days ago"),
    ],
)
def test_how_long_access_is_lost_is_said_as_colleagues_would(ago: timedelta, words: str) -> None:
    assert lost_words(NOW - ago, NOW) == words
