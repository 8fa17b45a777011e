"""One session with one org: REST calls through simple-salesforce's direct mode, composites checked part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from simple_salesforce.api import Salesforce

from handoff.errors import OutsideError
from handoff.http import Session
from handoff.salesforce.failures import refused, translated, unreadable
from handoff.salesforce.fields import API_VERSION

DATA_PATH = f"/services/data/v{API_VERSION}/"
MOST_IN_BATCH = 25
"""Requests in one batch (resources_composite_batch.htm)."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One call within a composite; `path` begins after the version."""

    name: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """What a composite says of one part."""

    status: int
    body: Any

    @property
    def is_good(self) -> bool:
        """Say whether the part was done, with every record that it was about."""
        records = self.body if isinstance(self.body, list) else []
        are_done = all(one.get("success", True) for one in records if isinstance(one, dict))
        return 200 <= self.status < 300 and are_done


def query_part(name: str, soql: str) -> Part:
    """Return a part that asks a query."""
    return Part(name, "GET", "query/?" + urlencode({"q": soql}))


class Reader(Protocol):
    """Reads for one user: with their own token, or for them with what they may not see left out."""

    def call(
        self, method: str, path: str, *, operation: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        """Send one request. Raises OutsideError."""
        ...

    def composite(self, parts: Sequence[Part], *, operation: str) -> Mapping[str, Answer]:
        """Send the parts as one request. Raises OutsideError."""
        ...

    def rows(self, answer: Answer, *, operation: str) -> list[Row]:
        """Return all rows of a query's answer. Raises OutsideError."""
        ...


class Client:
    """Speaks for the holder of one token; `instance_url` is the registered one, never an answer's."""

    def __init__(self, session: Session, *, instance_url: str, token: str) -> None:
        """Keep session and token; nothing is sent."""
        self._salesforce = Salesforce(
            session_id=token, instance_url=instance_url, version=API_VERSION, session=session
        )

    @property
    def used_share(self) -> float:
        """Return which share of the org's calls of a day was used at the last answer; 0 if it did not say."""
        usage = self._salesforce.api_usage.get("api-usage")
        return usage.used / usage.total if usage and usage.total else 0.0

    def call(
        self, method: str, path: str, *, operation: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        """Send one request. Raises OutsideError."""
        with translated(operation, is_write=method != "GET"):
            return self._salesforce.restful(path, method=method, json=body)

    def composite(
        self,
        parts: Sequence[Part],
        *,
        operation: str,
        is_write: bool = False,
    ) -> Mapping[str, Answer]:
        """Send the parts as one request; writes are done all or not at all. Raises OutsideError.

        A refused part raises nothing by itself: the caller knows which parts it can do without.
        """
        body = {
            "allOrNone": is_write,
            # Otherwise Salesforce may change the order of parts that do not refer to each other.
            "collateSubrequests": False,
            "compositeRequest": [_spelled(part) for part in parts],
        }
        with translated(operation, is_write=is_write):
            answer = self._salesforce.restful("composite", method="POST", json=body)
            answers = {
                one["referenceId"]: Answer(int(one["httpStatusCode"]), one.get("body"))
                for one in (answer or {})["compositeResponse"]
            }
        if set(answers) != {part.name for part in parts}:
            raise unreadable(operation, is_write=is_write)
        return answers

    def batch(self, parts: Sequence[Part], *, operation: str) -> Mapping[str, Answer]:
        """Send independent reads: one request for up to 25, another for each 25 more. Raises OutsideError.

        A composite takes five queries at most, a batch has no such limit (resources_composite_batch.htm).
        """
        answers: dict[str, Answer] = {}
        for start in range(0, len(parts), MOST_IN_BATCH):
            answers |= self._batch(parts[start : start + MOST_IN_BATCH], operation=operation)
        return answers

    def _batch(self, parts: Sequence[Part], *, operation: str) -> Mapping[str, Answer]:
        body = {
            "batchRequests": [
                {"method": part.method, "url": f"v{API_VERSION}/{part.path}"} for part in parts
            ]
        }
        with translated(operation, is_write=False):
            answer = self._salesforce.restful("composite/batch", method="POST", json=body)
            results = [
                Answer(int(one["statusCode"]), one.get("result"))
                for one in (answer or {})["results"]
            ]
        if len(results) != len(parts):
            raise unreadable(operation)
        return {part.name: result for part, result in zip(parts, results, strict=True)}

    def rows(self, answer: Answer, *, operation: str) -> list[Row]:
        """Return all rows of a query's answer, fetching further pages. Raises OutsideError."""
        if not answer.is_good:
            raise refused(answer.status, answer.body, operation=operation)
        page, rows = answer.body, list[Row]()
        while True:
            try:
                rows += page["records"]
                further = "" if page["done"] else str(page["nextRecordsUrl"])
            except (KeyError, TypeError):
                raise unreadable(operation) from None
            if not further:
                return rows
            if not further.startswith(f"{DATA_PATH}query/"):
                raise unreadable(operation)
            page = self.call("GET", further.removeprefix(DATA_PATH), operation=operation)


def real_cause(answers: Mapping[str, Answer], *, operation: str) -> OutsideError:
    """Return the error that stopped an all-or-none composite; the other parts only say that they were halted."""
    bad = [answer for answer in answers.values() if not answer.is_good]
    entries = [one for answer in bad if isinstance(answer.body, list) for one in answer.body]
    status = next((answer.status for answer in bad if not _is_halted(answer)), 400)
    return refused(status, entries, operation=operation, is_write=True)


def codes(answer: Answer) -> set[str]:
    """Return the error codes of a refused part, or of the records that a collection was about."""
    entries = answer.body if isinstance(answer.body, list) else []
    found = [one for one in entries if isinstance(one, dict)]
    found += [error for one in found for error in one.get("errors") or ()]
    return {str(one.get("errorCode") or one.get("statusCode")) for one in found} - {"None"}


def _is_halted(answer: Answer) -> bool:
    return codes(answer) == {"PROCESSING_HALTED"}


def _spelled(part: Part) -> dict[str, Any]:
    spelled: dict[str, Any] = {
        "method": part.method,
        "url": DATA_PATH + part.path,
        "referenceId": part.name,
    }
    if part.body is not None:
        spelled["body"] = dict(part.body)
    return spelled
