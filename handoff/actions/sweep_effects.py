"""Find what is owed and nobody is doing, and wake somebody; if nobody hears, do it here."""

from handoff.actions.deliver_effect import deliver_effect
from handoff.storage import outbox
from handoff.wiring import Parts

OLDER_THAN = 1.0
"""Seconds: younger effects have just been rung for."""
BY_HAND = 20
"""How many effects one sweep does itself while the queue cannot be reached."""


def sweep_effects(parts: Parts) -> int:
    """Ring for every due effect; return how many there were. May be repeated."""
    due = parts.database.run(lambda session: outbox.due(session, limit=200, older_than=OLDER_THAN))
    if due and not parts.doorbell.ring(due):
        for effect_id, _ in due[:BY_HAND]:
            deliver_effect(parts, effect_id)
    return len(due)
