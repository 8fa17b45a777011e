"""Tries one Google calendar as a booking would, without writing: for `handoff doctor`."""

from handoff.calendars.google_client import GoogleClient
from handoff.calendars.google_failures import SERVICE, translated
from handoff.calendars.google_tokens import SCOPES
from handoff.config import GoogleCredentials
from handoff.tokens import MemoryTokens

__all__ = ["SCOPES", "SERVICE", "GoogleProbe"]


class GoogleProbe:
    """One org's way to Google, with tokens of its own."""

    def __init__(
        self,
        credentials: GoogleCredentials,
        *,
        org_id: str,
        sandbox_url: str,
        timeout: tuple[float, float],
    ) -> None:
        """Keep the credentials; nothing is sent."""
        self._client = GoogleClient(
            credentials.service_account,
            org_id=org_id,
            tokens=MemoryTokens(),
            sandbox_url=sandbox_url,
            timeout=timeout,
        )

    def look(self, address: str) -> None:
        """Sign in as that person with every scope we need, and read one event. Raises OutsideError."""
        request = self._client.api.events().list(calendarId=address, maxResults=1)
        with translated("look"):
            self._client.execute(request, subject=address)
