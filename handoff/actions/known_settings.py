"""What is known of an org's settings, without asking anybody for them."""

from sqlalchemy.orm import Session

from handoff.org_settings import OrgSettings
from handoff.people import OrgId
from handoff.wiring import Parts


def known_settings(parts: Parts, session: Session, org_id: OrgId) -> OrgSettings:
    """Return the copy as it is; settings of nothing, in English, before the first reading."""
    kept = parts.remembered.read(session, org_id)
    return kept[0] if kept else OrgSettings()
