"""PURE. The turns of an order-based pool: member order, except for those who are owed one (spec §10.8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handoff.pools.accounts import Entry, EntryKind


@dataclass(frozen=True)
class Rotation:
    """How far a pool has come.

    `last` was the last one served in member order. Whoever was passed over meanwhile, or had a meeting
    cancelled, is `owed` a turn, the first of them first. Whoever got a counted meeting besides is `ahead` and
    is passed over once. Both may name somebody several times.
    """

    last: str = ""
    owed: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


def turns(rotation: Rotation, members: Sequence[str], playing: Collection[str]) -> list[str]:
    """Return who plays in the order of their turns; `members` are all, in member order."""
    owed = list(dict.fromkeys(one for one in rotation.owed if one in playing))
    rest = [one for one in _round(rotation.last, members) if one in playing and one not in owed]
    is_ahead = set(rotation.ahead)
    return [*owed, *(x for x in rest if x not in is_ahead), *(x for x in rest if x in is_ahead)]


def served(
    rotation: Rotation, host_id: str, members: Sequence[str], playing: Collection[str]
) -> Rotation:
    """Return the rotation after a member was picked out of it."""
    if host_id in rotation.owed:
        return replace(rotation, owed=_less(rotation.owed, host_id))
    if host_id in rotation.ahead:
        # Nobody else was free: the others stay where they are, and this one is a meeting further ahead.
        return replace(rotation, ahead=(*rotation.ahead, host_id))
    round_ = _round(rotation.last, members)
    before = round_[: round_.index(host_id)] if host_id in round_ else []
    passed = [one for one in before if one in playing]
    ahead = rotation.ahead
    for one in passed:
        ahead = _less(ahead, one)
    waiting = (one for one in passed if one not in rotation.ahead and one not in rotation.owed)
    return Rotation(host_id, (*rotation.owed, *waiting), ahead)


def met_besides(rotation: Rotation, host_id: str) -> Rotation:
    """Return the rotation after a member got a counted meeting without being picked by turn."""
    if host_id in rotation.owed:
        return replace(rotation, owed=_less(rotation.owed, host_id))
    return replace(rotation, ahead=(*rotation.ahead, host_id))


def credited(rotation: Rotation, host_id: str, amount: int = 1) -> Rotation:
    """Return the rotation after a meeting was cancelled: its host is next once; a negative amount takes it back."""
    for _ in range(amount):
        if host_id in rotation.ahead:
            rotation = replace(rotation, ahead=_less(rotation.ahead, host_id))
        else:
            rotation = replace(rotation, owed=(host_id, *rotation.owed))
    for _ in range(-amount):
        rotation = met_besides(rotation, host_id)
    return rotation


def rotation_at(entries: Iterable[Entry]) -> Rotation:
    """Return how far a pool has come, from its entries in order of time; each count keeps what came of it."""
    rotation = Rotation()
    for entry in entries:
        kept = entry.why.get("rotation")
        if entry.kind is EntryKind.COUNT:
            rotation = rotation_of(kept) if kept else met_besides(rotation, entry.host_id)
        elif entry.kind in (EntryKind.CREDIT, EntryKind.NO_SHOW):
            rotation = credited(rotation, entry.host_id, entry.amount)
    return rotation


def rotation_json(rotation: Rotation) -> dict[str, Any]:
    """Return the rotation as the ledger keeps it."""
    return {"last": rotation.last, "owed": [*rotation.owed], "ahead": [*rotation.ahead]}


def rotation_of(kept: Mapping[str, Any]) -> Rotation:
    """Return the rotation that the ledger kept."""
    return Rotation(kept["last"], tuple(kept["owed"]), tuple(kept["ahead"]))


def _round(last: str, members: Sequence[str]) -> list[str]:
    """Return all members beginning after the last one."""
    begin = members.index(last) + 1 if last in members else 0
    return [*members[begin:], *members[:begin]]


def _less(names: tuple[str, ...], one: str) -> tuple[str, ...]:
    if one not in names:
        return names
    position = names.index(one)
    return (*names[:position], *names[position + 1 :])
