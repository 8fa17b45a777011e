"""An org's settings to and from plain JSON values; lengths are minutes."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from handoff.meeting_types import (
    MeetingType,
    MeetingTypeId,
    ObjectSetting,
    OrgSettings,
    Platform,
    Pool,
    PoolId,
    PoolKind,
    PoolMember,
)
from handoff.people import Host, HostId, Provider

_LENGTHS = ("duration", "step", "buffer_before", "buffer_after", "minimum_notice")
_LISTS = ("detail_fields", "user_field_paths")


def settings_json(settings: OrgSettings) -> dict[str, Any]:
    """Return the settings as JSON values."""
    return {
        "meeting_types": [_meeting_type_json(one) for one in settings.meeting_types],
        "pools": [_pool_json(one) for one in settings.pools],
        "hosts": [asdict(one) | {"provider": str(one.provider)} for one in settings.hosts],
        "objects": [_object_json(one) for one in settings.objects],
        "problems": list(settings.problems),
    }


def settings_of(body: dict[str, Any]) -> OrgSettings:
    """Return the settings that JSON values were made of."""
    return OrgSettings(
        meeting_types=tuple(_meeting_type_of(one) for one in body["meeting_types"]),
        pools=tuple(_pool_of(one) for one in body["pools"]),
        hosts=tuple(_host_of(one) for one in body["hosts"]),
        objects=tuple(_object_of(one) for one in body["objects"]),
        problems=tuple(body["problems"]),
    )


def _meeting_type_json(one: MeetingType) -> dict[str, Any]:
    lengths = {name: getattr(one, name).total_seconds() / 60 for name in _LENGTHS}
    return asdict(one) | lengths | {"platform": str(one.platform), "objects": list(one.objects)}


def _meeting_type_of(body: dict[str, Any]) -> MeetingType:
    lengths = {name: timedelta(minutes=body[name]) for name in _LENGTHS}
    named = {
        "id": MeetingTypeId(body["id"]),
        "platform": Platform(body["platform"]),
        "objects": tuple(body["objects"]),
    }
    return MeetingType(**{**body, **lengths, **named})


def _pool_json(one: Pool) -> dict[str, Any]:
    members = [asdict(member) for member in one.members]
    return asdict(one) | {"kind": str(one.kind), "members": members}


def _pool_of(body: dict[str, Any]) -> Pool:
    members = tuple(
        PoolMember(**{**member, "host_id": HostId(member["host_id"])}) for member in body["members"]
    )
    named = {"id": PoolId(body["id"]), "kind": PoolKind(body["kind"]), "members": members}
    return Pool(**{**body, **named})


def _host_of(body: dict[str, Any]) -> Host:
    return Host(**{**body, "id": HostId(body["id"]), "provider": Provider(body["provider"])})


def _object_json(one: ObjectSetting) -> dict[str, Any]:
    return asdict(one) | {name: list(getattr(one, name)) for name in _LISTS}


def _object_of(body: dict[str, Any]) -> ObjectSetting:
    return ObjectSetting(**{**body, **{name: tuple(body[name]) for name in _LISTS}})
