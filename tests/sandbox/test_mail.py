"""The mail server takes letters from smtplib, and loses them only on purpose."""

import gc
import smtplib
import socket
import time
from email.message import EmailMessage

import pytest
import requests

from sandbox.mail import MailServer
from sandbox.server import Sandbox
from tests.sandbox.clients import GUS, HANA, google_calendar, google_event


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    shared.world.letters.clear()
    return shared


def a_letter(subject: str = "Your meeting with Hana Berg") -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "Handoff <handoff@larkspur.example>"
    letter["To"] = f"Gus Grant <{GUS}>"
    letter["Reply-To"] = HANA
    letter["Subject"] = subject
    letter["Message-ID"] = "<b-1.1@larkspur.example>"
    letter.set_content("Hello Gus,\n\nsee you on Wednesday – 15:00.\n")
    letter.add_alternative("<p>Hello <b>Gus</b></p><script>alert(1)</script>", subtype="html")
    return letter


def send(box: Sandbox, letter: EmailMessage | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", box.smtp_port, timeout=30) as server:
        server.send_message(letter or a_letter())


def test_a_letter_arrives_with_all_that_a_reader_sees(box: Sandbox) -> None:
    send(box, a_letter("Grüße – 你好"))

    found = box.world.as_json()["letters"]
    assert len(found) == 1
    assert found[0]["to"] == [GUS]
    assert found[0]["from"] == "Handoff <handoff@larkspur.example>"
    assert found[0]["reply_to"] == HANA
    assert found[0]["subject"] == "Grüße – 你好"
    assert found[0]["message_id"] == "<b-1.1@larkspur.example>"
    assert found[0]["text"] == "Hello Gus,\n\nsee you on Wednesday – 15:00.\n"
    assert "<b>Gus</b>" in found[0]["html"]
    assert found[0]["received_at"].startswith("2026-03-02T14:0")


@pytest.mark.parametrize("status", [421, 450, 451, 452, 535, 550, 552, 554])
def test_a_refused_letter_is_not_kept(box: Sandbox, status: int) -> None:
    box.world.faults.add({"service": "mail", "kind": "status", "status": status})

    with pytest.raises(smtplib.SMTPResponseException) as failure:
        send(box)

    assert failure.value.smtp_code == status
    assert box.world.letters == []
    send(box)
    assert len(box.world.letters) == 1


def test_a_refusal_may_have_its_own_words_and_concern_one_address(box: Sandbox) -> None:
    wish = {"service": "mail", "kind": "status", "status": 550, "host": GUS, "body": "5.1.1 Gone"}
    box.world.faults.add(wish)
    other = a_letter()
    other.replace_header("To", HANA)

    send(box, other)
    with pytest.raises(smtplib.SMTPResponseException, match="Gone"):
        send(box)

    assert [letter.to for letter in box.world.letters] == [(HANA,)]


def test_a_connection_lost_before_accepting_loses_the_letter(box: Sandbox) -> None:
    box.world.faults.add({"service": "mail", "kind": "drop_before"})

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(box)

    assert box.world.letters == []


def test_a_connection_lost_after_accepting_keeps_the_letter(box: Sandbox) -> None:
    box.world.faults.add({"service": "mail", "kind": "drop_after"})

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(box)

    assert len(box.world.letters) == 1


def test_latency_and_slowness_delay_the_answer(box: Sandbox) -> None:
    box.world.faults.set_latency("mail", 0.1)
    box.world.faults.add({"service": "mail", "kind": "slow", "seconds": 0.2})
    started = time.perf_counter()

    send(box)
    box.world.faults.set_latency("mail", 0)

    assert time.perf_counter() - started >= 0.3
    assert len(box.world.letters) == 1


def test_a_letter_that_is_no_proper_message_is_kept_too(box: Sandbox) -> None:
    with smtplib.SMTP("127.0.0.1", box.smtp_port, timeout=30) as server:
        server.sendmail("x@larkspur.example", [GUS], b"no headers at all\r\n")

    assert box.world.letters[0].subject == ""


def test_deliveries_are_counted(box: Sandbox) -> None:
    before = box.world.calls["mail"]["deliver"]

    send(box)

    assert box.world.calls["mail"]["deliver"] == before + 1


def test_a_mailbox_page_shows_letters_and_the_calendars_own_mail(box: Sandbox) -> None:
    send(box)
    with google_calendar(box) as service:
        event = google_event(id="mailed01", summary="Intro <b>call</b>")
        service.events().insert(calendarId=HANA, body=event, sendUpdates="all").execute()

    page = requests.get(f"{box.url}/mailbox/{GUS}", timeout=30)

    assert page.status_code == 200
    assert "Your meeting with Hana Berg" in page.text
    assert "Invitation: Intro &lt;b&gt;call&lt;/b&gt;" in page.text
    assert "Google Calendar" in page.text
    assert "sent by the calendar" in page.text
    everything = requests.get(f"{box.url}/mailbox", timeout=30).text
    assert f"/mailbox/{GUS}" in everything


def test_a_letter_page_shows_the_letter_without_letting_it_run(box: Sandbox) -> None:
    send(box)
    letter = box.world.letters[0]

    page = requests.get(f"{box.url}/mailbox/letter/{letter.id}", timeout=30).text
    frame = requests.get(f"{box.url}/mailbox/letter/{letter.id}/html", timeout=30)

    assert 'sandbox="allow-popups' in page
    assert "&lt;b-1.1@larkspur.example&gt;" in page
    assert "see you on Wednesday – 15:00." in page
    assert "<b>Gus</b>" in frame.text
    assert "script-src" not in frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]


def test_stopping_closes_a_conversation_that_has_hardly_begun(box: Sandbox) -> None:
    for _ in range(5):
        server = MailServer(box.world, 0)
        server.start()
        with socket.create_connection(("127.0.0.1", server.port), timeout=30):
            server.stop()
    # What is still open is an error when it is forgotten.
    del server
    gc.collect()
