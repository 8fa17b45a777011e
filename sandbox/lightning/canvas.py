"""What the record page's script and the tests fetch: signed requests, and the address of the app."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, jsonify, request

from sandbox.lightning import signed_request
from sandbox.lightning.pages import the_viewer
from sandbox.lightning.signed_request import Wish
from sandbox.lightning.views import Viewer
from sandbox.salesforce import access, client_apps
from sandbox.wire import the_world

blueprint = Blueprint("canvas", __name__)
NO_RECORD = "This record can't be opened in Handoff."


@blueprint.get("/lightning/signed-request")
def signed() -> Any:
    """`record`, `as`, `language`, `locale`, `bookingKey`, `change`.

    For trouble: `age`, `nonce`, `rendered_at`, `session=expired`.

    With `checked` come first the app's policies and the lifecycle handler's own look at the record;
    without, anything is signed, because the parameters of a real page are in the hands of whoever sits at it.
    """
    world = the_world()
    with world.lock:
        viewer = the_viewer()
        record_id = request.args.get("record", "")
        if "checked" in request.args and (words := _refusal(viewer, record_id)):
            return jsonify({"error": words}), 403
        wish = _wish(viewer, record_id)
        raw = signed_request.build(world, viewer.org, wish=wish)
        given = signed_request.parameters(world, wish)
    answer = jsonify(
        {
            "signed_request": raw,
            "instance_id": signed_request.INSTANCE_ID,
            "canvas_url": client_apps.canvas_url(viewer.org, world),
            "authorize_url": _authorize_url(viewer),
            "is_allowed": viewer.org.allows_canvas,
            "parameters": given,
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wish(viewer: Viewer, record_id: str) -> Wish:
    kind = viewer.org.kind_of(record_id)
    chosen: dict[str, Any] = {}
    if nonce := request.args.get("nonce"):
        chosen["nonce"] = nonce
    if rendered_at := request.args.get("rendered_at"):
        chosen["rendered_at"] = int(rendered_at)
    if request.args.get("session") == "expired":
        chosen["session_lasts"] = timedelta(seconds=-1)
    return Wish(
        record_id=record_id,
        object_name=request.args.get("object") or (kind.name if kind else ""),
        viewer_id=viewer.user_id,
        age=timedelta(seconds=float(request.args.get("age", 0))),
        language=request.args.get("language", ""),
        locale=request.args.get("locale", ""),
        asked=asked_by(request.args),
        **chosen,
    )


def asked_by(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return which meeting is to be changed and how, when the Bookings component was pressed."""
    return {name: arguments[name] for name in ("bookingKey", "change") if name in arguments}


def _refusal(viewer: Viewer, record_id: str) -> str:
    """What Salesforce shows in place of the app: words of its own, or the lifecycle handler's."""
    words = client_apps.canvas_refusal(viewer.org, viewer.user_id)
    return words or ("" if may_read(viewer, record_id) else NO_RECORD)


def may_read(viewer: Viewer, record_id: str) -> bool:
    record = viewer.org.row(record_id)
    return record is not None and access.can_read(viewer.org, viewer.user_id, record)


def _authorize_url(viewer: Viewer) -> str:
    """How a self-authorizing app is first called: GET, with what the frame needs in the hash."""
    world = the_world()
    login = quote(viewer.org.instance_url, safe="")
    return (
        f"{client_apps.canvas_url(viewer.org, world)}?_sfdc_canvas_authvalue=user_approval_required&loginUrl={login}"
        f"#instance_id={quote(signed_request.INSTANCE_ID)}&target_origin={quote(world.url, safe='')}"
    )
