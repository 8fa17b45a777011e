"""One row of an admin's settings as a domain value, or the words for why it cannot be one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from handoff.hours_text import parse_hours
from handoff.ids import to_18
from handoff.meeting_types import (
    MeetingType,
    MeetingTypeId,
    Platform,
    Pool,
    PoolId,
    PoolKind,
    PoolMember,
)
from handoff.org_settings import ObjectSetting
from handoff.people import Host, HostId, Provider
from handoff.salesforce import fields
from handoff.salesforce.client import Row
from handoff.salesforce.paths import text, value

PLATFORMS = {
    "Host Default": Platform.HOST_DEFAULT,
    "Google Meet": Platform.GOOGLE_MEET,
    "Microsoft Teams": Platform.TEAMS,
    "None": Platform.NONE,
}
PROVIDERS = {
    "Google": Provider.GOOGLE,
    "Microsoft": Provider.MICROSOFT,
    "None": Provider.NONE,
}
KINDS = {"Count": PoolKind.COUNT, "Order": PoolKind.ORDER}
ONLY_IF_EMPTY = "Only If Empty"
USER = "User__r"
T = TypeVar("T")


class Unusable(ValueError):
    """A row that cannot work; the message tells an admin which and why."""


def meeting_type(row: Row) -> MeetingType:
    """Return a meeting type. Raises Unusable."""
    names, of = fields.MeetingType, f"Meeting type “{text(row, fields.MeetingType.NAME)}”"
    plain = MeetingType(id=MeetingTypeId(""), name="", duration=timedelta())
    return MeetingType(
        id=MeetingTypeId(to_18(text(row, names.ID))),
        name=text(row, names.NAME),
        duration=_minutes(row, names.DURATION, of=of, least=1),
        step=_minutes(row, names.STEP, of=of, least=1, otherwise=30),
        buffer_before=_minutes(row, names.BUFFER_BEFORE, of=of),
        buffer_after=_minutes(row, names.BUFFER_AFTER, of=of),
        minimum_notice=_minutes(row, names.MINIMUM_NOTICE, of=of),
        horizon_days=_whole(row, names.HORIZON, of=of, least=1, otherwise=plain.horizon_days),
        weekly_hours=_hours(row, names.WEEKLY_HOURS, of=of),
        objects=_listed(text(row, names.OBJECTS).replace(",", "\n")),
        platform=_choice(row, names.PLATFORM, PLATFORMS, of=of, otherwise=plain.platform),
        subject=text(row, names.SUBJECT) or plain.subject,
        location=text(row, names.LOCATION),
        description=text(row, names.DESCRIPTION),
        guest_invitation=bool(value(row, names.GUEST_INVITATION)),
        guest_confirmation=bool(value(row, names.GUEST_CONFIRMATION)),
        creates_salesforce_event=bool(value(row, names.CREATES_EVENT)),
        sort_order=_whole(row, names.SORT_ORDER, of=of, least=-9999),
    )


def host(row: Row) -> Host:
    """Return a host. Raises Unusable."""
    names, user = fields.Host, fields.User
    user_id = text(row, names.USER)
    name = text(row, f"{USER}.{user.NAME}")
    if not user_id or not name:
        raise Unusable("A Handoff Host record names no user.")
    of = f"Host {name}"
    provider = _choice(row, names.PROVIDER, PROVIDERS, of=of, otherwise=Provider.NONE)
    email = text(row, f"{USER}.{user.EMAIL}")
    return Host(
        id=HostId(to_18(user_id)),
        name=name,
        email=email,
        zone=_zone(text(row, names.ZONE) or text(row, f"{USER}.{user.ZONE}"), of=of),
        provider=provider,
        calendar="" if provider is Provider.NONE else text(row, names.ADDRESS) or email,
        title=text(row, f"{USER}.{user.TITLE}"),
        weekly_hours=_hours(row, names.WEEKLY_HOURS, of=of),
        platform=text(row, names.PLATFORM) or "Calendar",
        personal_link=_link(row, names.PERSONAL_LINK, of=of),
        is_active=bool(value(row, f"{USER}.{user.IS_ACTIVE}")),
    )


def pool(row: Row, members: tuple[PoolMember, ...]) -> Pool:
    """Return a pool with its members. Raises Unusable."""
    names, of = fields.Pool, f"Pool “{text(row, fields.Pool.NAME)}”"
    return Pool(
        id=PoolId(to_18(text(row, names.ID))),
        name=text(row, names.NAME),
        kind=_choice(row, names.KIND, KINDS, of=of, otherwise=PoolKind.COUNT),
        zone=_zone(text(row, names.ZONE) or "UTC", of=of),
        reset=text(row, names.RESET) or "Month",
        members=members,
    )


def member(row: Row, hosts: Mapping[str, Host]) -> tuple[str, PoolMember]:
    """Return a pool's id and a member of it, who must be one of the hosts. Raises Unusable."""
    names = fields.PoolMember
    known = hosts.get(text(row, names.USER))
    if known is None:
        raise Unusable("A pool has a member who is no active Handoff Host.")
    of = f"Pool member {known.name}"
    return text(row, names.POOL), PoolMember(
        host_id=known.id,
        weight=_whole(row, names.WEIGHT, of=of, otherwise=1),
        sort_order=_whole(row, names.SORT_ORDER, of=of, least=-9999),
        is_active=bool(value(row, names.ACTIVE)),
    )


