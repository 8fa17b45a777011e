"""One deployment: read, checked as Salesforce checks it, and, if nothing is wrong, made the org's own.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deploy.htm
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deployresult.htm
"""

import copy
from dataclasses import dataclass, field, replace
from datetime import datetime

from sandbox.salesforce.metadata import removal
from sandbox.salesforce.metadata.becoming import adopt
from sandbox.salesforce.metadata.checks import refusals, spelled_wrong
from sandbox.salesforce.metadata.components import Component, Components, Key
from sandbox.salesforce.metadata.kinds import KNOWN
from sandbox.salesforce.metadata.package import NoPackage, Package, Problem, read_package
from sandbox.salesforce.metadata.schema_of import schema_of
from sandbox.salesforce.metadata.view import View
from sandbox.salesforce.org import Org

_OBJECTS = ("CustomObject", "CustomField")


@dataclass(frozen=True)
class Options:
    check_only: bool = False
    rollback_on_error: bool = True
    single_package: bool = True
    ignore_warnings: bool = False
    allow_missing_files: bool = False
    purge_on_delete: bool = False
    test_level: str = ""


@dataclass(frozen=True)
class Success:
    """A component that was, or could be, deployed."""

    type: str
    name: str
    path: str = ""
    created: bool = False
    changed: bool = False
    deleted: bool = False
    warning: str = ""


@dataclass
class Deployment:
    """What a deployment came to."""

    id: str
    options: Options
    started_at: datetime
    user_id: str
    successes: list[Success] = field(default_factory=list)
    failures: list[Problem] = field(default_factory=list)
    fatal: str = ""
    is_cancelled: bool = False
    seen: int = 0
    """How often its status was asked: the first answer says that it is under way."""

    @property
    def succeeded(self) -> bool:
        return not self.failures and not self.fatal and not self.is_cancelled

    @property
    def total(self) -> int:
        return len(self.successes) + len(self.failures)


def deploy(org: Org, deployment: Deployment, raw: bytes) -> None:
    """Do the deployment and note its outcome in it. Hold the world's lock."""
    options = deployment.options
    try:
        package = read_package(raw, single=options.single_package)
    except NoPackage as refusal:
        deployment.fatal = str(refusal)
        return
    problems = [*package.problems, *_manifest_problems(package, options)]
    problems += [wrong for one in package.components.values() for wrong in spelled_wrong(one)]
    broken = {(one.type, one.name) for one in problems if not one.is_warning}
    after, deletions, refused = _planned(org, package, broken)
    problems += refused
    problems += _checked(org, after, package=package, broken=broken, deleted=set(deletions))
    _conclude(org, deployment, package=package, problems=problems, deletions=deletions)
    if deployment.succeeded and not options.check_only:
        adopt(org, after)


def _manifest_problems(package: Package, options: Options) -> list[Problem]:
    """Package.xml and the files must tell the same."""
    found = []
    for type_name, members in package.manifest.items():
        if type_name not in KNOWN:
            words = f"Unknown type name '{type_name}' specified in package.xml"
            found.append(Problem("", "package.xml", "package.xml", words))
            continue
        for name in members:
            wanted = name != "*" and not _is_there(package, (type_name, name))
            if wanted and not options.allow_missing_files:
                words = f"An object '{name}' of type {type_name} was named in package.xml, but was not found in zipped directory"
                found.append(Problem(type_name, name, "package.xml", words))
    for key, one in package.components.items():
        if not package.names(key) and not _is_part_of_named(package, one):
            found.append(
                Problem(one.type, one.name, one.path, "Not in package.xml", is_warning=True)
            )
    return found


def _is_there(package: Package, key: Key) -> bool:
    type_name, name = key
    if key in package.components or any(
        p.type == type_name and p.name == name for p in package.problems
    ):
        return True
    if type_name == "CustomLabels":
        return any(one.type == "CustomLabel" for one in package.components.values())
    # A folder is named among the reports that lie in it.
    return (
        type_name in ("Report", "Dashboard") and (f"{type_name}Folder", name) in package.components
    )


