"""One row of a meeting type, its possible hosts, its questions or a suggestion rule as a domain value."""

from collections.abc import Callable, Container
from datetime import date, timedelta

from handoff.ids import to_18
from handoff.meeting_types import (
    AdditionalHosts,
    GuestFields,
    HostRule,
    MeetingType,
    MeetingTypeId,
    Platform,
    PoolId,
    PossibleHost,
    PossibleKind,
    Question,
    QuestionKind,
)
from handoff.org_settings import ActionKind, RuleOutcome, SuggestedField, SuggestionRule
from handoff.people import HostId
from handoff.salesforce import setting_fields as own
from handoff.salesforce.client import Row
from handoff.salesforce.paths import text
from handoff.salesforce.setting_values import (
    Unusable,
    audience,
    caps,
    choice,
    conditions,
    day,
    flag,
    hours,
    listed,
    minutes,
    path,
    record_id,
    whole,
)
from handoff.wording import say

PLATFORMS = {
    "Host Default": Platform.HOST_DEFAULT,
    "Google Meet": Platform.GOOGLE_MEET,
    "Microsoft Teams": Platform.TEAMS,
    "None": Platform.NONE,
}
ADDITIONAL_HOSTS = {
    "None": AdditionalHosts.NONE,
    "Required Only": AdditionalHosts.REQUIRED,
    "Required or Optional": AdditionalHosts.ANY,
}
HOST_RULES = {
    "Organizer Chooses": HostRule.ORGANIZER,
    "In Order": HostRule.IN_ORDER,
    "Fewest Meetings": HostRule.FEWEST,
}
IS_PACKED = {"Step": False, "Packed": True}
POSSIBLE_KINDS: dict[str, tuple[PossibleKind, str, Callable[[Row, str], str]]] = {
    "User": (PossibleKind.HOST, own.TypeHost.USER, record_id),
    "Pool": (PossibleKind.POOL, own.TypeHost.POOL, record_id),
    "Record Field": (PossibleKind.FIELD, own.TypeHost.FIELD_PATH, text),
}
QUESTION_KINDS = {
    "Text": QuestionKind.TEXT,
    "Long Text": QuestionKind.LONG_TEXT,
    "Picklist": QuestionKind.PICKLIST,
    "Checkbox": QuestionKind.CHECKBOX,
}
OUTCOMES = {"Suggest": RuleOutcome.SUGGEST, "Do Not Schedule": RuleOutcome.DO_NOT_SCHEDULE}
ACTIONS = {
    "None": ActionKind.NONE,
    "Open Record": ActionKind.OPEN_RECORD,
    "Copy Text": ActionKind.COPY_TEXT,
    "Notify Owner": ActionKind.NOTIFY_OWNER,
}
IS_REQUIRED = {"required": True, "optional": False}


def meeting_type(
    row: Row, *, possible: tuple[PossibleHost, ...], questions: tuple[Question, ...]
) -> MeetingType:
    """Return a meeting type with its possible hosts and questions. Raises Unusable."""
    names, of = own.MeetingType, named(row)
    plain = MeetingType(id=MeetingTypeId(""), name="", duration=timedelta())
    bookable_from, bookable_until = _days(row, of=of)
    return MeetingType(
        id=MeetingTypeId(to_18(text(row, names.ID))),
        name=text(row, names.NAME),
        duration=minutes(row, names.DURATION, of=of, least=1),
        step=minutes(row, names.STEP, of=of, least=1, otherwise=30),
        buffer_before=minutes(row, names.BUFFER_BEFORE, of=of),
        buffer_after=minutes(row, names.BUFFER_AFTER, of=of),
        minimum_notice=minutes(row, names.MINIMUM_NOTICE, of=of),
        horizon_days=whole(row, names.HORIZON, of=of, least=1, otherwise=plain.horizon_days),
        weekly_hours=hours(row, names.WEEKLY_HOURS, of=of),
        objects=listed(text(row, names.OBJECTS).replace(",", "\n")),
        platform=choice(row, names.PLATFORM, PLATFORMS, of=of, otherwise=plain.platform),
        subject=text(row, names.SUBJECT) or plain.subject,
        location=text(row, names.LOCATION),
        description=text(row, names.DESCRIPTION),
        guest_invitation=flag(row, names.GUEST_INVITATION),
        guest_confirmation=flag(row, names.GUEST_CONFIRMATION),
        creates_salesforce_event=flag(row, names.CREATES_EVENT),
        sort_order=whole(row, names.SORT_ORDER, of=of, least=-9999),
        is_offered=flag(row, names.OFFERED),
        conditions=conditions(row, names.CONDITIONS, of=of),
        additional_hosts=choice(
            row, names.ADDITIONAL_HOSTS, ADDITIONAL_HOSTS, of=of, otherwise=plain.additional_hosts
        ),
        is_time_first=flag(row, names.TIME_FIRST),
        possible_hosts=possible,
        host_rule=choice(row, names.HOST_RULE, HOST_RULES, of=of, otherwise=plain.host_rule),
        caps=caps(row, (names.MAX_PER_DAY, names.MAX_PER_WEEK, names.MAX_PER_MONTH), of=of),
        is_packed=choice(row, names.START_TIMES, IS_PACKED, of=of, otherwise=False),
        bookable_from=bookable_from,
        bookable_until=bookable_until,
        prefills_guest=flag(row, names.PREFILL_GUEST),
        guest_fields=GuestFields(
            first_name=path(row, names.GUEST_FIRST_NAME, of=of),
            last_name=path(row, names.GUEST_LAST_NAME, of=of),
            email=path(row, names.GUEST_EMAIL, of=of),
        ),
        questions=questions,
        bookable_by=audience(row, names.BOOKABLE_BY),
    )


