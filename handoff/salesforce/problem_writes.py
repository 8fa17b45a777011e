"""The problems of an org's settings as records there: new ones are made, mended ones deleted, the rest left alone."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from handoff.org_settings import SettingProblem
from handoff.salesforce.client import Answer, Client, codes, query_part
from handoff.salesforce.failures import refused
from handoff.salesforce.fields import SettingProblem as Names
from handoff.salesforce.paths import text

OPERATION = "write_problems"
MOST = 200
"""Records that one call takes, and more problems than anybody reads."""
MOST_WORDS = 2_000
_ALREADY_SO = frozenset({"DUPLICATE_VALUE", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"})
"""Another worker has done it."""


def key_of(problem: SettingProblem) -> str:
    """Return what tells this problem from every other."""
    told = (problem.object_name, problem.record_id, problem.record_name, str(problem.words))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def write_problems(client: Client, problems: Iterable[SettingProblem], now: datetime) -> None:
    """Let the org's Handoff Setting Problems be these. Raises OutsideError; may be repeated."""
    wanted = {key_of(problem): problem for problem in list(problems)[:MOST]}
    asked = query_part("there", f"SELECT Id, {Names.KEY} FROM {Names.OBJECT}")  # noqa: S608
    answers = client.batch([asked], operation=OPERATION)
    there = {
        text(row, Names.KEY): text(row, "Id")
        for row in client.rows(answers["there"], operation=OPERATION)
    }
    _make(client, [_record(key, one, now) for key, one in wanted.items() if key not in there])
    _delete(client, [record_id for key, record_id in there.items() if key not in wanted])


def _make(client: Client, records: Sequence[Mapping[str, Any]]) -> None:
    if records:
        body = {"allOrNone": False, "records": list(records)}
        _check(client.call("POST", "composite/sobjects", body=body, operation=OPERATION))


def _delete(client: Client, record_ids: Sequence[str]) -> None:
    for start in range(0, len(record_ids), MOST):
        some = record_ids[start : start + MOST]
        asked = urlencode({"ids": ",".join(some), "allOrNone": "false"})
        _check(client.call("DELETE", f"composite/sobjects?{asked}", operation=OPERATION))


def _check(results: Any) -> None:
    """Raise for the first record that was refused for another reason than being so already."""
    for one in results if isinstance(results, list) else ():
        answer = Answer(400, [one])
        if not one.get("success") and not codes(answer) & _ALREADY_SO:
            raise refused(400, one.get("errors"), operation=OPERATION, is_write=True)


def _record(key: str, problem: SettingProblem, now: datetime) -> dict[str, Any]:
    return {
        "attributes": {"type": Names.OBJECT},
        Names.KEY: key,
        Names.SETTING_OBJECT: problem.object_name[:80],
        Names.SETTING_ID: problem.record_id,
        Names.SETTING_NAME: problem.record_name[:255],
        Names.PROBLEM: str(problem.words)[:MOST_WORDS],
        Names.FOUND_AT: now.isoformat(timespec="seconds"),
    }