def _is_part_of_named(package: Package, one: Component) -> bool:
    if one.type == "CustomLabel":
        return bool(package.manifest.get("CustomLabels"))
    if one.type in ("ReportFolder", "DashboardFolder"):
        return package.names((one.type.removesuffix("Folder"), one.name))
    return "." in one.name and package.names(("CustomObject", one.parent))


def _planned(
    org: Org, package: Package, broken: set[Key]
) -> tuple[Components, dict[Key, Success], list[Problem]]:
    """The org's components afterwards, what of the deletions is done, and what refuses to go."""
    deletions: dict[Key, Success] = {}
    refused: list[Problem] = []
    after = _without(org, dict(org.components), package.deletions_before, deletions, refused)
    for key, one in package.components.items():
        if key not in broken and (package.names(key) or _is_part_of_named(package, one)):
            after[key] = one
    _apply_definitions(after)
    after = _without(org, after, package.deletions_after, deletions, refused)
    return after, deletions, refused


def _without(
    org: Org,
    components: Components,
    wanted: list[Key],
    deletions: dict[Key, Success],
    refused: list[Problem],
) -> Components:
    gone: set[Key] = set()
    for asked in wanted:
        key = removal.spelled(asked)
        component = components.get(key)
        if component is None:
            words = f"No {key[0]} named: {asked[1]} found"
            deletions[key] = Success(key[0], asked[1], deleted=False, warning=words)
        elif words := removal.obstacle(org, component):
            refused.append(Problem(key[0], asked[1], "destructiveChanges.xml", words))
        else:
            deletions[key] = Success(key[0], asked[1], deleted=True)
            gone.add(key)
    return removal.remove(components, gone)


def _apply_definitions(after: Components) -> None:
    """A flow definition says which version of its flow is active; zero switches it off."""
    for one in [one for one in after.values() if one.type == "FlowDefinition"]:
        flow = after.get(("Flow", one.name))
        if flow is not None and one.text("activeVersionNumber", "0") == "0":
            root = copy.deepcopy(flow.root)
            for status in root.findall("status"):
                status.text = "Obsolete"
            after[flow.key] = replace(flow, root=root)
        del after[one.key]


def _checked(
    org: Org, after: Components, *, package: Package, broken: set[Key], deleted: set[Key]
) -> list[Problem]:
    """Refusals of what was sent and, after deletions, of whatever else no longer holds together."""
    sound = {
        key: one
        for key, one in after.items()
        if one.type != "CustomField" or _has_object(one, after)
    }
    view = View(after, schema_of(sound, prefixes=dict(org.prefixes)), org.languages)
    sent = [one for key, one in package.components.items() if key in after and key not in broken]
    problems = [refusal for one in sent for refusal in refusals(one, view)]
    if deleted:
        others = [one for key, one in after.items() if key not in package.components]
        left = [refusal for one in others for refusal in refusals(one, view)]
        problems += removal.blocked(left, deleted=deleted)
    return problems


def _has_object(field: Component, after: Components) -> bool:
    return "__" not in field.parent or ("CustomObject", field.parent) in after


def _conclude(
    org: Org,
    deployment: Deployment,
    *,
    package: Package,
    problems: list[Problem],
    deletions: dict[Key, Success],
) -> None:
    warnings = [one for one in problems if one.is_warning]
    deployment.failures = [one for one in problems if not one.is_warning]
    failed = {(one.type, one.name) for one in deployment.failures}
    for key, one in package.components.items():
        if key not in failed:
            known = key in org.components
            words = next((w.words for w in warnings if (w.type, w.name) == key), "")
            deployment.successes.append(
                Success(
                    one.type, one.name, one.path, created=not known, changed=True, warning=words
                )
            )
    deployment.successes += [one for key, one in deletions.items() if key not in failed]
