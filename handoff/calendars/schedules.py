"""Graph's getSchedule: 20 mailboxes a question, several questions in one $batch, round after round.

https://learn.microsoft.com/graph/api/calendar-getschedule and https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handoff.calendars.answers import UNREADABLE, unreadable
from handoff.calendars.chunks import LATE, Answer, groups, join, nothing_of, pieces
from handoff.calendars.graph import HEADERS, Call, Graph
from handoff.calendars.graph_failures import SERVICE, failure
from handoff.calendars.schedule_items import Question, has_too_many_entries, host_busy
from handoff.calendars.threads import Budget, Threads
from handoff.errors import AccessLost, OutsideError, TurnedDown
from handoff.people import Host
from handoff.spans import Span

MOST_MAILBOXES = 20
MOST_PARTS = 20
OPERATION = "busy"


@dataclass
class Heard:
    """What one request brought: answers, and what is to be asked again in smaller questions."""

    answer: Answer = field(default_factory=dict)
    again: list[Question] = field(default_factory=list)


RoundThreads = Threads[Sequence[Question], Heard]


def busy_of_schedules(
    graph: Graph, threads: RoundThreads, hosts: Sequence[Host], span: Span, budget: Budget
) -> Answer:
    """Return every host's answer; a question that fails as a whole is asked again host by host."""
    questions = [
        Question(group, piece) for group in groups(hosts, MOST_MAILBOXES) for piece in pieces(span)
    ]
    found: Answer = {}
    while questions:
        batches = groups(questions, MOST_PARTS)
        questions = []
        heard = threads.ask(lambda some: _ask(graph, some), batches, budget=budget.left)
        for asked, one in zip(batches, heard, strict=True):
            if one is None:
                for question in asked:
                    join(found, nothing_of(question.hosts, LATE))
            else:
                join(found, one.answer)
                questions.extend(one.again)
    return found


def _ask(graph: Graph, questions: Sequence[Question]) -> Heard:
    heard = Heard()
    if len(questions) == 1:
        _ask_one(graph, questions[0], heard)
    else:
        _ask_together(graph, questions, heard)
    return heard


def _ask_one(graph: Graph, question: Question, heard: Heard) -> None:
    call = Call("POST", question.path, OPERATION, body=question.body, repeats=True)
    try:
        _read(question, graph.send(call), heard)
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
    headers = {"Content-Type": "application/json", **HEADERS}
    return {
        "requests": [
            {"id": str(n), "method": "POST", "url": one.path, "headers": headers, "body": one.body}
            for n, one in enumerate(questions)
        ]
    }


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
        schedules = {str(one.get("scheduleId")).lower(): one for one in body["value"]}
        for host in question.hosts:
            schedule = schedules.get(host.calendar.lower())
            halves = question.halves(host) if has_too_many_entries(schedule) else ()
            heard.again.extend(halves)
            if not halves:
                join(heard.answer, {host.id: host_busy(schedule)})
    except UNREADABLE as error:
        raise unreadable(SERVICE, OPERATION, writes=False) from error


def _note_failure(question: Question, error: OutsideError, heard: Heard) -> None:
    """The mailbox that a question is addressed to can fail it for all of its hosts: let each speak alone."""
    is_lasting = isinstance(error, AccessLost | TurnedDown)
    if is_lasting and len(question.hosts) > 1:
        heard.again.extend(question.one_by_one())
    else:
        join(heard.answer, nothing_of(question.hosts, error))
