"""PURE. An org's ordered suggestion rules: the first whose conditions hold, and whose host can be booked, decides."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handoff.org_settings import ActionKind, RuleOutcome, SuggestionRule
from handoff.pools.conditions import all_hold
from handoff.pools.outcomes import (
    DoNotSchedule,
    Outcome,
    Suggestion,
    SuggestionSource,
    joined,
)
from handoff.pools.record_paths import merged
from handoff.pools.vetting import Scene, Vetted, Wish, Wished, vet
from handoff.records import MATCHED_ACCOUNT, RecordView
from handoff.wording import say


def suggested_by_rules(rules: Sequence[SuggestionRule], scene: Scene) -> Outcome:
    """Return what the first rule that applies leads to; None if none does.

    A rule whose hosts cannot be booked gives way to the next one, and the sentence says why. If none is left,
    the first such rule still suggests what else it has.
    """
    passed_over: list[str] = []
    first: Vetted | None = None
    for rule in _applying(rules, scene.record):
        if rule.outcome is RuleOutcome.DO_NOT_SCHEDULE:
            return _stop(rule, scene.record)
        vetted = vet(_wish(rule, scene), scene)
        if not vetted.lacks_main:
            return _after(passed_over, vetted.suggestion)
        first = first or vetted
        passed_over += vetted.skipped
    if first is None:
        return None
    return replace(first.suggestion, text=joined([say("Nobody is suggested."), *passed_over]))


def _after(passed_over: Sequence[str], suggestion: Suggestion) -> Suggestion:
    return replace(suggestion, text=joined([suggestion.text, *passed_over]))


def _applying(rules: Sequence[SuggestionRule], record: RecordView) -> Iterator[SuggestionRule]:
    for rule in sorted(rules, key=lambda one: (one.sort_order, one.name, one.id)):
        is_for_it = rule.object_name in ("", record.object_name)
        if is_for_it and all_hold(rule.conditions, record):
            yield rule


def _stop(rule: SuggestionRule, record: RecordView) -> DoNotSchedule:
    return DoNotSchedule(
        title=say("Do not schedule a meeting for {record}.", record=record.name),
        text=merged(rule.text, record)
        or say("Your admin's rule “{rule}” asks not to book meetings here.", rule=rule.name),
        source=SuggestionSource.RULE,
        name=rule.name,
        action=rule.action,
        action_label=rule.action_label,
        action_value=_action_value(rule, record),
    )


def _action_value(rule: SuggestionRule, record: RecordView) -> str:
    if rule.action is ActionKind.OPEN_RECORD:
        found = record.values.get(rule.action_value)
        # No field of that name: then it is a record's id.
        return str(found.raw or "") if found else rule.action_value
    return merged(rule.action_value, record)


def _wish(rule: SuggestionRule, scene: Scene) -> Wish:
    return Wish(
        source=SuggestionSource.RULE,
        name=rule.name,
        mains=[*_pool(rule, scene), *_host(rule, scene), *_in_field(rule, scene)],
        further=[
            replace(one, is_required=field.is_required)
            for field in rule.further
            for one in _standing_in(field.path, scene.record)
        ],
        meeting_type_id=rule.meeting_type_id or "",
        locks_hosts=rule.locks_hosts,
        locks_type=rule.locks_type,
        may_add_hosts=rule.may_add_hosts,
        may_suggest_organizer=rule.may_suggest_organizer,
        text=merged(rule.text, scene.record),
    )


def _pool(rule: SuggestionRule, scene: Scene) -> Iterator[Wished]:
    pool = scene.settings.pool(rule.pool_id) if rule.pool_id else None
    if pool is None:
        return
    following = scene.next_in(pool)
    why = (
        say(
            "Pool {pool} is suggested by the rule “{rule}”; {name} would be next.",
            pool=pool.name,
            rule=rule.name,
            name=following,
        )
        if following
        else say("Pool {pool} is suggested by the rule “{rule}”.", pool=pool.name, rule=rule.name)
    )
    yield Wished(pool=pool, why=why)


def _host(rule: SuggestionRule, scene: Scene) -> Iterator[Wished]:
    if rule.host_id:
        name = scene.name_of(rule.host_id)
        why = say("{name} is suggested by the rule “{rule}”.", name=name, rule=rule.name)
        yield Wished(person=rule.host_id, why=why)


def _in_field(rule: SuggestionRule, scene: Scene) -> Iterator[Wished]:
    if rule.host_field:
        yield from _standing_in(rule.host_field, scene.record)


def _standing_in(path: str, record: RecordView) -> Iterator[Wished]:
    """Yield who stands in a user field; of one that the Organizer may not see only that."""
    found = record.values.get(path)
    if found is None:
        yield Wished(field=say("A user field"), reason=say("you may not see it"))
        return
    person = found.raw if isinstance(found.raw, str) else ""
    account = record.matched_account
    if path.startswith(f"{MATCHED_ACCOUNT}.") and account:
        why = say(
            "{name} is {field} of the matched account {account}.",
            name=found.text,
            field=found.label,
            account=account.name,
        )
    else:
        why = say("{name} is {field}.", name=found.text, field=found.label)
    yield Wished(person=person, field=found.label, why=why)
