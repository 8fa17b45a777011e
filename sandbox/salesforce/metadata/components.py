"""One named piece of metadata, and sets of them: what a package holds and what an org consists of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sandbox.salesforce.metadata.kinds import CHILDREN, LABEL
from sandbox.salesforce.metadata.nodes import Node, text_of

Key = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Component:
    """A type, a full name, its settings as a tree, and whatever files hold its content."""

    type: str
    name: str
    root: Node
    path: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return (self.type, self.name)

    @property
    def parent(self) -> str:
        """The object that a field, list view or rule belongs to."""
        return self.name.partition(".")[0]

    @property
    def local_name(self) -> str:
        return self.name.partition(".")[2]

    def text(self, name: str, otherwise: str = "") -> str:
        return text_of(self.root, name, otherwise)


Components = dict[Key, Component]


def named(components: Iterable[Component]) -> Components:
    return {one.key: one for one in components}


def of_type(components: Components, *types: str) -> list[Component]:
    return [one for one in components.values() if one.type in types]


def pieces(component: Component) -> list[Component]:
    """The component and, out of an object or a labels file, each part with a name of its own.

    A CustomObject file that says nothing of the object itself yields only its parts.
    """
    if component.type == "CustomObject":
        return _of_object(component)
    if component.type == "CustomLabels":
        return [
            Component(LABEL, text_of(node, "fullName"), _as_node(node), component.path)
            for node in component.root.findall("labels")
        ]
    return [component]


def _of_object(component: Component) -> list[Component]:
    found, own = [], _bare(component.root)
    for node in component.root:
        if node.tag in CHILDREN:
            name = f"{component.name}.{text_of(node, 'fullName')}"
            found.append(Component(CHILDREN[node.tag][0], name, _as_node(node), component.path))
        else:
            own.append(node)
    if len(own):
        found.insert(0, Component("CustomObject", component.name, own, component.path))
    return found


def _bare(root: Node) -> Node:
    bare = Node(root.tag)
    bare.line, bare.column = root.line, root.column
    return bare


def _as_node(element: object) -> Node:
    assert isinstance(element, Node)
    return element
