"""The account that a lead belongs to: the one in the admin's lookup field, else the one at the e-mail's domain."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from simple_salesforce.format import format_soql

from handoff.free_mail import business_domain, website_host
from handoff.ids import to_18
from handoff.org_settings import ObjectSetting
from handoff.records import MATCHED_ACCOUNT, MatchedAccount, RecordUser, Value
from handoff.salesforce.client import Reader, Row
from handoff.salesforce.describing import ObjectShape
from handoff.salesforce.failures import unreadable
from handoff.salesforce.fields import LEAD_PREFIX, RELATED_OWNER, Account
from handoff.salesforce.paths import FieldPath, Shapes, find, text, value
from handoff.salesforce.record_users import UserPath
from handoff.salesforce.record_values import ValuePath, read_values
from handoff.wording import say

OPERATION = "match_account"
MOST = 200
"""Accounts whose website holds the domain somewhere, before hosts are compared exactly."""

_PREFIX = f"{MATCHED_ACCOUNT}."
_ORDER = re.compile(r"([A-Za-z][\w.]*)(?:\s+(ASC|DESC))?(?:\s+NULLS\s+(?:FIRST|LAST))?", re.I)


@dataclass(frozen=True)
class Found:
    """A lead's matched account, and what rules and hosts take from it, by paths that begin with MatchedAccount."""

    account: MatchedAccount | None
    users: tuple[RecordUser, ...]
    values: Mapping[str, Value]


NOTHING = Found(None, (), {})


@dataclass(frozen=True)
class AccountPlan:
    """What to ask of the account, wherever it is found; `lookup` is the admin's field on the record itself."""

    shape: ObjectShape
    users: tuple[UserPath, ...]
    values: tuple[ValuePath, ...]
    lookup: FieldPath | None
    searches: bool
    order: tuple[tuple[FieldPath, bool], ...]

    @property
    def columns(self) -> list[str]:
        """What to ask of an account."""
        own = [str(Account.ID), str(Account.NAME)]
        own += [column for user in self.users for column in user.columns]
        own += [column for one in self.values for column in one.columns]
        return list(dict.fromkeys(own))

    @property
    def columns_of_record(self) -> Iterator[str]:
        """What to ask of the record whose lookup names the account."""
        if self.lookup:
            yield self.lookup.soql
            yield from (f"{self.lookup.target}.{column}" for column in self.columns)

    def read(self, row: Row, why: str) -> Found:
        """Return what the account's row says."""
        name = text(row, Account.NAME)
        users = (path.read(row) for path in self.users)
        return Found(
            MatchedAccount(to_18(text(row, Account.ID)), name, why),
            tuple(self._as_related(user) for user in users if user),
            self._named(read_values(self.values, row)),
        )

    @property
    def nothing(self) -> Found:
        """What is known without an account: that its fields are empty."""
        return Found(None, (), self._named(read_values(self.values, {})))

    def _as_related(self, user: RecordUser) -> RecordUser:
        return replace(
            user,
            path=f"{_PREFIX}{user.path}",
            label=self._labelled(user.label),
            is_related=True,
            object_label=self.shape.label,
        )

    def _named(self, values: Mapping[str, Value]) -> dict[str, Value]:
        return {
            wish if wish == MATCHED_ACCOUNT else f"{_PREFIX}{wish}": replace(
                one, label=self._labelled(one.label)
            )
            for wish, one in values.items()
        }

    def _labelled(self, label: str) -> str:
        is_named = label.startswith(self.shape.label)
        return label if is_named else f"{self.shape.label} {label}"


def account_plan(
    shape: ObjectShape, setting: ObjectSetting | None, wishes: Iterable[str], shapes: Shapes
) -> AccountPlan | None:
    """Return what to ask of the matched account; None where records of that kind have none."""
    lookup = _lookup(shape, setting, shapes)
    is_lead = shape.prefix == LEAD_PREFIX
    account = shapes(Account.OBJECT) if lookup or is_lead else None
    if account is None:
        return None
    user_wishes = [f"{_PREFIX}{RELATED_OWNER}", *(setting.user_field_paths if setting else ())]
    return AccountPlan(
        shape=account,
        users=tuple(_users(user_wishes, lookup, account, shapes)),
        values=tuple(_values(wishes, account, shapes)),
        lookup=lookup,
        searches=is_lead and account.field(Account.WEBSITE) is not None,
        order=_tie_order(setting, account, shapes),
    )


