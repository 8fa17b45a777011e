"""The org as it would be after a deployment, for the checks to look things up in."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sandbox.salesforce.metadata.components import Component, Components
from sandbox.salesforce.metadata.nodes import Node, text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.schema_of import objects_of
from sandbox.salesforce.schema import ObjectType, Schema

_STANDARD = {
    "CustomTab": frozenset(
        {"standard-home", "standard-report", "standard-Dashboard", "standard-File"}
    ),
    "CustomApplication": frozenset({"standard__LightningSales", "standard__Sales"}),
}
# Fields that layouts, compact layouts and list views may name though describe calls them otherwise.
_COLUMNS = frozenset(
    {"NAME", "CREATED_DATE", "CREATEDBY_USER", "LAST_UPDATE", "UPDATEDBY_USER", "OWNER.ALIAS"}
    | {"CREATEDBY_USER.ALIAS", "UPDATEDBY_USER.ALIAS", "OBJECT_ID", "OWNER.FIRST_NAME"}
    | {"OWNER.LAST_NAME", "RECORDTYPE", "LAST_ACTIVITY", "LABEL", "DEVELOPERNAME", "NAMESPACEPREFIX"}
    | {"MASTERLABEL", "MasterLabel", "DeveloperName", "NamespacePrefix", "ENTRY_DATE", "LAST_VIEWED_DATE"}
    | {"IsProtected"}
)  # fmt: skip

# One name for the parts of an address: what permission sets name, and describe as a whole.
_ADDRESSES = frozenset(
    {"Account.BillingAddress", "Account.ShippingAddress", "Contact.MailingAddress"}
    | {"Contact.OtherAddress", "Lead.Address"}
)


class View:
    """All components, and the schema that they make."""

    def __init__(self, components: Components, schema: Schema, languages: frozenset[str]) -> None:
        self.components = components
        self.schema = schema
        self.languages = languages

    def has(self, type_name: str, name: str) -> bool:
        if type_name == "CustomField":
            return self.has_field(name)
        if type_name == "CustomObject":
            return self.object_type(name) is not None
        if type_name in _STANDARD and name in _STANDARD[type_name]:
            return True
        return (type_name, name) in self.components

    def object_type(self, name: str) -> ObjectType | None:
        return self.schema.get(objects_of(name)[0])

    def has_field(self, full_name: str) -> bool:
        if full_name in _ADDRESSES:
            return True
        object_name, _, field = full_name.partition(".")
        kind = self.object_type(object_name)
        return kind is not None and kind.field(field) is not None

    def has_column(self, object_name: str, column: str) -> bool:
        kind = self.object_type(object_name)
        if kind is None or column in _COLUMNS:
            return kind is not None
        return kind.field(column.rpartition(".")[2] if kind.custom else column) is not None

    def is_always_visible(self, full_name: str) -> bool:
        """Required and master-detail fields: no permission set may name them."""
        object_name, _, name = full_name.partition(".")
        kind = self.object_type(object_name)
        field = kind.field(name) if kind else None
        return field is not None and field.custom and (field.required or field.master_detail)


def problem(component: Component, words: str, at: Element | None = None) -> Problem:
    """What is wrong with a component, where in its file."""
    node = at if isinstance(at, Node) else component.root
    return Problem(component.type, component.name, component.path, words, node.line, node.column)


def missing(
    component: Component, node: Element, tag: str, *, of: str, view: View, name: str = ""
) -> Iterator[Problem]:
    """The refusal of a reference that leads nowhere; nothing when the tag is absent or fits."""
    wanted = name or text_of(node, tag).strip()
    if wanted and not view.has(of, wanted):
        found = node.find(tag)
        where = found if found is not None else node
        yield problem(component, f"In field: {tag} - no {of} named {wanted} found", where)
