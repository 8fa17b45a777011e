"""What people type: too long, in several lines, or markup; on the page, in letters, calendars and Salesforce."""

from typing import Any

import pytest

from tests.cast import EMEA, GUS, GUS_EMAIL
from tests.support.pages import outline
from tests.support.served import Served, refused
from tests.support.window import Window
from tests.web.test_booking import key_of
from tests.web.test_changes import change, salesforce

EVIL = "<img src=x onerror=alert(1)>"
SOME_ID = "00000000-0000-4000-8000-000000000000"
GUEST = {"first_name": "Gus", "last_name": "Grant", "email": GUS_EMAIL}


def held(window: Window, host: str = "Hana Berg") -> str:
    question = window.question(window.host(host))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    return str(hold["id"])


def booked(served: Served, host: str = "Hana Berg", **changes: object) -> str:
    window = served.open(GUS)
    booking = window.book(held(window, host), **changes)["booking"]
    served.deliver()
    return str(booking["id"])


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"guest": GUEST | {"first_name": "x" * 10_000}}, "guest.first_name", "Longer than 80"),
        ({"guest": GUEST | {"last_name": "x" * 81}}, "guest.last_name", "Longer than 80"),
        ({"guest": GUEST | {"last_name": "  "}}, "guest.last_name", "Missing"),
        ({"guest": {"last_name": "Grant"}}, "guest.first_name", "Missing"),
        ({"guest": GUEST | {"email": "x" * 10_000}}, "guest.email", "Longer than 254"),
        ({"subject": "x" * 10_000}, "subject", "Longer than 255"),
        ({"location": "x" * 256}, "location", "Longer than 255"),
        ({"description": "x" * 4001}, "description", "Longer than 4000"),
        ({"notes": "x" * 10_000}, "notes", "Longer than 4000"),
        ({"guests": ["a@b.example"] * 51}, "guests", "More than 50 entries"),
        ({"subject": "Hi\r\nBcc: all@larkspur.example"}, "subject", "Must be one line"),
        ({"subject": "Hi\u2028there"}, "subject", "Must be one line"),
        ({"location": "Here\nand there"}, "location", "Must be one line"),
        ({"guest": GUEST | {"first_name": "Gus\nBcc: x"}}, "guest.first_name", "one line"),
        ({"guest": GUEST | {"first_name": "Gus\x00"}}, "guest.first_name", "one line"),
        ({"notes": "tea\x00"}, "notes", "Holds characters that are no text"),
        ({"description": "\x1b[31m"}, "description", "Holds characters that are no text"),
        ({"notes": "\ud800"}, "notes", "Holds characters that are no text"),
        ({"platform": "carrier_pigeon"}, "platform", "Input should be"),
    ],
)
def test_what_cannot_be_kept_is_named_before_anything_is_booked(
    standing: Served, change: dict[str, Any], field: str, words: str
) -> None:
    answer = refused(standing.open(GUS).book, SOME_ID, **change)

    assert answer.status == 422
    assert answer.error["field"] == field
    assert words in answer.error["message"]


@pytest.mark.parametrize(
    "email",
    [
        "gus",
        "gus@",
        "@northwind.example",
        "gus@northwind.example\r\nBcc: all@larkspur.example",
        "gus@northwind.example, otto@larkspur.example",
        "Gus <gus@northwind.example>",
        "gus@north wind.example",
        "gus@northwind",
        "gus@[127.0.0.1]",
        "<script>@northwind.example",
    ],
)
def test_an_address_that_is_none_is_named(standing: Served, email: str) -> None:
    window = standing.open(GUS)

    main = refused(window.book, SOME_ID, guest=GUEST | {"email": email})
    other = refused(window.book, SOME_ID, guests=["ben@northwind.example", email])

    assert (main.status, main.error["field"]) == (422, "guest.email")
    assert (other.status, other.error["field"]) == (422, "guests.1")


def test_a_guest_who_is_invited_twice_is_named(standing: Served) -> None:
    window = standing.open(GUS)

    for guests in (["Gus@Northwind.example"], ["ben@x.example", "BEN@x.example"]):
        answer = refused(window.book, SOME_ID, guests=guests)
        assert answer.status == 422
        assert answer.error["field"] == "guests"
        assert "is invited twice. Remove one of them." in answer.error["message"]
        assert guests[-1].partition("@")[0] in answer.error["message"]


def test_a_guest_of_another_record_is_refused(standing: Served) -> None:
    other = next(one["id"] for one in standing.world()["records"] if one["key"] == "contact:dana")

    answer = refused(standing.open(GUS).book, SOME_ID, guest=GUEST | {"record_id": other})

    assert answer.status == 422
    assert answer.error["message"] == "This guest does not belong to the record."


