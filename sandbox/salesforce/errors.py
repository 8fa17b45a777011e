"""Salesforce's error bodies: one list of {message, errorCode, fields} with the code's HTTP status.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
"""

from typing import Any

_STATUSES = {
    "INVALID_SESSION_ID": 401,
    "INVALID_AUTH_HEADER": 401,
    "INSUFFICIENT_ACCESS_OR_READONLY": 403,
    "REQUEST_LIMIT_EXCEEDED": 403,
    "API_DISABLED_FOR_ORG": 403,
    "NOT_FOUND": 404,
    "ENTITY_IS_DELETED": 404,
    "METHOD_NOT_ALLOWED": 405,
}


class SalesforceError(Exception):
    """A refusal in Salesforce's own words."""

    def __init__(self, code: str, message: str, *, fields: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fields = fields

    @property
    def status(self) -> int:
        return _STATUSES.get(self.code, 400)

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        # Reading and querying never name fields; refused writes always carry the list.
        if self.code not in _WITHOUT_FIELDS:
            body["fields"] = list(self.fields)
        return body

    def as_save_error(self) -> dict[str, Any]:
        """The other spelling, used inside the results of collections."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields)}


_WITHOUT_FIELDS = frozenset(
    {
        "INVALID_SESSION_ID",
        "INVALID_AUTH_HEADER",
        "MALFORMED_QUERY",
        "INVALID_FIELD",
        "INVALID_TYPE",
        "NOT_FOUND",
        "METHOD_NOT_ALLOWED",
        "PROCESSING_HALTED",
        "REQUEST_LIMIT_EXCEEDED",
        "INVALID_QUERY_LOCATOR",
        "JSON_PARSER_ERROR",
    }
)


def no_such_object(name: str) -> SalesforceError:
    return SalesforceError(
        "INVALID_TYPE",
        f"sObject type '{name}' is not supported. If you are attempting to use a custom object, "
        "be sure to append the '__c' after the entity name. Please reference your WSDL or the "
        "describe call for the appropriate names.",
    )


def no_such_column(name: str, entity: str) -> SalesforceError:
    return SalesforceError(
        "INVALID_FIELD",
        f"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom "
        "field, be sure to append the '__c' after the custom field name. Please reference your "
        "WSDL or the describe call for the appropriate names.",
    )


def no_such_relationship(name: str) -> SalesforceError:
    return SalesforceError(
        "INVALID_FIELD",
        f"Didn't understand relationship '{name}' in field path. If you are attempting to use a "
        "custom relationship, be sure to append the '__r' after the custom relationship name. "
        "Please reference your WSDL or the describe call for the appropriate names.",
    )


def gone() -> SalesforceError:
    return SalesforceError("NOT_FOUND", "The requested resource does not exist")
