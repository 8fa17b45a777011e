"""What every calendar tells of its events when asked for them: titles, whose they are, who has not answered."""

from datetime import timedelta

from handoff.calendars.protocol import BusyBlock, BusyKind, Detail
from handoff.people import Host
from handoff.spans import Span
from tests.calendars.desks import HALF_AN_HOUR, MARCH_20, Answer, Desk, draft

FIRST = MARCH_20 + timedelta(days=16)


def span(hours: int, *, lasting: timedelta = HALF_AN_HOUR) -> Span:
    begins = FIRST + timedelta(hours=hours)
    return Span(begins, begins + lasting)


def events(desk: Desk, within: Span, host: Host | None = None) -> tuple[BusyBlock, ...]:
    asked = host or desk.host
    answer = desk.calendar.busy([asked], within, detail=Detail.EVENTS)[asked.id]
    assert not answer.unknown
    return answer.blocks


def test_an_event_is_named_by_the_reference_that_it_was_written_under(desk: Desk) -> None:
    at = span(0)
    ref = desk.calendar.put_event(desk.host, draft(span=at, title="Discovery Call"))

    (block,) = events(desk, at)

    assert (block.span, block.kind, block.title) == (at, BusyKind.BUSY, "Discovery Call")
    assert block.ref == ref.event_id
    assert block.uid
    assert not block.is_unanswered


def test_events_that_touch_or_overlap_are_told_apart(desk: Desk) -> None:
    at, across = span(2), span(1, lasting=timedelta(hours=3))
    after = Span(at.ends_at, at.ends_at + HALF_AN_HOUR)
    refs = {desk.enter(one, "Something") for one in (at, after, across)}

    found = events(desk, across)

    assert {one.ref for one in found} == refs
    assert sorted(one.span for one in found) == sorted([at, after, across])


def test_a_private_event_takes_time_and_has_no_title(desk: Desk) -> None:
    desk.enter(span(6), "Seeing the doctor", is_private=True)

    (block,) = events(desk, span(6))

    assert (block.span, block.title) == (span(6), "")


def test_an_invitation_tells_whether_it_was_answered(desk: Desk) -> None:
    answers: list[Answer] = ["needsAction", "tentative", "accepted", "declined"]
    for hour, answer in enumerate(answers, start=10):
        desk.enter(span(hour), answer, answer=answer)

    found = events(desk, span(10, lasting=timedelta(hours=5)))

    assert [(one.title, one.kind, one.is_unanswered) for one in found] == [
        ("needsAction", BusyKind.TENTATIVE, True),
        ("tentative", BusyKind.TENTATIVE, False),
        ("accepted", BusyKind.BUSY, False),
    ]


def test_both_details_mean_the_same_times(desk: Desk) -> None:
    week = Span(FIRST - timedelta(days=30), FIRST - timedelta(days=9))

    for host in (desk.host, desk.colleagues[0]):
        times = desk.calendar.busy([host], week)[host.id]

        assert _minutes(events(desk, week, host), week) == _minutes(times.blocks, week)


def _minutes(blocks: tuple[BusyBlock, ...], within: Span) -> set[int]:
    """Return every minute that is taken within a span."""
    first, end = (int(at.timestamp()) // 60 for at in (within.starts_at, within.ends_at))
    return {
        minute
        for one in blocks
        for minute in range(
            max(first, int(one.span.starts_at.timestamp()) // 60),
            min(end, int(one.span.ends_at.timestamp()) // 60),
        )
    }


def test_a_full_calendar_is_read_to_its_end(desk: Desk) -> None:
    many = [span(48 + number) for number in range(510)]
    refs = {desk.enter(one, "Something") for one in many}

    found = events(desk, Span(many[0].starts_at, many[-1].ends_at))

    assert {one.ref for one in found} >= refs


def test_many_hosts_are_asked_together(desk: Desk) -> None:
    everybody = [desk.host, *desk.colleagues]

    found = desk.calendar.busy(everybody, span(30), detail=Detail.EVENTS)

    assert {one.id for one in everybody} == set(found)
    assert not any(one.unknown for one in found.values())
