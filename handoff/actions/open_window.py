"""Open a window, or renew it, for somebody whose press of the button was verified: by whichever door they came."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.actions.admit_user import admit_user
from handoff.actions.find_upcoming import find_upcoming
from handoff.actions.organizer_session import organizer_session
from handoff.actions.show_booking import SeenBooking
from handoff.actions.suggest_hosts import begin_to_suggest
from handoff.actions.window_roles import only_hosts
from handoff.canvas.context import CanvasContext
from handoff.errors import BadSignature, NotAllowed
from handoff.org_settings import ActionKind, ObjectSetting, OrgSettings
from handoff.pools.opening import closed_by_conditions
from handoff.pools.outcomes import DoNotSchedule, Outcome
from handoff.pools.record_paths import paths_of
from handoff.pools.vetting import Scene
from handoff.records import RecordView
from handoff.salesforce.addresses import record_url
from handoff.storage import pages
from handoff.storage.pages import Page, Told
from handoff.wiring import Parts
from handoff.wording import say

PAGE_LASTS = timedelta(minutes=30)
SEEN_BEFORE = say("This window was opened before. Close it and press the button again.")


@dataclass(frozen=True)
class OpenedWindow:
    """What the page is drawn from; `token` goes to the browser and is kept nowhere else."""

    token: str
    page: Page
    settings: OrgSettings
    object_setting: ObjectSetting
    context: CanvasContext
    upcoming: tuple[SeenBooking, ...]
    now: datetime

    @property
    def record(self) -> RecordView:
        """The record that the button was pressed on."""
        return self.page.record


def open_window(parts: Parts, context: CanvasContext) -> OpenedWindow:
    """Open a window. Raises Refused or OutsideError; a request opens one window only."""
    now = parts.clock.now()
    settings = admit_user(parts, context.org_id, context.organizer.user_id)
    page, object_setting = _page(parts, context, settings, now)
    token = secrets.token_urlsafe(32)

    def keep(session: Session) -> None:
        # Only a window that opens uses the nonce up: after a failure the same press may be repeated.
        _note_nonce(session, context, now)
        pages.open_page(session, parts.sealer, token=token, page=page, now=now)

    parts.database.run(keep)
    upcoming = find_upcoming(parts, page)
    return OpenedWindow(token, page, settings, object_setting, context, upcoming, now)


def window_to_renew(parts: Parts, token: str, context: CanvasContext) -> Page:
    """Return the window of a page token that lately lived, if it is the same one. Raises BadSignature."""
    now = parts.clock.now()
    old = parts.database.run(lambda session: pages.lately_ended(session, parts.sealer, token, now))
    if old is None or not _is_same_window(old, context):
        raise BadSignature(say("This window has ended. Close it and press the button again."))
    return old


def renew_window(parts: Parts, old: Page, token: str, context: CanvasContext) -> tuple[str, Page]:
    """Exchange a window's page token for a new one. Raises Refused or OutsideError."""
    now = parts.clock.now()
    settings = admit_user(parts, context.org_id, context.organizer.user_id)
    record = _read_record(parts, context, settings)
    page = replace(
        old,
        access=context.access,
        record=record,
        nonce=context.nonce,
        expires_at=now + PAGE_LASTS,
    )
    renewed = secrets.token_urlsafe(32)

    def exchange(session: Session) -> None:
        if context.nonce != old.nonce:
            _note_nonce(session, context, now)
        pages.replace_page(
            session, parts.sealer, old_token=token, token=renewed, page=page, now=now
        )

    parts.database.run(exchange)
    return renewed, page


def _note_nonce(session: Session, context: CanvasContext, now: datetime) -> None:
    if context.nonce and not pages.note_nonce(session, context.org_id, context.nonce, now):
        raise BadSignature(SEEN_BEFORE)


def _page(
    parts: Parts, context: CanvasContext, settings: OrgSettings, now: datetime
) -> tuple[Page, ObjectSetting]:
    setting = settings.object_setting(context.object_name)
    if setting is None or not setting.is_enabled:
        raise NotAllowed(
            say(
                "Handoff is not switched on for {object} records. "
                "Ask your Salesforce admin to add it under Handoff Object Settings.",
                object=context.object_name,
            )
        )
    is_hosts = only_hosts(settings.roles_of(context.organizer.user_id))
    # To a Host nothing is suggested, and no rule against scheduling keeps them from a meeting that is booked.
    suggested = None if is_hosts else begin_to_suggest(parts, context, settings)
    record = _read_record(parts, context, settings)
    outcome = _outcome(settings, record, context, suggested) if suggested else None
    page = Page(
        window_id=str(uuid.uuid4()),
        org_id=context.org_id,
        user_id=context.organizer.user_id,
        organizer=context.organizer,
        record=record,
        nonce=context.nonce,
        access=context.access,
        handoff_id=str(uuid.uuid4()),
        expires_at=now + PAGE_LASTS,
        told=replace(
            _told(outcome, record, context),
            is_test=settings.switches.test_mode,
            is_hosts=is_hosts,
        ),
    )
    return page, setting


def _outcome(
    settings: OrgSettings,
    record: RecordView,
    context: CanvasContext,
    suggested: Callable[[Scene], Outcome],
) -> Outcome:
    """Return what the org's own logic says, unless this record is none on which Handoff opens."""
    setting = settings.object_setting(record.object_name)
    closed = closed_by_conditions(setting, record) if setting else None
    return closed or suggested(Scene(settings, record, context.organizer.user_id))


def _told(outcome: Outcome, record: RecordView, context: CanvasContext) -> Told:
    if isinstance(outcome, DoNotSchedule):
        return Told(stop=_with_action(outcome, record, context))
    return Told(suggestion=outcome)


def _with_action(stop: DoNotSchedule, record: RecordView, context: CanvasContext) -> DoNotSchedule:
    """Keep an action only if it leads somewhere."""
    match stop.action:
        case ActionKind.OPEN_RECORD:
            url = record_url(context.record_origin, stop.action_value)
            return replace(stop, action_value=url, action=stop.action if url else ActionKind.NONE)
        case ActionKind.NOTIFY_OWNER if not (record.owner and record.owner.can_be_told):
            return replace(stop, action=ActionKind.NONE)
        case _:
            return stop


def _read_record(parts: Parts, context: CanvasContext, settings: OrgSettings) -> RecordView:
    with organizer_session(context.access):
        record = parts.salesforce.read_record(
            context.access,
            context.object_name,
            context.record_id,
            settings.object_setting(context.object_name),
            paths=paths_of(settings, context.object_name),
        )
    return replace(record, url=record_url(context.record_origin, record.id, record.object_name))


def _is_same_window(page: Page, context: CanvasContext) -> bool:
    return (
        page.org_id == context.org_id
        and page.user_id == context.organizer.user_id
        and page.record.id == context.record_id
    )
