"""Save a guest's corrected address to the record that it was read from."""

from handoff.actions.organizer_session import organizer_session
from handoff.actions.sync_settings import current_settings
from handoff.storage.pages import Page
from handoff.wiring import Parts


def save_guest_address(parts: Parts, page: Page, *, record_id: str, email: str) -> None:
    """Write it with the Organizer's own rights. Raises Unacceptable, BadSignature, OutsideError; may be repeated."""
    settings = current_settings(parts, page.org_id)
    with organizer_session(page.access):
        parts.salesforce.save_guest_address(
            page.access,
            page.record,
            settings.object_setting(page.record.object_name),
            record_id=record_id,
            email=email,
        )
