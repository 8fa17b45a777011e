"""Tell a record's owner, by a task, that somebody wanted to book where the rules ask not to schedule."""

from zoneinfo import ZoneInfo

from handoff.actions.organizer_session import organizer_session
from handoff.errors import NotAllowed
from handoff.org_settings import ActionKind
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say

LONGEST_SUBJECT = 255


def notify_owner(parts: Parts, page: Page) -> None:
    """Make the task with the Organizer's own rights. Raises NotAllowed, BadSignature, OutsideError; may be repeated."""
    stop = page.stop
    if stop is None or stop.action is not ActionKind.NOTIFY_OWNER:
        raise NotAllowed(say("There is nothing here to notify the record's owner of."))
    description = say(
        "{organizer} wanted to book a meeting for {record}. {text}",
        organizer=page.organizer.name,
        record=page.record.name,
        text=stop.text,
    )
    today = parts.clock.now().astimezone(ZoneInfo(page.organizer.zone)).date()
    subject = stop.action_value or say("Please look at {record}", record=page.record.name)
    with organizer_session(page.access):
        parts.salesforce.make_task(
            page.access,
            page.record,
            subject=str(subject)[:LONGEST_SUBJECT],
            description=description,
            due_on=today,
        )
