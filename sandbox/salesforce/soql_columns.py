"""What a query's columns are, for clients that draw tables: `/query?q=…&columns=true`.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
"""

from typing import Any

from sandbox.salesforce import access
from sandbox.salesforce.org import Org
from sandbox.salesforce.soql_parser import Path, parse


def columns_of(org: Org, user_id: str, query: str) -> dict[str, Any]:
    """The columns, a relationship's below its own. Raises SalesforceError."""
    parsed = parse(query)
    kind = access.object_type(org, user_id, parsed.object_name)
    paths = [one.steps for one in parsed.fields if isinstance(one, Path)]
    listed = [] if parsed.counts else [_column(steps) for steps in paths]
    return {
        "columnMetadata": listed,
        "entityName": kind.name,
        "groupBy": False,
        "keyPrefix": kind.prefix,
    }


def _column(steps: tuple[str, ...]) -> dict[str, Any]:
    name, *further = steps
    return {
        "aggregate": False,
        "apexType": "String",
        "booleanType": False,
        "columnName": name,
        "custom": name.endswith("__c"),
        "displayName": name,
        "foreignKeyName": None,
        "insertable": True,
        "joinColumns": [_column(tuple(further))] if further else [],
        "numberType": False,
        "textType": True,
        "updatable": True,
    }
