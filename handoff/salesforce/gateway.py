"""Salesforce as the actions know it: read a record as the Organizer, read settings and write as the workers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from handoff.clock import Clock
from handoff.config import OrgConfig
from handoff.errors import AccessLost, NotAllowed, OutsideError, TurnedDown
from handoff.http import Session
from handoff.ids import is_id
from handoff.org_settings import ObjectSetting, OrgSettings, SettingProblem
from handoff.people import OrgId, Role, UserId
from handoff.pools.outcomes import FlowAnswer
from handoff.records import MeetingRecord, MirroredBooking, RecordView, UserAccess
from handoff.salesforce import (
    flow_action,
    mirroring,
    organizer_writes,
    problem_writes,
    reading,
    rewriting,
    settings_reader,
    writing,
)
from handoff.salesforce.client import Client, Reader
from handoff.salesforce.delegated import DelegatedReader
from handoff.salesforce.describing import Describer, DescribeStore
from handoff.salesforce.failures import EXPIRED_SESSION
from handoff.salesforce.fields import RELATED_OWNER
from handoff.salesforce.login import WorkerLogins
from handoff.salesforce.permissions import UserPermissions
from handoff.salesforce.record_access import accesses
from handoff.tokens import TokenStore
from handoff.wording import say

T = TypeVar("T")
INTEGRATION = UserId("integration")
"""Whose describes the workers' are, in the store: they are nobody's in particular."""


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
        self._used: dict[OrgId, float] = {}
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

        def read(reader: Reader, describer: Describer) -> RecordView:
            return reading.read_record(
                reader,
                describer,
                object_name=object_name,
                record_id=record_id,
                setting=setting,
                paths=paths,
            )

        try:
            return self._for_user(access, read)
        except TurnedDown as error:
            if not reading.is_out_of_date(error):
                raise
            return self._for_user(access, read, uses_store=False)

    def editable_records(self, access: UserAccess, record_ids: Collection[str]) -> frozenset[str]:
        """Return which of the records the Organizer may change. Raises AccessLost, OutsideError; may be repeated."""
        found = self._for_user(
            access, lambda reader, _: accesses(reader, access.user_id, record_ids)
        )
        return frozenset(one for one, may in found.items() if may.edits)

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

        Raises Unacceptable if it was read from nowhere, NotAllowed, OutsideError; may be repeated.
        """
        place = organizer_writes.address_place(record, setting, record_id)

        def write(client: Client) -> None:
            if access.is_delegated:
                organizer_writes.check_may_write(client, access.user_id, place)
            organizer_writes.save_address(client, place, email)

        self._write_for_user(access, write)

    def make_task(
        self,
        access: UserAccess,
        record: RecordView,
        *,
        subject: str,
        description: str,
        due_on: date,
    ) -> None:
        """Give the record's owner a task, as the Organizer. Raises NotAllowed, OutsideError; may be repeated."""

        def write(client: Client) -> None:
            if access.is_delegated:
                organizer_writes.check_may_edit(client, access.user_id, record.id)
            organizer_writes.make_task(
                client, record, subject=subject, description=description, due_on=due_on
            )

        self._write_for_user(access, write)

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

    def read_settings(
        self, org_id: OrgId, *, checks_fields: bool = True, anew: bool = False
    ) -> OrgSettings:
        """Return what the org's admins decided, with the problems in words. Raises OutsideError; may be repeated.

        Whether the fields that they name exist is not asked with `checks_fields` False, and asked anew with `anew`.
        """
        now = self._clock.now()

        def read(client: Client) -> OrgSettings:
            access = UserAccess(org_id, INTEGRATION, self._org(org_id).instance_url, token="")
            describer = Describer(client, self._describes, access, uses_store=not anew)
            settings = settings_reader.read_settings(
                client, now, describer=describer, checks_fields=checks_fields
            )
            self._used[org_id] = client.used_share
            return settings

        return self._as_worker(org_id, read)

    def used_share(self, org_id: OrgId) -> float:
        """Return which share of its calls of a day the org had used when this process last read its settings."""
        return self._used.get(org_id, 0.0)

    def read_roles(self, org_id: OrgId, user_id: UserId) -> frozenset[Role]:
        """Return what that user may do, as Salesforce has it now. Raises OutsideError; may be repeated."""
        now = self._clock.now()
        return self._as_worker(
            org_id, lambda client: settings_reader.read_roles(client, user_id, now)
        )

    def write_problems(self, org_id: OrgId, problems: Sequence[SettingProblem]) -> None:
        """Let the org's Handoff Setting Problems be these. Raises OutsideError; may be repeated."""
        now = self._clock.now()
        self._as_worker(org_id, lambda client: problem_writes.write_problems(client, problems, now))

    def write_meeting(
        self, org_id: OrgId, meeting: MeetingRecord, *, may_exist: bool = False
    ) -> str:
        """Leave Event, relations, Booking record and its hosts, once; return the Event's id.

        Raises OutsideError; may be repeated. What `may_exist` is looked for before it is written.
        """
        write = rewriting.write_if_missing if may_exist else writing.write_meeting
        return self._as_worker(org_id, lambda client: write(client, meeting))

    def rewrite_meeting(self, org_id: OrgId, meeting: MeetingRecord) -> str:
        """Bring what a changed booking left up to date; return the Event's id. Raises OutsideError; may be repeated."""
        return self._as_worker(org_id, lambda client: rewriting.rewrite_meeting(client, meeting))

    def mirror_bookings(
        self, org_id: OrgId, bookings: Sequence[MirroredBooking]
    ) -> Mapping[str, OutsideError]:
        """Bring Booking records up to date; return by key what was refused. Raises OutsideError; may be repeated."""
        return self._as_worker(org_id, lambda client: mirroring.mirror_bookings(client, bookings))

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

    def write_record_owner(
        self, org_id: OrgId, *, object_name: str, record_id: str, user_id: str
    ) -> None:
        """Make the user the record's owner. Raises OutsideError; may be repeated."""
        self.write_owner_field(
            org_id,
            object_name=object_name,
            record_id=record_id,
            field=RELATED_OWNER,
            user_id=user_id,
            only_if_empty=False,
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

    def _for_user(
        self,
        access: UserAccess,
        work: Callable[[Reader, Describer], T],
        *,
        uses_store: bool = True,
    ) -> T:
        """Do reading work with what this user may see: by their own token, else on their behalf."""

        def on_behalf(client: Client) -> T:
            describer = Describer(
                client,
                self._describes,
                access,
                uses_store=uses_store,
                permissions=UserPermissions(client, access.user_id),
            )
            return work(DelegatedReader(client, describer), describer)

        if access.is_delegated:
            return self._as_worker(access.org_id, on_behalf)
        client = self._organizer_client(access)
        return work(client, Describer(client, self._describes, access, uses_store=uses_store))

    def _write_for_user(self, access: UserAccess, work: Callable[[Client], None]) -> None:
        if access.is_delegated:
            self._as_worker(access.org_id, work)
        else:
            work(self._organizer_client(access))

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
