"""Which mailbox a path names, and how many calls each one bears at once.

https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

import threading
from collections import Counter

from flask import Flask, Response, g, request

from sandbox.microsoft.answers import access_denied, refuse
from sandbox.microsoft.tokens import current_grant
from sandbox.people import Calendar
from sandbox.wire import PART_KEY, lost_hosts, the_world

MOST_AT_ONCE = 4
RETRY_AFTER_SECONDS = 1
WRITING = frozenset({"Calendars.ReadWrite"})
READING = WRITING | {"Calendars.Read"}


def find_mailbox(user: str) -> Calendar:
    """The mailbox's calendar, refused as Graph does when it is unknown, foreign or out of reach."""
    grant = current_grant()
    if not grant.roles & (WRITING if _is_change() else READING):
        raise access_denied()
    world, address = the_world(), user.lower()
    calendar = world.calendars.get(address)
    if calendar is None or calendar.org_id != grant.org_id:
        raise refuse(404, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")
    if calendar.provider != "microsoft":
        message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        raise refuse(404, "MailboxNotEnabledForRESTAPI", message)
    if world.microsoft_is_scoped and not calendar.is_in_scope:
        raise access_denied()
    if calendar.lost or address in lost_hosts() or "*" in lost_hosts():
        raise access_denied()
    return calendar


def _is_change() -> bool:
    asks = request.method == "GET" or request.path.endswith("/getSchedule")
    return not asks


def mailbox_of(user: str, **_arguments: str) -> str:
    return user


def grant_lost() -> Response:
    return access_denied().response


def limit_concurrency(app: Flask) -> None:
    """Refuse the fifth call at once into one mailbox; parts of a batch take turns inside it."""
    running: Counter[str] = Counter()
    guard = threading.Lock()

    @app.before_request
    def enter() -> Response | None:
        user = (request.view_args or {}).get("user")
        if user is None or request.environ.get(PART_KEY):
            return None
        g.mailbox = user.lower()
        with guard:
            running[g.mailbox] += 1
            is_full = running[g.mailbox] > MOST_AT_ONCE
        if not is_full:
            return None
        the_world().count("microsoft", "throttled")
        return throttled()

    @app.teardown_request
    def leave(_failure: BaseException | None) -> None:
        mailbox = g.pop("mailbox", None)
        if mailbox is not None:
            with guard:
                running[mailbox] -= 1


def throttled() -> Response:
    message = "Application is over its MailboxConcurrency limit."
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return refuse(429, "ApplicationThrottled", message, headers=headers).response
