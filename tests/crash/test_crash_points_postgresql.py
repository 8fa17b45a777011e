"""One handover ends at every commit on PostgreSQL too; apart from SQLite's, so that both can run at a time."""

import sys
from pathlib import Path

from handoff.storage.migrate import migrate
from tests.cast import EMEA
from tests.crash.test_crash_points import FEWEST_COMMITS, die_at_commits, lane
from tests.support.postgres import Postgres


def test_a_process_that_ends_at_any_commit_does_no_harm_on_postgresql(
    postgres: Postgres, tmp_path: Path
) -> None:
    template = postgres.empty()
    migrate(template)
    with lane(
        EMEA,
        template,
        tmp_path,
        create=lambda: postgres.copied(template),
        remove=postgres.drop,
    ) as on_postgres:
        on_postgres.tries_rollback_every = 4

        commits = die_at_commits(on_postgres)

    sys.stdout.write(f"crash points at commits on PostgreSQL: {commits}\n")
    assert commits >= FEWEST_COMMITS
