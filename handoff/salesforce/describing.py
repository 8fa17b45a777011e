"""What one user may see of an object: describe results, cut down to what we need and kept for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from handoff.errors import TurnedDown
from handoff.people import OrgId, UserId
from handoff.records import UserAccess
from handoff.salesforce.client import Client
from handoff.salesforce.failures import unreadable
from handoff.salesforce.fields import SYSTEM_USER_FIELDS, User
from handoff.salesforce.permissions import Permissions, UserPermissions

OPERATION = "describe"
_NO_SUCH_OBJECT = frozenset({"NOT_FOUND", "INVALID_TYPE", "INSUFFICIENT_ACCESS"})
EVERYTHING = Permissions(reads=True, sees_all=True)
"""What a user's own describe holds is theirs to see."""
ON_BEHALF = "@"
_NOTHING: dict[str, Any] = {"name": "", "label": "", "prefix": "", "fields": []}


class DescribeStore(Protocol):
    """Keeps what one user may see of an object, for minutes; it decides for how many."""

    def get(self, org_id: str, user_id: str, object_name: str) -> dict[str, Any] | None:
        """Return what was put, or None if there is nothing or it is too old."""
        ...

    def put(self, org_id: str, user_id: str, object_name: str, body: dict[str, Any]) -> None:
        """Keep a JSON object."""
        ...


@dataclass(frozen=True)
class FieldShape:
    """One field: where it leads if it is a lookup, and by which relationship name."""

    name: str
    label: str
    type: str
    targets: tuple[str, ...] = ()
    relationship: str = ""
    is_name: bool = False

    @property
    def is_user(self) -> bool:
        """Say whether a user can stand in the field, other than as the record's author."""
        is_person = User.OBJECT in self.targets and bool(self.relationship)
        return is_person and self.name not in SYSTEM_USER_FIELDS

    @property
    def spoken(self) -> str:
        """The label without the "ID" that Salesforce gives to standard lookups."""
        return self.label.removesuffix(" ID") if self.targets else self.label


@dataclass(frozen=True)
class ObjectShape:
    """An object as one user sees it; `fields` by lower-case name."""

    name: str
    label: str
    prefix: str
    fields: Mapping[str, FieldShape]

    def field(self, name: str) -> FieldShape | None:
        """Return the field with that API name, or None if there is none or it is hidden."""
        return self.fields.get(name.lower())

    def lookup(self, relationship: str) -> FieldShape | None:
        """Return the lookup with that relationship name, or None."""
        wanted = relationship.lower()
        return next((f for f in self.fields.values() if f.relationship.lower() == wanted), None)


class Describer:
    """Answers what one user may see, from the store while it remembers, else from Salesforce."""

    def __init__(
        self,
        client: Client,
        store: DescribeStore,
        access: UserAccess,
        *,
        uses_store: bool = True,
        permissions: UserPermissions | None = None,
    ) -> None:
        """With `uses_store` False everything is asked anew, and put into the store.

        `permissions` are the user's where the client speaks for somebody else, who may see more.
        """
        self.user_id: str = access.user_id
        self._client = client
        self._permissions = permissions
        self._store = store
        self._access = access
        self._uses_store = uses_store
        self._known: dict[str, ObjectShape | None] = {}

    def shape(self, object_name: str) -> ObjectShape | None:
        """Return the object's shape, or None if this user may not see it. Raises OutsideError."""
        if object_name not in self._known:
            self._known[object_name] = _shape(self._body(object_name))
        return self._known[object_name]

    def _body(self, object_name: str) -> dict[str, Any]:
        org_id, user_id = self._access.org_id, self._access.user_id
        # What permissions add up to is kept apart from what the user was told themselves.
        name = f"{object_name}{ON_BEHALF}" if self._permissions else object_name
        kept = self._store.get(org_id, user_id, name) if self._uses_store else None
        if kept is None:
            kept = self._ask(object_name)
            self._store.put(org_id, user_id, name, kept)
        return kept

    def _ask(self, object_name: str) -> dict[str, Any]:
        try:
            described = self._client.call(
                "GET", f"sobjects/{object_name}/describe", operation=OPERATION
            )
        except TurnedDown as error:
            if error.code in _NO_SUCH_OBJECT:
                return _NOTHING
            raise
        allowed = self._permissions.on(object_name) if self._permissions else EVERYTHING
        try:
            return _cut_down(described, allowed) if allowed.reads else _NOTHING
        except (KeyError, TypeError):
            raise unreadable(OPERATION) from None


class _Forgetful:
    """A store that keeps nothing."""

    def get(self, _org_id: str, _user_id: str, _object_name: str) -> dict[str, Any] | None:
        """Return None."""
        return None

    def put(self, org_id: str, user_id: str, object_name: str, body: dict[str, Any]) -> None:
        """Keep nothing."""


def fresh_describer(client: Client) -> Describer:
    """Return one that asks everything of Salesforce, for the user that the client speaks for."""
    nobody = UserAccess(OrgId(""), UserId(""), instance_url="", token="")
    return Describer(client, _Forgetful(), nobody)


def _cut_down(described: Mapping[str, Any], allowed: Permissions) -> dict[str, Any]:
    return {
        "name": described["name"],
        "label": described["label"],
        "prefix": described["keyPrefix"] or "",
        "fields": [
            [
                field["name"],
                field["label"],
                field["type"],
                field["referenceTo"] or [],
                field["relationshipName"] or "",
                bool(field.get("nameField")),
            ]
            for field in described["fields"]
            if allowed.shows(field["name"], is_permissionable=bool(field.get("permissionable")))
        ],
    }


def _shape(body: Mapping[str, Any]) -> ObjectShape | None:
    if not body["name"]:
        return None
    fields = (
        FieldShape(name, label, kind, tuple(targets), relationship, is_name)
        for name, label, kind, targets, relationship, is_name in body["fields"]
    )
    return ObjectShape(
        body["name"], body["label"], body["prefix"], {field.name.lower(): field for field in fields}
    )
