"""The queries that bring everything an org's admins decided."""

from handoff.salesforce import fields, setting_fields

TYPES, TYPE_HOSTS, QUESTIONS = "types", "type_hosts", "questions"
POOLS, MEMBERS, HOSTS, LEAVE = "pools", "members", "hosts", "leave"
OBJECTS, RULES, SWITCHES, USERS = "objects", "rules", "switches", "users"
MOST_USERS = 5_000


def _select(described: type, tail: str, *further: str) -> str:
    names = [*fields.fields_of(described), *further]
    return f"SELECT {', '.join(names)} FROM {vars(described)['OBJECT']} {tail}"  # noqa: S608 — constants of ours


_HOST_USER = tuple(
    f"User__r.{name}" for name in fields.fields_of(fields.User) if name != fields.User.ID
)
QUERIES = {
    TYPES: _select(
        setting_fields.MeetingType, "WHERE Active__c = TRUE ORDER BY Sort_Order__c, Name, Id"
    ),
    TYPE_HOSTS: _select(
        setting_fields.TypeHost,
        "WHERE Meeting_Type__r.Active__c = TRUE ORDER BY Sort_Order__c, Id",
    ),
    QUESTIONS: _select(
        setting_fields.Question,
        "WHERE Active__c = TRUE AND Meeting_Type__r.Active__c = TRUE ORDER BY Sort_Order__c, Id",
    ),
    POOLS: _select(setting_fields.Pool, "WHERE Active__c = TRUE ORDER BY Name, Id"),
    MEMBERS: _select(
        setting_fields.PoolMember, "WHERE Pool__r.Active__c = TRUE ORDER BY Sort_Order__c, Id"
    ),
    HOSTS: _select(setting_fields.Host, "WHERE Active__c = TRUE ORDER BY Id", *_HOST_USER),
    LEAVE: _select(
        setting_fields.Leave, "WHERE Host__r.Active__c = TRUE ORDER BY First_Day__c, Id"
    ),
    OBJECTS: _select(setting_fields.ObjectSetting, "ORDER BY DeveloperName", "DeveloperName"),
    RULES: _select(
        setting_fields.SuggestionRule,
        "WHERE Active__c = TRUE ORDER BY Sort_Order__c, Name, Id",
    ),
    SWITCHES: _select(setting_fields.OrgSwitches, "ORDER BY Id"),
    USERS: _select(
        fields.User,
        f"WHERE UserType = 'Standard' ORDER BY IsActive DESC, Name, Id LIMIT {MOST_USERS}",
    ),
}
