"""Watches a deployment until it is over, telling how far it is; a lost connection is tried again."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handoff.deploy.metadata_api import Failure, MetadataApi, Status
from handoff.deploy.words import Lost, advice

MOST_NAMED = 6
ABSENT = re.compile(r"No \w+ named: .+ found")
Show = Callable[[str], None]


@dataclass(frozen=True)
class Patience:
    """Seconds between two questions, and how often in a row one may go unanswered."""

    pause: float = 2.0
    tries: int = 20


def follow(api: MetadataApi, deployment_id: str, *, show: Show, patience: Patience) -> Status:
    """Return the final status. Raises Lost when nobody answers any more, NotDeployed when refused."""
    told, silent = "", 0
    while True:
        try:
            status = api.status(deployment_id)
        except Lost:
            silent += 1
            if silent >= patience.tries:
                raise Lost(deployment_id) from None
            show("  The connection broke; asking again.")
        else:
            silent = 0
            if status.is_done:
                return status
            if (words := _progress(status)) != told:
                told = words
                show(words)
        time.sleep(patience.pause)


def outcome(status: Status, *, show: Show) -> bool:
    """Tell how it ended, each failure with what to do about it; whether it succeeded."""
    absent = [one for one in status.warnings if ABSENT.fullmatch(one.problem)]
    _tell([one for one in status.warnings if one not in absent], "Warning", show)
    if absent:
        show(f"  {len(absent)} of what was to be deleted had not been there.")
    if status.succeeded:
        show(f"  Succeeded: {status.deployed} components.")
        return True
    _tell(status.failures, "FAILED", show)
    if status.reason:
        show(f"  FAILED: {status.reason}")
    if status.state == "Canceled":
        show("  The deployment was cancelled in Salesforce.")
    show("  Nothing was changed in the org.")
    return False


def _tell(found: Iterable[Failure], heading: str, show: Show) -> None:
    """Each problem once, with all the components that have it."""
    places = defaultdict(list)
    for one in found:
        places[one.problem].append(_place(one))
    for problem, where in places.items():
        for place in where[:MOST_NAMED]:
            show(f"  {heading} {place}")
        if len(where) > MOST_NAMED:
            show(f"  {heading} and {len(where) - MOST_NAMED} more")
        show(f"    {problem}")
        if words := advice(problem):
            show(f"    → {words}")


def _progress(status: Status) -> str:
    if status.tests_total:
        return f"  {status.state}: {status.tests_run} of {status.tests_total} tests"
    return f"  {status.state}: {status.deployed} of {status.total} components"


def _place(failure: Failure) -> str:
    line = f", line {failure.line}" if failure.line else ""
    where = f" ({failure.file}{line})" if failure.file else ""
    return f"{failure.kind} {failure.name}".strip() + where
