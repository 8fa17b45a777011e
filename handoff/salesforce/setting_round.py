"""The one round trip that brings all rows of an org's settings, also from a package older than this release."""

from collections.abc import Mapping, Sequence

from handoff.salesforce import settings_queries as ask
from handoff.salesforce.client import Answer, Client, Row, codes, query_part
from handoff.salesforce.describing import Describer, fresh_describer
from handoff.salesforce.role_rows import ROLE_OF_SET, holder_parts
from handoff.salesforce.setting_report import Report
from handoff.wording import say

OPERATION = "read_settings"
OWN_SETS = "own_"
Rows = Mapping[str, Sequence[Row]]
_LACKING = frozenset({"INVALID_FIELD"})
_UNREADABLE = frozenset({"INVALID_TYPE", "INSUFFICIENT_ACCESS"})
_DISPENSABLE = frozenset({ask.BUSINESS_HOURS, ask.HOLIDAYS, ask.ORGANIZATION})


def read_rows(client: Client, describer: Describer, report: Report) -> Rows:
    """Return the rows by query. Further trips are made only for objects that lack fields, which is told.

    Raises OutsideError.
    """
    parts = [query_part(name, query.soql()) for name, query in ask.QUERIES.items()]
    answers = dict(
        client.batch([*parts, *holder_parts(OWN_SETS, ROLE_OF_SET)], operation=OPERATION)
    )
    # What is remembered of an object's fields may be from before an admin took one away.
    for known in (describer, fresh_describer(client)):
        lacking = [name for name in ask.QUERIES if codes(answers[name]) & _LACKING]
        if lacking:
            answers |= _without_lacking(client, lacking, known, report)
    for name in _DISPENSABLE:
        if codes(answers[name]) & _UNREADABLE:
            words = say(
                "Handoff's integration user may not read {object}.",
                object=ask.QUERIES[name].object_name,
            )
            report.tell(words)
            answers[name] = _NO_ROWS
    return {name: client.rows(one, operation=OPERATION) for name, one in answers.items()}


_NO_ROWS = Answer(200, {"records": [], "done": True})


def _without_lacking(
    client: Client, lacking: Sequence[str], describer: Describer, report: Report
) -> Mapping[str, Answer]:
    parts = []
    for name in lacking:
        query = ask.QUERIES[name]
        shape = describer.shape(query.object_name)
        missing = [one for one in query.names if shape and not shape.field(one)]
        for field in missing:
            words = say(
                "{object} has no field {field} that Handoff's integration user may see: "
                "deploy the package again.",
                object=query.object_name,
                field=field,
            )
            report.tell(words)
        parts.append(query_part(name, query.soql(without=missing)))
    return client.batch(parts, operation=OPERATION)
