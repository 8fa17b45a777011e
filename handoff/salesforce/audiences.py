"""Who is behind the permission sets and public groups that settings are opened to; an unknown name opens to nobody."""

from collections.abc import Iterator, Mapping, Sequence

from handoff.salesforce import setting_fields as own
from handoff.salesforce import settings_queries as ask
from handoff.salesforce.client import Row
from handoff.salesforce.group_members import Circles, Wanted
from handoff.salesforce.paths import text
from handoff.salesforce.pool_rows import Source, source
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import Unusable, listed
from handoff.wording import say

Rows = Mapping[str, Sequence[Row]]
OPENED = (
    (ask.TYPES, own.MeetingType.BOOKABLE_BY),
    (ask.POOLS, own.Pool.BOOKABLE_BY),
    (ask.HOSTS, own.Host.BOOKABLE_BY),
)


def wanted(rows: Rows) -> Wanted:
    """Return which groups, roles and audiences the settings name."""
    named = list(_sources(rows[ask.POOLS]))
    return Wanted(
        groups=frozenset(name for origin, name in named if origin in (Source.GROUP, Source.QUEUE)),
        roles=frozenset(
            name for origin, name in named if origin in (Source.ROLE, Source.ROLE_TREE)
        ),
        audiences=frozenset(name for _row, name in _audiences(rows)),
    )


def read_audiences(rows: Rows, circles: Circles, report: Report) -> dict[str, frozenset[str]]:
    """Return the users of each audience by its name; what is unknown or empty is told on every record that names it."""
    found: dict[str, frozenset[str]] = {}
    for row, name in _audiences(rows):
        users = circles.audience(name)
        if users is None:
            report.tell(say("There is no permission set or public group “{name}”.", name=name), row)
        elif not users:
            report.tell(say("Nobody belongs to “{name}”.", name=name), row)
        found[name] = users or frozenset()
    return found


def _sources(rows: Sequence[Row]) -> Iterator[tuple[Source, str]]:
    for row in rows:
        try:
            yield source(row)
        except Unusable:
            # It is told where the pool is made.
            continue


def _audiences(rows: Rows) -> Iterator[tuple[Row, str]]:
    for kind, field in OPENED:
        for row in rows[kind]:
            for name in listed(text(row, field)):
                yield row, name
