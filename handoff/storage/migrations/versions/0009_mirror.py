"""Step 9: what is to be carried to Salesforce's booking records, when windows opened, and erased guests."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ORG, KEY = sa.String(18), sa.String(36)
INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TOUCH = "INSERT INTO mirror_touch (org_id, booking_id) VALUES (NEW.org_id, NEW.{booking})"
# A claim says nothing that Salesforce is told; what comes of it does.
IS_TOLD = """NEW.state <> 'claimed' AND (
    NEW.state <> OLD.state OR NEW.attempts <> OLD.attempts OR NEW.last_error <> OLD.last_error
)"""


def upgrade() -> None:
    """Add columns and tables, and let the database itself note what changes, whichever release changes it."""
    op.add_column("page", sa.Column("opened_at", INSTANT, nullable=True))
    op.add_column("booking", sa.Column("opened_at", INSTANT, nullable=True))
    op.add_column("booking", sa.Column("erased_at", INSTANT, nullable=True))
    op.add_column(
        "booking",
        sa.Column("changes_owner", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        _note_on_sqlite()
    else:
        _note_on_postgresql()
    # What is over was told when it was written; a record that an org has deleted since stays deleted.
    op.execute(
        "INSERT INTO mirror_touch (org_id, booking_id) "
        "SELECT org_id, id FROM booking WHERE ends_at >= CURRENT_TIMESTAMP"
    )


def _make_tables() -> None:
    op.create_table(
        "mirror_touch",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("booking_id", KEY, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("mirror_touch_of_booking", "mirror_touch", ["org_id", "booking_id"])
    op.create_table(
        "mirror_refusal",
        sa.Column("booking_id", KEY, primary_key=True),
        sa.Column("org_id", ORG, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Float(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
    )
    op.create_table(
        "mirror_turn",
        sa.Column("org_id", ORG, primary_key=True),
        sa.Column("claimed_until", sa.Float(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Float(), nullable=False),
    )


def _note_on_sqlite() -> None:
    whole, owed = TOUCH.format(booking="id"), TOUCH.format(booking="booking_id")
    for verb in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER booking_touch_{verb} AFTER {verb} ON booking BEGIN {whole}; END"
        )
    op.execute(f"CREATE TRIGGER effect_touch_INSERT AFTER INSERT ON effect BEGIN {owed}; END")
    op.execute(
        f"CREATE TRIGGER effect_touch_UPDATE AFTER UPDATE ON effect WHEN {IS_TOLD} "
        f"BEGIN {owed}; END"
    )


def _note_on_postgresql() -> None:
    for table, column in (("booking", "id"), ("effect", "booking_id")):
        op.execute(
            f"CREATE FUNCTION touch_by_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {TOUCH.format(booking=column)}; RETURN NULL; END $$"
        )
    calls = "FOR EACH ROW {when} EXECUTE FUNCTION touch_by_{table}()"
    op.execute(
        "CREATE TRIGGER booking_touch AFTER INSERT OR UPDATE ON booking "
        + calls.format(when="", table="booking")
    )
    op.execute(
        "CREATE TRIGGER effect_touch_insert AFTER INSERT ON effect "
        + calls.format(when="", table="effect")
    )
    op.execute(
        "CREATE TRIGGER effect_touch_update AFTER UPDATE ON effect "
        + calls.format(when=f"WHEN ({IS_TOLD})", table="effect")
    )
