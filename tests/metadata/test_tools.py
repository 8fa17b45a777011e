"""What only programs for Node and Java find: types of Apex, unsafe code, components that do not compile; all planted at once."""

import shutil
from pathlib import Path

import pytest

from sf_metadata.checks import tools
from sf_metadata.checks.baseline import Accepted, Baseline
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.project import Project
from tests.metadata.planted import MAIN, PROJECT, Edit, copy_of_project

pytestmark = pytest.mark.skipif(
    not (PROJECT / "node_modules").is_dir() or not shutil.which("java") or not shutil.which("node"),
    reason="bin/check-metadata installs Node, Java and the packages",
)

CLASSES = f"{MAIN}/classes"
LWC = f"{MAIN}/lwc"
META = '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexClass>'
LWC_META = '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></LightningComponentBundle>'

# Body of a method, and what apex-ls says about it.
TYPES = {
    "wrong-type": ("Integer count = 'one';", "Incompatible types in assignment"),
    "unknown-class": ("HandoffNothing.run();", "HandoffNothing"),
    "unknown-method": ("HandoffCanvasLifecycle.explode();", "No matching method found for 'explode'"),
    "unknown-field": ("Lead lead = new Lead(ForeName = 'Gus');", "Unknown field 'ForeName'"),
    "unknown-custom-field": ("Event event = new Event(Handoff_Nothing__c = 'x');", "Unknown field 'Handoff_Nothing__c'"),
    "unknown-metadata-field": ("Handoff_Object_Setting__mdt one = new Handoff_Object_Setting__mdt(); one.Nope__c = '';", "Nope__c"),
    "wrong-arguments": ("String.valueOf();", "No matching method found for 'valueOf'"),
    "unknown-label": ("String words = System.Label.Handoff_Nothing;", "Handoff_Nothing"),
}  # fmt: skip
OTHER_TYPES = {
    "missing-return": ("public String run() { Integer one = 1; }", "Expected return statement"),
    "missing-method": ("", "must implement method 'void execute(System.QueueableContext)'"),
}
PMD = {
    "ApexSOQLInjection": "public with sharing class {0} {{ public List<Lead> run() {{ String name = ApexPages.currentPage().getParameters().get('n'); String q = 'SELECT Id FROM Lead WHERE Name = ' + name; return Database.query(q); }} }}",
    "OperationWithLimitsInLoop": "public with sharing class {0} {{ public void run(List<Lead> leads) {{ for (Lead one : leads) {{ update one; }} }} }}",
    "ApexSharingViolations": "public class {0} {{ public List<Lead> run() {{ return [SELECT Id FROM Lead LIMIT 1]; }} }}",
    "EmptyCatchBlock": "public with sharing class {0} {{ public void run() {{ try {{ run(); }} catch (Exception problem) {{ }} }} }}",
    "ApexCRUDViolation": "public with sharing class {0} {{ public void run(Lead one) {{ delete one; }} }}",
}  # fmt: skip
# Statements of a component, and ESLint's rule.
LWC_RULES = {
    "@lwc/lwc/no-inner-html": "this.template.firstChild.innerHTML = '<b>';",
    "@lwc/lwc/no-document-query": "document.querySelector('div');",
    "@lwc/lwc/no-async-operation": "setTimeout(() => {}, 10);",
    "@lwc/lwc/no-api-reassignments": "this.given = 1;",
    "no-debugger": "debugger;",
}
AURA_RULES = {
    "@salesforce/aura/aura-api": '$A.nothing("x");',
    "@salesforce/aura/no-deprecated-component-creation": '$A.newCmp("c:x");',
    "no-undef": "nobodyKnows();",
}
# One class alone looks harmless: only the path from the screen says what is read, for whom and how often.
BAD_STORE = "public with sharing class BadStore { public List<Lead> read(String company) { return [SELECT Id, Email FROM Lead WHERE Company = :company]; } }"
BAD_SCREEN = "public with sharing class BadScreen { @AuraEnabled public static void run(List<String> companies) { for (String one : companies) { new BadStore().read(one); } } }"
BROKEN_TEMPLATE = "<template><p lwc:unless={given}>x</p></template>"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """All that the tools say about a copy with every mistake in it, in one run of each."""
    copy = copy_of_project(tmp_path_factory.mktemp("tools"))
    for tests in copy.rglob("__tests__"):
        shutil.rmtree(tests)
    for edit in planted_edits():
        edit.make(copy)
    return tools.findings(Project(copy), [name for name in tools.TOOLS if name != "graph"])


def class_name(id_: str) -> str:
    return f"Bad{id_.title().replace('-', '')}"


def planted_edits() -> list[Edit]:
    edits = [
        Edit(f"{MAIN}/aura/handoffQuickAction/handoffQuickActionRenderer.js", new=f"({{ render: function () {{ {' '.join(AURA_RULES.values())} }} }});\n"),
        Edit(f"{MAIN}/flows/Handoff_Suggest_Hosts.flow-meta.xml", "<name>organizerId</name>", "<name>nobodyReadsThis</name>"),
        *component("badCode", script=script(f"run() {{ {' '.join(LWC_RULES.values())} }}"), template="<template></template>"),
        *component("badTemplate", script=script(), template=BROKEN_TEMPLATE),
        Edit(f"{LWC}/badTemplate/__tests__/badTemplate.test.js", new=JEST),
    ]  # fmt: skip
    bodies = {
        id_: f"public with sharing class {class_name(id_)} {{ public void run() {{ {body} }} }}"
        for id_, (body, _) in TYPES.items()
    }
    bodies["missing-return"] = (
        f"public with sharing class BadMissingReturn {{ {OTHER_TYPES['missing-return'][0]} }}"
    )
    bodies["missing-method"] = "public with sharing class BadMissingMethod implements Queueable { }"
    bodies |= {rule: body.format(f"Bad{rule}") for rule, body in PMD.items()}
    for id_, body in bodies.items():
        name = f"Bad{id_}" if id_ in PMD else class_name(id_)
        edits += [
            Edit(f"{CLASSES}/{name}.cls", new=body),
            Edit(f"{CLASSES}/{name}.cls-meta.xml", new=META),
        ]
    return edits


