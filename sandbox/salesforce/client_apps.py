"""The two external client apps of Handoff in an org: whether they are deployed, and whom they let in.

https://help.salesforce.com/s/articleView?id=sf.external_client_apps_manage.htm
"""

from sandbox.salesforce.org import Org
from sandbox.salesforce.permissions import rights_of
from sandbox.world import World

CANVAS, WORKER = "Handoff", "Handoff_Worker"
PLACEHOLDER = "https://handoff.example.com"
"""What the project's files say where a deployment puts the app's own address."""


def has_oauth(org: Org, app: str) -> bool:
    """Whether the app's consumer key means anything to the org."""
    found = org.schema.client_apps.get(app)
    return found is not None and found.is_enabled and found.has_oauth


def is_approved(org: Org, user_id: str, *, app: str) -> bool:
    """Whether the app's policies let the user in without asking."""
    found = org.schema.client_apps.get(app)
    if found is None or not found.is_pre_authorized:
        return False
    return bool(found.permission_sets & rights_of(org, user_id).sets)


def canvas_url(org: Org, world: World) -> str:
    """Where the canvas app lives; the standing orgs follow the address that the sandbox is told."""
    found = org.schema.client_apps.get(CANVAS)
    url = found.canvas_url if found else f"{PLACEHOLDER}/canvas"
    return url.replace(PLACEHOLDER, world.app_url) if org.follows_app_url else url


def canvas_refusal(org: Org, user_id: str) -> str:
    """Why Salesforce shows no canvas app to this user; empty when it does."""
    found = org.schema.client_apps.get(CANVAS)
    if found is None or not found.is_enabled or not found.is_canvas:
        return f"Oops, there was an error rendering Canvas application [{CANVAS}]."
    if not is_approved(org, user_id, app=CANVAS):
        return f"You are not authorized to use the app {CANVAS}. Ask your admin for access."
    handler = found.lifecycle_class
    if handler and handler not in rights_of(org, user_id).classes:
        return f"You do not have access to the Apex class named '{handler}'."
    return ""
