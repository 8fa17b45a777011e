"""The bearer token of an open window: no cookies, so nothing is sent that the page did not mean to send."""

from collections.abc import Collection

from flask import Blueprint, g, request
from werkzeug.exceptions import UnsupportedMediaType

from handoff.actions.admit_user import roles_now
from handoff.actions.keep_to_own import ONLY_OWN
from handoff.actions.window_roles import only_hosts
from handoff.errors import BadSignature, NotAllowed
from handoff.observability import handoff_id
from handoff.people import Role
from handoff.storage import pages
from handoff.storage.pages import Page
from handoff.web.language import speak_to
from handoff.web.requests import parts
from handoff.wording import say


def require_page_token(
    blueprint: Blueprint, *, opens_calendar: bool = False, for_hosts: Collection[str] = ()
) -> None:
    """Let nothing of the blueprint be reached without a live page token.

    What opens the calendar is not reached either where the org's own rules say "do not schedule". A Host who
    books for nobody reaches the functions that are named `for_hosts`, and no others.
    """
    allowed = frozenset(f"{blueprint.name}.{name}" for name in for_hosts)

    def keep_hosts_out() -> None:
        if only_hosts(current_roles()) and request.endpoint not in allowed:
            raise NotAllowed(ONLY_OWN)

    blueprint.before_request(_load_page)
    blueprint.before_request(keep_hosts_out)
    if opens_calendar:
        blueprint.before_request(_refuse_stopped)


def current_page() -> Page:
    """Return the window that this request comes from."""
    page: Page = g.page
    return page


def current_roles() -> frozenset[Role]:
    """Return what the window's user may do, as of this request."""
    roles: frozenset[Role] = g.roles
    return roles


def bearer_token() -> str:
    """Return the token of the Authorization header. Raises BadSignature."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadSignature(say("This window has no session. Close it and press the button again."))
    return token


def require_admin() -> None:
    """Raise NotAllowed unless the window's user is an admin of Handoff."""
    if Role.ADMIN not in current_roles():
        raise NotAllowed(say("This takes the permission set Handoff Admin."))


def _refuse_stopped() -> None:
    if current_page().stop:
        raise NotAllowed(say("Your admin's rules ask not to schedule a meeting for this record."))


def _load_page() -> None:
    origin = request.headers.get("Origin")
    if origin and origin != parts().settings.public_url:
        raise NotAllowed(say("This request comes from another site."))
    token, now = bearer_token(), parts().clock.now()
    if request.content_length and not request.is_json:
        raise UnsupportedMediaType(say("Send JSON."))
    page = parts().database.run(lambda session: pages.page_of(session, parts().sealer, token, now))
    if page is None:
        raise BadSignature(say("This window's session has ended. It is being renewed."))
    g.page = page
    speak_to(page.organizer)
    handoff_id.set(page.handoff_id)
    g.roles = roles_now(parts(), page)