def script(body: str = "") -> str:
    return f'import {{ LightningElement, api }} from "lwc";\nexport default class Bad extends LightningElement {{ @api given; {body} }}\n'


def component(name: str, *, script: str, template: str) -> list[Edit]:
    return [
        Edit(f"{LWC}/{name}/{name}.js", new=script),
        Edit(f"{LWC}/{name}/{name}.html", new=template),
        Edit(f"{LWC}/{name}/{name}.js-meta.xml", new=LWC_META),
    ]


JEST = """import { createElement } from "lwc";
import BadTemplate from "c/badTemplate";

it("is there", () => {
    document.body.appendChild(createElement("c-bad-template", { is: BadTemplate }));
});
"""


@pytest.mark.parametrize("id_", [*TYPES, *OTHER_TYPES])
def test_a_wrong_type_is_found(found: list[Finding], id_: str) -> None:
    says = (TYPES | OTHER_TYPES)[id_][1]

    assert any(
        one.check.startswith("apex-types")
        and one.file.endswith(f"/{class_name(id_)}.cls")
        and says in one.wrong
        for one in found
    ), [one for one in found if class_name(id_) in one.file]


@pytest.mark.parametrize("rule", PMD)
def test_unsafe_apex_is_found(found: list[Finding], rule: str) -> None:
    assert any(
        one.check == f"pmd:{rule}" and one.file.endswith(f"/Bad{rule}.cls") for one in found
    ), [one for one in found if rule in one.file]


def test_a_path_that_reads_what_its_user_may_not_see_is_found(tmp_path: Path) -> None:
    copy = copy_of_project(tmp_path)
    for path in copy.rglob("*.cls"):
        path.unlink()
    Edit(f"{CLASSES}/BadStore.cls", new=BAD_STORE).make(copy)
    Edit(f"{CLASSES}/BadScreen.cls", new=BAD_SCREEN).make(copy)

    found = tools.findings(Project(copy), ["graph"])

    assert {(one.check, Path(one.file).name) for one in found} >= {
        ("graph:ApexFlsViolation", "BadStore.cls"),
        ("graph:AvoidDatabaseOperationInLoop", "BadStore.cls"),
    }


@pytest.mark.parametrize("rule", LWC_RULES)
def test_an_unsafe_component_is_found(found: list[Finding], rule: str) -> None:
    assert any(
        one.check == f"eslint:{rule}" and one.file.endswith("/badCode.js") for one in found
    ), [one for one in found if "badCode" in one.file]


@pytest.mark.parametrize("rule", AURA_RULES)
def test_a_wrong_call_in_aura_is_found(found: list[Finding], rule: str) -> None:
    assert any(one.check == f"eslint:{rule}" and "Renderer.js" in one.file for one in found), [
        one for one in found if "Renderer" in one.file
    ]


def test_a_template_that_does_not_compile_is_found(found: list[Finding]) -> None:
    assert any(one.check == "jest" and "lwc:unless" in one.wrong for one in found)


def test_another_layout_of_code_is_found(found: list[Finding]) -> None:
    assert any(one.check == "prettier" and one.file.endswith("/badCode.js") for one in found)


def test_a_variable_that_a_flow_never_uses_is_found(found: list[Finding]) -> None:
    assert any(
        one.check == "flow-scanner:UnusedVariable" and "nobodyReadsThis" in one.wrong
        for one in found
    )


# ------------------------------------------------------------------ accepted findings


def accepting(**entry: str) -> Baseline:
    given = {
        "check": "pmd:Rule",
        "file": "a.cls",
        "says": "long",
        "reason": "it is as short as it can be",
    }
    return Baseline("baseline.toml", (Accepted(**given | entry),))


def test_an_accepted_finding_is_left_out() -> None:
    said = [
        Finding("a.cls", 3, "pmd:Rule", "too long a list"),
        Finding("b.cls", 3, "pmd:Rule", "too long a list"),
    ]

    assert accepting().without_accepted(said, tools=["pmd"]) == said[1:]


def test_an_entry_that_nothing_matches_is_an_error() -> None:
    (stale,) = accepting().without_accepted([], tools=["pmd"])

    assert "nothing says any more" in stale.wrong
    assert accepting().without_accepted([], tools=["eslint"]) == []


def test_an_entry_needs_a_reason() -> None:
    said = [Finding("a.cls", 3, "pmd:Rule", "too long a list")]

    (unexplained,) = accepting(reason="fine").without_accepted(said, tools=["pmd"])
    assert "without a reason" in unexplained.wrong


def test_a_tool_that_cannot_run_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "sfdx-project.json").write_text('{"packageDirectories": []}')

    (found,) = tools.findings(Project(tmp_path), ["eslint"])
    assert "could not run" in found.wrong
