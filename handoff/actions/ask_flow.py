"""Ask an org's own suggestion flow beside other work, for two seconds at most."""

import contextvars
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Queue
from threading import BoundedSemaphore, Thread

from handoff.clock import monotonic
from handoff.errors import HandoffError
from handoff.pools.outcomes import FlowAnswer
from handoff.wording import say

FLOW_MAY_TAKE = 2.0
"""Seconds, counted from the press of the button."""
MOST_AT_ONCE = 16
"""Flows under way in one process: those that are given up still run until Salesforce ends them."""

_places = BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class AskedFlow:
    """A flow that has been asked; its answer is fetched once."""

    name: str
    answers: "Queue[FlowAnswer | HandoffError]"
    until: float

    def answer(self) -> tuple[FlowAnswer | None, str]:
        """Return what it answered, or None and in words why the rules have to do. Waits until its time is up."""
        try:
            answer = self.answers.get(timeout=max(0.001, self.until - monotonic()))
        except Empty:
            return None, say(
                "The flow “{flow}” took longer than {seconds} s; the rules were used instead.",
                flow=self.name,
                seconds=round(FLOW_MAY_TAKE),
            )
        if isinstance(answer, HandoffError):
            return None, say(
                "The flow “{flow}” failed, so the rules were used instead: {reason}",
                flow=self.name,
                reason=answer.message,
            )
        return answer, ""


def ask_flow(name: str, ask: Callable[[], FlowAnswer]) -> AskedFlow:
    """Begin to ask in a thread of its own; what comes too late is dropped."""
    asked = AskedFlow(name, Queue(maxsize=1), monotonic() + FLOW_MAY_TAKE)
    if _places.acquire(blocking=False):
        context = contextvars.copy_context()
        Thread(target=context.run, args=(_run, ask, asked), name="flow", daemon=True).start()
    else:
        asked.answers.put(HandoffError(say("Too many flows are still under way.")))
    return asked


def _run(ask: Callable[[], FlowAnswer], asked: AskedFlow) -> None:
    try:
        asked.answers.put(ask())
    except HandoffError as error:
        asked.answers.put(error)
    finally:
        _places.release()
