"""This deployment's own id."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.storage.window_tables import DeploymentRow


def deployment_id(session: Session) -> str:
    """Return the id that the first migration made; it enters every remote key."""
    return session.scalars(select(DeploymentRow.id)).one()
