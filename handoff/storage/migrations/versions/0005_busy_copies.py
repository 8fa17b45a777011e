"""Step 5: copies of what calendars answered lately, and since when calendars cannot be read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ORG, PERSON = sa.String(18), sa.String(18)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "busy_copy",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("host_id", PERSON, primary_key=True),
        sa.Column("starts_at", INSTANT, primary_key=True),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("unknown", sa.Text(), nullable=False),
        sa.Column("is_access_lost", sa.Boolean(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=True),
    )
    op.create_index("ix_busy_copy_read_at", "busy_copy", ["read_at"])
    op.create_table(
        "lost_access",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("host_id", PERSON, primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
    )
