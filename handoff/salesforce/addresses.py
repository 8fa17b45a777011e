"""Where a person finds a record in Salesforce's own pages."""

from handoff.ids import is_id
from handoff.salesforce.fields import CONTACT_PREFIX, LEAD_PREFIX, USER_PREFIX

CUSTOM_METADATA = "__mdt"
"""Objects whose records stand in Setup, not on a page of their own."""
_OBJECTS = {
    "001": "Account",
    CONTACT_PREFIX: "Contact",
    USER_PREFIX: "User",
    "006": "Opportunity",
    LEAD_PREFIX: "Lead",
    "500": "Case",
}


def record_url(origin: str, record_id: str, object_name: str = "") -> str:
    """Return the address of a record's page; empty for what is no record id.

    https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-url-addressable.html
    """
    if not is_id(record_id):
        return ""
    if object_name.endswith(CUSTOM_METADATA):
        return f"{origin}/lightning/setup/CustomMetadata/page?address=%2F{record_id}"
    named = object_name or _OBJECTS.get(record_id[:3], "")
    return f"{origin}/lightning/r/{named}/{record_id}/view" if named else f"{origin}/{record_id}"
