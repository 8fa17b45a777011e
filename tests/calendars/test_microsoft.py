"""What is Microsoft's own: batches, anchors, halves, transaction ids, tokens, over real sockets."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.calendars.chunks import LATE
from handoff.calendars.protocol import BusyKind
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.spans import Span
from sandbox.people import CalendarEvent
from tests.calendars.desks import MARCH_20, MicrosoftDesk, draft

A_DAY = Span(MARCH_20 - timedelta(hours=12), MARCH_20 + timedelta(hours=12))
EMPTY_YEAR = MARCH_20 + timedelta(days=400)


def fill(microsoft: MicrosoftDesk, number: int, *, starts_at: Any, **fields: Any) -> None:
    """Write this many one-minute events by hand, one after another."""
    calendar = microsoft.box.world.calendars[microsoft.host.calendar]
    with microsoft.box.world.lock:
        for minute in range(number):
            begins = starts_at + timedelta(minutes=minute * 80)
            event = CalendarEvent(
                id=f"by-hand-{fields.get('show_as', '')}-{starts_at:%j%H}-{minute}",
                subject="Private",
                starts_at=begins,
                ends_at=begins + timedelta(minutes=1),
                organizer=calendar.email,
                **fields,
            )
            calendar.events[event.id] = event


def test_twenty_one_mailboxes_are_two_parts_of_one_request(microsoft: MicrosoftDesk) -> None:
    before = {name: microsoft.counted(name) for name in ("batch", "batch.getSchedule")}

    found = microsoft.calendar.busy(microsoft.colleagues[:21], A_DAY)

    assert microsoft.counted("batch") - before["batch"] == 1
    assert microsoft.counted("batch.getSchedule") - before["batch.getSchedule"] == 2
    assert [one.unknown for one in found.values()] == [""] * 21


def test_sixty_three_days_are_two_parts(microsoft: MicrosoftDesk) -> None:
    days = Span(MARCH_20, MARCH_20 + timedelta(days=63))
    meeting = draft(span=Span(days.ends_at - timedelta(hours=2), days.ends_at - timedelta(hours=1)))
    microsoft.calendar.put_event(microsoft.host, meeting)

    found = microsoft.calendar.busy([microsoft.host], days)[microsoft.host.id]

    assert found.unknown == ""
    assert found.blocks[-1].span == meeting.span


def test_kinds_of_busy_are_told_and_free_ones_left_out(microsoft: MicrosoftDesk) -> None:
    kinds = ("busy", "tentative", "oof", "free", "workingElsewhere")
    for hour, kind in enumerate(kinds):
        begins = EMPTY_YEAR + timedelta(hours=hour)
        fill(microsoft, 1, starts_at=begins, show_as=kind)
    day = Span(EMPTY_YEAR, EMPTY_YEAR + timedelta(days=1))

    found = microsoft.calendar.busy([microsoft.host], day)[microsoft.host.id]

    assert [one.kind for one in found.blocks] == [
        BusyKind.BUSY,
        BusyKind.TENTATIVE,
        BusyKind.OUT_OF_OFFICE,
    ]


def test_too_many_entries_are_asked_for_in_halves(microsoft: MicrosoftDesk) -> None:
    begins = MARCH_20 + timedelta(days=600)
    fill(microsoft, 1050, starts_at=begins, show_as="busy")
    days = Span(begins, begins + timedelta(days=60))

    found = microsoft.calendar.busy([microsoft.host, microsoft.colleagues[0]], days)

    assert found[microsoft.host.id].unknown == ""
    assert len(found[microsoft.host.id].blocks) == 1050
    assert found[microsoft.colleagues[0].id].unknown == ""


def test_a_mailbox_that_is_always_too_full_is_unknown_in_the_end(microsoft: MicrosoftDesk) -> None:
    schedule = {"scheduleId": microsoft.host.calendar, "error": {"responseCode": "5006"}}
    microsoft.fault("getSchedule", "status", status=200, body={"value": [schedule]}, times=None)

    found = microsoft.calendar.busy([microsoft.host], A_DAY)[microsoft.host.id]

    assert found.unknown == "this calendar has too many entries"


def test_a_lost_mailbox_hides_none_of_those_that_were_asked_through_it(
    microsoft: MicrosoftDesk,
) -> None:
    hosts = [microsoft.named("luis"), *microsoft.colleagues[:30]]
    lost = hosts[0] if hosts[0].provider == microsoft.host.provider else microsoft.colleagues[40]
    if lost is not hosts[0]:
        hosts[0] = lost
        microsoft.lose_access(lost)

    rounds = [microsoft.calendar.busy(hosts, A_DAY) for _ in range(3)]

    for found in rounds:
        assert [host for host, one in found.items() if one.unknown] == [lost.id]


def test_a_throttled_part_leaves_the_other_part_known(microsoft: MicrosoftDesk) -> None:
    throttled = microsoft.colleagues[0]
    body = {"error": {"code": "ApplicationThrottled", "message": "MailboxConcurrency"}}
    microsoft.fault(
        "getSchedule", "status", status=429, body=body, host=throttled.calendar, times=1
    )

    found = microsoft.calendar.busy(microsoft.colleagues[:30], A_DAY)

    unknown = [host for host, one in found.items() if one.unknown]
    assert len(unknown) == 20
    assert throttled.id in unknown
    assert not any(found[host].is_access_lost for host in unknown)


def test_a_slow_answer_is_unknown_when_the_budget_ends(microsoft: MicrosoftDesk) -> None:
    microsoft.calendar.busy([microsoft.host], A_DAY)
    microsoft.fault("getSchedule", "slow", seconds=600)
    began = time.monotonic()

    found = microsoft.calendar.busy([microsoft.host], A_DAY, budget=0.3)

    assert time.monotonic() - began < 60
    assert found[microsoft.host.id].unknown == LATE


@pytest.mark.parametrize("status", [201, 400, 409])
@pytest.mark.parametrize("names_event", [False, True])
def test_a_repeated_transaction_is_adopted_however_graph_says_it(
    microsoft: MicrosoftDesk, status: int, names_event: bool
) -> None:
    microsoft.answers_duplicates(status, names_event=names_event)
    meeting = draft()

    first = microsoft.calendar.put_event(microsoft.host, meeting)
    second = microsoft.calendar.put_event(microsoft.host, meeting)

    assert second.event_id == first.event_id
    assert microsoft.count(meeting.key) == 1


@pytest.mark.parametrize("status", [201, 400, 409])
@pytest.mark.parametrize("names_event", [False, True])
def test_a_repeated_transaction_does_not_revive_what_was_removed(
    microsoft: MicrosoftDesk, status: int, names_event: bool
) -> None:
    microsoft.answers_duplicates(status, names_event=names_event)
    meeting = draft()
    ref = microsoft.calendar.put_event(microsoft.host, meeting)
    microsoft.calendar.remove_event(microsoft.host, ref, reason="")

    with pytest.raises(TurnedDown) as refused:
        microsoft.calendar.put_event(microsoft.host, meeting)

    assert refused.value.code == "deleted"


def test_a_cancellation_tells_the_guest_why(microsoft: MicrosoftDesk) -> None:
    ref = microsoft.calendar.put_event(microsoft.host, draft())

    microsoft.calendar.remove_event(microsoft.host, ref, reason="Gus fell ill")

    with microsoft.box.world.lock:
        sent = [one for one in microsoft.box.world.invitations if one.event_id == ref.event_id]
    assert (sent[-1].kind, sent[-1].comment) == ("cancel", "Gus fell ill")


def test_moving_keeps_the_join_block_of_teams(microsoft: MicrosoftDesk) -> None:
    meeting = draft()
    ref = microsoft.calendar.put_event(microsoft.host, meeting)

    microsoft.calendar.move_event(microsoft.host, ref, replace(meeting, description="Other words"))

    found = microsoft.event(ref)
    assert found is not None
    assert ref.link in found.description


@pytest.mark.parametrize(
    ("credentials", "fault", "kind"),
    [
        ({"client_secret": "wrong"}, None, AccessLost),
        ({"tenant_id": "00000000-0000-0000-0000-000000000000"}, None, AccessLost),
        ({}, {"call": "token", "kind": "status", "status": 503}, TryLater),
        ({}, {"call": "token", "kind": "status", "status": 200, "body": "<html>"}, TryLater),
        ({}, {"call": "discovery", "kind": "status", "status": 503}, TryLater),
        ({}, {"call": "token", "kind": "drop_before"}, TryLater),
        ({}, {"call": "token", "kind": "slow", "seconds": 600}, TryLater),
    ],
    ids=str,
)
def test_a_token_that_is_not_given_leaves_nothing_done(
    microsoft: MicrosoftDesk,
    credentials: dict[str, str],
    fault: dict[str, Any] | None,
    kind: type[OutsideError],
) -> None:
    if fault:
        microsoft.fault(**fault)
    secret = microsoft.org.microsoft.client_secret  # type: ignore[union-attr]
    calendar = microsoft.connected(**({"client_secret": secret} | credentials))

    with pytest.raises(kind) as failed:
        calendar.put_event(microsoft.host, draft())

    assert failed.value.operation == "token"
    assert getattr(failed.value, "ambiguous", False) is False
    assert secret not in str(failed.value)


def test_a_token_that_cannot_be_had_makes_every_host_unknown(microsoft: MicrosoftDesk) -> None:
    calendar = microsoft.connected(client_secret="wrong")

    found = calendar.busy(microsoft.colleagues[:25], A_DAY)

    assert all(one.is_access_lost for one in found.values())


def test_a_refused_token_is_renewed_once(microsoft: MicrosoftDesk) -> None:
    microsoft.calendar.busy([microsoft.host], A_DAY)
    body = {"error": {"code": "InvalidAuthenticationToken", "message": "expired"}}
    microsoft.fault("getSchedule", "status", status=401, body=body)
    before = microsoft.counted("token")

    found = microsoft.calendar.busy([microsoft.host], A_DAY)

    assert found[microsoft.host.id].unknown == ""
    assert microsoft.counted("token") - before == 1
