"""Step 11: an index of the bookings whose guests are not erased, for the clock that looks for old ones."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NOT_ERASED = sa.text("erased_at IS NULL")


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "booking_to_erase",
        "booking",
        ["org_id", "ends_at"],
        postgresql_where=NOT_ERASED,
        sqlite_where=NOT_ERASED,
    )
