"""GET /hosts: everybody in the org whose name or title fits what was typed, with what keeps them from being booked."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from handoff.actions.lost_access import lost_access
from handoff.actions.own_settings import own_settings
from handoff.meeting_types import Platform, default_platform, platforms_of
from handoff.org_settings import Colleague, OrgSettings
from handoff.people import Host
from handoff.pools.routing import why_not
from handoff.web.directory import Directory, Found
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts

api = Blueprint("hosts", __name__)
require_page_token(api)

MOST = 50
MOST_TYPED = 80
DIRECTORIES = "directories"
MOST_DIRECTORIES = 8
"""Settings change, and users differ in what they may book."""


@api.get("/hosts")
def find_hosts() -> Response:
    """Answer with who fits: bookable ones first, then by how well, then by name; the others are greyed."""
    page = current_page()
    org_id = page.org_id
    directory = _directory(own_settings(parts(), page))
    found = directory.find(request.args.get("q", "")[:MOST_TYPED], most=MOST)
    lost = _lost(org_id, found)
    shown = sorted(found, key=lambda one: bool(one.reason or lost.get(one.person.id)))
    return jsonify(hosts=[_summary(one, lost) for one in shown])


def host_summary(host: Host, *, lost: str = "") -> dict[str, Any]:
    """Return what the window shows of a host; `reason` says why they cannot be chosen.

    `lost` is the sentence about a calendar that cannot be read any more.
    """
    person = Colleague(host.id, host.name, host.title, host.zone, host.is_active)
    return _shown(person, why_not(host, lost=lost)) | {
        "platforms": list(platforms_of(host)),
        "platform": default_platform(host),
        "read_only": host.is_read_only,
    }


def _summary(found: Found, lost: Mapping[str, str]) -> dict[str, Any]:
    if found.host:
        return host_summary(found.host, lost=lost.get(found.person.id, ""))
    return _shown(found.person, found.reason) | {
        "platforms": [],
        "platform": Platform.NONE,
        "read_only": False,
    }


def _shown(person: Colleague, reason: str) -> dict[str, Any]:
    words = person.name.split()
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "zone": person.zone,
        "initials": "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper(),
        "reason": reason,
    }


def _directory(settings: OrgSettings) -> Directory:
    """The directory of these settings; folding thousands of names again with every letter would take too long."""
    made: dict[int, Directory] = current_app.extensions.setdefault(DIRECTORIES, {})
    # A directory keeps its settings alive, so that no others can have the same identity while it is here.
    known = made.get(id(settings))
    if known is None:
        while len(made) >= MOST_DIRECTORIES:
            made.pop(next(iter(made)), None)
        known = made[id(settings)] = Directory(settings)
    return known


def _lost(org_id: str, found: Sequence[Found]) -> Mapping[str, str]:
    ids = [one.host.id for one in found if one.host and not one.reason]
    now = parts().clock.now()
    return parts().database.run(lambda session: lost_access(session, org_id, ids, now))
