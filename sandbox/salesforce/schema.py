"""What an org's objects and fields are: the values that describe, SOQL and writes all consult."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

TEXT_TYPES = frozenset(
    {"string", "textarea", "email", "phone", "url", "picklist", "multipicklist", "encryptedstring"}
)
NUMBER_TYPES = frozenset({"double", "int", "currency", "percent"})


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    type: str
    length: int = 0
    required: bool = False
    unique: bool = False
    external_id: bool = False
    reference_to: tuple[str, ...] = ()
    relationship: str | None = None
    picklist: tuple[str, ...] = ()
    restricted: bool = False
    writable: bool = True
    default: Any = None
    precision: int = 0
    scale: int = 0
    custom: bool = False
    auto_number: str | None = None
    long_text: bool = False
    master_detail: bool = False

    @property
    def filterable(self) -> bool:
        return not self.long_text

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES

    @property
    def is_polymorphic(self) -> bool:
        return len(self.reference_to) > 1


@dataclass
class ObjectType:
    name: str
    label: str
    plural: str
    prefix: str
    custom: bool = False
    sharing: str = "ReadWrite"
    is_custom_setting: bool = False
    fields: dict[str, Field] = field(default_factory=dict)
    sharing_reasons: set[str] = field(default_factory=set)

    def add(self, new: Field) -> None:
        self.fields[new.name.lower()] = new

    def field(self, name: str) -> Field | None:
        return self.fields.get(name.lower())

    def relationship(self, name: str) -> Field | None:
        wanted = name.lower()
        for candidate in self.fields.values():
            if candidate.relationship and candidate.relationship.lower() == wanted:
                return candidate
        return None

    @property
    def is_setting(self) -> bool:
        """Custom metadata: readable by everyone, written only by a deployment."""
        return self.name.endswith("__mdt")


@dataclass(frozen=True)
class QuickAction:
    object_name: str
    name: str
    label: str


@dataclass(frozen=True)
class PermissionSet:
    """What its holders may do: rights by object (`allowRead`…) and by field (`readable`, `editable`)."""

    name: str
    label: str
    objects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    user_permissions: frozenset[str] = frozenset()
    custom_types: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    tabs: frozenset[str] = frozenset()
    applications: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PermissionSetGroup:
    name: str
    label: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClientApp:
    """An external client app with what its settings and policies say; empty where nothing does."""

    name: str
    label: str
    is_enabled: bool = False
    canvas_url: str = ""
    lifecycle_class: str = ""
    callback_urls: tuple[str, ...] = ()
    has_oauth: bool = False
    is_pre_authorized: bool = False
    permission_sets: frozenset[str] = frozenset()

    @property
    def is_canvas(self) -> bool:
        return bool(self.canvas_url)


@dataclass
class Schema:
    objects: dict[str, ObjectType] = field(default_factory=dict)
    quick_actions: dict[str, QuickAction] = field(default_factory=dict)
    settings: list[dict[str, Any]] = field(default_factory=list)
    permission_sets: dict[str, PermissionSet] = field(default_factory=dict)
    permission_set_groups: dict[str, PermissionSetGroup] = field(default_factory=dict)
    client_apps: dict[str, ClientApp] = field(default_factory=dict)
    validations: list[tuple[str, str, str]] = field(default_factory=list)
    prefixes: dict[str, ObjectType] = field(default_factory=dict)
    flows: dict[str, ElementTree.Element] = field(default_factory=dict)
    triggers: set[str] = field(default_factory=set)

    def add(self, new: ObjectType) -> None:
        self.objects[new.name.lower()] = new
        if new.prefix:
            self.prefixes[new.prefix] = new

    def get(self, name: str) -> ObjectType | None:
        return self.objects.get(name.lower())

    def by_prefix(self, record_id: str) -> ObjectType | None:
        return self.prefixes.get(record_id[:3])