def object_setting(row: Row) -> ObjectSetting:
    """Return what an admin chose for one object. Raises Unusable."""
    names = fields.ObjectSetting
    object_name = text(row, names.RECORD_OBJECT)
    if not object_name:
        raise Unusable("A Handoff Object Setting names no object.")
    return ObjectSetting(
        object_name=object_name,
        is_enabled=bool(value(row, names.ENABLED)),
        detail_fields=_listed(text(row, names.DETAIL_FIELDS)),
        user_field_paths=_listed(text(row, names.USER_FIELD_PATHS)),
        guest_first_name=text(row, names.GUEST_FIRST_NAME),
        guest_last_name=text(row, names.GUEST_LAST_NAME),
        guest_email=text(row, names.GUEST_EMAIL),
        guest_company=text(row, names.GUEST_COMPANY),
        guest_contact=text(row, names.GUEST_CONTACT),
        default_meeting_type=text(row, names.DEFAULT_MEETING_TYPE),
        owner_field=text(row, names.OWNER_FIELD),
        owner_field_only_if_empty=text(row, names.OWNER_FIELD_MODE) == ONLY_IF_EMPTY,
    )


def _whole(row: Row, name: str, *, of: str, least: int = 0, otherwise: int = 0) -> int:
    found: Any = value(row, name)
    number = otherwise if found is None else found
    if not isinstance(number, int | float) or number != int(number) or number < least:
        raise Unusable(f"{of}: {_spoken(name)} must be a whole number of at least {least}.")
    return int(number)


def _minutes(row: Row, name: str, *, of: str, least: int = 0, otherwise: int = 0) -> timedelta:
    return timedelta(minutes=_whole(row, name, of=of, least=least, otherwise=otherwise))


def _hours(row: Row, name: str, *, of: str) -> str:
    hours = text(row, name)
    try:
        parse_hours(hours)
    except ValueError as error:
        raise Unusable(f"{of}: the weekly hours cannot be read: {error}.") from None
    return hours


def _zone(name: str, *, of: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        raise Unusable(f"{of}: there is no time zone “{name[:64]}”.") from None


def _link(row: Row, name: str, *, of: str) -> str:
    link = text(row, name)
    if link and not link.lower().startswith(("https://", "http://")):
        raise Unusable(f"{of}: the personal link must begin with https://.")
    return link


def _choice(row: Row, name: str, choices: Mapping[str, T], *, of: str, otherwise: T) -> T:
    chosen = text(row, name)
    if chosen and chosen not in choices:
        raise Unusable(f"{of}: “{chosen[:40]}” is no {_spoken(name)} that this release knows.")
    return choices.get(chosen, otherwise)


def _listed(lines: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))


def _spoken(name: str) -> str:
    return name.removesuffix("__c").replace("_", " ").lower()
