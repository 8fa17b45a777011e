"""One record as the Organizer may see it: describes while they are unknown, then a single request."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simple_salesforce.format import format_soql

from handoff.errors import NotFound, TryLater, TurnedDown
from handoff.ids import is_id
from handoff.org_settings import ObjectSetting
from handoff.records import MATCHED_ACCOUNT, Detail, RecordUser, RecordView
from handoff.salesforce.client import Answer, Reader, Row, codes, query_part
from handoff.salesforce.describing import Describer, ObjectShape
from handoff.salesforce.failures import refused
from handoff.salesforce.fields import DEFAULTS, OTHER_OBJECT, Account, PersonAccount
from handoff.salesforce.guests import PersonPath, contact_parts, guest_choices, person_paths
from handoff.salesforce.matching import NOTHING, AccountPlan, Found, account_plan, matched_account
from handoff.salesforce.paths import FieldPath, find, text, value
from handoff.salesforce.record_access import editable_among, editing_part
from handoff.salesforce.record_users import UserPath, user_paths
from handoff.salesforce.record_values import ValuePath, read_values, value_paths
from handoff.salesforce.showing import shown
from handoff.wording import say

log = logging.getLogger(__name__)

OPERATION = "read_record"
RECORD = "record"
STALE_DESCRIBE = "INVALID_FIELD"
_GONE = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_TYPE", "INSUFFICIENT_ACCESS"})
_API_NAME = re.compile(r"[A-Za-z]\w{0,79}", re.ASCII)
_NOT_FOUND = say("There is no such record, or you may not see it.")


@dataclass(frozen=True)
class Plan:
    """What to ask of a record, every name of it checked against what this user may see."""

    shape: ObjectShape
    name: str
    details: tuple[FieldPath, ...]
    users: tuple[UserPath, ...]
    people: tuple[PersonPath, ...]
    company: str
    is_person: str
    country: str
    state: str
    phones: tuple[str, ...]
    values: tuple[ValuePath, ...]
    account: AccountPlan | None

    @property
    def soql(self) -> str:
        """The query, up to which record is meant."""
        columns = ", ".join(dict.fromkeys(self._columns()))
        return f"SELECT {columns} FROM {self.shape.name} WHERE Id = {{}}"  # noqa: S608 — names come from describe

    def _columns(self) -> Iterator[str]:
        yield "Id"
        named = (self.name, self.company, self.is_person, self.country, self.state)
        yield from (one for one in named if one)
        yield from self.phones
        yield from (path.soql for path in self.details)
        yield from (column for one in self.values for column in one.columns)
        for user in self.users:
            yield from user.columns
        for person in self.people:
            yield from person.columns
        if self.account:
            yield from self.account.columns_of_record


def check_names(object_name: str, record_id: str) -> None:
    """Raise NotFound unless both have the shape that lets them into an address and a query."""
    if not (_API_NAME.fullmatch(object_name) and is_id(record_id)):
        raise NotFound(_NOT_FOUND)


def read_record(
    client: Reader,
    describer: Describer,
    *,
    object_name: str,
    record_id: str,
    setting: ObjectSetting | None,
    paths: Sequence[str] = (),
) -> RecordView:
    """Return the record, with the values at these paths. Raises NotFound, OutsideError; TurnedDown INVALID_FIELD if a describe is out of date."""
    shape = describer.shape(object_name)
    if shape is None or shape.prefix != record_id[:3]:
        raise NotFound(_NOT_FOUND)
    plan = make_plan(shape, setting, describer, paths=paths)
    parts = [
        query_part(RECORD, format_soql(plan.soql, record_id)),
        *contact_parts(shape, record_id),
        editing_part(describer.user_id, [record_id]),
    ]
    answers = client.composite(parts, operation=OPERATION)
    row = _row(answers[RECORD])
    guests = guest_choices(list(plan.people), row, answers, client)
    matched = _matched(client, plan, row, email=guests[0].email if guests else "")
    return RecordView(
        id=record_id,
        object_name=shape.name,
        object_label=shape.label,
        name=text(row, plan.name) or shape.label,
        details=_details(plan, row),
        users=(*_users(plan, row), *matched.users),
        guests=guests,
        company="" if plan.is_person and value(row, plan.is_person) else text(row, plan.company),
        country=text(row, plan.country),
        state=text(row, plan.state),
        phone=next((found for phone in plan.phones if (found := text(row, phone))), ""),
        values=read_values(plan.values, row) | dict(matched.values),
        matched_account=matched.account,
        can_edit=bool(editable_among(answers)),
    )


def make_plan(
    shape: ObjectShape,
    setting: ObjectSetting | None,
    describer: Describer,
    *,
    paths: Sequence[str] = (),
) -> Plan:
    """Decide what to ask; what this user may not see is left out. Raises OutsideError."""
    defaults = DEFAULTS.get(shape.name, OTHER_OBJECT)

    def column(path: str) -> str:
        found = find(path, shape, describer.shape) if path else None
        return found.soql if found else ""

    company = (setting.guest_company if setting else "") or defaults.company
    named = next((field.name for field in shape.fields.values() if field.is_name), "")
    wanted = setting.detail_fields if setting and setting.detail_fields else defaults.details
    details = (find(path, shape, describer.shape) for path in wanted)
    own = [path for path in paths if path.partition(".")[0] != MATCHED_ACCOUNT]
    return Plan(
        shape=shape,
        name=named or column(defaults.name),
        details=tuple(one for one in details if one),
        users=tuple(user_paths(shape, setting, describer.shape)),
        people=tuple(person_paths(shape, setting, describer.shape)),
        company=column(company),
        is_person=column(_says_person(company)),
        country=column(defaults.country),
        state=column(defaults.state),
        phones=tuple(found for phone in defaults.phones if (found := column(phone))),
        values=tuple(value_paths(own, shape, describer.shape)),
        account=account_plan(shape, setting, paths, describer.shape),
    )


def _says_person(company: str) -> str:
    """Return what says that the account by whose name a company is called is a person; empty for other paths."""
    lookup, _, name = company.rpartition(".")
    return f"{lookup}.{PersonAccount.IS_PERSON}".removeprefix(".") if name == Account.NAME else ""


def _matched(client: Reader, plan: Plan, row: Row, *, email: str) -> Found:
    if plan.account is None:
        return NOTHING
    try:
        return matched_account(client, plan.account, row, email=email)
    except TryLater as error:
        # The window opens without the account: a search over many of them may take too long.
        log.warning("no account matched", extra={"operation": error.operation, "code": error.code})
        return NOTHING


def _row(answer: Answer) -> Row:
    if not answer.is_good:
        if codes(answer) & _GONE:
            raise NotFound(_NOT_FOUND)
        raise refused(answer.status, answer.body, operation=OPERATION)
    records = answer.body.get("records") if isinstance(answer.body, Mapping) else None
    if not records:
        raise NotFound(_NOT_FOUND)
    row: Row = records[0]
    return row


def _details(plan: Plan, row: Row) -> tuple[Detail, ...]:
    lines = (
        Detail(path.label, shown(value(row, path.soql), path.field.type)) for path in plan.details
    )
    return tuple(line for line in lines if line.value)


def _users(plan: Plan, row: Row) -> tuple[RecordUser, ...]:
    return tuple(user for path in plan.users if (user := path.read(row)))


def is_out_of_date(error: TurnedDown) -> bool:
    """Say whether the refusal means that a kept describe no longer matches what the user may see."""
    return error.code == STALE_DESCRIBE
