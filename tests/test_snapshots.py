"""A booking's copies of people and meeting types come back as they were kept, through JSON."""

import json
from datetime import timedelta
from typing import Any

from handoff.meeting_types import MeetingType, MeetingTypeId
from handoff.people import Guest, Host, HostId, Organizer, OrgId, Provider, UserId
from handoff.snapshots import (
    guest_of,
    guest_snapshot,
    host_of,
    host_snapshot,
    meeting_type_snapshot,
    organizer_of,
    organizer_snapshot,
)
from tests.cast import BERLIN, BOSTON, GUS_EMAIL, LONDON

HANA = Host(
    id=HostId("005Lk00000001E0IAI"),
    name="Hana Berg",
    email="hana@larkspur.example",
    zone=BERLIN,
    provider=Provider.GOOGLE,
    calendar="hana@larkspur.example",
    title="Account Executive",
    weekly_hours="Mon-Fri 09:00-17:00",
)
OLIVE = Organizer(
    OrgId("00DLk0000004C92MAE"),
    UserId("005Lk00000001E1IAI"),
    "Olive Ortega",
    "olive@larkspur.example",
    BOSTON,
)
GUS = Guest("Gus", "Grant", GUS_EMAIL, company="Northwind Robotics", zone=LONDON)


def kept(snapshot: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(snapshot)))


def test_a_host_comes_back() -> None:
    assert host_of(kept(host_snapshot(HANA))) == HANA


def test_an_organizer_comes_back() -> None:
    assert organizer_of(kept(organizer_snapshot(OLIVE))) == OLIVE


def test_a_guest_comes_back_and_their_record_is_kept_beside() -> None:
    snapshot = kept(guest_snapshot(GUS, "00QLk00000001E0IAI"))

    assert guest_of(snapshot) == GUS
    assert snapshot["record_id"] == "00QLk00000001E0IAI"


def test_a_meeting_type_is_kept_in_minutes_with_its_channels() -> None:
    demo = MeetingType(
        id=MeetingTypeId("a00000000000001AAA"),
        name="Product Demo",
        duration=timedelta(minutes=45),
        buffer_before=timedelta(minutes=10),
        guest_confirmation=False,
    )

    snapshot = kept(meeting_type_snapshot(demo))

    assert (snapshot["name"], snapshot["minutes"], snapshot["buffer_before"]) == (
        "Product Demo",
        45,
        10,
    )
    assert (snapshot["guest_invitation"], snapshot["guest_confirmation"]) == (True, False)
