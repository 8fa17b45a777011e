"""Booking records are kept current many at once, and whoever makes one first, the Event is written once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.errors import OutsideError, TryLater
from handoff.records import BookingStanding, MeetingRecord, MirroredBooking
from handoff.spans import Span
from tests.cast import HANA, HUGO, MAYA, NOW, OLIVE
from tests.salesforce.conftest import Larkspur
from tests.salesforce.test_writing import bookings_of, events_of, meeting

HOSTS = "Handoff_Booking_Host__c"
STANDING = BookingStanding("Needs Attention", "Call them.", "Calendar event: waiting", NOW)


def mirror(larkspur: Larkspur, *meetings: MeetingRecord, **changes: Any) -> Any:
    standing = replace(STANDING, **changes)
    found = [MirroredBooking(one, standing) for one in meetings]
    return larkspur.gateway.mirror_bookings(larkspur.org_id, found)


def rows(larkspur: Larkspur, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = larkspur.theirs.rows(name)
    return found


def deleted(larkspur: Larkspur, name: str, record_id: str) -> None:
    """Let somebody delete a record, and with a Booking its hosts."""
    with larkspur.box.world.lock:
        rows(larkspur, name).pop(record_id)
        hosts = rows(larkspur, HOSTS)
        for host in [one for one in hosts.values() if one["Booking__c"] == record_id]:
            hosts.pop(host["Id"])


def set_by_hand(larkspur: Larkspur, one: MeetingRecord, status: str) -> None:
    """Let somebody whom their admin allows it say how a meeting went."""
    [row] = bookings_of(larkspur, one.booking_key)
    with larkspur.box.world.lock:
        rows(larkspur, "Handoff_Booking__c")[row["Id"]]["Status__c"] = status


def hosts_of(larkspur: Larkspur, key: str) -> dict[str, str]:
    told = rows(larkspur, HOSTS).values()
    return {row["User__c"]: row["Kind__c"] for row in told if row["Key__c"].startswith(key)}


def write(larkspur: Larkspur, one: MeetingRecord, *, may_exist: bool = False) -> str:
    return larkspur.gateway.write_meeting(larkspur.org_id, one, may_exist=may_exist)


def rewrite(larkspur: Larkspur, one: MeetingRecord) -> str:
    return larkspur.gateway.rewrite_meeting(larkspur.org_id, one)


def test_a_record_is_made_and_then_changed(larkspur: Larkspur) -> None:
    first = meeting(larkspur, opened_at=NOW, booked_at=NOW + timedelta(minutes=4), method="pooled")

    assert mirror(larkspur, first) == {}
    assert mirror(larkspur, replace(first, guest_name="", guest_email=""), attention="") == {}

    [row] = bookings_of(larkspur, first.booking_key)
    assert (row["Status__c"], row["Attention__c"]) == ("Needs Attention", None)
    assert (row["Guest_Name__c"], row["Guest_Email__c"]) == (None, None)
    assert row["Method__c"] == "Pooled"
    assert row["Opened_At__c"] == "2026-03-02T14:00:00.000+0000"
    assert row["Booked_At__c"] == "2026-03-02T14:04:00.000+0000"
    assert row["Is_Test__c"] is False


def test_two_hundred_go_in_one_request(larkspur: Larkspur) -> None:
    before = larkspur.calls()["composite.sobjects"]

    assert mirror(larkspur, *(meeting(larkspur) for _ in range(200))) == {}

    assert larkspur.calls()["composite.sobjects"] - before == 1


def test_what_is_refused_is_told_by_its_key_and_the_rest_is_done(larkspur: Larkspur) -> None:
    good, bad = meeting(larkspur), meeting(larkspur, owner_id=larkspur.org_id)

    refused = mirror(larkspur, bad, good)

    assert list(refused) == [bad.booking_key]
    assert isinstance(refused[bad.booking_key], OutsideError)
    assert len(bookings_of(larkspur, good.booking_key)) == 1


def test_an_erased_guests_record_is_changed_but_never_made(larkspur: Larkspur) -> None:
    known, unknown = meeting(larkspur), meeting(larkspur)
    mirror(larkspur, known)

    gone = {"guest_name": "", "guest_email": "", "is_erased": True}
    assert mirror(larkspur, replace(known, **gone), replace(unknown, **gone)) == {}

    assert bookings_of(larkspur, known.booking_key)[0]["Guest_Email__c"] is None
    assert bookings_of(larkspur, unknown.booking_key) == []


@pytest.mark.parametrize("told", ["No Show", "Completed"])
@pytest.mark.parametrize("is_erased", [False, True])
def test_how_a_meeting_went_stays_as_people_say(
    larkspur: Larkspur, told: str, is_erased: bool
) -> None:
    first = meeting(larkspur)
    mirror(larkspur, first, status="Confirmed")
    set_by_hand(larkspur, first, told)
    seen = {"at": first.span.starts_at, "status": "Confirmed"}

    mirror(larkspur, replace(first, guest_name="Gus G.", is_erased=is_erased), **seen)
    for _ in range(2):
        write(larkspur, first, may_exist=True)
        rewrite(larkspur, first)

    [row] = bookings_of(larkspur, first.booking_key)
    assert row["Event_Id__c"]
    assert (row["Status__c"], row["Effects__c"]) == (told, STANDING.effects)


def test_of_a_meeting_that_has_not_begun_nobody_can_say_how_it_went(larkspur: Larkspur) -> None:
    early, moved, noted = (meeting(larkspur) for _ in range(3))
    mirror(larkspur, early, moved, noted, status="Confirmed")
    for one, told in ((early, "Completed"), (moved, "No Show"), (noted, "Needs Attention")):
        set_by_hand(larkspur, one, told)
    later = Span(moved.span.starts_at + timedelta(days=7), moved.span.ends_at + timedelta(days=7))

    mirror(larkspur, early, status="Confirmed")
    seen = {"at": moved.span.ends_at, "status": "Confirmed"}
    mirror(larkspur, replace(moved, span=later), noted, **seen)

    told = [bookings_of(larkspur, one.booking_key)[0]["Status__c"] for one in (early, moved, noted)]
    assert told == ["Confirmed"] * 3


@pytest.mark.parametrize("may_exist", [False, True])
def test_a_record_made_first_gets_its_event_once(larkspur: Larkspur, may_exist: bool) -> None:
    first = meeting(larkspur)
    mirror(larkspur, first)

    event_id = write(larkspur, first, may_exist=may_exist)
    mirror(larkspur, first)

    assert write(larkspur, first, may_exist=not may_exist) == event_id
    assert [one["Id"] for one in events_of(larkspur, first.booking_key)] == [event_id]
    [row] = bookings_of(larkspur, first.booking_key)
    assert row["Event_Id__c"] == event_id
    assert hosts_of(larkspur, first.booking_key)[larkspur.user(HANA)] == "Main"


def test_two_who_found_nothing_write_one_event(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    mirror(larkspur, first)

    with another_at_call(larkspur, 2, lambda: write(larkspur, first, may_exist=True)) as other:
        event_id = write(larkspur, first, may_exist=True)

    assert other == [event_id]
    assert len(events_of(larkspur, first.booking_key)) == 1


def test_two_who_find_the_event_deleted_write_one_more(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    deleted(larkspur, "Event", write(larkspur, first))

    with (
        another_at_call(larkspur, 3, lambda: rewrite(larkspur, first)) as other,
        pytest.raises(TryLater),
    ):
        rewrite(larkspur, first)
    again = rewrite(larkspur, first)

    assert other == [again]
    assert [one["Id"] for one in events_of(larkspur, first.booking_key)] == [again]


def test_an_event_whose_booking_record_was_deleted_is_found_again(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    event_id = write(larkspur, first)
    deleted(larkspur, "Handoff_Booking__c", bookings_of(larkspur, first.booking_key)[0]["Id"])

    assert rewrite(larkspur, first) == event_id

    assert len(events_of(larkspur, first.booking_key)) == 1
    assert bookings_of(larkspur, first.booking_key)[0]["Event_Id__c"] == event_id
    assert len(hosts_of(larkspur, first.booking_key)) == 3


def test_hosts_follow_a_change(larkspur: Larkspur) -> None:
    hana, hugo, maya = (larkspur.user(key) for key in (HANA, HUGO, MAYA))
    first = meeting(larkspur, optional_host_ids=frozenset({maya}))
    write(larkspur, first)
    assert hosts_of(larkspur, first.booking_key) == {
        hana: "Main",
        hugo: "Required",
        maya: "Optional",
    }

    olive = larkspur.user(OLIVE)
    changed = {"other_host_ids": (maya, olive), "optional_host_ids": frozenset()}
    rewrite(larkspur, replace(first, owner_id=hugo, **changed))

    told = hosts_of(larkspur, first.booking_key)
    assert told == {hugo: "Main", maya: "Required", olive: "Required"}


def test_a_cancelled_meeting_keeps_its_hosts(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    write(larkspur, first)

    rewrite(larkspur, replace(first, is_cancelled=True, status="Cancelled", other_host_ids=()))

    assert len(hosts_of(larkspur, first.booking_key)) == 3


def test_more_hosts_than_a_request_has_parts_are_all_told(larkspur: Larkspur) -> None:
    everybody = [str(row["Id"]) for row in rows(larkspur, "User").values() if row["IsActive"]][:40]
    first = meeting(larkspur, other_host_ids=tuple(everybody))

    write(larkspur, first)
    rewrite(larkspur, replace(first, other_host_ids=tuple(everybody[:30])))

    kept = {*everybody[:30], first.owner_id}
    assert set(hosts_of(larkspur, first.booking_key)) == kept


class another_at_call:  # noqa: N801 - reads as what it does
    """Lets somebody else do their work just before our call of that number; what came of it is in the list."""

    def __init__(self, larkspur: Larkspur, number: int, work: Callable[[], str]) -> None:
        self._world, self._left, self._work = larkspur.box.world, number, work
        self._results: list[str] = []

    def __enter__(self) -> list[str]:
        self._world.on_call = self._look
        return self._results

    def __exit__(self, *_: object) -> None:
        self._world.on_call = None

    def _look(self, service: str, call: str, moment: str) -> bool:
        if (call, moment) == ("composite", "before"):
            self._left -= 1
            if self._left == 0:
                self._world.on_call = None
                self._results.append(self._work())
        return False
