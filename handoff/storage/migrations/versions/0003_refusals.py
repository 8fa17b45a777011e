"""Step 3: what the database itself refuses: overlapping host time, and changes of ledger and audit."""

from alembic import op

revision = "0003"
down_revision = "0002"

APPEND_ONLY = ("ledger", "audit")

OVERLAP = """
    CREATE TRIGGER host_time_no_overlap_{verb} BEFORE {verb} ON host_time
    WHEN EXISTS (
        SELECT 1 FROM host_time AS other
        WHERE other.org_id = NEW.org_id AND other.host_id = NEW.host_id
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
          AND other.id <> {itself}
    )
    BEGIN SELECT RAISE(ABORT, 'host_time overlap'); END
"""
FORWARDS = """
    CREATE TRIGGER host_time_forwards_{verb} BEFORE {verb} ON host_time
    WHEN NEW.starts_at >= NEW.ends_at
    BEGIN SELECT RAISE(ABORT, 'host_time ends before it starts'); END
"""
KEPT_SQLITE = """
    CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
EXCLUDE = """
    ALTER TABLE host_time ADD CONSTRAINT host_time_no_overlap EXCLUDE USING gist
    (org_id WITH =, host_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
"""
REFUSE = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END
    $$
"""
KEPT_POSTGRESQL = """
    CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Add the refusals in the words of the database at hand."""
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.execute(statement)


def _sqlite() -> list[str]:
    return [
        OVERLAP.format(verb="INSERT", itself="NEW.id"),
        OVERLAP.format(verb="UPDATE", itself="OLD.id"),
        FORWARDS.format(verb="INSERT"),
        FORWARDS.format(verb="UPDATE"),
        *(
            KEPT_SQLITE.format(table=table, verb=verb)
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ),
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "ALTER TABLE host_time ADD CONSTRAINT host_time_forwards CHECK (starts_at < ends_at)",
        EXCLUDE,
        REFUSE,
        *(KEPT_POSTGRESQL.format(table=table) for table in APPEND_ONLY),
    ]
