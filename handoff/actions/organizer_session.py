"""Say in the organizer's words that Salesforce has ended the session which their window came with."""

from collections.abc import Iterator
from contextlib import contextmanager

from handoff.errors import AccessLost, BadSignature
from handoff.records import UserAccess
from handoff.wording import say


@contextmanager
def organizer_session(access: UserAccess) -> Iterator[None]:
    """Raise BadSignature out of the block where the organizer's own session has ended.

    A window that reads as the integration user lets AccessLost through: only an admin can mend that.
    """
    try:
        yield
    except AccessLost as error:
        if access.is_delegated:
            raise
        raise BadSignature(
            say("Salesforce has ended your session. Reload the record page.")
        ) from error
