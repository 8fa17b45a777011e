"""Tell a record's owner, by a task, that somebody wanted to book where the rules ask not to schedule."""

from zoneinfo import ZoneInfo

from handoff.actions.organizer_session import organizer_session
from handoff.actions.sync_settings import current_settings
from handoff.errors import NotAllowed
from handoff.languages import said_to
from handoff.org_settings import ActionKind
from handoff.storage.pages import Page
from handoff.test_mode import marked
from handoff.wiring import Parts
from handoff.wording import say

LONGEST_SUBJECT = 255


def notify_owner(parts: Parts, page: Page) -> None:
    """Make the task with the Organizer's own rights. Raises NotAllowed, BadSignature, OutsideError; may be repeated.

    It is in its owner's language, and a test where the window is one or the org has come to be in test mode.
    """
    stop = page.stop
    if stop is None or stop.action is not ActionKind.NOTIFY_OWNER:
        raise NotAllowed(say("There is nothing here to notify the record's owner of."))
    settings = current_settings(parts, page.org_id)
    tongue = settings.tongue_of(page.record.owner.user_id if page.record.owner else "")
    description = say(
        "{organizer} wanted to book a meeting for {record}. {text}",
        organizer=page.organizer.name,
        record=page.record.name,
        text=stop.text,
    )
    subject = said_to(
        tongue, stop.action_value or say("Please look at {record}", record=page.record.name)
    )
    is_test = page.told.is_test or settings.switches.test_mode
    today = parts.clock.now().astimezone(ZoneInfo(page.organizer.zone)).date()
    with organizer_session(page.access):
        parts.salesforce.make_task(
            page.access,
            page.record,
            subject=(marked(subject) if is_test else subject)[:LONGEST_SUBJECT],
            description=said_to(tongue, description),
            due_on=today,
        )
