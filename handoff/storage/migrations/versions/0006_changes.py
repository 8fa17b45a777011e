"""Step 6: bookings that change: which of their events stands, why they were cancelled, and what effects recall."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; a booking from before has had one event, and none was cancelled."""
    op.add_column(
        "booking", sa.Column("event_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.add_column(
        "booking",
        sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
    op.add_column("effect", sa.Column("details", sa.JSON(), nullable=True))
    op.create_index("booking_ahead", "booking", ["org_id", "ends_at"])
