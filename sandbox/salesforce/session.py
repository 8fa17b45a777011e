"""Finds the org and the user's session behind a request's host and bearer token."""

from flask import Request

from sandbox.clock import wall_now
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org, Session
from sandbox.wire import the_world
from sandbox.world import World


def orgs_of(world: World) -> list[Org]:
    return [org for org in world.orgs.values() if isinstance(org, Org)]


def the_org(host: str, world: World) -> Org | None:
    """The org whose My Domain the host is; None for the shared login hosts."""
    my_domain = host.partition(":")[0].lower().removesuffix(".my.salesforce.com")
    return next((org for org in orgs_of(world) if org.my_domain == my_domain), None)


def base_url(request: Request, org: Org) -> str:
    """Where the client should call the org: at the same host, when it came without the org's own."""
    return org.instance_url if the_org(request.host, the_world()) else f"http://{request.host}"


def session_of(request: Request) -> tuple[Org, Session] | None:
    """The live session of the bearer token, at its own org's host only."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return session_of_token(request.host, token) if scheme.lower() in {"bearer", "oauth"} else None


def session_of_token(host: str, token: str) -> tuple[Org, Session] | None:
    """The live session of a token; at a host that is no org's own, the token tells the org."""
    world = the_world()
    named = the_org(host, world)
    for org in [named] if named else orgs_of(world):
        session = org.sessions.get(token)
        user = org.rows("User").get(session.user_id) if session else None
        if session and session.expires_at > wall_now() and user and user["IsActive"]:
            return org, session
    return None


def require_session(request: Request) -> tuple[Org, Session]:
    """Raises INVALID_SESSION_ID without a live session."""
    found = session_of(request)
    if found is None:
        raise SalesforceError("INVALID_SESSION_ID", "Session expired or invalid")
    return found
