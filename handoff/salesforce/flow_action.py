"""An org's own suggestion flow: run through the REST action API, its outputs read with suspicion.

https://developer.salesforce.com/docs/atlas.en-us.api_action.meta/api_action/actions_obj_flow.htm
"""

import re
from collections.abc import Mapping
from typing import Any

from handoff.errors import TurnedDown
from handoff.ids import is_id, to_18
from handoff.org_settings import ActionKind
from handoff.pools.outcomes import FlowAnswer
from handoff.salesforce.client import Client
from handoff.salesforce.failures import SERVICE, refused
from handoff.wording import say

OPERATION = "run_flow"
MOST_HOSTS = 20
LONGEST = 1000
_NAME = re.compile(r"[A-Za-z]\w{0,79}", re.ASCII)
_ACTIONS = {one.value: one for one in ActionKind}


def run_suggestion_flow(
    client: Client, flow: str, *, record_id: str, organizer_id: str
) -> FlowAnswer:
    """Return what the flow answers for this record and Organizer. Raises OutsideError; may be repeated."""
    if not _NAME.fullmatch(flow):
        raise _nonsense(say("no flow can have the name {name}", name=flow[:80]))
    body = {"inputs": [{"recordId": record_id, "organizerId": organizer_id}]}
    answered = client.call("POST", f"actions/custom/flow/{flow}", body=body, operation=OPERATION)
    result = answered[0] if isinstance(answered, list) and answered else None
    if not isinstance(result, Mapping):
        raise _nonsense(say("its answer could not be read"))
    if not result.get("isSuccess"):
        raise refused(400, result.get("errors") or [], operation=OPERATION)
    outputs = result.get("outputValues")
    return _answer(flow, outputs if isinstance(outputs, Mapping) else {})


def _answer(flow: str, outputs: Mapping[str, Any]) -> FlowAnswer:
    may_add = outputs.get("mayAddHosts")
    return FlowAnswer(
        name=flow,
        host_ids=_people(outputs, "hostIds"),
        main_host_id=next(iter(_people(outputs, "mainHostId")), ""),
        optional_host_ids=_people(outputs, "optionalHostIds"),
        pool=_text(outputs, "poolId"),
        meeting_type=_text(outputs, "meetingTypeId"),
        locks_hosts=_flag(outputs, "lockHosts"),
        locks_type=_flag(outputs, "lockType"),
        may_add_hosts=True if may_add is None else _flag(outputs, "mayAddHosts"),
        may_suggest_organizer=_flag(outputs, "maySuggestOrganizer"),
        explanation=_text(outputs, "explanation"),
        stops=_flag(outputs, "doNotSchedule"),
        stop_text=_text(outputs, "doNotScheduleText"),
        action=_action(outputs),
        action_label=_text(outputs, "actionLabel"),
        action_value=_text(outputs, "actionValue"),
    )


def _people(outputs: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return user ids out of a collection or of one text with semicolons."""
    given = outputs.get(name)
    listed = given.split(";") if isinstance(given, str) else given or []
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise _nonsense(say("{output} is no list of ids", output=name))
    ids = [one.strip() for one in listed if one.strip()]
    if not all(is_id(one) for one in ids) or len(ids) > MOST_HOSTS:
        raise _nonsense(say("{output} is no list of ids", output=name))
    try:
        return tuple(dict.fromkeys(to_18(one) for one in ids))
    except ValueError:
        raise _nonsense(say("{output} is no list of ids", output=name)) from None


def _text(outputs: Mapping[str, Any], name: str) -> str:
    given = outputs.get(name)
    if given is not None and not isinstance(given, str):
        raise _nonsense(say("{output} is no text", output=name))
    return (given or "").strip()[:LONGEST]


def _flag(outputs: Mapping[str, Any], name: str) -> bool:
    given = outputs.get(name)
    if given is not None and not isinstance(given, bool):
        raise _nonsense(say("{output} is neither true nor false", output=name))
    return bool(given)


def _action(outputs: Mapping[str, Any]) -> ActionKind:
    named = _text(outputs, "action").lower().replace(" ", "_") or ActionKind.NONE.value
    if named not in _ACTIONS:
        raise _nonsense(say("{action} is no action that this release knows", action=named[:40]))
    return _ACTIONS[named]


def _nonsense(why: str) -> TurnedDown:
    return TurnedDown(why, service=SERVICE, operation=OPERATION, code="unusable_flow_answer")
