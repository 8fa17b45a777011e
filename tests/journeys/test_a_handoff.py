"""One handoff as a person makes it, for each kind of calendar and for a pool: start reading here."""

from collections import Counter
from typing import Any

from playwright.sync_api import Page, expect

from tests.cast import EMEA, GUS
from tests.journeys.outside import Outside, outside
from tests.support.product import Product
from tests.support.window_page import RecordPage

TUESDAY = "2026-03-03T14:30:00Z"
"""9:30 in Boston, 14:30 in London, 15:30 in Berlin; Hana and Hugo are both free."""


def test_a_lead_is_handed_to_a_google_host(page: Page, product: Product, box: Any) -> None:
    hand_gus_to_hana(page, box)


def hand_gus_to_hana(page: Page, box: Any) -> None:
    """Walk from the button to Done, and look at what the meeting left outside."""
    record_page = RecordPage(page, box, GUS)
    window = record_page.press_book_meeting()
    window.add_host_of_record("Hana Berg")
    window.choose_time(TUESDAY)
    window.continue_with_it()
    window.write("Notes for the host", "Likes tea.")
    window.schedule()
    window.is_booked_with("Hana Berg")
    window.wait_until_all_is_done()
    window.done()

    record_page.shows_no_window()
    meeting = record_page.timeline().filter(has_text="Discovery Call: Northwind Robotics")
    expect(meeting).to_have_count(1)
    expect(meeting).to_contain_text("9:30 AM")
    expect(meeting).to_contain_text("Hana Berg has an upcoming event with Gus Grant")

    left = outside(box)
    link = _one_event_on_hanas_calendar(left)
    _one_letter_each_by_the_readers_clock(left, link)
    _one_event_and_one_booking_in_salesforce(left, link)


def _one_event_on_hanas_calendar(left: Outside) -> str:
    ((calendar, event),) = left.meetings
    assert calendar == "hana@larkspur.example"
    assert (event["starts_at"], event["ends_at"]) == (TUESDAY, "2026-03-03T15:00:00Z")
    assert [one["email"] for one in event["attendees"]] == ["gus@northwind.example"]
    assert event["link"].startswith("https://meet.google.com/")
    assert "Likes tea." not in event["description"]
    invited = [(one["to"], one["kind"]) for one in left.invitations]
    assert invited == [("gus@northwind.example", "request")]
    return str(event["link"])


def _one_letter_each_by_the_readers_clock(left: Outside, link: str) -> None:
    gus, hana, olive = "gus@northwind.example", "hana@larkspur.example", "olive@larkspur.example"
    assert left.recipients == [gus, hana, olive]
    assert all(link in one["text"] and link in one["html"] for one in left.letters)
    assert "2:30 PM – 3:00 PM (London" in left.letter_to(gus)["text"]
    assert "3:30 PM – 4:00 PM (Berlin" in left.letter_to(hana)["text"]
    assert "9:30 AM – 10:00 AM (New York" in left.letter_to(olive)["text"]
    assert "Likes tea." in left.letter_to(hana)["text"]
    assert "Likes tea." not in left.letter_to(gus)["text"]
    assert [left.letter_to(one)["reply_to"] for one in (gus, hana, olive)] == [hana, olive, hana]


def _one_event_and_one_booking_in_salesforce(left: Outside, link: str) -> None:
    (event,) = left.salesforce["Event"]
    assert event["OwnerId"] == left.user_id("hana")
    assert (event["WhoId"], event["WhatId"]) == (left.record_id(GUS), None)
    assert event["StartDateTime"] == "2026-03-03T14:30:00.000+0000"
    assert event["EndDateTime"] == "2026-03-03T15:00:00.000+0000"
    assert link in event["Description"]
    (booking,) = left.salesforce["Handoff_Booking__c"]
    assert booking["Event_Id__c"] == event["Id"]
    assert booking["Host__c"] == left.user_id("hana")
    assert booking["Organizer__c"] == left.user_id("olive")
    assert booking["Status__c"] == "Confirmed"


def test_an_opportunity_is_handed_to_a_microsoft_host_with_a_colleague(
    page: Page, product: Product, box: Any
) -> None:
    record_page = RecordPage(page, box, "opportunity:northwind")
    window = record_page.press_book_meeting()
    window.search_host("Hugo Sands")
    window.search_host("Hana Berg")
    window.choose_time(TUESDAY)
    window.continue_with_it()
    window.schedule()
    window.is_booked_with("Hugo Sands")
    window.wait_until_all_is_done()
    window.done()

    record_page.shows_no_window()
    expect(
        record_page.timeline().filter(has_text="Hugo Sands has an upcoming event")
    ).to_have_count(1)

    left = outside(box)
    ((calendar, event),) = left.meetings
    assert calendar == "hugo@larkspur.example"
    assert (event["starts_at"], event["ends_at"]) == (TUESDAY, "2026-03-03T15:00:00Z")
    assert {one["email"] for one in event["attendees"]} == {
        "hana@larkspur.example",
        "dana@northwind.example",
    }
    assert event["link"].startswith("https://teams.microsoft.com/")

    assert left.recipients == [
        "dana@northwind.example",
        "hugo@larkspur.example",
        "olive@larkspur.example",
    ]
    assert all(event["link"] in one["text"] for one in left.letters)
    assert "9:30 AM – 10:00 AM (New York" in left.letter_to("hugo@larkspur.example")["text"]
    assert {one["to"] for one in left.invitations} == {
        "hana@larkspur.example",
        "dana@northwind.example",
    }

    (written,) = [one for one in left.salesforce["Event"] if not one["IsChild"]]
    assert written["OwnerId"] == left.user_id("hugo")
    assert written["WhoId"] == left.record_id("contact:dana")
    assert written["WhatId"] == left.record_id("opportunity:northwind")
    (relation,) = left.salesforce["EventRelation"]
    assert relation["EventId"] == written["Id"]
    assert relation["RelationId"] == left.user_id("hana")
    assert len(left.salesforce["Handoff_Booking__c"]) == 1


def test_a_pool_hands_one_meeting_to_each_member_in_turn(
    page: Page, product: Product, box: Any
) -> None:
    for times in (1, 2):
        record_page = RecordPage(page, box, GUS)
        window = record_page.press_book_meeting()
        window.choose_pool(EMEA)
        window.choose_time(window.offered()[0])
        window.continue_with_it()
        window.schedule()
        window.wait_until_all_is_done()
        window.done()
        expect(record_page.timeline()).to_have_count(times)

    left = outside(box)
    assert Counter(address for address, _ in left.meetings).most_common(1)[0][1] == 1
    assert len(left.meetings) == 2
    assert len(left.letters) == 6
    explained = [one["Explanation__c"] for one in left.salesforce["Handoff_Booking__c"]]
    assert all("EMEA" in one for one in explained)
    assert explained[0] != explained[1]
