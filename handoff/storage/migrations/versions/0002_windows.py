"""Step 2: open windows, seen nonces, copies of what other services said, and the deployment's id."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ORG, PERSON, KEY = sa.String(18), sa.String(18), sa.String(36)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and give this deployment its id."""
    _make_windows()
    _make_copies()
    deployment = op.create_table("deployment", sa.Column("id", KEY, primary_key=True))
    op.bulk_insert(deployment, [{"id": str(uuid.uuid4())}])


def _make_windows() -> None:
    op.create_table(
        "page",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("user_id", PERSON, nullable=False),
        sa.Column("organizer", sa.JSON(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("nonce", sa.String(128), nullable=False),
        sa.Column("access", sa.LargeBinary(), nullable=False),
        sa.Column("handoff_id", KEY, nullable=False),
        sa.Column("window_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=True),
    )
    op.create_index("ix_page_window_id", "page", ["window_id"])
    op.create_table(
        "canvas_nonce",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("nonce", sa.String(128), primary_key=True),
        sa.Column("seen_at", INSTANT, nullable=False),
    )


def _make_copies() -> None:
    op.create_table(
        "access_token",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("service", sa.String(20), primary_key=True),
        sa.Column("subject", sa.String(320), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("renewing_until", sa.Float(), nullable=False),
    )
    op.create_table(
        "settings_copy",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
    )
    op.create_table(
        "describe_copy",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("user_id", PERSON, primary_key=True),
        sa.Column("object_name", sa.String(80), primary_key=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
    )