@pytest.mark.parametrize(
    ("host", "calendar", "shown_as"),
    [
        ("Hana Berg", "hana@larkspur.example", "HTML"),
        ("Hugo Sands", "hugo@larkspur.example", "text"),
    ],
)
def test_markup_stays_text_wherever_it_is_shown(
    served: Served, host: str, calendar: str, shown_as: str
) -> None:
    booked(served, host)
    shapes = {letter["subject"]: outline(letter["html"]) for letter in served.world()["letters"]}
    evil = booked(
        served,
        host,
        guest=GUEST | {"first_name": EVIL, "last_name": EVIL},
        subject=EVIL,
        location=EVIL,
        description=f"{EVIL}\n<b>bold</b> {{{{7*7}}}} {{host.name}}",
        notes=f"</td></table>{EVIL}",
    )

    assert {row.state for row in served.effects(evil).values()} == {"done"}
    letters = [one for one in served.world()["letters"] if one["subject"] not in shapes]
    assert len(letters) == len(shapes) == 3
    for letter in letters:
        tags = outline(letter["html"])
        assert "img" not in {tag for tag, _ in tags}
        assert not any("onerror" in names for _, names in tags)
        assert "b" not in {tag for tag, _ in tags}
        assert "{{7*7}}" in letter["text"]
        assert letter["subject"].endswith(EVIL)
    event = next(
        one for one in served.events_of(calendar) if one["private"] and one["subject"] == EVIL
    )
    assert event["location"] == EVIL
    assert ("<" in event["description"]) == (shown_as == "text")


def test_salesforce_gets_the_texts_as_they_were_typed(served: Served) -> None:
    booked(served, subject=EVIL, notes="Tea & <biscuits> 'at' \"four\"", description="a\nb")

    org = next(iter(served.world()["salesforce"].values()))
    event = next(one for one in org["Event"] if one["Handoff_Booking_Id__c"])
    assert event["Subject"] == EVIL
    assert "Tea & <biscuits> 'at' \"four\"" in event["Description"]
    assert "a\nb" in event["Description"]


def test_a_mark_in_typed_text_is_merged_once_and_an_unknown_one_stays(served: Served) -> None:
    booking = booked(
        served,
        guest=GUEST | {"first_name": "{host.name}"},
        subject="{guest.first_name} and {nobody.name}",
    )

    assert served.row(booking).title == "{host.name} and {nobody.name}"


class TestTheHostWasSwapped:
    """Texts that the window filled in name the host who has the meeting; what was typed stays."""

    def test_at_the_booking(self, served: Served) -> None:
        window = served.open(GUS)
        hold = window.hold(window.question(window.pool(EMEA)), "2026-03-03T14:30:00Z")
        served.make_busy(key_of(served, hold["host_name"]), "2026-03-03T14:30:00Z")

        booking = window.book(
            str(hold["id"]),
            subject=f"Discovery Call: Northwind Robotics and {hold['host_name']}",
            description=f"{hold['host_name']} knows robots.",
        )["booking"]

        assert booking["host_name"] != hold["host_name"]
        row = served.row(booking["id"])
        assert row.title == f"Discovery Call: Northwind Robotics and {booking['host_name']}"
        assert row.description == f"{hold['host_name']} knows robots."

    @pytest.mark.parametrize("typed", ["", "Robots, at last"])
    def test_at_a_move(self, served: Served, typed: str) -> None:
        window = served.open(GUS)
        hold = window.hold(window.question(window.pool(EMEA)), "2026-03-03T14:30:00Z")
        booking_id = window.book(str(hold["id"]), subject=typed)["booking"]["id"]
        served.make_busy(key_of(served, hold["host_name"]), "2026-03-04T14:30:00Z")

        question = window.question(window.pool(EMEA), moving=booking_id)
        other = window.hold(question, "2026-03-04T14:30:00Z")
        change(window, booking_id, "move", hold_id=other["id"])
        served.deliver()

        assert other["host_name"] != hold["host_name"]
        event = next(
            one
            for one in served.events_of(served.person(key_of(served, other["host_name"])).email)
            if one["private"] and one["status"] == "confirmed"
        )
        ours = f"Discovery Call: Northwind Robotics and {other['host_name']}"
        assert event["subject"] == (typed or ours)
        assert f"hosted by {other['host_name']}" in event["description"]
        [in_salesforce] = salesforce(served, "Event")
        assert in_salesforce["Subject"] == (typed or ours)


def test_the_longest_texts_reach_everybody(served: Served) -> None:
    booking = booked(
        served,
        guest=GUEST | {"first_name": "Ä" * 80, "last_name": "界" * 80},
        subject="Ж" * 255,
        location="é" * 255,
        description="🙂" * 4000,
        notes="n" * 4000,
    )

    assert {kind: row.state for kind, row in served.effects(booking).items()} == dict.fromkeys(
        ("calendar", "guest", "host", "organizer", "salesforce"), "done"
    )


def test_letters_carry_only_the_headers_that_we_set(served: Served) -> None:
    booked(served, subject="Tea: Bcc: all@larkspur.example", notes=".\r\n.\r\nMAIL FROM:<x>")

    for letter in served.world()["letters"]:
        assert set(letter["headers"]) <= {
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        }
        assert len(letter["to"]) == 1
