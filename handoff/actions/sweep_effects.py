"""Find what is owed and nobody is doing, and wake somebody; if nobody hears, do it here."""

from sqlalchemy.orm import Session

from handoff.actions.deliver_effect import deliver_effect
from handoff.storage import outbox
from handoff.wiring import Parts

OLDER_THAN = 1.0
"""Seconds: younger effects have just been rung for."""
BY_HAND = 20
"""How many effects one sweep does itself while the queue cannot be reached."""


def sweep_effects(parts: Parts) -> int:
    """Ring for every due effect, first for meetings now; return how many there were. May be repeated."""

    def look(session: Session) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        due = outbox.due(session, limit=200, older_than=OLDER_THAN)
        first = outbox.meeting_now(session, [effect_id for effect_id, _ in due])
        return [one for one in due if one[0] in first], [one for one in due if one[0] not in first]

    now, later = parts.database.run(look)
    is_heard = parts.doorbell.ring(now, is_now=True) and parts.doorbell.ring(later)
    if not is_heard:
        for effect_id, _ in [*now, *later][:BY_HAND]:
            deliver_effect(parts, effect_id)
    return len(now) + len(later)
