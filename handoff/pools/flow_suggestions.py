"""PURE. What an org's suggestion flow answered, as the outcome that the window shows."""

from collections.abc import Iterator
from dataclasses import replace

from handoff.meeting_types import Pool
from handoff.org_settings import OrgSettings
from handoff.pools.outcomes import DoNotSchedule, FlowAnswer, Outcome, SuggestionSource, joined
from handoff.pools.vetting import Scene, Wish, Wished, vet
from handoff.records import RecordView
from handoff.wording import say


def suggested_by_flow(answer: FlowAnswer, scene: Scene) -> Outcome:
    """Return what the flow suggests; None where it left the choice to the rules."""
    if answer.stops:
        return _stop(answer, scene.record)
    if answer.says_nothing:
        return None
    vetted = vet(_wish(answer, scene), scene)
    if not vetted.lacks_main:
        return vetted.suggestion
    return replace(vetted.suggestion, text=joined([say("Nobody is suggested."), *vetted.skipped]))


def _stop(answer: FlowAnswer, record: RecordView) -> DoNotSchedule:
    return DoNotSchedule(
        title=say("Do not schedule a meeting for {record}.", record=record.name),
        text=answer.stop_text
        or say("Your admin's flow “{flow}” asks not to book meetings here.", flow=answer.name),
        source=SuggestionSource.FLOW,
        name=answer.name,
        action=answer.action,
        action_label=answer.action_label,
        action_value=answer.action_value,
    )


def _wish(answer: FlowAnswer, scene: Scene) -> Wish:
    ids = list(dict.fromkeys(one for one in (answer.main_host_id, *answer.host_ids) if one))
    pool = _pool(scene.settings, answer.pool)
    # With a pool as the main host everybody named is beside it.
    first = [] if pool or not ids else ids[:1]
    return Wish(
        source=SuggestionSource.FLOW,
        name=answer.name,
        mains=[*_as_main(pool, answer, scene), *(_person(one, answer, scene) for one in first)],
        further=[
            *(_person(one, answer, scene) for one in ids[len(first) :]),
            *(
                replace(_person(one, answer, scene), is_required=False)
                for one in answer.optional_host_ids
            ),
        ],
        meeting_type_id=_type(scene.settings, answer.meeting_type),
        locks_hosts=answer.locks_hosts,
        locks_type=answer.locks_type,
        may_add_hosts=answer.may_add_hosts,
        may_suggest_organizer=answer.may_suggest_organizer,
        text=answer.explanation,
    )


def _as_main(pool: Pool | None, answer: FlowAnswer, scene: Scene) -> Iterator[Wished]:
    if pool:
        following = scene.next_in(pool)
        why = (
            say(
                "Pool {pool} is suggested by the flow “{flow}”; {name} would be next.",
                pool=pool.name,
                flow=answer.name,
                name=following,
            )
            if following
            else say(
                "Pool {pool} is suggested by the flow “{flow}”.", pool=pool.name, flow=answer.name
            )
        )
        yield Wished(pool=pool, why=why)


def _person(person: str, answer: FlowAnswer, scene: Scene) -> Wished:
    why = say(
        "{name} is suggested by the flow “{flow}”.", name=scene.name_of(person), flow=answer.name
    )
    return Wished(person=person, why=why)


def _pool(settings: OrgSettings, named: str) -> Pool | None:
    return next((one for one in settings.pools if _is_named(named, one.id, one.name)), None)


def _type(settings: OrgSettings, named: str) -> str:
    found = (one.id for one in settings.meeting_types if _is_named(named, one.id, one.name))
    # A type that is not there stays named, so that the sentence says so.
    return next(found, named)


def _is_named(named: str, its_id: str, name: str) -> bool:
    return bool(named) and named in (its_id, its_id[:15], name)
