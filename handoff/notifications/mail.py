"""The mail door: plain SMTP in pieces, so that the moment after which nobody can say is known exactly."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from handoff.clock import Clock, monotonic
from handoff.config import MailSettings
from handoff.errors import TryLater, TurnedDown
from handoff.http import refuse_inside_transaction
from handoff.notifications.letters import Letter
from handoff.observability import remote_call

log = logging.getLogger(__name__)

_LEADING_DOT = re.compile(rb"(?m)^\.")

SERVICE = "mail"
OPERATION = "send"


class Mailer:
    """Hands letters to one relay, one connection a letter."""

    def __init__(
        self, settings: MailSettings, *, clock: Clock, timeout: tuple[float, float]
    ) -> None:
        """Keep the relay's address; time-outs are connect and read, in seconds."""
        self._settings = settings
        self._name, self._address = parseaddr(settings.sender)
        self._clock = clock
        self._timeout = timeout

    def send(self, letter: Letter, *, before_final_dot: Callable[[], None]) -> None:
        """Send one letter; `before_final_dot` is called when only the end of the data is left to send.

        Returns once the relay has taken it. Raises TurnedDown for a lasting refusal and TryLater for a passing
        one; TryLater is ambiguous only if the answer to the final dot was lost. Not to be repeated then.
        """
        refuse_inside_transaction()
        began = monotonic()
        outcome = "failed"
        try:
            with remote_call():
                self._send(letter, before_final_dot)
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

    def _send(self, letter: Letter, before_final_dot: Callable[[], None]) -> None:
        message = self._message(letter)
        relay = self._connected()
        try:
            _offer(relay, self._address, letter.to_email, message)
            before_final_dot()
            _finish(relay)
        finally:
            # After the final dot there is nothing left to say; QUIT may only cost time.
            relay.close()

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr((self._name or "Handoff", self._address))
        message["To"] = formataddr((letter.to_name, letter.to_email))
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self._clock.now())
        domain = self._address.rpartition("@")[2]
        message["Message-ID"] = f"<{letter.message_id}@{domain}>"
        if letter.reply_to:
            message["Reply-To"] = letter.reply_to
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message

    def _connected(self) -> smtplib.SMTP:
        settings, (connect, read) = self._settings, self._timeout
        try:
            relay = smtplib.SMTP(settings.host, settings.port, timeout=connect)
            if relay.sock is not None:
                relay.sock.settimeout(read)
            relay.ehlo_or_helo_if_needed()
            if settings.starttls:
                relay.starttls(context=ssl.create_default_context())
            if settings.username:
                relay.login(settings.username, settings.password)
        except smtplib.SMTPAuthenticationError as error:
            raise _refused(error.smtp_code, error.smtp_error, passing=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise _unreachable(error) from error
        return relay


def _offer(relay: smtplib.SMTP, sender: str, recipient: str, message: EmailMessage) -> None:
    """Send everything up to the final dot; whatever fails here, the letter has not left."""
    try:
        _expect(relay.mail(sender), 250)
        _expect(relay.rcpt(recipient), 250, 251)
        _expect(relay.docmd("DATA"), 354)
        relay.send(_LEADING_DOT.sub(b"..", message.as_bytes(policy=SMTP)))
    except (OSError, smtplib.SMTPException) as error:
        raise _unreachable(error) from error


def _finish(relay: smtplib.SMTP) -> None:
    try:
        relay.send(b".\r\n")
        answer = relay.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(
            "The mail server's answer was lost.",
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
    message = f"The mail server said: {code} {text[:300]}"
    kind = TryLater if passing else TurnedDown
    return kind(message, service=SERVICE, operation=OPERATION, code=str(code))


def _unreachable(error: Exception) -> TryLater:
    return TryLater(
        "The mail server could not be reached.",
        service=SERVICE,
        operation=OPERATION,
        code=type(error).__name__,
    )