def named(row: Row) -> str:
    """Return what a sentence calls this meeting type."""
    return say("Meeting type “{name}”", name=text(row, own.MeetingType.NAME))


def possible_host(row: Row, *, of: str) -> PossibleHost:
    """Return one line of a type's possible hosts. Raises Unusable."""
    spelled = text(row, own.TypeHost.KIND)
    if spelled not in POSSIBLE_KINDS:
        raise Unusable(say("{of}: “{kind}” is no kind of possible host.", of=of, kind=spelled[:40]))
    kind, name, read = POSSIBLE_KINDS[spelled]
    if kind is PossibleKind.FIELD:
        path(row, name, of=of)
    found = read(row, name)
    if not found:
        raise Unusable(say("{of}: one of its possible hosts names nobody.", of=of))
    return PossibleHost(kind, found)


def question(row: Row, *, of: str) -> Question:
    """Return a type's question. Raises Unusable."""
    names = own.Question
    kind = choice(row, names.KIND, QUESTION_KINDS, of=of, otherwise=QuestionKind.TEXT)
    label, options = text(row, names.LABEL), listed(text(row, names.OPTIONS))
    if not label:
        raise Unusable(say("{of}: a question has no words.", of=of))
    if kind is QuestionKind.PICKLIST and not options:
        raise Unusable(say("{of}: the question “{label}” has no options.", of=of, label=label))
    prefill, is_read_only = path(row, names.PREFILL_FIELD, of=of), flag(row, names.READ_ONLY)
    if is_read_only and not prefill:
        raise Unusable(
            say("{of}: “{label}” is read-only but nothing fills it in.", of=of, label=label)
        )
    return Question(
        id=to_18(text(row, names.ID)),
        label=label,
        kind=kind,
        is_required=flag(row, names.REQUIRED),
        is_read_only=is_read_only,
        options=options if kind is QuestionKind.PICKLIST else (),
        prefill_field=prefill,
        write_field=path(row, names.WRITE_FIELD, of=of),
    )


def suggestion_rule(row: Row, *, pools: Container[str], types: Container[str]) -> SuggestionRule:
    """Return a suggestion rule; what it names must be among the pools and types. Raises Unusable."""
    names, of = own.SuggestionRule, say("Rule “{name}”", name=text(row, own.SuggestionRule.NAME))
    outcome = choice(row, names.OUTCOME, OUTCOMES, of=of, otherwise=RuleOutcome.SUGGEST)
    pool_id, type_id = record_id(row, names.POOL), record_id(row, names.MEETING_TYPE)
    if pool_id and pool_id not in pools:
        raise Unusable(say("{of} suggests a pool that is not in use.", of=of))
    if type_id and type_id not in types:
        raise Unusable(say("{of} suggests a meeting type that is not in use.", of=of))
    host_id = record_id(row, names.HOST)
    return SuggestionRule(
        id=to_18(text(row, names.ID)),
        name=text(row, names.NAME),
        object_name=text(row, names.RECORD_OBJECT),
        conditions=conditions(row, names.CONDITIONS, of=of),
        sort_order=whole(row, names.SORT_ORDER, of=of, least=-9999),
        outcome=outcome,
        pool_id=PoolId(pool_id) if pool_id else None,
        host_id=HostId(host_id) if host_id else None,
        host_field=path(row, names.HOST_FIELD, of=of),
        further=tuple(_further(line, of=of) for line in listed(text(row, names.FURTHER_HOSTS))),
        meeting_type_id=MeetingTypeId(type_id) if type_id else None,
        locks_hosts=flag(row, names.LOCK_HOSTS),
        locks_type=flag(row, names.LOCK_TYPE),
        may_add_hosts=flag(row, names.MAY_ADD_HOSTS),
        may_suggest_organizer=flag(row, names.MAY_SUGGEST_ORGANIZER),
        text=text(row, names.TEXT),
        action=choice(row, names.ACTION, ACTIONS, of=of, otherwise=ActionKind.NONE),
        action_label=text(row, names.ACTION_LABEL),
        action_value=text(row, names.ACTION_VALUE),
    )


def _days(row: Row, *, of: str) -> tuple[date | None, date | None]:
    names = own.MeetingType
    first, last = day(row, names.BOOKABLE_FROM), day(row, names.BOOKABLE_UNTIL)
    if (first is None) != (last is None):
        raise Unusable(say("{of}: the first and the last bookable day belong together.", of=of))
    if first and last and last < first:
        raise Unusable(say("{of}: the last bookable day is before the first.", of=of))
    return first, last


def _further(line: str, *, of: str) -> SuggestedField:
    field, _, word = line.partition(" ")
    wish = word.strip().lower() or "required"
    if wish not in IS_REQUIRED or not path({"line": field}, "line", of=of):
        raise Unusable(
            say(
                "{of}: “{line}” does not read like “Account.CSM__c optional”.",
                of=of,
                line=line[:60],
            )
        )
    return SuggestedField(field, is_required=IS_REQUIRED[wish])
