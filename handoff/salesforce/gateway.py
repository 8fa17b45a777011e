"""Salesforce as the actions know it: read a record as the Organizer, read settings and write as the workers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from handoff.clock import Clock
from handoff.config import OrgConfig
from handoff.errors import AccessLost, NotAllowed, TurnedDown
from handoff.http import Session
from handoff.ids import is_id
from handoff.org_settings import ObjectSetting, OrgSettings
from handoff.people import OrgId, Role, UserId
from handoff.pools.outcomes import FlowAnswer
from handoff.records import MeetingRecord, RecordView, UserAccess
from handoff.salesforce import (
    flow_action,
    organizer_writes,
    reading,
    rewriting,
    settings_reader,
    writing,
)
from handoff.salesforce.client import Client
from handoff.salesforce.describing import Describer, DescribeStore
from handoff.salesforce.failures import EXPIRED_SESSION
from handoff.salesforce.login import WorkerLogins
from handoff.tokens import TokenStore
from handoff.wording import say

T = TypeVar("T")


class SalesforceGateway:
    """Every registered org behind one session; safe to share between threads."""

    def __init__(
        self,
        session: Session,
        tokens: TokenStore,
        orgs: Mapping[OrgId, OrgConfig],
        describes: DescribeStore,
        clock: Clock,
    ) -> None:
        """Keep what is needed to speak; nothing is sent."""
        self._clock = clock
        self._session = session
        self._logins = WorkerLogins(session, tokens)
        self._orgs = orgs
        self._describes = describes

    def read_record(
        self,
        access: UserAccess,
        object_name: str,
        record_id: str,
        setting: ObjectSetting | None,
        *,
        paths: Sequence[str] = (),
    ) -> RecordView:
        """Return the record as the Organizer may see it: one request once its describes are kept.

        A lead whose account only its e-mail's domain can tell takes a second one. `paths` are fields to read
        beside what every window needs.

        Raises NotFound (also for what this user may not see), AccessLost if their session ended, OutsideError.
        May be repeated.
        """
        reading.check_names(object_name, record_id)
        client = self._organizer_client(access)

        def read(*, uses_store: bool) -> RecordView:
            return reading.read_record(
                client,
                Describer(client, self._describes, access, uses_store=uses_store),
                object_name=object_name,
                record_id=record_id,
                setting=setting,
                paths=paths,
            )

        try:
            return read(uses_store=True)
        except TurnedDown as error:
            if not reading.is_out_of_date(error):
                raise
            return read(uses_store=False)

    def save_guest_address(
        self,
        access: UserAccess,
        record: RecordView,
        setting: ObjectSetting | None,
        *,
        record_id: str,
        email: str,
    ) -> None:
        """Write a guest's address where it was read from, as the Organizer.

        Raises Unacceptable if it was read from nowhere, OutsideError; may be repeated.
        """
        organizer_writes.save_guest_address(
            self._organizer_client(access), record, setting, record_id=record_id, email=email
        )

    def make_task(
        self,
        access: UserAccess,
        record: RecordView,
        *,
        subject: str,
        description: str,
        due_on: date,
    ) -> None:
        """Give the record's owner a task, as the Organizer. Raises OutsideError; may be repeated."""
        organizer_writes.make_task(
            self._organizer_client(access),
            record,
            subject=subject,
            description=description,
            due_on=due_on,
        )

    def run_suggestion_flow(
        self, org_id: OrgId, flow: str, *, record_id: str, organizer_id: str
    ) -> FlowAnswer:
        """Return what the org's own suggestion flow answers. Raises OutsideError; may be repeated."""
        return self._as_worker(
            org_id,
            lambda client: flow_action.run_suggestion_flow(
                client, flow, record_id=record_id, organizer_id=organizer_id
            ),
        )

    def read_settings(self, org_id: OrgId) -> OrgSettings:
        """Return what the org's admins decided, with the problems in words. Raises OutsideError; may be repeated."""
        now = self._clock.now()
        return self._as_worker(org_id, lambda client: settings_reader.read_settings(client, now))

    def read_roles(self, org_id: OrgId, user_id: UserId) -> frozenset[Role]:
        """Return what that user may do, as Salesforce has it now. Raises OutsideError; may be repeated."""
        now = self._clock.now()
        return self._as_worker(
            org_id, lambda client: settings_reader.read_roles(client, user_id, now)
        )

    def write_meeting(self, org_id: OrgId, meeting: MeetingRecord) -> str:
        """Leave Event, relations and Booking record; return the Event's id. Raises OutsideError; may be repeated."""
        return self._as_worker(org_id, lambda client: writing.write_meeting(client, meeting))

    def rewrite_meeting(self, org_id: OrgId, meeting: MeetingRecord) -> str:
        """Bring what a changed booking left up to date; return the Event's id. Raises OutsideError; may be repeated."""
        return self._as_worker(org_id, lambda client: rewriting.rewrite_meeting(client, meeting))

    def write_fields(
        self, org_id: OrgId, *, object_name: str, record_id: str, values: Mapping[str, Any]
    ) -> None:
        """Put values into the record's own fields. Raises OutsideError; may be repeated."""
        self._as_worker(
            org_id,
            lambda client: writing.write_fields(
                client, object_name=object_name, record_id=record_id, values=values
            ),
        )

    def write_owner_field(
        self,
        org_id: OrgId,
        *,
        object_name: str,
        record_id: str,
        field: str,
        user_id: str,
        only_if_empty: bool,
        replaces: str = "",
    ) -> bool:
        """Put the user into a user field; say whether they stand there now. Raises OutsideError; may be repeated."""
        return self._as_worker(
            org_id,
            lambda client: writing.write_owner_field(
                client,
                object_name=object_name,
                record_id=record_id,
                field=field,
                user_id=user_id,
                only_if_empty=only_if_empty,
                replaces=replaces,
            ),
        )

    def _as_worker(self, org_id: OrgId, work: Callable[[Client], T]) -> T:
        """Do the work as the integration user; a session that ended early is renewed once."""
        org = self._org(org_id)
        try:
            return work(self._worker_client(org))
        except AccessLost as error:
            self._logins.forget(org)
            if error.code != EXPIRED_SESSION:
                raise
        return work(self._worker_client(org))

    def _organizer_client(self, access: UserAccess) -> Client:
        url = self._org(access.org_id).instance_url
        return Client(self._session, instance_url=url, token=access.token)

    def _worker_client(self, org: OrgConfig) -> Client:
        return Client(self._session, instance_url=org.instance_url, token=self._logins.token(org))

    def _org(self, org_id: OrgId) -> OrgConfig:
        org = self._orgs.get(org_id) if is_id(org_id) else None
        if org is None:
            raise NotAllowed(say("This Salesforce org is not registered with this Handoff."))
        return org
