"""The pages: home, lists and record pages, each as the viewer named by `?as=` sees them."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from sandbox.lightning.layouts import TABS, layout_of
from sandbox.lightning.views import Cell, Viewer, cells, details, path_of, title_of
from sandbox.salesforce import access
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import ObjectType
from sandbox.wire import the_world

DEFAULT_VIEWER = "olive"


class Missing(Exception):
    """A person, object or record that is not there; shown as 404, unlike what nobody simulates."""


blueprint = Blueprint("lightning", __name__, template_folder="templates")


@blueprint.get("/lightning")
@blueprint.get("/lightning/")
@blueprint.get("/lightning/page/home")
def home() -> Any:
    with the_world().lock:
        viewer = the_viewer()
        lists = [(kind, _rows(viewer, kind)) for kind in _kinds(viewer)]
        return render_template("home.html", lists=lists, **_frame(viewer, active="Home"))


@blueprint.get("/lightning/o/<name>/list")
def listing(name: str) -> Any:
    with the_world().lock:
        viewer = the_viewer()
        kind = _kind(viewer, name)
        return render_template(
            "list.html", kind=kind, rows=_rows(viewer, kind), **_frame(viewer, active=kind.name)
        )


@blueprint.get("/lightning/r/<name>/<record_id>/view")
def record_page(name: str, record_id: str) -> Any:
    with the_world().lock:
        viewer = the_viewer()
        kind = _kind(viewer, name)
        record = readable(viewer, kind, record_id)
        if record is None:
            return render_template("no_access.html", **_frame(viewer, active=kind.name)), 404
        return render_template(
            "record.html", **details(viewer, kind, record), **_frame(viewer, active=kind.name)
        )


@blueprint.get("/lightning/r/<name>/<record_id>/content")
def record_content(name: str, record_id: str) -> Any:
    """The inside of a record page, for the view to refresh itself."""
    with the_world().lock:
        viewer = the_viewer()
        kind = _kind(viewer, name)
        record = readable(viewer, kind, record_id)
        if record is None:
            raise Missing("no such record, or not for this viewer")
        frame = _frame(viewer, active=kind.name)
        return render_template("_content.html", **details(viewer, kind, record), **frame)


@blueprint.get("/lightning/r/<record_id>/view")
def by_id(record_id: str) -> Response:
    viewer = the_viewer()
    kind = viewer.org.kind_of(record_id)
    if kind is None:
        raise Missing("no object has ids like this one")
    return redirect(f"{path_of(kind, record_id)}?as={viewer.key}")


def the_viewer() -> Viewer:
    """The person of `?as=`, in their own org. Answers 404 for a key that nobody has."""
    world = the_world()
    person = world.people.get(request.args.get("as", DEFAULT_VIEWER))
    org = world.orgs.get(person.org_id) if person else None
    if person is None or not isinstance(org, Org):
        raise Missing("there is nobody with this key")
    return Viewer(person.key, org, org.rows("User")[person.user_id])


def readable(viewer: Viewer, kind: ObjectType, record_id: str) -> Record | None:
    record = viewer.org.rows(kind.name).get(record_id)
    if record is None or not access.can_read(viewer.org, viewer.user_id, record):
        return None
    return record


def _kind(viewer: Viewer, name: str) -> ObjectType:
    kind = viewer.org.kind(name)
    if kind is None or viewer.org.rules.denies(viewer.user_id, name):
        raise Missing(f"this org has no object {name}")
    return kind


def _kinds(viewer: Viewer) -> list[ObjectType]:
    found = (viewer.org.kind(name) for name in TABS)
    return [k for k in found if k and not viewer.org.rules.denies(viewer.user_id, k.name)]


def _rows(viewer: Viewer, kind: ObjectType) -> list[tuple[Cell, list[Cell]]]:
    layout = layout_of(kind)
    seen = [
        row
        for row in viewer.org.rows(kind.name).values()
        if access.can_read(viewer.org, viewer.user_id, row)
    ]
    seen.sort(key=lambda row: title_of(row).casefold())
    return [
        (
            Cell(
                "Name",
                "Name",
                str(row.get("Name") or row.get("CaseNumber")),
                path_of(kind, row["Id"]),
            ),
            cells(viewer, kind, record=row, names=layout.columns),
        )
        for row in seen
    ]


def _frame(viewer: Viewer, *, active: str) -> dict[str, Any]:
    world = the_world()
    return {
        "viewer": viewer,
        "people": [person for person in world.people.values() if person.active],
        "tabs": _kinds(viewer),
        "active": active,
        "app_url": world.app_url,
        "icon_of": lambda kind: layout_of(kind).icon,
    }
