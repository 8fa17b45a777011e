"""Tries one Microsoft mailbox as a booking would, without writing: for `handoff doctor`."""

import jwt

from handoff.calendars.graph import Call, Graph
from handoff.calendars.graph_failures import SERVICE
from handoff.calendars.microsoft import mailbox_path
from handoff.config import MicrosoftCredentials
from handoff.tokens import MemoryTokens

__all__ = ["SERVICE", "WRITES_CALENDARS", "MicrosoftProbe"]

WRITES_CALENDARS = "Calendars.ReadWrite"


class MicrosoftProbe:
    """One org's way to Graph, with a token of its own."""

    def __init__(
        self,
        credentials: MicrosoftCredentials,
        *,
        org_id: str,
        sandbox_url: str,
        timeout: tuple[float, float],
    ) -> None:
        """Keep the credentials; nothing is sent."""
        self._graph = Graph(
            credentials,
            org_id=org_id,
            tokens=MemoryTokens(),
            sandbox_url=sandbox_url,
            timeout=timeout,
        )

    def permissions(self) -> frozenset[str] | None:
        """Sign in and return the application permissions of the token; None if it cannot be read.

        Microsoft calls its tokens opaque, so nothing but advice may rest on this. Raises OutsideError.
        """
        token = self._graph.token()
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            return None
        return frozenset(str(one) for one in claims.get("roles") or ())

    def look(self, address: str) -> None:
        """Read one event of that mailbox. Raises OutsideError."""
        path = f"{mailbox_path(address)}/events"
        self._graph.send(Call("GET", path, "look", params={"$top": "1"}))
