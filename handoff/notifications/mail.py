"""The mail door: plain SMTP in pieces, so that the moment after which nobody can say is known exactly."""

import logging
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.utils import parseaddr

from handoff.clock import Clock, monotonic
from handoff.config import MailSettings
from handoff.errors import TryLater, TurnedDown
from handoff.http import refuse_inside_transaction
from handoff.notifications.letters import Letter
from handoff.notifications.message import Envelope, enveloped
from handoff.observability import remote_call
from handoff.wording import say

log = logging.getLogger(__name__)

_LEADING_DOT = re.compile(rb"(?m)^\.")

SERVICE = "mail"
OPERATION = "send"
FAILURES = (OSError, smtplib.SMTPException)


class Mailer:
    """Hands letters to one relay, one connection a letter."""

    def __init__(
        self, settings: MailSettings, *, clock: Clock, timeout: tuple[float, float]
    ) -> None:
        """Keep the relay's address; time-outs are connect and read, in seconds."""
        self._settings = settings
        self._clock = clock
        self._timeout = timeout

    def send(self, letter: Letter, *, before_final_dot: Callable[[], None]) -> None:
        """Send one letter; `before_final_dot` is called when only the end of the data is left to send.

        Returns once the relay has taken it. Raises TurnedDown for a lasting refusal and TryLater for a passing
        one; TryLater is ambiguous only if the answer to the final dot was lost. Not to be repeated then.
        """
        refuse_inside_transaction()
        envelope = self._enveloped(letter)
        began = monotonic()
        outcome = "failed"
        try:
            with remote_call():
                self._send(envelope, before_final_dot)
            outcome = "taken"
        finally:
            log.info(
                "remote call",
                extra={
                    "service": SERVICE,
                    "operation": OPERATION,
                    "outcome": outcome,
                    "ms": round((monotonic() - began) * 1000),
                },
            )

    def check(self) -> None:
        """Go as far as the sender's address and turn back. Raises TurnedDown, TryLater; may be repeated."""
        sender = parseaddr(self._settings.sender)[1]
        relay = self._connected(greeting_as=sender.rpartition("@")[2])
        try:
            self._introduce(relay)
            _expect(relay.mail(sender), 250)
            relay.rset()
        except FAILURES as error:
            raise _unreachable(error) from error
        finally:
            relay.close()

    def _enveloped(self, letter: Letter) -> Envelope:
        try:
            return enveloped(letter, sender=self._settings.sender, written_at=self._clock.now())
        except ValueError as error:
            raise _turned_down(say("This mail address cannot be written to."), "address") from error

    def _send(self, envelope: Envelope, before_final_dot: Callable[[], None]) -> None:
        relay = self._connected(greeting_as=envelope.sender.rpartition("@")[2])
        try:
            self._introduce(relay)
            _offer(relay, envelope)
            before_final_dot()
            _finish(relay)
        finally:
            # After the final dot there is nothing left to say; QUIT may only cost time.
            relay.close()

    def _connected(self, *, greeting_as: str) -> smtplib.SMTP:
        settings, (connect, read) = self._settings, self._timeout
        try:
            # A name of our own for EHLO: without one smtplib asks the DNS, which may take its time.
            relay = smtplib.SMTP(
                settings.host, settings.port, local_hostname=greeting_as, timeout=connect
            )
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error, passing=True) from error
        except FAILURES as error:
            raise _unreachable(error) from error
        if relay.sock is not None:
            relay.sock.settimeout(read)
            # The final dot leaves alone; it must not wait for the answer to the packet before it.
            relay.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return relay

    def _introduce(self, relay: smtplib.SMTP) -> None:
        settings = self._settings
        try:
            relay.ehlo_or_helo_if_needed()
            if settings.starttls:
                relay.starttls(context=ssl.create_default_context())
                relay.ehlo()
            if settings.username:
                relay.login(settings.username, settings.password)
        except smtplib.SMTPResponseException as error:
            # Wrong credentials are the operator's to mend; the letter can wait for that.
            raise _refused(error.smtp_code, error.smtp_error, passing=True) from error
        except FAILURES as error:
            raise _unreachable(error) from error


def _offer(relay: smtplib.SMTP, envelope: Envelope) -> None:
    """Send everything up to the final dot; whatever fails here, the letter has not left."""
    options: list[str] = []
    if envelope.is_international:
        if not relay.has_extn("smtputf8"):
            words = say("The mail server cannot write to an address with letters outside ASCII.")
            raise _turned_down(words, "smtputf8")
        relay.command_encoding = "utf-8"
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    try:
        _expect(relay.mail(envelope.sender, options), 250)
        _expect(relay.rcpt(envelope.recipient), 250, 251)
        _expect(relay.docmd("DATA"), 354)
        relay.send(_LEADING_DOT.sub(b"..", envelope.lines))
    except FAILURES as error:
        raise _unreachable(error) from error


def _finish(relay: smtplib.SMTP) -> None:
    try:
        relay.send(b".\r\n")
        answer = relay.getreply()
    except FAILURES as error:
        raise TryLater(
            say("The mail server's answer was lost."),
            service=SERVICE,
            operation=OPERATION,
            code=type(error).__name__,
            ambiguous=True,
        ) from error
    _expect(answer, 250)


def _expect(answer: tuple[int, bytes], *wanted: int) -> None:
    if answer[0] not in wanted:
        raise _refused(answer[0], answer[1], passing=answer[0] < 500)


def _refused(code: int, words: bytes | str, *, passing: bool) -> TryLater | TurnedDown:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    message = say("The mail server said: {code} {words}", code=code, words=text[:300])
    kind = TryLater if passing else TurnedDown
    return kind(message, service=SERVICE, operation=OPERATION, code=str(code))


def _turned_down(words: str, code: str) -> TurnedDown:
    return TurnedDown(words, service=SERVICE, operation=OPERATION, code=code)


def _unreachable(error: Exception) -> TryLater:
    words = say("The mail server could not be reached.")
    if isinstance(error, ssl.SSLError):
        words = say("The mail server's certificate was not accepted.")
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        words = say(
            "The mail server does not offer the encryption or login that the settings ask for."
        )
    return TryLater(words, service=SERVICE, operation=OPERATION, code=type(error).__name__)
