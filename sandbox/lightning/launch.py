"""The token that Apex signs for the launcher component, in orgs that open the app without Canvas."""

import secrets
from typing import Any

from flask import Blueprint, jsonify, request

from sandbox.lightning.canvas import NO_RECORD, asked_by, may_read
from sandbox.lightning.pages import the_viewer
from sandbox.lightning.views import Viewer
from sandbox.salesforce.settings_changed import signed_token
from sandbox.wire import the_world

blueprint = Blueprint("launch", __name__)


@blueprint.get("/lightning/launch-token")
def launch_token() -> Any:
    """`record`, `as`, and for trouble `nonce`; the Apex controller looks at the record first."""
    world = the_world()
    with world.lock:
        viewer = the_viewer()
        record_id = request.args.get("record", "")
        if not may_read(viewer, record_id):
            return jsonify({"error": NO_RECORD}), 403
        known = world.credentials.orgs.get(viewer.org.org_id) if world.credentials else None
        if known is None:
            raise LookupError("the world has no credentials yet")
        token = signed_token(
            known,
            user_id=viewer.user_id,
            audience=world.app_url,
            now=world.clock.now(),
            **_claims(viewer, record_id),
        )
    answer = jsonify({"token": token, "launch_url": f"{world.app_url}/launch"})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _claims(viewer: Viewer, record_id: str) -> dict[str, str]:
    kind, user = viewer.org.kind_of(record_id), viewer.user
    return {
        "recordId": record_id,
        "object": kind.name if kind else "",
        "nonce": request.args.get("nonce") or secrets.token_hex(16),
        "targetOrigin": the_world().url,
        "locale": request.args.get("locale") or str(user.get("LocaleSidKey") or ""),
        "language": request.args.get("language") or str(user.get("LanguageLocaleKey") or ""),
        "zone": str(user.get("TimeZoneSidKey") or ""),
        "name": str(user["Name"]),
        "email": str(user["Email"]),
        **asked_by(request.args),
    }
