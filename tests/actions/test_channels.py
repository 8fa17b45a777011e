"""What a meeting type, an object's settings and a host's platform switch on and off at the far side."""

from typing import Any

import pytest

from handoff.actions.sync_settings import sync_settings
from tests.cast import DISCOVERY, GUS, GUS_EMAIL
from tests.support.roles import grant
from tests.support.served import Served
from tests.support.window import Window, record_id


def org_of(served: Served) -> Any:
    return served.box.world.orgs[served.person("olive").org_id]


def set_type(served: Served, **fields: Any) -> None:
    """Change the meeting type as an admin does, and let the product read it."""
    rows = org_of(served).rows("Handoff_Meeting_Type__c").values()
    next(row for row in rows if row["Name"] == DISCOVERY).update(fields)
    sync_settings(served.parts, served.person("olive").org_id)


def set_lead(served: Served, **fields: Any) -> None:
    rows = org_of(served).rows("Handoff_Object_Setting__mdt").values()
    next(row for row in rows if row["Object_API_Name__c"] == "Lead").update(fields)
    sync_settings(served.parts, served.person("olive").org_id)


def set_host(served: Served, key: str, **fields: Any) -> None:
    user = served.person(key).user_id
    rows = org_of(served).rows("Handoff_Host__c").values()
    next(row for row in rows if row["User__c"] == user).update(fields)
    sync_settings(served.parts, served.person("olive").org_id)


def book(served: Served, host: str = "Hana Berg", **changes: object) -> tuple[Window, str]:
    window = served.open(GUS)
    question = window.question(window.host(host))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booking = window.book(hold["id"], **changes)["booking"]["id"]
    served.deliver()
    assert {row.state for row in served.effects(booking).values()} == {"done"}
    return window, booking


def event(served: Served, key: str = "hana") -> dict[str, Any]:
    events = served.events_of(served.person(key).email)
    assert len(events) == 1
    return events[0]


def test_without_invitation_google_mails_nobody(served: Served) -> None:
    set_type(served, Guest_Invitation__c=False)

    book(served)

    assert [one["email"] for one in event(served)["attendees"]] == [GUS_EMAIL]
    assert served.world()["invitations"] == []
    assert len(served.letters_to(GUS_EMAIL)) == 1


def test_without_invitation_the_guest_is_left_out_of_a_microsoft_event(served: Served) -> None:
    set_type(served, Guest_Invitation__c=False)

    book(served, "Hugo Sands", guests=["ben@northwind.example"])

    assert event(served, "hugo")["attendees"] == []
    assert served.world()["invitations"] == []
    assert len(served.letters_to(GUS_EMAIL)) == len(served.letters_to("ben@northwind.example")) == 1


def test_with_invitation_every_guest_is_mailed_once_by_the_provider(served: Served) -> None:
    book(served, guests=["ben@northwind.example"])

    told = [(one["to"], one["kind"]) for one in served.world()["invitations"]]
    assert sorted(told) == [("ben@northwind.example", "request"), (GUS_EMAIL, "request")]


def test_without_confirmation_only_our_own_people_get_letters(served: Served) -> None:
    set_type(served, Guest_Confirmation__c=False)

    book(served, guests=["ben@northwind.example"])

    written_to = sorted(address for one in served.world()["letters"] for address in one["to"])
    assert written_to == ["hana@larkspur.example", "olive@larkspur.example"]


