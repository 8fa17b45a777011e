"""One Salesforce org: its schema, its rows, its users' sessions, and a journal that can undo."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.clock import Clock
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.ids import make_id
from sandbox.salesforce.rules import Rules
from sandbox.salesforce.schema import ObjectType, Schema
from sandbox.salesforce.values import shown

Record = dict[str, Any]
SESSION_LASTS = timedelta(hours=2)
_SHOWN = ("Event", "EventRelation", "Handoff_Booking__c")


@dataclass(frozen=True)
class Profile:
    """What a user may do beyond reading their team's records."""

    sees_all: bool = False
    changes_settings: bool = False
    manages_users: bool = False
    own_records_only: bool = False
    hidden_fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Session:
    user_id: str
    expires_at: datetime
    kind: str = "web"


@dataclass
class Org:
    org_id: str
    name: str
    my_domain: str
    schema: Schema
    clock: Clock
    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    private_records: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    cursors: dict[str, Any] = field(default_factory=dict)
    written: list[dict[str, Any]] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    flows: dict[str, Any] = field(default_factory=dict)
    components: dict[tuple[str, str], Any] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    rights: dict[str, Any] = field(default_factory=dict)
    permission_changes: int = 0
    """Counts writes to the rows of permission sets, by which rights are worked out anew."""
    deployments: dict[str, Any] = field(default_factory=dict)
    follows_app_url: bool = False
    """Its client apps point to wherever the app is, instead of where a deployment said."""
    languages: frozenset[str] = frozenset()
    """Into which the Translation Workbench may translate."""
    api_calls: int = 0
    allows_canvas: bool = False
    announce: Callable[[str], None] | None = None
    """Told who changed a record whose object has a trigger of ours, after the change is kept."""
    changed_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    _serials: dict[str, int] = field(default_factory=dict)
    _journal: list[tuple[str, str, Record | None]] | None = None

    @property
    def instance_url(self) -> str:
        return f"https://{self.my_domain}.my.salesforce.com"

    def kind(self, name: str) -> ObjectType | None:
        return self.schema.get(name)

    def rows(self, object_name: str) -> dict[str, Record]:
        return self.tables.setdefault(object_name, {})

    def row(self, record_id: str | None) -> Record | None:
        """The row with this id in whichever table it lives."""
        kind = self.schema.by_prefix(record_id) if record_id else None
        return self.rows(kind.name).get(str(record_id)) if kind else None

    def kind_of(self, record_id: str) -> ObjectType | None:
        return self.schema.by_prefix(record_id)

    def profile(self, user_id: str) -> Profile:
        return self.profiles.get(user_id, Profile())

    def next_id(self, kind: ObjectType) -> str:
        # Ids of different orgs differ in the two characters that name the pod.
        return make_id(kind.prefix, self.next_serial(kind.name) + 4711, pod=self.org_id[3:5])

    def next_deployment_id(self) -> str:
        return make_id("0Af", self.next_serial("deployment") + 4711, pod=self.org_id[3:5])

    def next_serial(self, name: str) -> int:
        self._serials[name] = self._serials.get(name, 0) + 1
        return self._serials[name]

    def put(self, object_name: str, record_id: str, record: Record | None) -> None:
        """Store or (None) remove a row; inside a transaction the old one is remembered."""
        rows = self.rows(object_name)
        if object_name.startswith("Permission") or object_name in (
            "User",
            "FieldPermissions",
            "ObjectPermissions",
        ):
            self.permission_changes += 1
        if self._journal is not None:
            self._journal.append((object_name, record_id, rows.get(record_id)))
        if record is None:
            rows.pop(record_id, None)
            self.deleted[record_id] = object_name
        else:
            rows[record_id] = record
            self.deleted.pop(record_id, None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen, or none of them; may be nested in another."""
        outer, seen = self._journal, len(self.written)
        self._journal = []
        try:
            yield
        except BaseException:
            self._undo(self._journal)
            del self.written[seen:]
            self._journal = outer
            raise
        if outer is not None:
            outer.extend(self._journal)
        self._journal = outer
        if outer is None:
            self._announce(self.written[seen:])

    def open_session(
        self, user_id: str, *, now: datetime, kind: str = "web", lasts: timedelta = SESSION_LASTS
    ) -> str:
        """A token like Salesforce's: the org's 15 characters, `!`, and a secret."""
        token = f"{self.org_id[:15]}!AQ{secrets.token_urlsafe(63).replace('-', '.')}"
        self.sessions[token] = Session(user_id=user_id, expires_at=now + lasts, kind=kind)
        return token

    def note_write(
        self, kind: str, *, object_name: str, record_id: str, fields: Record, user_id: str
    ) -> None:
        self.written.append(
            {
                "object": object_name,
                "id": record_id,
                "kind": kind,
                "fields": fields,
                "user": user_id,
            }
        )

    def spelled(self, object_name: str, record: Record) -> Record:
        """A row in the API's spelling, every field of the type included."""
        kind = self.schema.get(object_name)
        if kind is None:
            raise SalesforceError("INVALID_TYPE", object_name)
        return {f.name: shown(f, record.get(f.name)) for f in kind.fields.values()}

    def as_json(self) -> dict[str, Any]:
        listed = {
            name: [self.spelled(name, row) for row in self.rows(name).values()]
            for name in _SHOWN
            if self.schema.get(name)
        }
        return {**listed, "written": list(self.written)}

    def records_json(self) -> list[dict[str, Any]]:
        found = []
        for key, record_id in self.keys.items():
            kind, row = self.schema.by_prefix(record_id), self.row(record_id)
            if kind and row and ":" in key:
                name = row.get("Name") or row.get("CaseNumber") or record_id
                found.append(
                    {
                        "key": key,
                        "id": record_id,
                        "object": kind.name,
                        "name": name,
                        "org_id": self.org_id,
                    }
                )
        return found

    def _announce(self, written: list[dict[str, Any]]) -> None:
        by = next((one["user"] for one in written if one["object"] in self.schema.triggers), None)
        if by is not None and self.announce is not None:
            self.announce(by)

    def _undo(self, journal: list[tuple[str, str, Record | None]]) -> None:
        for object_name, record_id, before in reversed(journal):
            rows = self.rows(object_name)
            if before is None:
                rows.pop(record_id, None)
            else:
                rows[record_id] = before
                self.deleted.pop(record_id, None)
