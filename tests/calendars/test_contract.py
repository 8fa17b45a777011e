"""What every calendar promises, held against each of them over real sockets, and against the paper one."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from handoff.calendars.protocol import BusyBlock, Detail, EventRef, HostBusy, LinkState
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.http import CallInsideTransaction, transaction_is_open
from handoff.meeting_types import Platform
from handoff.spans import Span
from tests.calendars.desks import HALF_AN_HOUR, MARCH_20, Desk, draft

A_WEEK = Span(MARCH_20 - timedelta(days=3), MARCH_20 + timedelta(days=4))
LATER = Span(MARCH_20 + timedelta(hours=2), MARCH_20 + timedelta(hours=2, minutes=45))


def spans(answer: HostBusy) -> list[Span]:
    return [block.span for block in answer.blocks]


def test_a_written_event_makes_its_time_busy_and_tells_nothing_else_of_it(desk: Desk) -> None:
    meeting = draft(span=LATER, title="Secret talks", location="Room 5")

    ref = desk.calendar.put_event(desk.host, meeting)
    answer = desk.calendar.busy([desk.host], LATER)[desk.host.id]

    assert spans(answer) == [LATER]
    assert not answer.unknown
    assert answer.blocks == (BusyBlock(LATER),)
    desk.calendar.remove_event(desk.host, ref, reason="")
    assert spans(desk.calendar.busy([desk.host], LATER)[desk.host.id]) == []


def test_an_event_is_written_whole(desk: Desk) -> None:
    meeting = draft()

    seen = desk.seen(desk.calendar.put_event(desk.host, meeting))

    assert seen is not None
    assert (seen.title, seen.span) == (meeting.title, meeting.span)
    assert seen.attendees == (("gus@northwind.example", False), ("pia@northwind.example", True))


def test_a_time_in_another_zone_is_the_same_time(desk: Desk) -> None:
    tokyo = timedelta(hours=9)
    meeting = draft()
    from_tokyo = [
        at.astimezone(timezone(tokyo)) for at in (meeting.span.starts_at, meeting.span.ends_at)
    ]

    seen = desk.seen(desk.calendar.put_event(desk.host, replace(meeting, span=Span(*from_tokyo))))

    assert seen is not None
    assert seen.span == meeting.span


@pytest.mark.parametrize("may_exist", [False, True], ids=["told new", "told to look"])
def test_the_same_key_twice_leaves_one_event(desk: Desk, may_exist: bool) -> None:
    meeting = draft()

    first = desk.calendar.put_event(desk.host, meeting)
    second = desk.calendar.put_event(desk.host, replace(meeting, may_exist=may_exist))

    assert second.event_id == first.event_id
    assert second.link == first.link != ""
    assert desk.count(meeting.key) == 1


def test_two_keys_are_two_events(desk: Desk) -> None:
    one, other = draft(), draft()

    assert (
        desk.calendar.put_event(desk.host, one).event_id
        != desk.calendar.put_event(desk.host, other).event_id
    )


@pytest.mark.parametrize("may_exist", [False, True], ids=["told new", "told to look"])
def test_an_event_whose_answer_was_lost_is_adopted(desk: Desk, may_exist: bool) -> None:
    meeting = draft()
    desk.lose_next_answer("put")

    with pytest.raises(TryLater) as lost:
        desk.calendar.put_event(desk.host, meeting)
    ref = desk.calendar.put_event(desk.host, replace(meeting, may_exist=may_exist))

    assert lost.value.ambiguous
    assert desk.count(meeting.key) == 1
    assert desk.seen(ref)


@pytest.mark.parametrize("may_exist", [False, True], ids=["told new", "told to look"])
def test_an_event_that_was_removed_is_not_written_again(desk: Desk, may_exist: bool) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    desk.calendar.remove_event(desk.host, ref, reason="The guest fell ill")

    with pytest.raises(TurnedDown) as refused:
        desk.calendar.put_event(desk.host, replace(meeting, may_exist=may_exist))

    assert refused.value.code == "deleted"
    seen = desk.seen(ref)
    assert seen is None or seen.is_cancelled


def test_a_pending_link_becomes_ready_by_looking_again(desk: Desk) -> None:
    meeting = draft()
    desk.delay_next_link()

    first = desk.calendar.put_event(desk.host, meeting)
    looks = [desk.calendar.put_event(desk.host, replace(meeting, may_exist=True)) for _ in range(2)]

    assert (first.link, first.link_state) == ("", LinkState.PENDING)
    assert looks[-1].link_state is LinkState.READY
    assert looks[-1].link.startswith("https://")


@pytest.mark.parametrize("platform", [Platform.NONE, Platform.PERSONAL_LINK])
def test_no_link_is_made_where_none_is_wanted(desk: Desk, platform: Platform) -> None:
    ref = desk.calendar.put_event(desk.host, draft(platform=platform))

    assert (ref.link, ref.link_state) == ("", LinkState.NONE)


def test_a_move_changes_time_and_attendees_and_keeps_the_link(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    later = replace(meeting, span=LATER, attendees=meeting.attendees[:1], title="Moved")

    moved = desk.calendar.move_event(desk.host, ref, later)

    seen = desk.seen(moved)
    assert seen is not None
    assert (seen.title, seen.span) == ("Moved", LATER)
    assert seen.attendees == (("gus@northwind.example", False),)
    assert (moved.event_id, moved.link) == (ref.event_id, ref.link)
    assert moved.etag != ref.etag


def test_a_move_whose_answer_was_lost_may_be_repeated(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    later = replace(meeting, span=LATER)
    desk.lose_next_answer("move")

    with pytest.raises(TryLater) as lost:
        desk.calendar.move_event(desk.host, ref, later)
    moved = desk.calendar.move_event(desk.host, ref, later)

    assert lost.value.ambiguous
    assert moved.event_id == ref.event_id
    seen = desk.seen(moved)
    assert seen is not None
    assert seen.span == LATER


def test_a_move_that_is_done_is_not_done_again(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    later = replace(meeting, span=LATER, may_exist=True)
    by_id = EventRef(ref.event_id)

    first = desk.calendar.move_event(desk.host, by_id, later)
    second = desk.calendar.move_event(desk.host, by_id, later)

    assert first == second
    assert first.etag != ref.etag


def test_a_move_does_not_run_over_somebody_elses_change(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    desk.change_by_hand(ref, "Renamed by its owner")

    with pytest.raises(TurnedDown) as refused:
        desk.calendar.move_event(desk.host, ref, replace(meeting, span=LATER))

    assert refused.value.code == "changed"
    seen = desk.seen(ref)
    assert seen is not None
    assert seen.title == "Renamed by its owner"


def test_what_is_gone_cannot_be_moved(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)
    desk.calendar.remove_event(desk.host, ref, reason="")

    with pytest.raises(TurnedDown) as refused:
        desk.calendar.move_event(desk.host, ref, replace(meeting, span=LATER))

    assert refused.value.code == "deleted"


def test_removing_twice_is_removing_once(desk: Desk) -> None:
    ref = desk.calendar.put_event(desk.host, draft())

    desk.calendar.remove_event(desk.host, ref, reason="The guest fell ill")
    desk.calendar.remove_event(desk.host, ref, reason="The guest fell ill")

    seen = desk.seen(ref)
    assert seen is None or seen.is_cancelled


def test_an_event_is_removed_by_its_key_alone(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)

    for key in ("another-key", meeting.key, meeting.key):
        desk.calendar.remove_event(desk.host, EventRef("", key=key), reason="")

    seen = desk.seen(ref)
    assert seen is None or seen.is_cancelled


def test_a_removal_whose_answer_was_lost_may_be_repeated(desk: Desk) -> None:
    ref = desk.calendar.put_event(desk.host, draft())
    desk.lose_next_answer("remove")

    with pytest.raises(TryLater):
        desk.calendar.remove_event(desk.host, ref, reason="")
    desk.calendar.remove_event(desk.host, ref, reason="")

    seen = desk.seen(ref)
    assert seen is None or seen.is_cancelled


def test_an_event_without_attendees_can_be_removed(desk: Desk) -> None:
    ref = desk.calendar.put_event(desk.host, draft(attendees=()))

    desk.calendar.remove_event(desk.host, ref, reason="")

    seen = desk.seen(ref)
    assert seen is None or seen.is_cancelled


def test_an_event_that_never_was_is_removed_quietly(desk: Desk) -> None:
    desk.calendar.remove_event(desk.host, EventRef("0123456789abcdef"), reason="")


@pytest.mark.parametrize("detail", Detail)
def test_a_calendar_out_of_reach_is_unknown_and_hides_no_other(desk: Desk, detail: Detail) -> None:
    lost, *others = desk.colleagues[:3]
    desk.lose_access(lost)

    found = desk.calendar.busy([lost, desk.host, *others], A_WEEK, detail=detail)

    assert found[lost.id].unknown
    assert found[lost.id].is_access_lost
    assert found[lost.id].blocks == ()
    assert [found[one.id].unknown for one in (desk.host, *others)] == [""] * (1 + len(others))


def test_writing_to_a_calendar_out_of_reach_says_so(desk: Desk) -> None:
    desk.lose_access(desk.host)

    with pytest.raises(AccessLost):
        desk.calendar.put_event(desk.host, draft())


def test_nobody_is_asked_inside_a_transaction(desk: Desk) -> None:
    meeting = draft()
    ref = desk.calendar.put_event(desk.host, meeting)

    with transaction_is_open():
        for verb in (
            lambda: desk.calendar.busy([desk.host], A_WEEK),
            lambda: desk.calendar.put_event(desk.host, meeting),
            lambda: desk.calendar.move_event(desk.host, ref, meeting),
            lambda: desk.calendar.remove_event(desk.host, ref, reason=""),
        ):
            with pytest.raises(CallInsideTransaction):
                verb()


def test_a_meeting_may_have_odd_words(desk: Desk) -> None:
    meeting = draft(
        title="Łódź — 見積もり & <b>O'Brien</b> \u202eabc",
        key=f"it's {draft().key}",
        description="One\nTwo " + "x" * 5000,
    )

    ref = desk.calendar.put_event(desk.host, meeting)
    again = desk.calendar.put_event(desk.host, replace(meeting, may_exist=True))

    seen = desk.seen(ref)
    assert seen is not None
    assert seen.title == meeting.title
    assert again.event_id == ref.event_id


def test_nothing_but_our_own_errors_comes_out(desk: Desk) -> None:
    stranger = replace(desk.host, id="005X", calendar="nobody@elsewhere.example")

    if desk.calendar.busy([stranger], A_WEEK)["005X"].unknown:
        with pytest.raises(OutsideError):
            desk.calendar.put_event(stranger, draft())


def test_a_long_meeting_over_midnight_is_one_block(desk: Desk) -> None:
    night = Span(MARCH_20 + timedelta(days=8), MARCH_20 + timedelta(days=8, hours=14))
    ref = desk.calendar.put_event(desk.host, draft(span=night))

    found = desk.calendar.busy([desk.host], night.widened(HALF_AN_HOUR, HALF_AN_HOUR))

    assert spans(found[desk.host.id]) == [night]
    desk.calendar.remove_event(desk.host, ref, reason="")
