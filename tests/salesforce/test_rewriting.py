"""What a moved or cancelled booking changes in Salesforce, and that it may be repeated."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.errors import TurnedDown
from handoff.spans import Span
from tests.cast import GUS, HANA, HUGO, MAYA
from tests.salesforce.conftest import Larkspur
from tests.salesforce.test_writing import STARTS_AT, bookings_of, events_of, meeting

LATER = Span(STARTS_AT + timedelta(hours=2), STARTS_AT + timedelta(hours=3))
CANCELLED = {"is_cancelled": True, "status": "Cancelled", "reason": "The budget was cut"}


def invited(larkspur: Larkspur, event_id: str) -> set[str]:
    return {
        one["RelationId"] for one in larkspur.records("EventRelation") if one["EventId"] == event_id
    }


def test_a_move_changes_the_event_its_hosts_and_the_booking(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    event_id = larkspur.gateway.write_meeting(larkspur.org_id, first)
    maya, hugo = larkspur.user(MAYA), larkspur.user(HUGO)
    moved = replace(first, span=LATER, owner_id=hugo, other_host_ids=(maya,), meeting_link="")

    for _ in range(2):
        assert larkspur.gateway.rewrite_meeting(larkspur.org_id, moved) == event_id

    (event,), (booking,) = (
        events_of(larkspur, first.booking_key),
        bookings_of(larkspur, first.booking_key),
    )
    assert (event["OwnerId"], booking["Host__c"]) == (hugo, hugo)
    assert event["StartDateTime"] == booking["Starts_At__c"] == "2026-03-03T16:00:00.000+0000"
    assert booking["Meeting_Link__c"] is None
    assert event["Handoff_Booked_By__c"] == "Olive Ortega"
    assert maya in invited(larkspur, event_id)
    assert hugo not in invited(larkspur, event_id)


def test_a_cancelled_event_stays_with_its_reason(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    event_id = larkspur.gateway.write_meeting(larkspur.org_id, first)

    for _ in range(2):
        larkspur.gateway.rewrite_meeting(larkspur.org_id, replace(first, **CANCELLED))

    (event,), (booking,) = (
        events_of(larkspur, first.booking_key),
        bookings_of(larkspur, first.booking_key),
    )
    assert (event["Handoff_Status__c"], event["ShowAs"]) == ("Cancelled", "Free")
    assert event["Handoff_Reason__c"] == booking["Reason__c"] == "The budget was cut"
    assert larkspur.user(HUGO) in invited(larkspur, event_id)


def test_what_is_not_there_yet_is_written_but_no_event_for_a_cancelled_meeting(
    larkspur: Larkspur,
) -> None:
    moved, cancelled = meeting(larkspur), replace(meeting(larkspur), **CANCELLED)

    assert larkspur.gateway.rewrite_meeting(larkspur.org_id, moved)
    assert larkspur.gateway.rewrite_meeting(larkspur.org_id, cancelled) == ""

    assert len(events_of(larkspur, moved.booking_key)) == 1
    assert events_of(larkspur, cancelled.booking_key) == []
    (booking,) = bookings_of(larkspur, cancelled.booking_key)
    assert booking["Status__c"] == "Cancelled"


def test_a_booking_without_an_event_changes_alone(larkspur: Larkspur) -> None:
    first = meeting(larkspur, writes_event=False)
    larkspur.gateway.write_meeting(larkspur.org_id, first)

    larkspur.gateway.rewrite_meeting(larkspur.org_id, replace(first, span=LATER))

    (booking,) = bookings_of(larkspur, first.booking_key)
    assert booking["Starts_At__c"] == "2026-03-03T16:00:00.000+0000"
    assert events_of(larkspur, first.booking_key) == []


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_an_event_that_somebody_deleted_is_written_again_only_for_a_meeting_that_takes_place(
    larkspur: Larkspur, is_cancelled: bool
) -> None:
    first = meeting(larkspur)
    event_id = larkspur.gateway.write_meeting(larkspur.org_id, first)
    larkspur._write("DELETE", f"sobjects/Event/{event_id}", {})
    changed = replace(first, **CANCELLED) if is_cancelled else replace(first, span=LATER)

    for _ in range(2):
        larkspur.gateway.rewrite_meeting(larkspur.org_id, changed)

    (booking,) = bookings_of(larkspur, first.booking_key)
    events = events_of(larkspur, first.booking_key)
    assert booking["Status__c"] == changed.status
    assert len(events) == (0 if is_cancelled else 1)
    assert [one["Id"] for one in events] in ([], [booking["Event_Id__c"]])


def test_a_refusal_changes_nothing_and_keeps_salesforces_words(larkspur: Larkspur) -> None:
    first = meeting(larkspur)
    larkspur.gateway.write_meeting(larkspur.org_id, first)

    with pytest.raises(TurnedDown, match="inactive user"):
        larkspur.gateway.rewrite_meeting(
            larkspur.org_id, replace(first, span=LATER, owner_id=larkspur.user("ines"))
        )

    (event,) = events_of(larkspur, first.booking_key)
    assert event["OwnerId"] == larkspur.user(HANA)
    assert event["StartDateTime"] == "2026-03-03T14:00:00.000+0000"


def test_answers_are_put_into_the_record(larkspur: Larkspur) -> None:
    lead = larkspur.record(GUS)

    for _ in range(2):
        larkspur.gateway.write_fields(
            larkspur.org_id,
            object_name="Lead",
            record_id=lead,
            values={"Industry": "Robotics", "Description": "Two lines\nof it"},
        )

    row = larkspur.theirs.row(lead)
    assert (row["Industry"], row["Description"]) == ("Robotics", "Two lines\nof it")


@pytest.mark.parametrize("field", ["Nonsense__c", "Account.Industry", "", "Industry?x=1"])
def test_a_field_that_is_none_is_refused_in_words(larkspur: Larkspur, field: str) -> None:
    with pytest.raises(TurnedDown) as refused:
        larkspur.gateway.write_fields(
            larkspur.org_id,
            object_name="Lead",
            record_id=larkspur.record(GUS),
            values={field: "Robotics"},
        )

    assert refused.value.code == "INVALID_FIELD"


def test_the_owner_field_passes_from_the_former_host_to_the_next(larkspur: Larkspur) -> None:
    lead, hana, hugo = larkspur.record(GUS), larkspur.user(HANA), larkspur.user(HUGO)
    larkspur.change("Lead", lead, SDR__c=hana)

    def write(replaces: str) -> bool:
        return larkspur.gateway.write_owner_field(
            larkspur.org_id,
            object_name="Lead",
            record_id=lead,
            field="SDR__c",
            user_id=hugo,
            only_if_empty=True,
            replaces=replaces,
        )

    assert not write(larkspur.user(MAYA))
    assert write(hana)
