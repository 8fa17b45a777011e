"""GET /hosts: the colleagues whose name or title holds what was typed."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from handoff.actions.sync_settings import current_settings
from handoff.meeting_types import default_platform, platforms_of
from handoff.people import Host
from handoff.pools.routing import why_not
from handoff.web.page_token import current_page, require_page_token
from handoff.web.requests import parts

api = Blueprint("hosts", __name__)
require_page_token(api)

MOST = 50


@api.get("/hosts")
def find_hosts() -> Response:
    """Answer with the hosts that match, those whose name begins with it first, bookable before greyed."""
    wanted = request.args.get("q", "")[:80].casefold().strip()
    hosts = current_settings(parts(), current_page().org_id).hosts
    found = [host for host in hosts if wanted in f"{host.name} {host.title}".casefold()]
    found.sort(key=lambda host: (bool(why_not(host)), _rank(host, wanted), host.name))
    return jsonify(hosts=[host_summary(host) for host in found[:MOST]])


def _rank(host: Host, wanted: str) -> int:
    name = host.name.casefold()
    return 0 if name.startswith(wanted) else 1 if f" {wanted}" in name else 2


def host_summary(host: Host) -> dict[str, Any]:
    """Return what the window shows of a host; `reason` says why they cannot be chosen."""
    words = host.name.split()
    return {
        "id": host.id,
        "name": host.name,
        "title": host.title,
        "zone": host.zone,
        "initials": "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper(),
        "reason": why_not(host),
        "platforms": list(platforms_of(host)),
        "platform": default_platform(host),
    }
