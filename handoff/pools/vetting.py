"""PURE. What of a wished suggestion can be: hosts who can be booked, types that are offered, and why not the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handoff.meeting_types import AdditionalHosts, MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.pools.conditions import is_offered
from handoff.pools.outcomes import SuggestedHost, Suggestion, SuggestionSource, joined
from handoff.pools.possible import Possible, allows_host, allows_pool, can_lead, possible
from handoff.pools.routing import NOT_OPEN, playing_members, why_not
from handoff.records import RecordView
from handoff.wording import say

QUEUE = "00G"


@dataclass(frozen=True)
class Wished:
    """Somebody who could be taken, the field they stand in, and the sentence for them; `person` is a user's id.

    A `reason` says from the beginning why they cannot be.
    """

    person: str = ""
    pool: Pool | None = None
    field: str = ""
    why: str = ""
    is_required: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Wish:
    """What a flow or a rule wishes: the first of `mains` that can be booked, others beside, a type, locks."""

    source: SuggestionSource
    name: str
    mains: Sequence[Wished] = ()
    further: Sequence[Wished] = ()
    meeting_type_id: str = ""
    locks_hosts: bool = False
    locks_type: bool = False
    may_add_hosts: bool = True
    may_suggest_organizer: bool = False
    text: str = ""
    """The admin's own words, if any."""


def _nobody(_pool: Pool) -> str:
    return ""


@dataclass(frozen=True)
class Scene:
    """Where a suggestion is made: for whom, on which record; `next_in` names who would be next in a pool."""

    settings: OrgSettings
    record: RecordView
    organizer_id: str
    next_in: Callable[[Pool], str] = _nobody

    def name_of(self, person: str) -> str:
        """Return a colleague's name, also of those who are no hosts."""
        host = self.settings.host(person)
        if host:
            return host.name
        known = (one.name for one in self.record.users if one.user_id == person)
        others = (one.name for one in self.settings.colleagues if one.id == person)
        return next((name for name in (*known, *others) if name), say("Somebody"))


@dataclass(frozen=True)
class Vetted:
    """What came of a wish; without a main host although one was wished, the next rule may know a better one."""

    suggestion: Suggestion
    lacks_main: bool
    skipped: tuple[str, ...]


def vet(wish: Wish, scene: Scene) -> Vetted:
    """Return the wish as a suggestion of what can be, with a sentence for whatever was passed over."""
    offered, type_words = _type(wish, scene)
    skipped: list[str] = []
    main: Wished | None = None
    for one in wish.mains:
        reason = _reason_against(one, wish, scene, offered)
        if not reason:
            main = one
            break
        skipped.append(_passed_over(one, scene, reason))
    beside, beside_words = _further(wish, scene, main, offered)
    words = [*_because(main, wish), *skipped, *beside_words, *type_words]
    suggestion = Suggestion(
        text=joined(words),
        source=wish.source,
        name=wish.name,
        main_host_id=main.person if main and not main.pool else "",
        pool_id=main.pool.id if main and main.pool else "",
        main_is_locked=wish.locks_hosts and main is not None,
        additional=tuple(
            SuggestedHost(one.person, one.is_required, wish.locks_hosts) for one in beside
        ),
        meeting_type_id=offered.id if offered else "",
        locks_type=wish.locks_type and offered is not None,
        may_add_hosts=wish.may_add_hosts,
        sources={one.person: one.field for one in (main, *beside) if one and one.field},
    )
    return Vetted(suggestion, bool(wish.mains) and main is None, tuple(skipped))


def _because(main: Wished | None, wish: Wish) -> list[str]:
    if wish.text:
        return [wish.text]
    if main:
        return [main.why]
    return [] if wish.mains else [_of_type_only(wish)]


def _of_type_only(wish: Wish) -> str:
    if wish.source is SuggestionSource.FLOW:
        return say("The flow “{flow}” suggests this.", flow=wish.name)
    return say("The rule “{rule}” suggests this.", rule=wish.name)


def _type(wish: Wish, scene: Scene) -> tuple[MeetingType | None, list[str]]:
    if not wish.meeting_type_id:
        return None, []
    found = scene.settings.meeting_type(wish.meeting_type_id)
    if found is None:
        return None, [say("The suggested meeting type is not offered any more.")]
    if not found.is_bookable:
        return None, [say("The suggested {type} is not open to you.", type=found.name)]
    if not is_offered(found, scene.record):
        return None, [say("The suggested {type} is not offered here.", type=found.name)]
    return found, []


def _reason_against(
    one: Wished, wish: Wish, scene: Scene, offered: MeetingType | None, *, leads: bool = True
) -> str:
    """Return why somebody cannot be suggested, or an empty text."""
    allowed = possible(offered, scene.record) if offered and leads else None
    if one.pool:
        return _against_pool(one.pool, scene, allowed)
    if one.reason or not one.person:
        return one.reason or say("nobody stands there")
    if one.person.startswith(QUEUE):
        return say("owned by a queue: nobody in particular")
    if one.person == scene.organizer_id and not wish.may_suggest_organizer:
        return say("you are not suggested to yourself")
    return _against_host(one.person, scene, allowed, leads=leads)


def _against_pool(pool: Pool, scene: Scene, allowed: Possible | None) -> str:
    if not pool.is_bookable:
        return NOT_OPEN
    if not any(can_lead(host) for host in playing_members(pool, scene.settings)):
        return say("nobody in this pool can be booked")
    is_allowed = allows_pool(allowed, pool.id)
    return "" if is_allowed else say("this meeting type does not allow the pool")


def _against_host(person: str, scene: Scene, allowed: Possible | None, *, leads: bool) -> str:
    host = scene.settings.host(person)
    reason = why_not(host, is_active=_is_active(person, scene))
    if reason or host is None:
        return reason
    if leads and host.is_read_only:
        return say("their calendar can only be read")
    is_allowed = allows_host(allowed, person, scene.settings)
    return "" if is_allowed else say("this meeting type does not allow them")


def _is_active(person: str, scene: Scene) -> bool:
    people = [user.is_active for user in scene.record.users if user.user_id == person]
    people += [one.is_active for one in scene.settings.colleagues if one.id == person]
    return all(people)


def _passed_over(one: Wished, scene: Scene, reason: str) -> str:
    if one.pool:
        return say("Pool {pool} was passed over: {reason}.", pool=one.pool.name, reason=reason)
    if not one.person or one.person.startswith(QUEUE):
        return say("{field} was passed over: {reason}.", field=one.field, reason=reason)
    return say("{name} was passed over: {reason}.", name=scene.name_of(one.person), reason=reason)


def _further(
    wish: Wish, scene: Scene, main: Wished | None, offered: MeetingType | None
) -> tuple[list[Wished], list[str]]:
    rule = offered.additional_hosts if offered else AdditionalHosts.ANY
    if rule is AdditionalHosts.NONE:
        return [], []
    taken, words = {main.person if main else ""}, []
    beside: list[Wished] = []
    for one in wish.further:
        if one.person in taken:
            continue
        taken.add(one.person)
        reason = _reason_against(one, wish, scene, offered, leads=False)
        if reason:
            words.append(_passed_over(one, scene, reason))
        else:
            beside.append(_required(one) if rule is AdditionalHosts.REQUIRED else one)
    return beside, words


def _required(one: Wished) -> Wished:
    return replace(one, is_required=True)
