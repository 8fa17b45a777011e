"""Step 4: how hosts were chosen, second pools, answers and Meet Now; ledger entries with amounts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PERSON, KEY = sa.String(18), sa.String(36)
ONCE = ("org_id", "pool_id", "booking_id", "generation", "kind", "occasion")

KEPT_SQLITE = """
    CREATE TRIGGER ledger_keeps_{verb} BEFORE {verb} ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END
"""


def upgrade() -> None:
    """Add columns that the previous release need not know, and let entries do without a booking."""
    _widen_holds()
    op.add_column("host_time", _text("pool_id", PERSON))
    _widen_bookings()
    op.add_column("page", sa.Column("told", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _make_ledger_anew()
    else:
        _widen_ledger()


def _text(name: str, kind: sa.types.TypeEngine[str], default: str = "") -> sa.Column[str]:
    return sa.Column(name, kind, nullable=False, server_default=sa.text(f"'{default}'"))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _widen_holds() -> None:
    op.add_column("hold", _text("method", sa.String(12), "specific"))
    op.add_column("hold", _text("member_of", PERSON))
    op.add_column("hold", _flag("is_anyone"))
    op.add_column("hold", _text("second_pool_id", PERSON))
    op.add_column("hold", _text("second_host_id", PERSON))
    op.add_column("hold", _text("second_explanation", sa.Text()))
    op.add_column("hold", sa.Column("second_counts", sa.JSON(), nullable=True))
    op.add_column("hold", sa.Column("explained", sa.JSON(), nullable=True))
    op.add_column("hold", _flag("is_now"))
    op.add_column("hold", _text("moving", KEY))


def _widen_bookings() -> None:
    op.add_column("booking", _text("method", sa.String(12), "specific"))
    op.add_column("booking", _text("second_pool_id", PERSON))
    op.add_column("booking", _text("second_pool_name", sa.Text()))
    op.add_column("booking", _text("second_host_id", PERSON))
    op.add_column("booking", _text("second_explanation", sa.Text()))
    op.add_column("booking", sa.Column("explained", sa.JSON(), nullable=True))
    op.add_column("booking", sa.Column("answers", sa.JSON(), nullable=True))
    op.add_column("booking", _flag("is_now"))


def _amount() -> sa.Column[int]:
    return sa.Column("amount", sa.Integer(), nullable=False, server_default="1")


def _widen_ledger() -> None:
    op.add_column("ledger", _amount())
    op.add_column("ledger", _text("occasion", sa.String(80)))
    # PostgreSQL's own name for the rule that step 1 left unnamed.
    op.drop_constraint("ledger_org_id_booking_id_generation_kind_pool_id_key", "ledger")
    op.create_unique_constraint("ledger_once", "ledger", list(ONCE))


def _make_ledger_anew() -> None:
    """Copy the entries: SQLite cannot change a table's rules, and entries themselves cannot be changed."""
    op.rename_table("ledger", "ledger_before")
    op.drop_index("ledger_of_pool", "ledger_before")
    op.drop_index("ledger_of_member", "ledger_before")
    op.create_table(
        "ledger",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("org_id", PERSON, nullable=False),
        sa.Column("pool_id", PERSON, nullable=False),
        sa.Column("host_id", PERSON, nullable=False),
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        _amount(),
        _text("occasion", sa.String(80)),
        sa.UniqueConstraint(*ONCE, name="ledger_once"),
    )
    kept = "id, org_id, pool_id, host_id, booking_id, generation, kind, at, why"
    op.execute(f"INSERT INTO ledger ({kept}) SELECT {kept} FROM ledger_before")  # noqa: S608
    op.drop_table("ledger_before")
    op.create_index("ledger_of_pool", "ledger", ["org_id", "pool_id", "at"])
    op.create_index("ledger_of_member", "ledger", ["org_id", "pool_id", "kind", "host_id", "at"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(KEPT_SQLITE.format(verb=verb))
