"""A window that an org opens without Canvas: a launch token's claims as the same context that Canvas gives."""

from collections.abc import Mapping
from typing import Any

from handoff.canvas.context import CanvasContext
from handoff.canvas.members import (
    NONCE,
    Members,
    id_of,
    object_name_of,
    record_origin_of,
    target_origin_of,
    user_id_of,
    zone_of,
)
from handoff.config import OrgConfig
from handoff.errors import BadRequest
from handoff.people import Organizer
from handoff.records import UserAccess
from handoff.wording import say

NO_TOKEN = ""


def read_launch(
    claims: Mapping[str, Any], org: OrgConfig, *, extra_origins: tuple[str, ...] = ()
) -> CanvasContext:
    """Return the context of verified claims; the user has no Salesforce token of their own in it.

    Raises BadRequest, or NotAllowed for an origin that is not Salesforce's.
    """
    told = Members(dict(claims))
    user_id = user_id_of(told.text("sub"))
    target_origin = target_origin_of(told.text("targetOrigin"), extra_origins)
    organizer = Organizer(
        org_id=org.org_id,
        user_id=user_id,
        name=told.text("name")[:255] or "Organizer",
        email=told.text("email")[:254],
        zone=zone_of(told.text("zone")),
        locale=told.text("locale")[:20] or "en_US",
        language=told.text("language")[:20] or "en_US",
    )
    return CanvasContext(
        org_id=org.org_id,
        organizer=organizer,
        access=UserAccess(org.org_id, user_id, org.instance_url, NO_TOKEN),
        record_id=_record_id(told),
        object_name=_object_name(told),
        target_origin=target_origin,
        record_origin=record_origin_of(target_origin, org, extra_origins),
        nonce=_nonce(told),
        locale=organizer.locale,
        zone=organizer.zone,
        parameters={name: told.text(name) for name in ("bookingKey", "change")},
    )


def _record_id(told: Members) -> str:
    record_id = id_of(told.text("recordId"))
    if not record_id:
        raise BadRequest(say("The launch token names no record."))
    return record_id


def _object_name(told: Members) -> str:
    name = object_name_of(told.text("object"))
    if not name:
        raise BadRequest(say("The launch token names no record."))
    return name


def _nonce(told: Members) -> str:
    nonce = told.text("nonce")
    if not NONCE.fullmatch(nonce):
        raise BadRequest(say("The launch token carries no nonce."))
    return nonce
