"""A host's hours on single dates and their holiday region; what cannot be read of them is told and left out."""

from dataclasses import replace

from handoff.holiday_regions import valid_region
from handoff.hours_text import parse_dated_hours
from handoff.people import Host
from handoff.salesforce.client import Row
from handoff.salesforce.setting_report import Report
from handoff.wording import say


def dated(host: Host, row: Row, report: Report) -> Host:
    """Return the host with those lines and that region that can be read; all else of the host holds."""
    of = say("Host {name}", name=host.name)
    lines = _readable(host.dated_hours, of, row, report)
    region = host.holiday_region
    if region and not valid_region(region):
        report.tell(
            say("{of}: there are no holidays for the region “{region}”.", of=of, region=region), row
        )
        region = ""
    return replace(host, dated_hours="\n".join(lines), holiday_region=region)


def _readable(text: str, of: str, row: Row, report: Report) -> list[str]:
    lines: list[str] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        try:
            # With those before it: a second line for a date is an error of its own.
            parse_dated_hours("\n".join([*lines, line]))
        except ValueError as error:
            reason = say("the hours by date cannot be read: {reason}.", reason=error.args[0])
            report.tell(say("{of}: {reason}", of=of, reason=reason), row)
        else:
            lines.append(line)
    return lines
