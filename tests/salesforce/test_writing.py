"""What a booking leaves in Salesforce, and that it is left once."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.records import MeetingRecord
from handoff.spans import Span
from tests.cast import DANA, GUS, HANA, HUGO, MAYA, NOW, OLIVE, QUEUED
from tests.salesforce.conftest import Larkspur

STARTS_AT = NOW + timedelta(days=1)


def meeting(larkspur: Larkspur, **changes: Any) -> MeetingRecord:
    lead = larkspur.record(GUS)
    plain = MeetingRecord(
        booking_key=str(uuid.uuid4()),
        object_name="Lead",
        record_id=lead,
        guest_record_id=lead,
        owner_id=larkspur.user(HANA),
        organizer_id=larkspur.user(OLIVE),
        organizer_name="Olive Ortega",
        other_host_ids=(larkspur.user(HUGO), larkspur.user(MAYA)),
        subject="Discovery Call: Gus Grant",
        description="Join: https://meet.example/x",
        location="Online",
        span=Span(STARTS_AT, STARTS_AT + timedelta(minutes=30)),
        meeting_type="Discovery Call",
        pool="EMEA",
        host_source="Lead Owner",
        explanation="Owner of the lead.",
        status="Confirmed",
        meeting_link="https://meet.example/x",
        guest_name="Gus Grant",
        guest_email="gus@northwind.example",
        writes_event=True,
    )
    return replace(plain, **changes)


def events_of(larkspur: Larkspur, key: str) -> list[dict[str, Any]]:
    return [
        one
        for one in larkspur.records("Event")
        if one["Handoff_Booking_Id__c"] == key and not one["IsChild"]
    ]


def bookings_of(larkspur: Larkspur, key: str) -> list[dict[str, Any]]:
    return [one for one in larkspur.records("Handoff_Booking__c") if one["Booking_Key__c"] == key]


def test_event_relations_and_booking_are_written_together(larkspur: Larkspur) -> None:
    written = meeting(larkspur)

    event_id = larkspur.gateway.write_meeting(larkspur.org_id, written)

    (event,) = events_of(larkspur, written.booking_key)
    assert event["Id"] == event_id
    assert event["OwnerId"] == larkspur.user(HANA)
    assert event["WhoId"] == larkspur.record(GUS)
    assert event["WhatId"] is None
    assert event["Subject"] == "Discovery Call: Gus Grant"
    assert event["StartDateTime"] == "2026-03-03T14:00:00.000+0000"
    assert event["EndDateTime"] == "2026-03-03T14:30:00.000+0000"
    assert event["ShowAs"] == "Busy"
    assert event["Handoff_Booked_By__c"] == "Olive Ortega"
    assert event["Handoff_Host_Source__c"] == "Lead Owner"
    invited = {
        one["RelationId"] for one in larkspur.records("EventRelation") if one["EventId"] == event_id
    }
    assert {larkspur.user(HUGO), larkspur.user(MAYA)} <= invited
    (booking,) = bookings_of(larkspur, written.booking_key)
    assert booking["Event_Id__c"] == event_id
    assert booking["Host__c"] == larkspur.user(HANA)
    assert booking["Organizer__c"] == larkspur.user(OLIVE)
    assert booking["Status__c"] == "Confirmed"
    assert booking["Guest_Email__c"] == "gus@northwind.example"


def test_a_second_write_returns_the_first_ones_event(larkspur: Larkspur) -> None:
    written = meeting(larkspur)

    first = larkspur.gateway.write_meeting(larkspur.org_id, written)
    second = larkspur.gateway.write_meeting(larkspur.org_id, replace(written, subject="Again"))

    assert first == second
    assert [one["Subject"] for one in events_of(larkspur, written.booking_key)] == [written.subject]
    assert len(bookings_of(larkspur, written.booking_key)) == 1


def test_an_answer_lost_on_the_way_is_made_good_by_writing_again(larkspur: Larkspur) -> None:
    written = meeting(larkspur)
    larkspur.fault(kind="drop_after", call="composite", times=1)

    with pytest.raises(TryLater) as caught:
        larkspur.gateway.write_meeting(larkspur.org_id, written)
    event_id = larkspur.gateway.write_meeting(larkspur.org_id, written)

    assert caught.value.ambiguous
    assert [one["Id"] for one in events_of(larkspur, written.booking_key)] == [event_id]


def test_a_slow_salesforce_is_for_later_and_may_have_written(larkspur: Larkspur) -> None:
    larkspur.fault(kind="slow", call="composite", times=1, seconds=600)

    with pytest.raises(TryLater) as caught:
        larkspur.gateway.write_meeting(larkspur.org_id, meeting(larkspur))

    assert caught.value.ambiguous


@pytest.mark.parametrize(
    "key,guest_key,who_key",
    [
        (DANA, DANA, DANA),
        ("account:northwind", DANA, DANA),
        ("opportunity:northwind", DANA, DANA),
        ("case:northwind", DANA, DANA),
        ("project:northwind", DANA, DANA),
        ("account:northwind", "", ""),
        ("account:northwind", GUS, ""),
    ],
)
def test_whom_and_what_an_event_is_about_depends_on_the_object(
    larkspur: Larkspur, key: str, guest_key: str, who_key: str
) -> None:
    record_id = larkspur.record(key)
    written = meeting(
        larkspur,
        record_id=record_id,
        object_name=key.split(":")[0].title(),
        guest_record_id=larkspur.record(guest_key) if guest_key else "",
    )

    larkspur.gateway.write_meeting(larkspur.org_id, written)

    (event,) = events_of(larkspur, written.booking_key)
    assert event["WhoId"] == (larkspur.record(who_key) if who_key else None)
    assert event["WhatId"] == (None if key == DANA else record_id)


def test_a_type_without_events_leaves_only_the_booking(larkspur: Larkspur) -> None:
    written = meeting(larkspur, writes_event=False)

    assert larkspur.gateway.write_meeting(larkspur.org_id, written) == ""
    assert larkspur.gateway.write_meeting(larkspur.org_id, written) == ""

    assert events_of(larkspur, written.booking_key) == []
    (booking,) = bookings_of(larkspur, written.booking_key)
    assert booking["Event_Id__c"] is None


def test_texts_are_cut_to_what_salesforce_holds(larkspur: Larkspur) -> None:
    written = meeting(
        larkspur,
        subject="S" * 10_000,
        description="D" * 40_000,
        location="L" * 10_000,
        explanation="E" * 40_000,
        guest_name="N" * 10_000,
        host_source="H" * 10_000,
        meeting_link="https://meet.example/" + "x" * 300,
        guest_email="g" * 80 + "@northwind.example",
    )

    larkspur.gateway.write_meeting(larkspur.org_id, written)

    (event,) = events_of(larkspur, written.booking_key)
    assert (len(event["Subject"]), len(event["Description"])) == (255, 32_000)
    (booking,) = bookings_of(larkspur, written.booking_key)
    assert booking["Meeting_Link__c"] is None
    assert booking["Guest_Email__c"] is None


@pytest.mark.parametrize("text", ["@{event.id}", "@{nobody.id}", "<b>\"'\\\r\n{0}", "’–Ω 🙂"])
def test_peoples_texts_stay_texts(larkspur: Larkspur, text: str) -> None:
    written = meeting(larkspur, subject=text, description=text, guest_name=text, location=text)

    larkspur.gateway.write_meeting(larkspur.org_id, written)

    (event,) = events_of(larkspur, written.booking_key)
    assert event["Subject"] == text.replace("@{", "@ {")


def test_a_validation_rule_speaks_in_its_own_words_and_nothing_is_left(larkspur: Larkspur) -> None:
    larkspur.rule(validation={"object": "Event", "message": "Meetings need a region."})
    written = meeting(larkspur)

    with pytest.raises(TurnedDown, match=r"Meetings need a region\.") as caught:
        larkspur.gateway.write_meeting(larkspur.org_id, written)

    assert caught.value.code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    assert events_of(larkspur, written.booking_key) == []


def test_the_part_that_failed_is_told_not_those_that_were_halted(larkspur: Larkspur) -> None:
    larkspur.rule(validation={"object": "Handoff_Booking__c", "message": "Name the region."})
    written = meeting(larkspur)

    with pytest.raises(TurnedDown, match=r"Name the region\."):
        larkspur.gateway.write_meeting(larkspur.org_id, written)

    assert events_of(larkspur, written.booking_key) == []


def test_a_locked_record_is_for_later(larkspur: Larkspur) -> None:
    larkspur.rule(lock={"record_id": larkspur.record(GUS)}, times=1)
    written = meeting(larkspur)

    with pytest.raises(TryLater) as caught:
        larkspur.gateway.write_meeting(larkspur.org_id, written)
    larkspur.gateway.write_meeting(larkspur.org_id, written)

    assert caught.value.code == "UNABLE_TO_LOCK_ROW"
    assert not caught.value.ambiguous
    assert len(events_of(larkspur, written.booking_key)) == 1


def test_an_inactive_host_is_refused_for_good(larkspur: Larkspur) -> None:
    with pytest.raises(TurnedDown) as caught:
        larkspur.gateway.write_meeting(
            larkspur.org_id, meeting(larkspur, owner_id=larkspur.user("ines"))
        )

    assert caught.value.code == "INACTIVE_OWNER_OR_USER"


def test_an_expired_session_is_renewed_once(larkspur: Larkspur) -> None:
    larkspur.fault(kind="lose_access", call="composite", times=1)
    written = meeting(larkspur)

    larkspur.gateway.write_meeting(larkspur.org_id, written)

    assert len(events_of(larkspur, written.booking_key)) == 1


def test_a_session_that_never_holds_is_lost_access(larkspur: Larkspur) -> None:
    larkspur.fault(kind="lose_access", call="composite", times=None)
    before = larkspur.calls()

    with pytest.raises(AccessLost):
        larkspur.gateway.write_meeting(larkspur.org_id, meeting(larkspur))

    assert larkspur.calls()["composite"] - before["composite"] == 2


def write_owner(larkspur: Larkspur, record_id: str, **changes: Any) -> bool:
    given: dict[str, Any] = {
        "object_name": "Lead",
        "record_id": record_id,
        "field": "OwnerId",
        "user_id": larkspur.user(MAYA),
        "only_if_empty": False,
    }
    return larkspur.gateway.write_owner_field(larkspur.org_id, **{**given, **changes})


def lead(larkspur: Larkspur, **fields: Any) -> str:
    return larkspur.create("Lead", LastName="New", Company="Oakridge Tools", **fields)


def writes_to(larkspur: Larkspur, record_id: str) -> list[dict[str, Any]]:
    written = larkspur.records("written")
    return [one for one in written if one["id"] == record_id and one["kind"] == "update"]


def test_the_host_becomes_the_owner_once(larkspur: Larkspur) -> None:
    record_id = lead(larkspur)

    assert write_owner(larkspur, record_id)
    assert write_owner(larkspur, record_id)

    (change,) = writes_to(larkspur, record_id)
    assert change["fields"]["OwnerId"] == larkspur.user(MAYA)


def test_a_user_who_stands_there_is_kept_if_the_admin_says_so(larkspur: Larkspur) -> None:
    record_id = lead(larkspur, SDR__c=larkspur.user(HUGO))

    assert not write_owner(larkspur, record_id, field="SDR__c", only_if_empty=True)
    assert writes_to(larkspur, record_id) == []


def test_an_empty_field_is_filled(larkspur: Larkspur) -> None:
    record_id = lead(larkspur)

    assert write_owner(larkspur, record_id, field="SDR__c", only_if_empty=True)
    assert len(writes_to(larkspur, record_id)) == 1


def test_a_queue_counts_as_nobody(larkspur: Larkspur) -> None:
    record_id = lead(larkspur, OwnerId=larkspur.record("queue:inbound"))

    assert write_owner(larkspur, record_id, only_if_empty=True)
    assert larkspur.record(QUEUED) != record_id


@pytest.mark.parametrize(
    "changes",
    [
        {"field": "No_Such__c"},
        {"field": "OwnerId/../x"},
        {"object_name": "Lead/x"},
        {"object_name": "No_Such__c"},
        {"record_id": "00QLk00000009ZZMAI"},
        {"record_id": "../x"},
    ],
)
def test_a_field_that_cannot_be_written_is_refused_for_good(
    larkspur: Larkspur, changes: dict[str, str]
) -> None:
    with pytest.raises(TurnedDown):
        write_owner(larkspur, changes.pop("record_id", "") or lead(larkspur), **changes)


def test_a_lost_answer_to_a_change_is_made_good_by_looking_first(larkspur: Larkspur) -> None:
    record_id = lead(larkspur)
    larkspur.fault(kind="drop_after", call="sobjects.update", times=1)

    with pytest.raises(OutsideError):
        write_owner(larkspur, record_id)

    assert write_owner(larkspur, record_id)
    assert len(writes_to(larkspur, record_id)) == 1
