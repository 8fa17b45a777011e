"""Trouble that an org's admin or its other users cause: validation rules, required fields, locks, denials.

Switched on through POST /salesforce/rules; the words of the refusals are Salesforce's.
"""

from dataclasses import dataclass, field
from typing import Any

from sandbox.salesforce.errors import SalesforceError


class RuleRefused(ValueError):
    """The rule as described makes no sense."""


@dataclass
class Rules:
    validations: dict[str, list[str]] = field(default_factory=dict)
    required: set[tuple[str, str]] = field(default_factory=set)
    locks: dict[str, int | None] = field(default_factory=dict)
    denied: set[tuple[str, str]] = field(default_factory=set)

    def clear(self) -> None:
        for kept in (self.validations, self.required, self.locks, self.denied):
            kept.clear()

    def add(self, wish: dict[str, Any], *, user_ids: dict[str, str]) -> None:
        """One wish may hold several rules; `user_ids` resolves the keys of the cast."""
        known = {"org", "validation", "required", "lock", "times", "deny"}
        if unknown := set(wish) - known:
            raise RuleRefused(f"unknown keys {sorted(unknown)}; known are {sorted(known)}")
        if validation := wish.get("validation"):
            self.validations.setdefault(validation["object"], []).append(validation["message"])
        if required := wish.get("required"):
            self.required.add((required["object"], required["field"]))
        if lock := wish.get("lock"):
            self.locks[lock["record_id"]] = wish.get("times")
        if deny := wish.get("deny"):
            self._deny(deny, user_ids)

    def forbid_editing(self, user_id: str, record_id: str) -> None:
        """Let somebody see a record whose sharing lets them change nothing."""
        self.denied.add((user_id, f"edit {record_id}".lower()))

    def forbids_editing(self, user_id: str, record_id: str) -> bool:
        return self.denies(user_id, f"edit {record_id}")

    def denies(self, user_id: str, what: str) -> bool:
        return (user_id, what.lower()) in self.denied

    def check_write(self, object_name: str, record: dict[str, Any]) -> None:
        """Raises what the org's admin has forbidden."""
        missing = sorted(
            name for kind, name in self.required if kind == object_name and not record.get(name)
        )
        if missing:
            raise missing_fields(missing)
        for message in self.validations.get(object_name, ()):
            raise SalesforceError("FIELD_CUSTOM_VALIDATION_EXCEPTION", message)

    def check_lock(self, *record_ids: str | None) -> None:
        """Raises while somebody else's transaction holds one of the rows."""
        for record_id in record_ids:
            left = self.locks.get(record_id or "", 0)
            if left == 0:
                continue
            if left is not None:
                self.locks[str(record_id)] = left - 1
            raise SalesforceError(
                "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"
            )

    def as_json(self) -> dict[str, Any]:
        return {
            "validations": self.validations,
            "required": [{"object": kind, "field": name} for kind, name in sorted(self.required)],
            "locks": self.locks,
            "denied": [{"user_id": user, "what": what} for user, what in sorted(self.denied)],
        }

    def _deny(self, deny: dict[str, str], user_ids: dict[str, str]) -> None:
        user_id = user_ids.get(deny.get("user", ""))
        what = deny.get("record") or deny.get("field") or deny.get("object")
        if user_id is None or what is None:
            raise RuleRefused("deny needs a known user and one of object, field or record")
        if deny.get("field") and "." not in what:
            what = f"{deny.get('object', '')}.{what}"
        self.denied.add((user_id, what.lower()))


def missing_fields(names: list[str]) -> SalesforceError:
    return SalesforceError(
        "REQUIRED_FIELD_MISSING",
        f"Required fields are missing: [{', '.join(names)}]",
        fields=tuple(names),
    )
