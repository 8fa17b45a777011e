"""Mailboxes as their owners would read them: letters, and the invitations that providers send."""

from collections import Counter
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template

from sandbox.wire import the_world
from sandbox.world import Invitation, Letter, World

SENDERS = {"google": "Google Calendar", "microsoft": "Microsoft Outlook"}
INVITATION_SUBJECTS = {
    "request": "Invitation: {}",
    "update": "Updated invitation: {}",
    "cancel": "Canceled: {}",
}
NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; sandbox allow-popups allow-popups-to-escape-sandbox"


def everything() -> Any:
    """All addresses that ever received mail, and everything that arrived."""
    world = the_world()
    with world.lock:
        counts = Counter(address for letter in world.letters for address in letter.to)
        counts.update(invitation.to for invitation in world.invitations)
        rows = _rows(world, list(world.letters), list(world.invitations), None)
        return render_template(
            "mailbox.html",
            world=world,
            now=world.clock.now(),
            address=None,
            owner=None,
            addresses=sorted(counts.items()),
            rows=rows,
        )


def of_address(address: str) -> Any:
    world = the_world()
    wanted = address.lower()
    with world.lock:
        letters = [x for x in world.letters if wanted in (to.lower() for to in x.to)]
        invitations = [x for x in world.invitations if x.to.lower() == wanted]
        owner = world.person_by_email(address)
        return render_template(
            "mailbox.html",
            world=world,
            now=world.clock.now(),
            address=address,
            owner=owner,
            addresses=[],
            rows=_rows(world, letters, invitations, owner.zone if owner else None),
        )


def letter(letter_id: str) -> Any:
    world = the_world()
    found = _letter(world, letter_id)
    owner = world.person_by_email(found.to[0]) if found.to else None
    return render_template(
        "letter.html",
        world=world,
        now=world.clock.now(),
        letter=found,
        when=_written(found.received_at, owner.zone if owner else None),
    )


def letter_html(letter_id: str) -> Response:
    """The letter's own HTML, without scripts, for the frame on its page."""
    found = _letter(the_world(), letter_id)
    page = f'<base target="_blank">{found.html}'
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": NO_SCRIPTS})


def _letter(world: World, letter_id: str) -> Letter:
    with world.lock:
        found = next((x for x in world.letters if x.id == letter_id), None)
    if found is None:
        abort(404)
    return found


def _snippet(text: str) -> str:
    """The first words, without the lines that only underline others."""
    words = [word for word in text.split() if word.strip("=-")]
    return " ".join(words)[:140]


def _rows(
    world: World, letters: list[Letter], invitations: list[Invitation], zone: str | None
) -> list[dict[str, Any]]:
    rows: list[tuple[datetime, dict[str, Any]]] = []
    for found in letters:
        row: dict[str, Any] = {
            "id": found.id,
            "sender": found.headers.get("From", found.sender),
            "to": ", ".join(found.to),
            "subject": found.subject,
            "snippet": _snippet(found.text),
        }
        rows.append((found.received_at, row))
    for sent in invitations:
        row = {
            "id": None,
            "sender": SENDERS.get(sent.provider, sent.provider),
            "to": sent.to,
            "subject": INVITATION_SUBJECTS[sent.kind].format(sent.subject),
            "snippet": _invitation_text(sent, zone),
        }
        rows.append((sent.at, row))
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return [{**row, "when": _written(at, zone)} for at, row in rows]


def _invitation_text(sent: Invitation, zone: str | None) -> str:
    parts = [f"From the calendar of {sent.calendar}"]
    if sent.starts_at:
        parts.append(_written(sent.starts_at, zone))
    parts.extend(text for text in (sent.link, sent.comment) if text)
    return " · ".join(parts)


def _written(instant: datetime, zone: str | None) -> str:
    known: tzinfo = ZoneInfo(zone or "UTC")
    return f"{instant.astimezone(known):%a %d %b %Y, %H:%M} {zone or 'UTC'}"
