"""What people read of the project, object by object, as the Metadata API lets it be translated."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[1]
# The sample's object belongs to a pretend customer, who speaks English.
PACKAGES = ("force-app", "setup-app")
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
NS = f"{{{NAMESPACE}}}"

# Longest texts that Salesforce takes.
LABEL = 40
HELP = 510
MESSAGE = 255
CUSTOM_LABEL = 765
DESCRIPTION = 1000


@dataclass(frozen=True)
class Text:
    """A sentence, where it stands, and how long its translation may be."""

    words: str
    place: str
    limit: int


@dataclass(frozen=True)
class FieldTexts:
    """What people read of one field."""

    name: str
    label: Text
    help: Text | None
    relationship: Text | None
    values: tuple[Text, ...]


@dataclass
class ObjectTexts:
    """What people read of one object."""

    name: str
    label: Text | None = None
    plural: Text | None = None
    name_label: Text | None = None
    fields: list[FieldTexts] = field(default_factory=list)
    layouts: dict[str, list[Text]] = field(default_factory=dict)
    actions: dict[str, Text] = field(default_factory=dict)
    rules: dict[str, Text] = field(default_factory=dict)
    reasons: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A labelled thing that belongs to no object."""

    name: str
    label: Text
    description: Text | None = None
    sections: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ProjectTexts:
    """All that can be translated."""

    objects: dict[str, ObjectTexts]
    applications: list[Entry]
    labels: list[Entry]
    report_types: list[Entry]
    flows: list[Entry]

    def texts(self) -> Iterator[Text]:
        """Yield every text, in the order of the files."""
        for one in self.objects.values():
            yield from _object_texts(one)
        for entry in [*self.applications, *self.labels, *self.report_types, *self.flows]:
            yield entry.label
            if entry.description is not None:
                yield entry.description
            yield from entry.sections


def project_texts(project: Path = PROJECT) -> ProjectTexts:
    """Read everything that can be translated from the project's files."""
    objects: dict[str, ObjectTexts] = {}
    for path in _files(project, "object"):
        _read_object(_of(objects, path.parent.name), _root(path))
    for path in _files(project, "field"):
        _of(objects, path.parent.parent.name).fields.append(_field(path))
    for path in _files(project, "validationRule"):
        _of(objects, path.parent.parent.name).rules[_name(path)] = _text(
            path, "errorMessage", MESSAGE
        )
    for path in _files(project, "sharingReason"):
        _of(objects, path.parent.parent.name).reasons[_name(path)] = _text(path, "label", LABEL)
    for path in _files(project, "quickAction"):
        owner, _, name = _name(path).partition(".")
        _of(objects, owner).actions[name] = _text(path, "label", LABEL)
    for path in _files(project, "layout"):
        owner, _, _title = _name(path).partition("-")
        _of(objects, owner).layouts[_name(path)] = list(_sections(path))
    return ProjectTexts(
        objects={name: objects[name] for name in sorted(objects)},
        applications=[_entry(path) for path in _files(project, "app")],
        labels=[entry for path in _files(project, "labels") for entry in _labels(path)],
        report_types=[_report_type(path) for path in _files(project, "reportType")],
        flows=[
            Entry(_name(path), _text(path, "label", MESSAGE)) for path in _files(project, "flow")
        ],
    )


def _object_texts(one: ObjectTexts) -> Iterator[Text]:
    yield from (text for text in (one.label, one.plural, one.name_label) if text is not None)
    for described in one.fields:
        yield described.label
        yield from (text for text in (described.help, described.relationship) if text is not None)
        yield from described.values
    for sections in one.layouts.values():
        yield from sections
    for group in (one.actions, one.rules, one.reasons):
        yield from group.values()


def _files(project: Path, suffix: str) -> list[Path]:
    return sorted(
        path for package in PACKAGES for path in (project / package).rglob(f"*.{suffix}-meta.xml")
    )


def _of(objects: dict[str, ObjectTexts], name: str) -> ObjectTexts:
    return objects.setdefault(name, ObjectTexts(name))


def _read_object(one: ObjectTexts, root: ElementTree.Element) -> None:
    one.label = Text(_child(root, "label"), one.name, LABEL)
    if plural := _child(root, "pluralLabel"):
        one.plural = Text(plural, one.name, LABEL)
    name_field = root.find(f"{NS}nameField")
    if name_field is not None:
        one.name_label = Text(_child(name_field, "label"), one.name, LABEL)


def _field(path: Path) -> FieldTexts:
    root = _root(path)
    place = f"{path.parent.parent.name}.{_name(path)}"
    words = _child(root, "inlineHelpText")
    relationship = _child(root, "relationshipLabel")
    return FieldTexts(
        name=_name(path),
        label=Text(_child(root, "label"), place, LABEL),
        help=Text(words, place, HELP) if words else None,
        relationship=Text(relationship, place, LABEL) if relationship else None,
        values=tuple(
            Text(_child(value, "label"), place, MESSAGE)
            for value in root.iter(f"{NS}value")
            if value.find(f"{NS}label") is not None
        ),
    )


def _sections(path: Path) -> Iterator[Text]:
    for section in _root(path).iter(f"{NS}layoutSections"):
        # Salesforce speaks all languages in the sections that it makes itself.
        if _child(section, "customLabel") == "true":
            yield Text(_child(section, "label"), _name(path), 80)


def _entry(path: Path) -> Entry:
    return Entry(_name(path), _text(path, "label", LABEL), _text(path, "description", DESCRIPTION))


def _labels(path: Path) -> Iterator[Entry]:
    for one in _root(path).iter(f"{NS}labels"):
        name, words = _child(one, "fullName"), _child(one, "value")
        # An address is the same in every language.
        if not words.startswith("https://"):
            yield Entry(name, Text(words, name, CUSTOM_LABEL))


def _report_type(path: Path) -> Entry:
    sections = _root(path).iter(f"{NS}sections")
    return Entry(
        _name(path),
        _text(path, "label", MESSAGE),
        _text(path, "description", DESCRIPTION),
        tuple(Text(_child(one, "masterLabel"), _name(path), MESSAGE) for one in sections),
    )


def _text(path: Path, name: str, limit: int) -> Text:
    return Text(_child(_root(path), name), _name(path), limit)


def _root(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()  # noqa: S314 (the project's own files)


def _child(node: ElementTree.Element, name: str) -> str:
    return node.findtext(f"{NS}{name}", "")


def _name(path: Path) -> str:
    return path.name.removesuffix("-meta.xml").rpartition(".")[0]
