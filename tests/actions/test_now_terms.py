"""A meeting now keeps to the rules of its type but for those that only a planned one needs."""

from datetime import timedelta

from handoff.actions.meet_now import now_span, now_terms, this_minute
from handoff.meeting_types import MeetingType, MeetingTypeId
from handoff.people import Caps
from tests.cast import NOW

MINUTE = timedelta(minutes=1)
PLANNED = MeetingType(
    MeetingTypeId("a00000000000001AAA"),
    "Product Demo",
    timedelta(minutes=45),
    step=timedelta(minutes=30),
    buffer_before=timedelta(minutes=10),
    buffer_after=timedelta(minutes=15),
    minimum_notice=timedelta(hours=4),
    weekly_hours="Mon-Fri 09:00-17:00",
    caps=Caps(day=3),
    is_packed=True,
)


def test_notice_the_buffer_before_and_the_grid_of_starts_do_not_apply() -> None:
    terms = now_terms(PLANNED)

    assert terms.minimum_notice == terms.buffer_before == timedelta()
    assert terms.step == MINUTE
    assert not terms.is_packed


def test_the_buffer_after_the_types_hours_and_its_caps_do_apply() -> None:
    terms = now_terms(PLANNED)

    assert terms.buffer_after == PLANNED.buffer_after
    assert (terms.weekly_hours, terms.caps) == (PLANNED.weekly_hours, PLANNED.caps)


def test_the_hosts_are_kept_from_this_minute_to_the_end_of_a_meeting_from_the_next_one() -> None:
    pressed = NOW + timedelta(seconds=42)
    kept = now_span(PLANNED, pressed)

    assert this_minute(pressed) == kept.starts_at == NOW
    assert kept.ends_at == NOW + MINUTE + PLANNED.duration
