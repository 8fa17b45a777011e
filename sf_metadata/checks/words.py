"""Translations name only what exists, and each language says everything that a person may read."""

from collections.abc import Iterator
from dataclasses import dataclass

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import MetaFile

CHECK = "words"
LANGUAGES = ("de", "fr", "ja")
# Where the packages are that nobody translates.
NOT_TRANSLATED = ("sample-app/", "legacy-app/")
# Values that are read by machines.
NOT_WORDS = {"Handoff_App_Origin"}


def check(org: Org) -> Iterator[Finding]:
    yield from check_labels_used(org)
    for language in LANGUAGES:
        yield from check_general(org, language)
        yield from check_objects(org, language)


def is_ours(file: MetaFile) -> bool:
    return not file.shown.startswith(NOT_TRANSLATED)


# ------------------------------------------------------------------ Translations


@dataclass(frozen=True, slots=True)
class Group:
    """One element of <Translations>: whose words, how they are named there, and which exist."""

    element: str
    type: str
    name: str = "name"
    is_complete: bool = True


GROUPS = (
    Group("customApplications", "CustomApplication"),
    Group("flowDefinitions", "Flow", "fullName", is_complete=False),
    Group("quickActions", "QuickAction", is_complete=False),
    Group("reportTypes", "ReportType", is_complete=False),
)


def check_general(org: Org, language: str) -> Iterator[Finding]:
    found = [(file, root) for file, root in org.project.of("Translations") if file.stem == language]
    if not found:
        yield Finding(
            "sfdx-project.json",
            0,
            CHECK,
            f"there is no {language}.translation-meta.xml",
            "translate the project",
        )
        return
    file, root = found[0]
    labels = set(org.project.labels)
    yield from compare(
        file,
        root.all("customLabels"),
        name="name",
        words="label",
        known=labels,
        wanted=labels - NOT_WORDS,
        what="label",
    )
    for group in GROUPS:
        known = org.project.names(group.type)
        wanted = (
            {one.name for one, _ in org.project.of(group.type) if is_ours(one)}
            if group.is_complete
            else set()
        )
        yield from compare(
            file,
            root.all(group.element),
            name=group.name,
            words="label",
            known=known,
            wanted=wanted,
            what=group.type,
        )


def compare(
    file: MetaFile,
    nodes: tuple[Node, ...],
    *,
    name: str,
    words: str,
    known: set[str],
    wanted: set[str],
    what: str,
) -> Iterator[Finding]:
    said = set()
    for node in nodes:
        named = node.value(name)
        if named not in known:
            yield Finding(
                file.shown, node.line, CHECK, f"there is no {what} {named}", "take it out"
            )
        elif words and node.value(words):
            said.add(named)
    for missing in sorted(wanted - said):
        yield Finding(
            file.shown,
            0,
            CHECK,
            f"the {what} {missing} is not translated",
            "say it in this language",
        )


# ------------------------------------------------------------------ objects


def check_objects(org: Org, language: str) -> Iterator[Finding]:
    translated = {
        file.path.parent.name.rpartition("-")[0]: (file, root)
        for file, root in org.project.of("CustomObjectTranslation")
        if file.path.parent.name.endswith(f"-{language}")
    }
    for name, (file, _) in translated.items():
        if name not in org.objects:
            yield Finding(file.shown, 0, CHECK, f"there is no object {name}", "take it out")
    by_folder = field_translations(org)
    for owner, fields in fields_by_object(org).items():
        if owner not in translated:
            yield Finding(
                f"{owner}-{language}",
                0,
                CHECK,
                f"{owner} has no translation into {language}",
                "translate it",
            )
            continue
        file, root = translated[owner]
        said = by_folder.get(file.path.parent.name, {})
        yield from check_fields(org, file, owner=owner, fields=fields, said=said)
        yield from check_parts(org, file, root, owner=owner)


def fields_by_object(org: Org) -> dict[str, dict[str, Node]]:
    """Our own objects and fields, as far as people read them."""
    found: dict[str, dict[str, Node]] = {
        file.stem: {}
        for file, _ in org.project.of("CustomObject")
        if is_ours(file) and "__" in file.stem
    }
    for file, root in org.project.of("CustomField"):
        if is_ours(file) and root.first("label"):
            found.setdefault(file.object, {})[file.stem] = root
    return found


Said = dict[str, tuple[MetaFile, Node]]


