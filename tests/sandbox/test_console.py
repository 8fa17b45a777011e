"""The console shows people, weeks and records, and its buttons work in a browser."""

import pytest
import requests
from playwright.sync_api import Page, expect

from sandbox.server import Sandbox
from tests.sandbox.clients import GUS, HANA, google_calendar, google_event


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def test_the_home_page_leads_to_people_records_and_mail(box: Sandbox) -> None:
    page = requests.get(box.url, timeout=30).text
    world = box.world.as_json()

    record = next(row for row in world["records"] if row["key"] == "lead:gus")
    assert f"/lightning/r/Lead/{record['id']}/view" in page
    fernhill = next(row for row in world["records"] if row["key"] == "lead:moss")
    assert f"/lightning/r/Lead/{fernhill['id']}/view?as=fiona" in page
    assert all(f"/people/{person['key']}" in page for person in world["people"])
    assert 'href="/mailbox"' in page


def test_everybody_has_a_page(box: Sandbox) -> None:
    for key in box.world.people:
        assert requests.get(f"{box.url}/people/{key}", timeout=30).status_code == 200


def test_a_booked_meeting_is_on_its_hosts_week(box: Sandbox) -> None:
    with google_calendar(box) as service:
        body = google_event(id="consol01", summary="Discovery <Call>")
        service.events().insert(calendarId=HANA, body=body).execute()

    page = requests.get(f"{box.url}/people/hana?week=2026-03-04", timeout=30).text
    later = requests.get(f"{box.url}/people/hana?week=2026-03-11", timeout=30).text

    assert "Discovery &lt;Call&gt;" in page
    assert "Wed 04 Mar 2026, 16:00–16:30" in page
    assert 'class="event booked' in page
    assert 'class="event booked' not in later
    assert GUS in page


def test_at_a_weekend_the_coming_week_is_shown(box: Sandbox) -> None:
    set_clock(box, "2026-03-07T12:00:00Z")
    page = requests.get(f"{box.url}/people/hana", timeout=30).text
    set_clock(box, "2026-03-02T14:00:00Z")

    assert "Week of 09 March 2026" in page


def set_clock(box: Sandbox, now: str) -> None:
    requests.post(f"{box.url}/clock", json={"now": now}, timeout=30).raise_for_status()


def test_an_unknown_person_is_a_loud_501(box: Sandbox) -> None:
    assert requests.get(f"{box.url}/people/nobody", timeout=30).status_code == 501


def test_the_clock_can_be_moved(box: Sandbox) -> None:
    moved = requests.post(f"{box.url}/clock", json={"now": "2026-03-02T14:30:00Z"}, timeout=30)
    refused = requests.post(f"{box.url}/clock", json={"now": "later"}, timeout=30)

    assert moved.json() == {"now": "2026-03-02T14:30:00Z"}
    assert refused.status_code == 400


def test_buttons_switch_trouble_on_and_off(box: Sandbox, page: Page) -> None:
    page.goto(box.url)
    page.get_by_label("Service").select_option("google")
    page.get_by_label("Call").select_option("events.insert")
    page.get_by_label("Whose").fill(HANA)
    page.get_by_role("button", name="Drop after").click()

    expect(page.locator(".fault", has_text="drop after")).to_be_visible()
    listed = box.world.faults.as_json()
    assert [(f["kind"], f["call"], f["host"]) for f in listed] == [
        ("drop_after", "events.insert", HANA)
    ]
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_text("Nothing. All services answer as they should.")).to_be_visible()
    assert box.world.faults.as_json() == []


def test_latency_can_be_set_and_people_found(box: Sandbox, page: Page) -> None:
    page.goto(box.url)
    page.get_by_label("Find a person").fill("hana berg")
    expect(page.get_by_role("link", name="Hugo Sands")).to_be_hidden()
    expect(page.get_by_role("link", name="Hana Berg")).to_be_visible()

    form = page.locator('form.latency[data-service="google"]')
    form.get_by_role("spinbutton").fill("0.15")
    with page.expect_navigation():
        form.get_by_role("button").click()
    expect(form.get_by_role("spinbutton")).to_have_value("0.15")
    assert box.world.faults.latency("google") == 0.15
