"""Checks requests against the discovery document that google-api-python-client brings along.

https://developers.google.com/discovery/v1/reference/apis
"""

import functools
import json
from importlib import resources
from typing import Any

from flask import request
from jsonschema import Draft202012Validator, FormatChecker

from sandbox.google.answers import invalid, refuse, required

KEPT = ("type", "enum", "pattern", "description")
BOUNDS = {"minimum": "minimum", "maximum": "maximum"}


@functools.cache
def document() -> dict[str, Any]:
    """Google's description of the Calendar API, version 3."""
    file = resources.files("googleapiclient.discovery_cache") / "documents" / "calendar.v3.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def method(name: str) -> dict[str, Any]:
    """The description of a method such as `events.insert`."""
    resource, _, verb = name.partition(".")
    found: dict[str, Any] = document()["resources"][resource]["methods"][verb]
    return found


def scopes(name: str) -> frozenset[str]:
    return frozenset(method(name)["scopes"])


def prepare() -> None:
    """Build the checks of written bodies now, so that the first request is as fast as the others."""
    for name in ("freebusy.query", "events.insert"):
        list(_validator(method(name)["request"]["$ref"]).iter_errors({}))


def check_query(name: str) -> None:
    """Refuse query parameters that the method does not have, or values it does not take."""
    known = document()["parameters"] | method(name).get("parameters", {})
    for key, values in request.args.lists():
        described = known.get(key)
        if described is None or described.get("location") != "query":
            raise invalid(f'Unknown name "{key}": Cannot bind query parameter.', key)
        for value in values:
            _check_value(key, value, described)


def check_body(name: str) -> dict[str, Any]:
    """The request's JSON object, refused with the reason when the method would not take it."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise refuse(400, "parseError", "Parse Error")
    check_against(method(name)["request"]["$ref"], body)
    return body


def check_against(schema: str, body: dict[str, Any]) -> None:
    problem = next(_validator(schema).iter_errors(body), None)
    if problem is not None:
        where = ".".join(str(step) for step in problem.absolute_path)
        raise invalid(f"Invalid JSON payload received. {problem.message}", where or None)


def _check_value(key: str, value: str, described: dict[str, Any]) -> None:
    if not value:
        raise required(f"Required parameter: {key}", key)
    if (allowed := described.get("enum")) and value not in allowed:
        raise invalid(f"Invalid string value: '{value}'. Allowed values: {allowed}", key)
    if described.get("type") == "integer" and not value.lstrip("-").isdigit():
        raise invalid(f"Invalid integer value: '{value}'.", key)
    if described.get("type") == "boolean" and value not in ("true", "false"):
        raise invalid(f"Invalid boolean value: '{value}'.", key)
    if described.get("format") == "date-time" and not FormatChecker().conforms(value, "date-time"):
        raise refuse(400, "badRequest", "Bad Request", location=key)


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    definitions = {name: _convert(found) for name, found in document()["schemas"].items()}
    return Draft202012Validator(
        {"$ref": f"#/$defs/{schema}", "$defs": definitions}, format_checker=FormatChecker()
    )


def _convert(found: dict[str, Any]) -> dict[str, Any]:
    """One discovery schema as JSON Schema: closed objects, numbers as numbers."""
    if "$ref" in found:
        return {"$ref": f"#/$defs/{found['$ref']}"}
    if found.get("type") == "any":
        return {}
    made: dict[str, Any] = {key: found[key] for key in KEPT if key in found}
    made |= {to: int(found[key]) for key, to in BOUNDS.items() if key in found}
    if found.get("format") in ("date-time", "date"):
        made["format"] = found["format"]
    if "items" in found:
        made["items"] = _convert(found["items"])
    if "properties" in found:
        made["properties"] = {key: _convert(value) for key, value in found["properties"].items()}
        made["additionalProperties"] = False
    elif "additionalProperties" in found:
        made["additionalProperties"] = _convert(found["additionalProperties"])
    return made