def field_translations(org: Org) -> dict[str, Said]:
    """The translations of fields by their folder, such as Handoff_Pool__c-de."""
    found: dict[str, Said] = {}
    for file, root in org.project.of("CustomFieldTranslation"):
        found.setdefault(file.path.parent.name, {})[file.stem] = (file, root)
    return found


def check_fields(
    org: Org, file: MetaFile, *, owner: str, fields: dict[str, Node], said: Said
) -> Iterator[Finding]:
    for name, (one, _) in said.items():
        if name not in org.objects[owner]:
            wrong = f"{owner} has no field {name}"
            yield Finding(one.shown, 0, CHECK, wrong, "take it out")
    for name, field in fields.items():
        if name not in said:
            wrong = f"the field {name} is not translated"
            remedy = f"write {name}.fieldTranslation-meta.xml"
            yield Finding(file.shown, 0, CHECK, wrong, remedy)
            continue
        one, root = said[name]
        yield from check_field(one, root, field=field)


def check_field(file: MetaFile, root: Node, *, field: Node) -> Iterator[Finding]:
    if not root.value("label") and not root.all("caseValues"):
        yield Finding(file.shown, 1, CHECK, "the label is not translated", "add <label>")
    if field.value("inlineHelpText") and not root.value("help"):
        yield Finding(file.shown, 1, CHECK, "the help text is not translated", "add <help>")
    values = {
        node.value("label") or node.value("fullName")
        for node in field.iter("value")
        if node.first("fullName")
    }
    yield from compare(
        file,
        root.all("picklistValues"),
        name="masterLabel",
        words="translation",
        known=values,
        wanted=values,
        what="picklist value",
    )


def check_parts(org: Org, file: MetaFile, root: Node, *, owner: str) -> Iterator[Finding]:
    if owner in org.own_objects and not root.all("caseValues"):
        yield Finding(
            file.shown, 1, CHECK, f"the name of {owner} is not translated", "add <caseValues>"
        )
    own = f"{owner}."
    rules = {
        name.removeprefix(own)
        for name in org.project.names("ValidationRule")
        if name.startswith(own)
    }
    links = {
        name.removeprefix(own) for name in org.project.names("WebLink") if name.startswith(own)
    }
    actions = {
        name.removeprefix(own) for name in org.project.names("QuickAction") if name.startswith(own)
    }
    for element, known, words in (
        ("validationRules", rules, "errorMessage"),
        ("webLinks", links, "label"),
        ("quickActions", actions, "label"),
    ):
        yield from compare(
            file,
            root.all(element),
            name="name",
            words=words,
            known=known,
            wanted=known,
            what=element,
        )
    yield from check_sections(org, file, root, owner=owner)


def check_sections(org: Org, file: MetaFile, root: Node, *, owner: str) -> Iterator[Finding]:
    """The sections of our layouts that have a heading of their own."""
    layouts = {
        one.stem.partition("-")[2]: {
            section.value("label")
            for section in layout.all("layoutSections")
            if section.value("customLabel") == "true" and section.value("label")
        }
        for one, layout in org.project.of("Layout")
        if one.stem.startswith(f"{owner}-")
    }
    said: dict[str, set[str]] = {}
    for node in root.all("layouts"):
        name = node.value("layout")
        if name not in layouts:
            yield Finding(
                file.shown, node.line, CHECK, f"{owner} has no layout {name}", "take it out"
            )
            continue
        for section in node.all("sections"):
            said.setdefault(name, set()).add(section.value("section"))
            if section.value("section") not in layouts[name]:
                yield Finding(
                    file.shown,
                    section.line,
                    CHECK,
                    f"{name} has no section {section.value('section')}",
                    "take it out",
                )
    for name, sections in layouts.items():
        for missing in sorted(sections - said.get(name, set())):
            yield Finding(
                file.shown,
                0,
                CHECK,
                f"the section {missing} is not translated",
                "add it to <layouts>",
            )


# ------------------------------------------------------------------ labels


def check_labels_used(org: Org) -> Iterator[Finding]:
    """A label that nobody reads is a sentence that three people translate for nothing."""
    code = "\n".join(
        text for _, _, text in org.project.code(".cls", ".trigger", ".cmp", ".js", ".html")
    ) + "\n".join(
        node.text
        for file, root in org.project.of("Flow", "ValidationRule", "CustomField")
        for node in root.iter()
    )
    for file, root in org.project.of("CustomLabels"):
        for label in root.all("labels"):
            name = label.value("fullName")
            if name not in code:
                yield Finding(
                    file.shown, label.line, CHECK, f"nothing uses the label {name}", "take it out"
                )
