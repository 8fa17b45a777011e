"""What a look at several records together finds: whom and what they name that is not there, and things told twice."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from handoff.errors import TurnedDown
from handoff.org_settings import Switches
from handoff.people import Host
from handoff.salesforce import setting_fields as own
from handoff.salesforce import settings_queries as ask
from handoff.salesforce.client import Client, Row
from handoff.salesforce.paths import text
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import record_id
from handoff.wording import say

OPERATION = "read_settings"
_FLOW = re.compile(r"\w{1,80}", re.ASCII)
_NO_FLOW = frozenset({"NOT_FOUND", "INVALID_TYPE", "INSUFFICIENT_ACCESS"})
Rows = Mapping[str, Sequence[Row]]


def check_rules(rows: Iterable[Row], hosts: Mapping[str, Host], report: Report) -> None:
    """Tell of rules that suggest somebody who cannot host; the rest of such a rule holds."""
    for row in rows:
        host_id = record_id(row, own.SuggestionRule.HOST)
        if host_id and not _can_host(hosts.get(host_id)):
            report.tell(
                say(
                    "Rule “{rule}” suggests {name}, who is no active Handoff Host.",
                    rule=text(row, own.SuggestionRule.NAME),
                    name=text(row, "Host__r.Name"),
                ),
                row,
            )


def check_hosts(
    rows: Iterable[Row], hosts: Mapping[str, Host], pools: Container[str], report: Report
) -> None:
    """Tell of possible hosts of a type who cannot host, and of its pools that are not in use."""
    for row in rows:
        of = say("Meeting type “{name}”", name=text(row, "Meeting_Type__r.Name"))
        user_id = record_id(row, own.TypeHost.USER)
        pool_id = record_id(row, own.TypeHost.POOL)
        if user_id and not _can_host(hosts.get(user_id)):
            name = text(row, "User__r.Name")
            report.tell(say("{of}: {name} is no active Handoff Host.", of=of, name=name), row)
        if pool_id and pool_id not in pools:
            name = text(row, "Pool__r.Name")
            report.tell(say("{of}: pool “{pool}” is not in use.", of=of, pool=name), row)


def check_names(rows: Rows, report: Report) -> None:
    """Tell of what is there twice, and of default meeting types that are not there."""
    types = {called for row in rows[ask.TYPES] for called in (text(row, "Name"), text(row, "Id"))}
    seen: set[str] = set()
    for row in rows[ask.OBJECTS]:
        name = text(row, own.ObjectSetting.RECORD_OBJECT)
        wanted = text(row, own.ObjectSetting.DEFAULT_MEETING_TYPE)
        if name in seen:
            report.tell(
                say("There are two Handoff Object Settings for {object}.", object=name), row
            )
        if wanted and wanted not in types:
            report.tell(
                say(
                    "Settings of {object}: there is no active meeting type “{name}”.",
                    object=name,
                    name=wanted,
                ),
                row,
            )
        seen.add(name)
    for name, row in _twice(rows[ask.TYPES]):
        report.tell(say("There are two meeting types “{name}”.", name=name), row)
    for name, row in _twice(rows[ask.POOLS]):
        report.tell(say("There are two pools “{name}”.", name=name), row)


def check_flow(client: Client, switches: Switches, rows: Iterable[Row], report: Report) -> None:
    """Tell if the suggestion flow is not there or not active. Raises OutsideError."""
    flow = switches.suggestion_flow
    if not flow or not switches.smart_suggestions:
        return
    try:
        if _FLOW.fullmatch(flow):
            client.call("GET", f"actions/custom/flow/{flow}", operation=OPERATION)
            return
    except TurnedDown as error:
        if error.code not in _NO_FLOW:
            raise
    words = say("There is no active suggestion flow “{flow}”; the rules decide.", flow=flow[:80])
    report.tell(words, next(iter(rows), None))


def _twice(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    seen: set[str] = set()
    for row in rows:
        name = text(row, "Name")
        if name.casefold() in seen:
            yield name, row
        seen.add(name.casefold())


def _can_host(host: Host | None) -> bool:
    return host is not None and host.is_active and host.is_permitted
