"""Reads a letter off the wire the way a mail program would."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from sandbox.world import Letter, World


def store(world: World, *, source: bytes, recipients: list[str]) -> Letter:
    """Put an accepted letter into the world."""
    message = message_from_bytes(source, policy=policy.default)
    with world.lock:
        letter = Letter(
            id=f"letter-{len(world.letters) + 1}",
            to=tuple(recipients),
            sender=_header(message, "From"),
            reply_to=_header(message, "Reply-To"),
            subject=_header(message, "Subject"),
            message_id=_header(message, "Message-ID"),
            text=_part(message, "plain"),
            html=_part(message, "html"),
            headers={name: str(value) for name, value in message.items()},
            received_at=world.clock.now(),
            source=source,
        )
        world.letters.append(letter)
        return letter


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return payload.decode(part.get_content_charset("utf-8"), errors="replace").replace("\r\n", "\n")