def matched_account(client: Reader, plan: AccountPlan, row: Row, *, email: str) -> Found:
    """Return the record's account: one request more where only the e-mail's domain can tell.

    Raises OutsideError; TurnedDown INVALID_FIELD if a describe is out of date.
    """
    if plan.lookup and text(row, plan.lookup.soql):
        named = value(row, plan.lookup.target)
        if not isinstance(named, Mapping):
            # Somebody knows the account, but this user may not see it: no other takes its place.
            return NOTHING
        why = say(
            "{account} stands in {field}.", account=text(named, "Name"), field=plan.lookup.label
        )
        return plan.read(named, why)
    domain = business_domain(email)
    return _at_domain(client, plan, domain) if domain and plan.searches else plan.nothing


def _at_domain(client: Reader, plan: AccountPlan, domain: str) -> Found:
    order = [f"{path.soql} {'DESC NULLS LAST' if down else 'ASC'}" for path, down in plan.order]
    columns = list(dict.fromkeys([*plan.columns, str(Account.WEBSITE)]))
    soql = (
        f"SELECT {', '.join(columns)} FROM Account WHERE Website LIKE {{}} "  # noqa: S608 — names come from describe
        f"ORDER BY {', '.join([*order, Account.ID])} LIMIT {MOST}"
    )
    page = client.call(
        "GET", "query/?" + urlencode({"q": format_soql(soql, f"%{domain}%")}), operation=OPERATION
    )
    try:
        rows = [
            row for row in page["records"] if website_host(text(row, Account.WEBSITE)) == domain
        ]
    except (KeyError, TypeError):
        raise unreadable(OPERATION) from None
    return plan.read(rows[0], _why(plan, rows, domain)) if rows else plan.nothing


def _why(plan: AccountPlan, rows: list[Row], domain: str) -> str:
    account = text(rows[0], Account.NAME)
    if len(rows) == 1:
        return say(
            "{account} has its website at {domain}, as the e-mail address has.",
            account=account,
            domain=domain,
        )
    return say(
        "{account} is one of {count} accounts with a website at {domain}; it comes first by {order}.",
        account=account,
        count=len(rows),
        domain=domain,
        order=_spoken(plan.order),
    )


def _spoken(order: tuple[tuple[FieldPath, bool], ...]) -> str:
    words = [
        say("{field} (descending)", field=path.label) if down else path.label
        for path, down in order
    ]
    spoken = words[0]
    for further in words[1:]:
        spoken = say("{first}, then {second}", first=spoken, second=further)
    return spoken


def _lookup(shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes) -> FieldPath | None:
    name = setting.matched_account_field if setting else ""
    path = find(name, shape, shapes) if name else None
    is_account = path is not None and path.field.targets == (Account.OBJECT,)
    return path if is_account else None


def _users(
    wishes: Iterable[str], lookup: FieldPath | None, account: ObjectShape, shapes: Shapes
) -> Iterator[UserPath]:
    found: dict[str, UserPath] = {}
    for wish in wishes:
        for path in _reached(_after(wish, lookup), account, shapes):
            found.setdefault(path.soql, UserPath(path))
    yield from found.values()


def _after(wish: str, lookup: FieldPath | None) -> str | None:
    """Return what a wish asks of the account: a path, an empty one for all of it, None for nothing."""
    for start in (MATCHED_ACCOUNT, lookup.target if lookup else MATCHED_ACCOUNT):
        if wish.lower() == start.lower():
            return ""
        if wish.lower().startswith(f"{start.lower()}."):
            return wish[len(start) + 1 :]
    return None


def _reached(wish: str | None, account: ObjectShape, shapes: Shapes) -> list[FieldPath]:
    if wish is None:
        return []
    if not wish:
        return [FieldPath((), field, account) for field in account.fields.values() if field.is_user]
    path = find(wish, account, shapes)
    return [path] if path and path.field.is_user else []


def _values(wishes: Iterable[str], account: ObjectShape, shapes: Shapes) -> Iterator[ValuePath]:
    for wish in wishes:
        if wish == MATCHED_ACCOUNT:
            path = find(Account.ID, account, shapes)
            inner = MATCHED_ACCOUNT
        else:
            inner = wish.removeprefix(_PREFIX)
            path = find(inner, account, shapes) if inner != wish else None
        if path:
            yield ValuePath(inner, path)


def _tie_order(
    setting: ObjectSetting | None, account: ObjectShape, shapes: Shapes
) -> tuple[tuple[FieldPath, bool], ...]:
    """Return the fields that decide between accounts, and whether they descend; the oldest account by default."""
    found = []
    for line in (setting.account_tie_order if setting else "").split(","):
        named = _ORDER.fullmatch(line.strip())
        path = find(named[1], account, shapes) if named else None
        if named and path:
            found.append((path, (named[2] or "").upper() == "DESC"))
    created = find(Account.CREATED, account, shapes)
    return tuple(found) or (((created, False),) if created else ())
