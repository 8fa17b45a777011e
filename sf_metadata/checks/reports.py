"""Report types, reports and dashboards show only columns, values and reports that exist."""

from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.layouts import picklist_values
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import MetaFile

CHECK = "reports"
COUNT = "RowCount"
# Elements of a report and of a dashboard that name a column.
COLUMNS = (
    "field",
    "column",
    "groupingColumn",
    "secondaryGroupingColumn",
    "dateColumn",
    "sortColumn",
    "valueColumn",
)
ENTITY = "CustomEntity$"


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("ReportType"):
        yield from check_type(org, file, root)
    for file, root in org.project.of("Report"):
        yield from check_report(org, file, root)
    for file, root in org.project.of("Dashboard"):
        yield from check_dashboard(org, file, root)
    for file, _ in org.project.of("Report", "Dashboard"):
        folder = file.path.parent
        kind = "reportFolder" if file.kind and file.kind.type == "Report" else "dashboardFolder"
        if not (folder.parent / f"{folder.name}.{kind}-meta.xml").is_file():
            yield Finding(
                file.shown, 0, CHECK, f"the folder {folder.name} is missing", f"write its {kind}"
            )


def object_of(org: Org, table: str) -> str:
    """The object of a report type's table: Parent__c.Children__r.Grandchildren__r; empty when there is none."""
    first, *relationships = table.split(".")
    at = first if first in org.objects else ""
    for name in relationships:
        found = org.objects.get(at, {}).get(name)
        at = found.target if found is not None and found.is_list else ""
    return at


def check_type(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    base = root.value("baseObject")
    if base not in org.objects:
        yield Finding(
            file.shown,
            file.line_of("baseObject"),
            CHECK,
            f"there is no object {base}",
            "correct the name",
        )
        return
    table = base
    for join in root.iter("join"):
        relationship = join.first("relationship")
        if relationship is None:
            continue
        table = f"{table}.{relationship.text}"
        if not object_of(org, table):
            yield Finding(
                file.shown,
                relationship.line,
                CHECK,
                f"there is no child relationship {relationship.text}",
                "correct the name",
            )
    for column in root.iter("columns"):
        wrong = column_trouble(org, f"{column.value('table')}${column.value('field')}")
        if wrong:
            yield Finding(file.shown, column.line, CHECK, wrong, "correct the column")


def column_trouble(org: Org, column: str) -> str:
    table, _, field = column.partition("$")
    owner = object_of(org, table)
    return org.trouble(owner, field) if owner else f"there is no table {table}"


def offered(org: Org, report_type: str) -> set[str] | None:
    """The columns of a report type of ours; None for Salesforce's own."""
    for file, root in org.project.of("ReportType"):
        if f"{file.stem}__c" == report_type:
            return {f"{one.value('table')}${one.value('field')}" for one in root.iter("columns")}
    return None


def check_report(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    kind = root.value("reportType")
    columns = offered(org, kind)
    if columns is None and kind.startswith(ENTITY):
        yield from check_entity(org, file, root, owner=kind.removeprefix(ENTITY))
        return
    if columns is None:
        yield Finding(
            file.shown,
            file.line_of("reportType"),
            CHECK,
            f"there is no report type {kind}",
            "correct the name",
        )
        return
    for node in root.iter(*COLUMNS):
        if node.text and node.text not in columns | {COUNT}:
            yield Finding(
                file.shown,
                node.line,
                CHECK,
                f"{kind} has no column {node.text}",
                "correct the name, or add it to the type",
            )
    for item in root.iter("criteriaItems"):
        yield from check_criterion(org, file, item)
    yield from check_chart(file, root)


def check_entity(org: Org, file: MetaFile, root: Node, *, owner: str) -> Iterator[Finding]:
    """A report on Salesforce's own report type of an object of ours."""
    for node in root.iter(*COLUMNS):
        table, _, field = node.text.partition(".")
        if "__" in table and (table != owner or org.trouble(owner, field)):
            yield Finding(
                file.shown, node.line, CHECK, f"there is no column {node.text}", "correct the name"
            )


def check_criterion(org: Org, file: MetaFile, item: Node) -> Iterator[Finding]:
    table, _, name = item.value("column").partition("$")
    values = picklist_values(org.field(object_of(org, table), name))
    if not values or item.value("operator") not in ("equals", "notEqual"):
        return
    for value in item.value("value").split(","):
        if value not in values | {""}:
            yield Finding(
                file.shown,
                item.line,
                CHECK,
                f"{name} is never {value!r}",
                f"one of {', '.join(sorted(values))}",
            )


def groupings(root: Node) -> set[str]:
    return {
        one.value("field")
        for one in root.iter("groupingsDown", "groupingsAcross")
        if one.first("field")
    }


def check_chart(file: MetaFile, root: Node) -> Iterator[Finding]:
    for chart in root.all("chart"):
        for node in chart.iter("groupingColumn", "secondaryGroupingColumn"):
            if node.text not in groupings(root):
                yield Finding(
                    file.shown,
                    node.line,
                    CHECK,
                    f"the chart groups by {node.text}, the report does not",
                    "group by it",
                )


def check_dashboard(org: Org, file: MetaFile, root: Node) -> Iterator[Finding]:
    reports = {one.name: node for one, node in org.project.of("Report")}
    for component in root.iter("dashboardComponent", "components"):
        node = component.first("report")
        if node is None:
            continue
        report = reports.get(node.text)
        if report is None:
            yield Finding(
                file.shown, node.line, CHECK, f"there is no report {node.text}", "correct the name"
            )
            continue
        known = groupings(report)
        for column in component.iter("groupingColumn"):
            if column.text not in known:
                yield Finding(
                    file.shown,
                    column.line,
                    CHECK,
                    f"{node.text} is not grouped by {column.text}",
                    "group the report by it",
                )
        shown = {one.value("field") for one in report.all("columns")} | known | {COUNT}
        for column in component.iter("column"):
            if column.text not in shown:
                yield Finding(
                    file.shown,
                    column.line,
                    CHECK,
                    f"{node.text} does not show {column.text}",
                    "add it to the report",
                )
