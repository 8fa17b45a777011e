"""Step 10: bookings made in test mode keep the mailbox that their letters go to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; a booking from before was none of a test."""
    op.add_column(
        "booking",
        sa.Column("test_mailbox", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
