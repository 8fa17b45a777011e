"""Writes down who did what."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.storage.tables import AuditRow


def note(
    session: Session,
    *,
    org_id: str,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    outcome: Mapping[str, Any],
) -> None:
    """Add one line, which the database will never let anybody change."""
    session.add(
        AuditRow(
            id=str(uuid.uuid4()),
            org_id=org_id,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            outcome=dict(outcome),
        )
    )
