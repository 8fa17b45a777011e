"""Step 8: who reads an org's settings, whether they are wanted anew, and which problems Salesforce has been told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; an org without a row has not been read by this release."""
    op.create_table(
        "settings_reading",
        sa.Column("org_id", sa.String(18), primary_key=True),
        sa.Column("wanted_at", sa.Float(), nullable=False, server_default="0"),
        sa.Column("began_at", sa.Float(), nullable=False, server_default="0"),
        sa.Column("reading_until", sa.Float(), nullable=False, server_default="0"),
        sa.Column("told", sa.String(64), nullable=False, server_default=sa.text("''")),
    )
