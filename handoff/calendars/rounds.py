"""Questions to Graph about taken time: several in one $batch, round after round until none is open.

https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from handoff.calendars.answers import UNREADABLE, unreadable
from handoff.calendars.chunks import LATE, Answer, groups, join, nothing_of
from handoff.calendars.graph import HEADERS, Call, Graph
from handoff.calendars.graph_failures import SERVICE, failure
from handoff.calendars.threads import Budget, Threads
from handoff.errors import AccessLost, OutsideError, TurnedDown
from handoff.people import Host

MOST_PARTS = 20
OPERATION = "busy"


class Question(Protocol):
    """One request about some hosts: how it is sent, and how its answer is read."""

    @property
    def hosts(self) -> Sequence[Host]: ...
    @property
    def call(self) -> Call: ...
    def one_by_one(self) -> "Sequence[Question]": ...
    def read(self, body: Mapping[str, Any]) -> "tuple[Answer, Sequence[Question]]": ...


@dataclass
class Heard:
    """What one request brought: answers, and what is still to be asked: smaller questions, or further pages."""

    answer: Answer = field(default_factory=dict)
    again: list[Question] = field(default_factory=list)


RoundThreads = Threads[Sequence[Question], Heard]


def ask_in_rounds(
    graph: Graph, threads: RoundThreads, questions: Sequence[Question], budget: Budget
) -> Answer:
    """Return every host's answer; a question that fails as a whole is asked again host by host."""
    found: Answer = {}
    left = list(questions)
    while left:
        batches = groups(left, MOST_PARTS)
        heard = threads.ask(lambda some: _ask(graph, some), batches, budget=budget.left)
        left = []
        for asked, one in zip(batches, heard, strict=True):
            if one is None:
                for question in asked:
                    join(found, nothing_of(question.hosts, LATE))
            else:
                join(found, one.answer)
                left.extend(one.again)
    return found


def _ask(graph: Graph, questions: Sequence[Question]) -> Heard:
    heard = Heard()
    if len(questions) == 1:
        _ask_one(graph, questions[0], heard)
    else:
        _ask_together(graph, questions, heard)
    return heard


def _ask_one(graph: Graph, question: Question, heard: Heard) -> None:
    try:
        _read(question, graph.send(question.call), heard)
    except OutsideError as error:
        _note_failure(question, error, heard)


def _ask_together(graph: Graph, questions: Sequence[Question], heard: Heard) -> None:
    call = Call("POST", "/$batch", OPERATION, body=_batch(questions), repeats=True)
    try:
        parts = _parts(graph.send(call))
    except OutsideError as error:
        for question in questions:
            join(heard.answer, nothing_of(question.hosts, error))
        return
    for number, question in enumerate(questions):
        try:
            _read_part(question, parts.get(str(number), {}), heard)
        except OutsideError as error:
            _note_failure(question, error, heard)


def _batch(questions: Sequence[Question]) -> dict[str, Any]:
    return {"requests": [{"id": str(n), **_part(one.call)} for n, one in enumerate(questions)]}


def _part(call: Call) -> dict[str, Any]:
    url = f"{call.path}?{urlencode(call.params)}" if call.params else call.path
    part: dict[str, Any] = {"method": call.method, "url": url, "headers": dict(HEADERS)}
    if call.body is not None:
        part["headers"]["Content-Type"] = "application/json"
        part["body"] = call.body
    return part


def _parts(batch: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    try:
        return {str(part["id"]): part for part in batch["responses"]}
    except UNREADABLE as error:
        raise unreadable(SERVICE, OPERATION, writes=False) from error


def _read_part(question: Question, part: Mapping[str, Any], heard: Heard) -> None:
    try:
        status, body, headers = (
            int(part["status"]),
            part.get("body"),
            dict(part.get("headers") or {}),
        )
    except UNREADABLE as error:
        raise unreadable(SERVICE, OPERATION, writes=False) from error
    if status >= 300 or not isinstance(body, dict):
        raise failure(status, body, headers, operation=OPERATION, writes=False)
    _read(question, body, heard)


def _read(question: Question, body: Mapping[str, Any], heard: Heard) -> None:
    try:
        answer, again = question.read(body)
    except UNREADABLE as error:
        raise unreadable(SERVICE, OPERATION, writes=False) from error
    join(heard.answer, answer)
    heard.again.extend(again)


def _note_failure(question: Question, error: OutsideError, heard: Heard) -> None:
    """The mailbox that a question is addressed to can fail it for all of its hosts: let each speak alone."""
    is_lasting = isinstance(error, AccessLost | TurnedDown)
    if is_lasting and len(question.hosts) > 1:
        heard.again.extend(question.one_by_one())
    else:
        join(heard.answer, nothing_of(question.hosts, error))
