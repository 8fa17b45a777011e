"""One row of an org's hosts, objects or switches as a domain value, or the words for why it cannot be one."""

from collections.abc import Container, Sequence

from handoff.ids import to_18
from handoff.org_settings import BookingMethod, Colleague, ObjectSetting, Switches
from handoff.people import ENGLISH, Host, HostId, Leave, Provider, Tongue
from handoff.salesforce import setting_fields as own
from handoff.salesforce.client import Row
from handoff.salesforce.fields import User
from handoff.salesforce.org_fields import Organization
from handoff.salesforce.paths import text, value
from handoff.salesforce.setting_values import (
    Unusable,
    audience,
    caps,
    choice,
    conditions,
    day,
    flag,
    hours,
    link,
    listed,
    record_id,
    zone,
)
from handoff.wording import say

PROVIDERS = {
    "Google": Provider.GOOGLE,
    "Microsoft": Provider.MICROSOFT,
    "None": Provider.NONE,
}
IS_READ_ONLY = {"Read and Write": False, "Read Only": True}
ONLY_IF_EMPTY = "Only If Empty"
USER = "User__r"
METHODS = {
    BookingMethod.POOLED: own.OrgSwitches.COUNT_POOLED,
    BookingMethod.MEMBER: own.OrgSwitches.COUNT_MEMBER,
    BookingMethod.MEET_NOW: own.OrgSwitches.COUNT_MEET_NOW,
    BookingMethod.SPECIFIC: own.OrgSwitches.COUNT_SPECIFIC,
    BookingMethod.OWNER: own.OrgSwitches.COUNT_OWNER,
}


def host(row: Row, leave: tuple[Leave, ...], *, permitted: Container[str]) -> Host:
    """Return a host with their leave; `permitted` are the holders of Handoff Host. Raises Unusable."""
    names = own.Host
    user_id = text(row, names.USER)
    name = text(row, f"{USER}.{User.NAME}")
    if not user_id or not name:
        raise Unusable(say("A Handoff Host record names no user."))
    of = say("Host {name}", name=name)
    provider = choice(row, names.PROVIDER, PROVIDERS, of=of, otherwise=Provider.NONE)
    email = text(row, f"{USER}.{User.EMAIL}")
    return Host(
        id=HostId(to_18(user_id)),
        name=name,
        email=email,
        zone=zone(text(row, names.ZONE) or text(row, f"{USER}.{User.ZONE}"), of=of),
        provider=provider,
        calendar="" if provider is Provider.NONE else text(row, names.ADDRESS) or email,
        title=text(row, f"{USER}.{User.TITLE}"),
        weekly_hours=hours(row, names.WEEKLY_HOURS, of=of),
        platform=text(row, names.PLATFORM) or "Calendar",
        personal_link=link(row, names.PERSONAL_LINK, of=of),
        is_active=flag(row, f"{USER}.{User.IS_ACTIVE}"),
        is_read_only=choice(row, names.CALENDAR_ACCESS, IS_READ_ONLY, of=of, otherwise=False),
        caps=caps(row, (names.MAX_PER_DAY, names.MAX_PER_WEEK, names.MAX_PER_MONTH), of=of),
        leave=leave,
        dated_hours=text(row, names.HOURS_BY_DATE),
        holiday_region=text(row, names.HOLIDAY_REGION).upper(),
        bookable_by=audience(row, names.BOOKABLE_BY),
        is_permitted=to_18(user_id) in permitted,
    )


def leave(row: Row) -> tuple[str, Leave]:
    """Return the id of a host's record and a leave of theirs. Raises Unusable."""
    names = own.Leave
    first_on, last_on = day(row, names.FIRST_DAY), day(row, names.LAST_DAY)
    if first_on is None or last_on is None or last_on < first_on:
        raise Unusable(say("A host's leave ends before it begins; it does not count."))
    return text(row, names.HOST), Leave(first_on, last_on, text(row, names.REASON))


def object_setting(row: Row) -> ObjectSetting:
    """Return what an admin chose for one object. Raises Unusable."""
    names = own.ObjectSetting
    object_name = text(row, names.RECORD_OBJECT)
    if not object_name:
        raise Unusable(say("A Handoff Object Setting names no object."))
    return ObjectSetting(
        object_name=object_name,
        is_enabled=flag(row, names.ENABLED),
        detail_fields=listed(text(row, names.DETAIL_FIELDS)),
        user_field_paths=listed(text(row, names.USER_FIELD_PATHS)),
        guest_first_name=text(row, names.GUEST_FIRST_NAME),
        guest_last_name=text(row, names.GUEST_LAST_NAME),
        guest_email=text(row, names.GUEST_EMAIL),
        guest_company=text(row, names.GUEST_COMPANY),
        guest_contact=text(row, names.GUEST_CONTACT),
        default_meeting_type=text(row, names.DEFAULT_MEETING_TYPE),
        owner_field=text(row, names.OWNER_FIELD),
        owner_field_only_if_empty=text(row, names.OWNER_FIELD_MODE) == ONLY_IF_EMPTY,
        matched_account_field=text(row, names.MATCHED_ACCOUNT),
        account_tie_order=text(row, names.ACCOUNT_TIE_ORDER),
        conditions=conditions(
            row, names.CONDITIONS, of=say("Settings of {object}", object=object_name)
        ),
        changes_owner=flag(row, names.CHANGES_OWNER),
    )


def switches(row: Row) -> Switches:
    """Return what is on or off for the whole org."""
    names = own.OrgSwitches
    return Switches(
        smart_suggestions=flag(row, names.SMART_SUGGESTIONS),
        suggestion_flow=text(row, names.SUGGESTION_FLOW),
        instant_handoff=flag(row, names.INSTANT_HANDOFF),
        shows_all_members=flag(row, names.ALL_MEMBERS),
        shows_titles=flag(row, names.TITLES),
        frees_unanswered=flag(row, names.FREE_UNANSWERED),
        allows_two_pools=flag(row, names.TWO_POOLS),
        counted_methods=frozenset(method for method, name in METHODS.items() if flag(row, name)),
        counts_no_shows=flag(row, names.COUNT_NO_SHOWS),
        test_mode=flag(row, names.TEST_MODE),
        test_mailbox=text(row, names.TEST_MAILBOX),
        guest_data_days=_days_kept(row),
    )


def _days_kept(row: Row) -> int | None:
    """Return for how many days guests' data are kept; fewer than none is as good as nothing said."""
    days = value(row, own.OrgSwitches.GUEST_DATA_DAYS)
    return int(days) if days is not None and days >= 0 else None


def colleague(row: Row) -> Colleague:
    """Return a user of the org; a time zone that nobody knows is left out."""
    return Colleague(
        id=record_id(row, User.ID),
        name=text(row, User.NAME),
        title=text(row, User.TITLE),
        zone=_known_zone(row, User.ZONE),
        is_active=bool(value(row, User.IS_ACTIVE)),
        language=text(row, User.LANGUAGE),
        locale=text(row, User.LOCALE),
    )


def tongue(rows: Sequence[Row]) -> Tongue:
    """Return how the org is written to: by its own row, of which there is one."""
    if not rows:
        return ENGLISH
    return Tongue(
        language=text(rows[0], Organization.LANGUAGE) or ENGLISH.language,
        locale=text(rows[0], Organization.LOCALE) or ENGLISH.locale,
        zone=_known_zone(rows[0], Organization.ZONE) or ENGLISH.zone,
    )


def _known_zone(row: Row, name: str) -> str:
    try:
        return zone(text(row, name), of="")
    except Unusable:
        return ""
