"""What the workers write into an org is said in the org's language, and to one person in theirs."""

from typing import Any

import pytest

from handoff.actions.mirror_bookings import mirror_bookings
from handoff.actions.sync_settings import sync_settings
from handoff.org_settings import OrgSettings
from handoff.storage import mirror
from tests.actions.test_mirror import org_id, rows_of
from tests.cast import GUS, GUS_EMAIL, HANA
from tests.support.served import Served, org_of, writes
from tests.web.test_changes import booked, cancelled, salesforce

BOOKING, PROBLEM = "Handoff_Booking__c", "Handoff_Setting_Problem__c"
REFUSED: dict[str, Any] = {
    "status": 400,
    "body": {"error": {"code": 400, "message": "Bad start.", "errors": [{"reason": "invalid"}]}},
}


def speaks(served: Served, language: str) -> OrgSettings:
    """Do what an admin does under Company Information, and let Handoff read it."""
    with served.box.world.lock:
        [row] = org_of(served).rows("Organization").values()
        row["LanguageLocaleKey"] = language
    return sync_settings(served.parts, org_id(served))


def mirrored(served: Served) -> dict[str, Any]:
    mirror_bookings(served.parts, org_id(served))
    [row] = salesforce(served, BOOKING)
    return row


def test_a_bookings_records_are_in_the_orgs_language_of_the_day(served: Served) -> None:
    settings = speaks(served, "de")
    window = served.open(GUS)
    booking = booked(window)
    row = mirrored(served)

    assert (settings.tongue.language, settings.tongue.zone) == ("de", "America/New_York")
    assert row["Effects__c"].splitlines()[0] == "Kalenderereignis: wartet"
    assert row["Host_Source__c"] == "Lead-Inhaber"
    assert row["Explanation__c"] == "Hana Berg ist Lead-Inhaber."
    assert served.row(booking).host_source == "Lead Owner"

    served.deliver()
    assert "E-Mail an den Gastgeber: erledigt" in mirrored(served)["Effects__c"]
    [event] = salesforce(served, "Event")
    assert f"Beitreten: {served.row(booking).link}" in event["Description"]
    assert event["Handoff_Host_Source__c"] == "Lead-Inhaber"

    speaks(served, "ja")
    cancelled(window, booking, "予算")
    served.deliver()
    [event] = salesforce(served, "Event")
    assert event["Subject"].startswith("キャンセル: Discovery Call")
    assert "キャンセル: 予算" in event["Description"]

    speaks(served, "pt_BR")
    window = served.open("lead:carys")
    booked(window)
    mirror_bookings(served.parts, org_id(served))
    told = [one["Effects__c"] for one in salesforce(served, BOOKING)]
    assert any("Calendar event: waiting" in one for one in told)


def test_what_a_service_refused_is_kept_and_said_when_it_is_written(served: Served) -> None:
    served.fault("google", "status", call="events.insert", times=None, **REFUSED)
    booking = booked(served.open(GUS))
    served.deliver()

    english = mirrored(served)["Attention__c"]
    speaks(served, "fr")
    served.parts.database.run(lambda session: mirror.touch(session, org_id(served), [booking]))
    french = mirrored(served)["Attention__c"]

    assert english.startswith("Google Calendar refused: ")
    assert french.startswith("Google Agenda a refusé\N{NARROW NO-BREAK SPACE}: ")
    assert "Bad start." in french


def test_problems_are_written_again_in_another_language(served: Served) -> None:
    hosts = org_of(served).rows("Handoff_Host__c").values()
    hana = served.person(HANA).user_id
    next(one for one in hosts if one["User__c"] == hana)["Time_Zone__c"] = "Europe/Bonn"

    settings = speaks(served, "de")
    german = [one["Problem__c"] for one in rows_of(served, PROBLEM)]
    before = len(writes(served, PROBLEM))
    speaks(served, "de")
    assert len(writes(served, PROBLEM)) == before
    speaks(served, "en_US")
    english = [one["Problem__c"] for one in rows_of(served, PROBLEM)]

    assert "Host Hana Berg: there is no time zone “Europe/Bonn”." in _words(settings)
    assert "Gastgeber Hana Berg: Die Zeitzone „Europe/Bonn“ gibt es nicht." in german
    assert sorted(english) == sorted(_words(settings))


def _words(settings: OrgSettings) -> list[str]:
    return [str(one.words) for one in settings.problems]


@pytest.mark.parametrize(("is_test", "mark"), [(False, ""), (True, "TEST: ")])
def test_an_owners_task_is_in_their_own_language_and_marked_in_test_mode(
    served: Served, is_test: bool, mark: str
) -> None:
    org = org_of(served)
    with served.box.world.lock:
        org.row(served.person(HANA).user_id)["LanguageLocaleKey"] = "ja"
        for rule in org.rows("Handoff_Suggestion_Rule__c").values():
            rule["Action_Value__c"] = None
        switches = next(iter(org.rows("Handoff_Settings__c").values()))
        switches |= {"Test_Mode__c": is_test, "Test_Mailbox__c": "tests@larkspur.example"}
    speaks(served, "de")

    served.open("lead:stopped").ask("POST", "/owner-notice", {})

    (task,) = writes(served, "Task")
    assert task["fields"]["Subject"] == f"{mark}Basil Thorne をご確認ください"
    assert (
        "Olive Ortega さんが Basil Thorne のミーティングを予約しようとしました。"
        in (task["fields"]["Description"])
    )


def test_letters_reach_each_reader_in_their_language_and_guests_in_the_orgs(
    served: Served,
) -> None:
    with served.box.world.lock:
        hana = org_of(served).row(served.person(HANA).user_id)
        hana |= {"LanguageLocaleKey": "fr", "LocaleSidKey": "fr_FR"}
    speaks(served, "de")
    booked(served.open(GUS, language="ja", locale="ja_JP"))
    served.deliver()

    organizer, host, guest = (
        served.letters_to(address)[0]
        for address in (served.person("olive").email, served.person(HANA).email, GUS_EMAIL)
    )
    assert host["subject"].startswith("Nouvelle réunion")
    assert "mardi 3 mars 2026, 15:30 – 16:00 (Berlin" in host["text"]
    assert organizer["subject"].startswith("予約完了: ")
    assert "Hana Berg さんは" in organizer["text"]
    assert "2026年3月3日火曜日, 9:30 – 10:00 (ニューヨーク" in organizer["text"]
    assert guest["subject"].startswith("Bestätigt: ")
    assert "Dienstag, 3. März 2026" in guest["text"]
    assert '<html lang="de" dir="ltr">' in guest["html"]
