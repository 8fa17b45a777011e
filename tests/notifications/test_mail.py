"""The mail door against real SMTP servers: what is taken, what may be repeated, and what nobody can say."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import requests

from handoff.clock import StartedClock
from handoff.config import MailSettings
from handoff.errors import OutsideError, TryLater, TurnedDown
from handoff.http import CallInsideTransaction, transaction_is_open
from handoff.notifications.letters import Letter
from handoff.notifications.mail import Mailer
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.notifications.relays import HANG_UP, ScriptedRelay, real_relay

LETTER = Letter(
    to_email="gus@northwind.example",
    to_name="Gus Grant",
    reply_to="hana@larkspur.example",
    subject="Confirmed: Discovery Call",
    text="One\n.\n..two\nThe end\n",
    html="<p>One</p>\n",
    message_id="effect-1.1",
)


def mailer(port: int, **settings: Any) -> Mailer:
    given = {"host": "127.0.0.1", "port": port, "sender": "meetings@handoff.example"} | settings
    return Mailer(MailSettings(**given), clock=StartedClock(NOW), timeout=(1.0, 1.0))


def send(relay_port: int, letter: Letter = LETTER, **settings: Any) -> list[str]:
    """Send, and tell whether the dot was announced."""
    told: list[str] = []
    mailer(relay_port, **settings).send(letter, before_final_dot=lambda: told.append("dot"))
    return told


def parsed(lines: bytes) -> EmailMessage:
    found = message_from_bytes(lines, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_letter_arrives_with_its_headers_and_both_its_bodies(box: Sandbox) -> None:
    assert send(box.smtp_port) == ["dot"]

    letter = requests.get(f"{box.url}/world.json", timeout=30).json()["letters"][-1]
    assert letter["to"] == ["gus@northwind.example"]
    assert letter["headers"]["To"] == "Gus Grant <gus@northwind.example>"
    assert letter["from"] == "Handoff <meetings@handoff.example>"
    assert letter["reply_to"] == "hana@larkspur.example"
    assert letter["message_id"] == "<effect-1.1@handoff.example>"
    assert letter["headers"]["Auto-Submitted"] == "auto-generated"
    assert letter["headers"]["Date"].startswith("Mon, 02 Mar 2026 14:00:")
    assert letter["text"].replace("\r\n", "\n") == LETTER.text
    assert "<p>One</p>" in letter["html"]


def test_dots_at_the_beginning_of_a_line_are_doubled_on_the_wire() -> None:
    with ScriptedRelay() as relay:
        send(relay.port)

    assert b"\r\n..\r\n...two\r\nThe end\r\n" in relay.letter
    assert b"\n" not in relay.letter.replace(b"\r\n", b"")


def test_words_of_any_script_arrive_and_the_wire_stays_seven_bit() -> None:
    words = "Přílišžluťoučký 見積もり שלום " * 40
    letter = replace(
        LETTER, to_name='Łukasz "Lu" Müller', subject="Potvrzeno: " + words[:180], text=words
    )
    with ScriptedRelay() as relay:
        send(relay.port, letter)

    assert relay.letter.isascii()
    assert max(map(len, relay.letter.split(b"\r\n"))) <= 998
    message = parsed(relay.letter)
    assert message["Subject"] == letter.subject
    assert message["To"].addresses[0].display_name == letter.to_name
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == words.strip()


def test_the_sender_may_have_a_name_of_its_own() -> None:
    with ScriptedRelay() as relay:
        send(relay.port, sender="Larkspur Meetings <meetings@handoff.example>")

    assert parsed(relay.letter)["From"] == "Larkspur Meetings <meetings@handoff.example>"
    assert parsed(relay.letter)["Message-ID"] == "<effect-1.1@handoff.example>"
    assert any(b"<meetings@handoff.example>" in line for line in relay.heard[:2])


def test_somebody_without_a_name_is_written_to_by_address() -> None:
    with ScriptedRelay() as relay:
        send(relay.port, replace(LETTER, to_name=""))

    assert relay.letter.startswith(b"To: gus@northwind.example\r\n")


def test_a_name_of_ten_thousand_characters_and_breaks_stays_one_header() -> None:
    name = "Gus\r\nBcc: all@northwind.example\r\n" + "ß" * 10_000
    with ScriptedRelay() as relay:
        send(relay.port, replace(LETTER, to_name=name))

    message = parsed(relay.letter)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == LETTER.to_email


@pytest.mark.parametrize(
    "address",
    [
        "gus@northwind.example\r\nRCPT TO:<all@northwind.example>",
        "gus@northwind.example\nBcc: all@northwind.example",
        "gus grant@northwind.example",
        "gus",
        "@northwind.example",
        "gus@",
        "gus@" + "x" * 300 + ".example",
        "gus@a..example",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(TurnedDown):
        send(1, replace(LETTER, to_email=address))


def test_a_domain_in_its_own_script_is_written_as_the_wire_has_it() -> None:
    with ScriptedRelay() as relay:
        send(relay.port, replace(LETTER, to_email="jana@příklad.example"))

    assert b"RCPT TO:<jana@xn--pklad-zsa96e.example>\r\n" in [
        line.replace(b"rcpt", b"RCPT") for line in relay.heard
    ]


def test_a_name_in_its_own_script_needs_a_relay_that_takes_it() -> None:
    letter = replace(LETTER, to_email="žofie@northwind.example")
    with ScriptedRelay(EHLO="250-relay.example\n250 SMTPUTF8") as relay:
        send(relay.port, letter)
    with ScriptedRelay() as plain, pytest.raises(TurnedDown) as refused:
        send(plain.port, letter)

    assert any("žofie@northwind.example".encode() in line for line in relay.heard[:4])
    assert refused.value.code == "smtputf8"


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ({"greeting": "421 too busy"}, TryLater, "421"),
        ({"greeting": "554 go away"}, TryLater, "554"),
        ({"greeting": HANG_UP}, TryLater, ""),
        ({"EHLO": HANG_UP}, TryLater, ""),
        ({"MAIL": "451 later"}, TryLater, "451"),
        ({"MAIL": "552 no"}, TurnedDown, "552"),
        ({"RCPT": "450 busy"}, TryLater, "450"),
        ({"RCPT": "550 nobody of that name"}, TurnedDown, "550"),
        ({"RCPT": "421 closing"}, TryLater, "421"),
        ({"RCPT": HANG_UP}, TryLater, ""),
        ({"DATA": "554 no"}, TurnedDown, "554"),
        ({"DATA": HANG_UP}, TryLater, ""),
    ],
    ids=str,
)
def test_before_the_dot_nothing_has_left(
    said: dict[str, str], kind: type[OutsideError], code: str
) -> None:
    with ScriptedRelay(**said) as relay, pytest.raises(kind) as failed:
        send(relay.port)

    assert getattr(failed.value, "ambiguous", False) is False
    assert not code or failed.value.code == code
    assert b".\r\n" not in relay.heard


@pytest.mark.parametrize(
    ("said", "kind", "is_ambiguous"),
    [
        ("451 later", TryLater, False),
        ("421 closing", TryLater, False),
        ("552 too big", TurnedDown, False),
        ("554 rejected", TurnedDown, False),
        (HANG_UP, TryLater, True),
    ],
)
def test_after_the_dot_only_a_lost_answer_is_ambiguous(
    said: str, kind: type[OutsideError], is_ambiguous: bool
) -> None:
    with ScriptedRelay(dot=said) as relay, pytest.raises(kind) as failed:
        send(relay.port)

    assert getattr(failed.value, "ambiguous", False) is is_ambiguous


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_connection_that_drops_after_the_dot_is_ambiguous(box: Sandbox, kind: str) -> None:
    wish = {"service": "mail", "call": "deliver", "kind": kind}
    requests.post(f"{box.url}/faults", json=wish, timeout=30)

    with pytest.raises(TryLater) as lost:
        send(box.smtp_port)

    assert lost.value.ambiguous
    with box.world.lock:
        assert len(box.world.letters) == (1 if kind == "drop_after" else 0)


def test_an_answer_that_takes_too_long_is_lost(box: Sandbox) -> None:
    wish = {"service": "mail", "call": "deliver", "kind": "slow", "seconds": 1.5}
    requests.post(f"{box.url}/faults", json=wish, timeout=30)

    with pytest.raises(TryLater) as lost:
        send(box.smtp_port)

    assert lost.value.ambiguous


def test_a_worker_that_stops_before_the_dot_sends_nothing(box: Sandbox) -> None:
    def stop() -> None:
        raise KeyError("the lease is lost")

    with pytest.raises(KeyError):
        mailer(box.smtp_port).send(LETTER, before_final_dot=stop)

    with box.world.lock:
        assert box.world.letters == []


def test_nobody_listening_is_no_loss() -> None:
    with pytest.raises(TryLater) as failed:
        send(1)

    assert not failed.value.ambiguous


def test_no_letter_leaves_inside_a_transaction() -> None:
    with transaction_is_open(), pytest.raises(CallInsideTransaction):
        send(1)


def test_a_relay_with_tls_and_a_login_takes_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with real_relay(tmp_path, has_login=True) as (box, port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send(port, host="localhost", starttls=True, username="handoff", password="right")

    assert box.logins == ["handoff"]
    assert [one.rcpt_tos for one in box.taken] == [["gus@northwind.example"]]


def test_a_wrong_password_can_be_mended_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with real_relay(tmp_path, has_login=True) as (box, port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(TryLater) as failed:
            send(port, host="localhost", starttls=True, username="handoff", password="wrong-one")

    assert failed.value.code == "535"
    assert "wrong-one" not in failed.value.message
    assert box.taken == []


def test_a_relay_that_cannot_prove_its_name_gets_nothing(tmp_path: Path) -> None:
    with real_relay(tmp_path) as (box, port, _), pytest.raises(TryLater) as failed:
        send(port, host="localhost", starttls=True)

    assert "certificate" in failed.value.message
    assert box.taken == []


def test_a_relay_without_tls_gets_nothing_where_tls_is_asked_for() -> None:
    with ScriptedRelay() as relay, pytest.raises(TryLater) as failed:
        send(relay.port, starttls=True)

    assert "encryption" in failed.value.message
    assert not [line for line in relay.heard if line.upper().startswith(b"MAIL")]
