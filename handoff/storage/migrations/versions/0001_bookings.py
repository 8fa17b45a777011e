"""Step 1: holds and host time, bookings, what they owe, the ledger, and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ORG, PERSON, KEY = sa.String(18), sa.String(18), sa.String(36)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _make_holds()
    _make_host_time()
    _make_bookings()
    _make_idempotency()
    _make_effects()
    _make_ledger()
    _make_audit()


def _make_holds() -> None:
    op.create_table(
        "hold",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("window_id", KEY, nullable=False),
        sa.Column("organizer_id", PERSON, nullable=False),
        sa.Column("organizer_name", sa.Text(), nullable=False),
        sa.Column("meeting_type_id", PERSON, nullable=False),
        sa.Column("pool_id", PERSON, nullable=False),
        sa.Column("main_host_id", PERSON, nullable=False),
        sa.Column("additional", sa.JSON(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
    op.create_index("ix_hold_window_id", "hold", ["window_id"])
    op.create_index("ix_hold_expires_at", "hold", ["expires_at"])


def _make_host_time() -> None:
    op.create_table(
        "host_time",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("host_id", PERSON, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("meeting_starts_at", INSTANT, nullable=False),
        sa.Column("meeting_ends_at", INSTANT, nullable=False),
        sa.Column("meeting_type_id", PERSON, nullable=False),
        sa.Column("hold_id", KEY, nullable=True),
        sa.Column("booking_id", KEY, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
    )
    op.create_index("host_time_of_host", "host_time", ["org_id", "host_id", "starts_at"])
    op.create_index("ix_host_time_hold_id", "host_time", ["hold_id"])
    op.create_index("ix_host_time_booking_id", "host_time", ["booking_id"])


def _make_bookings() -> None:
    op.create_table(
        "booking",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("organizer", sa.JSON(), nullable=False),
        sa.Column("organizer_id", PERSON, nullable=False),
        sa.Column("object_name", sa.String(80), nullable=False),
        sa.Column("record_id", PERSON, nullable=False),
        sa.Column("record_name", sa.Text(), nullable=False),
        sa.Column("main_host", sa.JSON(), nullable=False),
        sa.Column("additional", sa.JSON(), nullable=False),
        sa.Column("meeting_type", sa.JSON(), nullable=False),
        sa.Column("pool_id", PERSON, nullable=False),
        sa.Column("pool_name", sa.Text(), nullable=False),
        sa.Column("host_source", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("changed_host", sa.Text(), nullable=False),
        sa.Column("guest", sa.JSON(), nullable=False),
        sa.Column("guests", sa.JSON(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("link_state", sa.String(10), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("owner_field", sa.JSON(), nullable=False),
        sa.Column("handoff_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index("booking_of_record", "booking", ["org_id", "record_id"])


def _make_idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("user_id", PERSON, primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )


def _make_effects() -> None:
    op.create_table(
        "effect",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("booking_id", KEY, sa.ForeignKey("booking.id"), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("depends_on", KEY, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_try_at", sa.Float(), nullable=True),
        sa.Column("next_try_at", sa.Float(), nullable=False),
        sa.Column("claimed_until", sa.Float(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(10), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("handoff_id", KEY, nullable=False),
        sa.UniqueConstraint("org_id", "booking_id", "generation", "kind", "recipient"),
    )
    op.create_index("effect_due", "effect", ["state", "next_try_at"])
    op.create_index("ix_effect_booking_id", "effect", ["booking_id"])
    op.create_index("ix_effect_depends_on", "effect", ["depends_on"])


def _make_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("pool_id", PERSON, nullable=False),
        sa.Column("host_id", PERSON, nullable=False),
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.UniqueConstraint("org_id", "booking_id", "generation", "kind", "pool_id"),
    )
    op.create_index("ledger_of_pool", "ledger", ["org_id", "pool_id", "at"])
    op.create_index("ledger_of_member", "ledger", ["org_id", "pool_id", "kind", "host_id", "at"])


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
    )
    op.create_index("ix_audit_org_id", "audit", ["org_id"])