def test_an_organizer_who_hosts_gets_one_letter(served: Served) -> None:
    grant(served, "hugo", "Handoff_Organizer")
    window = served.open(GUS, "hugo")
    question = window.question(window.host("Hugo Sands"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    window.book(hold["id"])
    served.deliver()

    assert len(served.letters_to("hugo@larkspur.example")) == 1


def test_without_a_salesforce_event_the_booking_record_is_still_left(served: Served) -> None:
    set_type(served, Create_Salesforce_Event__c=False)

    _, booking = book(served)

    org = served.world()["salesforce"][served.row(booking).org_id]
    assert [one for one in org["Event"] if one["Handoff_Booking_Id__c"]] == []
    assert [one["Booking_Key__c"] for one in org["Handoff_Booking__c"]] == [booking]


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [
        ("Always", "olive", "hana"),
        ("Only If Empty", "olive", "olive"),
        ("Only If Empty", "", "hana"),
    ],
)
def test_the_owner_field_is_written_always_or_only_if_empty(
    served: Served, mode: str, before: str, after: str
) -> None:
    set_lead(served, Owner_Field__c="SDR__c", Owner_Field_Mode__c=mode)
    lead = org_of(served).rows("Lead")[record_id(served.box, GUS)]
    lead["SDR__c"] = served.person(before).user_id if before else None

    window, booking = book(served)

    assert (
        org_of(served).rows("Lead")[record_id(served.box, GUS)]["SDR__c"]
        == served.person(after).user_id
    )
    labels = [one["label"] for one in window.booking(booking)["effects"]]
    assert any("SDR" in label and "Hana Berg" in label for label in labels)


def test_a_personal_link_is_the_meetings_place_and_link(served: Served) -> None:
    link = "https://zoom.example/j/hana"
    set_host(served, "hana", Platform__c="Personal Link", Personal_Link__c=link)

    window, booking = book(served)

    assert event(served)["location"] == link
    assert "meet.google.com" not in event(served)["link"]
    assert window.booking(booking)["booking"]["link"] == link
    assert link in served.letters_to(GUS_EMAIL)[0]["text"]


@pytest.mark.parametrize(("host", "key"), [("Hana Berg", "hana"), ("Hugo Sands", "hugo")])
def test_no_meeting_platform_makes_no_link(served: Served, host: str, key: str) -> None:
    window, booking = book(served, host, platform="none")

    assert event(served, key)["link"] == ""
    assert window.booking(booking)["booking"]["link"] == ""
    letter = served.letters_to(GUS_EMAIL)[0]["text"]
    assert "Join" not in letter
    assert "invitation" not in letter


@pytest.mark.parametrize(
    ("host", "key", "site"),
    [("Hana Berg", "hana", "meet.google.com"), ("Hugo Sands", "hugo", "teams")],
)
def test_the_hosts_own_platform_is_the_default(
    served: Served, host: str, key: str, site: str
) -> None:
    window, booking = book(served, host)

    link = window.booking(booking)["booking"]["link"]
    assert site in link
    assert event(served, key)["link"] == link
    for letter in served.world()["letters"]:
        assert link in letter["text"]


def test_what_an_admin_changes_later_does_not_change_a_booking(served: Served) -> None:
    window = served.open(GUS)
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booking = window.book(hold["id"])["booking"]["id"]
    set_type(served, Name="Renamed", Guest_Confirmation__c=False, Create_Salesforce_Event__c=False)

    served.deliver()

    org = served.world()["salesforce"][served.row(booking).org_id]
    assert served.row(booking).meeting_type["name"] == DISCOVERY
    assert len(served.letters_to(GUS_EMAIL)) == 1
    assert [
        one["Handoff_Meeting_Type__c"] for one in org["Event"] if one["Handoff_Booking_Id__c"]
    ] == [DISCOVERY]


def test_a_hold_warns_of_a_personal_link_used_without_a_gap(served: Served) -> None:
    for key in ("hana", "hugo"):
        link = f"https://zoom.example/j/{key}"
        set_host(served, key, Platform__c="Personal Link", Personal_Link__c=link)
    window = served.open(GUS)
    hana, hugo = (window.question(window.host(name)) for name in ("Hana Berg", "Hugo Sands"))
    hold = window.hold(hana, "2026-03-03T12:30:00Z")
    window.book(hold["id"])

    beside = [window.hold(hana, f"2026-03-0{at}:00Z") for at in ("3T12:00", "3T13:00", "4T14:30")]
    other = window.hold(hugo, "2026-03-03T15:00:00Z")

    warned = (
        "Another meeting uses the personal link of Hana Berg right before or after this one: "
        "guests could meet there."
    )
    assert hold["warning"] == ""
    assert [one["warning"] for one in beside] == [warned, warned, ""]
    assert other["warning"] == ""
