"""Autolaunched flows: the deployed ones are run element by element, others answer what a test or the demo says.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm
https://developer.salesforce.com/docs/atlas.en-us.api_action.meta/api_action/actions_obj_flow.htm
"""

from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from sandbox.salesforce import access
from sandbox.salesforce.errors import SalesforceError, gone
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.org import Org
from sandbox.salesforce.values import shown

MOST_STEPS = 100
_ELEMENTS = ("recordLookups", "decisions", "assignments")
_STATUS = "Flow__InterviewStatus"


@dataclass(frozen=True)
class Prepared:
    """What a flow answers that nobody has deployed: outputs, or the words of its failure."""

    outputs: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def run(org: Org, user_id: str, *, name: str, inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One result per set of inputs. Raises NOT_FOUND for a flow that is missing or not active."""
    prepared, deployed = _found(org, name)
    return [
        _prepared(name, prepared) if prepared else _interview(org, user_id, name, deployed, given)
        for given in inputs
    ]


def described(org: Org, name: str) -> dict[str, Any]:
    """What the action API says of a flow. Raises NOT_FOUND for one that is missing or not active."""
    _found(org, name)
    return {"name": name, "label": name, "type": "FLOW", "inputs": [], "outputs": []}


def _found(org: Org, name: str) -> tuple[Prepared | None, ElementTree.Element | None]:
    prepared = org.flows.get(name)
    deployed = org.schema.flows.get(name)
    if prepared is None and (deployed is None or not _is_active(deployed)):
        raise gone()
    return prepared, deployed


def _is_active(root: ElementTree.Element) -> bool:
    texts = (root.findtext("status"), root.findtext("processType"))
    return texts == ("Active", "AutoLaunchedFlow")


def _prepared(name: str, prepared: Prepared) -> dict[str, Any]:
    if prepared.error:
        return _failed(name, prepared.error)
    return _result(name, prepared.outputs)


def _interview(
    org: Org, user_id: str, name: str, root: ElementTree.Element | None, given: dict[str, Any]
) -> dict[str, Any]:
    assert root is not None
    try:
        return _result(name, _Interview(org, user_id, root).outputs(given))
    except SalesforceError as failure:
        return _failed(name, failure.message)


def _result(name: str, outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "actionName": name,
        "errors": None,
        "isSuccess": True,
        "outputValues": {_STATUS: "Finished", **outputs},
        "version": 1,
    }


def _failed(name: str, words: str) -> dict[str, Any]:
    error = {"statusCode": "UNKNOWN_EXCEPTION", "message": words, "fields": []}
    return {
        "actionName": name,
        "errors": [error],
        "isSuccess": False,
        "outputValues": None,
        "version": 1,
    }


class _Interview:
    """One run of a flow, as one user."""

    def __init__(self, org: Org, user_id: str, root: ElementTree.Element) -> None:
        self._org, self._user_id, self._root = org, user_id, root
        self._steps = {
            step.findtext("name", ""): step for kind in _ELEMENTS for step in root.findall(kind)
        }
        self._values = {
            one.findtext("name", ""): []
            if _flag(one, "isCollection")
            else self._value(one.find("value"))
            for one in root.findall("variables")
        }

    def outputs(self, given: dict[str, Any]) -> dict[str, Any]:
        variables = self._root.findall("variables")
        known = {one.findtext("name", "") for one in variables if _flag(one, "isInput")}
        if unknown := sorted(set(given) - known):
            raise SalesforceError("INVALID_INPUT", f"The flow has no input {', '.join(unknown)}")
        self._values |= given
        at = self._root.findtext("start/connector/targetReference")
        for _ in range(MOST_STEPS):
            if not at:
                break
            at = self._do(self._steps[at])
        return {
            name: self._values[name]
            for one in variables
            if _flag(one, "isOutput") and (name := one.findtext("name", ""))
        }

    def _do(self, step: ElementTree.Element) -> str | None:
        if step.tag == "decisions":
            return self._decide(step)
        if step.tag == "recordLookups":
            self._look_up(step)
        else:
            self._assign(step)
        return step.findtext("connector/targetReference")

    def _decide(self, step: ElementTree.Element) -> str | None:
        for rule in step.findall("rules"):
            if all(self._holds(one) for one in rule.findall("conditions")):
                return rule.findtext("connector/targetReference")
        return step.findtext("defaultConnector/targetReference")

    def _holds(self, condition: ElementTree.Element) -> bool:
        left = self._reference(condition.findtext("leftValueReference", ""))
        right = self._value(condition.find("rightValue"))
        operator = condition.findtext("operator")
        if operator == "IsNull":
            return (left is None) == right
        if operator == "EqualTo":
            return bool(left == right)
        raise SalesforceError("UNKNOWN_EXCEPTION", f"the sandbox knows no operator {operator}")

    def _look_up(self, step: ElementTree.Element) -> None:
        kind = self._org.kind(step.findtext("object", ""))
        if kind is None:
            raise SalesforceError("INVALID_TYPE", f"no object {step.findtext('object')}")
        wanted = {
            one.findtext("field", ""): _as_id(self._value(one.find("value")))
            for one in step.findall("filters")
        }
        found = next(
            (
                row
                for row in self._org.rows(kind.name).values()
                if all(row.get(name) == value for name, value in wanted.items())
                and access.can_read(self._org, self._user_id, row)
            ),
            None,
        )
        fields = [kind.field(one.text or "") for one in step.findall("queriedFields")]
        self._values[step.findtext("name", "")] = found and {
            one.name: shown(one, found.get(one.name)) for one in fields if one
        }

    def _assign(self, step: ElementTree.Element) -> None:
        for item in step.findall("assignmentItems"):
            name = item.findtext("assignToReference", "")
            value = self._value(item.find("value"))
            adds = item.findtext("operator") == "Add"
            self._values[name] = [*self._values[name], value] if adds else value

    def _value(self, node: ElementTree.Element | None) -> Any:
        if node is None:
            return None
        (child,) = list(node)
        if child.tag == "elementReference":
            return self._reference(child.text or "")
        return child.text == "true" if child.tag == "booleanValue" else child.text

    def _reference(self, path: str) -> Any:
        name, _, member = path.partition(".")
        found = self._values.get(name)
        return (found or {}).get(member) if member else found


def _as_id(value: Any) -> Any:
    return to_18(value) if is_id(value) else value


def _flag(node: ElementTree.Element, name: str) -> bool:
    return node.findtext(name) == "true"
