"""Step 7: indices for what is asked of all bookings of a type, and of one booking's ledger entries."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the indices."""
    op.create_index(
        "host_time_of_type", "host_time", ["org_id", "meeting_type_id", "meeting_starts_at"]
    )
    op.create_index("ledger_of_booking", "ledger", ["org_id", "booking_id"])
