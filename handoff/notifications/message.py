"""A letter as the lines of an Internet message (RFC 5322), and the addresses by which a relay takes it."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr, quote

from handoff.notifications.letters import Letter
from handoff.notifications.words import one_line

_IS_BARE = re.compile(r"[\w '-]*", re.ASCII)

SENDER_NAME = "Handoff"
LONGEST_NAME = 100

# Bodies go as seven-bit text, so that no relay has to promise more than RFC 5321 does.
_PLAIN = SMTP.clone(cte_type="7bit")
_INTERNATIONAL = SMTPUTF8.clone(cte_type="7bit")


@dataclass(frozen=True)
class Envelope:
    """What the relay is told, and the lines themselves; `is_international` needs a relay with SMTPUTF8."""

    sender: str
    recipient: str
    lines: bytes
    is_international: bool


def enveloped(letter: Letter, *, sender: str, written_at: datetime) -> Envelope:
    """Return the letter ready to be handed over. Raises ValueError for an address that is none."""
    name_of_own, address = parseaddr(sender)
    own, to = _plain(address), _plain(letter.to_email)
    reply_to = _plain(letter.reply_to) if letter.reply_to else ""
    is_international = not all(one.isascii() for one in (own, to, reply_to))
    message = EmailMessage(policy=_INTERNATIONAL if is_international else _PLAIN)
    message["From"] = _address(name_of_own or SENDER_NAME, own)
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{letter.message_id}@{own.rpartition('@')[2]}>"
    if reply_to:
        message["Reply-To"] = _address("", reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    name = _folded("To", letter.to_name[:LONGEST_NAME])
    head = f"To: {name}\r\n <{to}>\r\n" if name else f"To: {to}\r\n"
    head += f"Subject: {_folded('Subject', letter.subject)}\r\n"
    return Envelope(own, to, head.encode() + message.as_bytes(), is_international)


def _folded(header: str, words: str) -> str:
    """Write people's words for a header; EmailMessage loses spaces when it folds what is not ASCII."""
    words = one_line(words)
    if not words.isascii():
        return Header(words, "utf-8", header_name=header).encode(linesep="\r\n")
    return words if header == "Subject" or _IS_BARE.fullmatch(words) else f'"{quote(words)}"'


def _plain(address: str) -> str:
    """Return the address with its domain as the wire has it; only a local part may need more than ASCII."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or one_line(address) != address or " " in address:
        raise ValueError("this is no mail address")
    return f"{local}@{domain.encode('idna').decode()}"


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)
