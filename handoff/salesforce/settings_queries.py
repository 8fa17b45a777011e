"""The queries that bring everything an org's admins decided."""

from collections.abc import Collection
from dataclasses import dataclass

from handoff.salesforce import fields, org_fields, setting_fields

TYPES, TYPE_HOSTS, QUESTIONS = "types", "type_hosts", "questions"
POOLS, MEMBERS, HOSTS, LEAVE = "pools", "members", "hosts", "leave"
OBJECTS, RULES, SWITCHES, USERS = "objects", "rules", "switches", "users"
BUSINESS_HOURS, HOLIDAYS = "business_hours", "holidays"
ORGANIZATION = "organization"
MOST_USERS = 5_000


@dataclass(frozen=True)
class Query:
    """What is asked of one object: fields that an older package may lack, fields that are always there, and which rows."""

    object_name: str
    names: tuple[str, ...]
    further: tuple[str, ...]
    tail: str

    def soql(self, without: Collection[str] = ()) -> str:
        """Return the query, leaving some of the fields out."""
        names = [*(name for name in self.names if name not in without), *self.further]
        return f"SELECT {', '.join(names)} FROM {self.object_name} {self.tail}"  # noqa: S608 — constants of ours


def _select(described: type, tail: str, *further: str) -> Query:
    names = tuple(str(name) for name in fields.fields_of(described))
    return Query(str(vars(described)["OBJECT"]), names, further, tail)


_OF_USERS_ALONE = {fields.User.ID, fields.User.LANGUAGE, fields.User.LOCALE}
_HOST_USER = tuple(
    f"User__r.{name}" for name in fields.fields_of(fields.User) if name not in _OF_USERS_ALONE
)
_WEEK = tuple(
    f"{day}{edge}Time" for day in org_fields.BusinessHours.DAYS for edge in ("Start", "End")
)
_METADATA = ("Id", "DeveloperName", "MasterLabel")
_MEMBER = ("Pool__r.Name", "User__r.Name", "User__r.IsActive")
_TYPE_HOST = ("Meeting_Type__r.Name", "User__r.Name", "Pool__r.Name", "Pool__r.Active__c")
QUERIES = {
    TYPES: _select(
        setting_fields.MeetingType, "WHERE Active__c = TRUE ORDER BY Sort_Order__c, Name, Id"
    ),
    TYPE_HOSTS: _select(
        setting_fields.TypeHost,
        "WHERE Meeting_Type__r.Active__c = TRUE ORDER BY Sort_Order__c, Id",
        *_TYPE_HOST,
    ),
    QUESTIONS: _select(
        setting_fields.Question,
        "WHERE Active__c = TRUE AND Meeting_Type__r.Active__c = TRUE ORDER BY Sort_Order__c, Id",
    ),
    POOLS: _select(setting_fields.Pool, "WHERE Active__c = TRUE ORDER BY Name, Id"),
    MEMBERS: _select(
        setting_fields.PoolMember,
        "WHERE Pool__r.Active__c = TRUE ORDER BY Sort_Order__c, Id",
        *_MEMBER,
    ),
    HOSTS: _select(
        setting_fields.Host,
        "WHERE Active__c = TRUE ORDER BY Id",
        *_HOST_USER,
        f"User__r.{org_fields.ROLE_OF_USER}",
        "CreatedDate",
    ),
    LEAVE: _select(
        setting_fields.Leave,
        "WHERE Host__r.Active__c = TRUE ORDER BY First_Day__c, Id",
        "Host__r.User__r.Name",
    ),
    OBJECTS: _select(
        setting_fields.ObjectSetting,
        "ORDER BY DeveloperName",
        *_METADATA,
    ),
    RULES: _select(
        setting_fields.SuggestionRule,
        "WHERE Active__c = TRUE ORDER BY Sort_Order__c, Name, Id",
        "Host__r.Name",
    ),
    SWITCHES: _select(setting_fields.OrgSwitches, "ORDER BY Id", "Id"),
    USERS: _select(
        fields.User,
        f"WHERE UserType = 'Standard' ORDER BY IsActive DESC, Name, Id LIMIT {MOST_USERS}",
        org_fields.ROLE_OF_USER,
    ),
    BUSINESS_HOURS: _select(
        org_fields.BusinessHours, "WHERE IsDefault = TRUE AND IsActive = TRUE", *_WEEK
    ),
    HOLIDAYS: _select(org_fields.Holiday, "ORDER BY ActivityDate, Id"),
    ORGANIZATION: _select(org_fields.Organization, "LIMIT 1"),
}
