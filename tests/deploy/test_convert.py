"""Source format becomes metadata format: the same components and the same XML as the Salesforce CLI makes."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from handoff.deploy.convert import convert
from handoff.deploy.ignoring import Ignored
from handoff.deploy.packaging import Package, manifest
from handoff.deploy.project import NotConvertible, Project
from handoff.deploy.removing import removal_of
from handoff.errors import Misconfigured

NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
URL = {"HANDOFF_BASE_URL": "https://book.acme.example"}
MAIN = "force-app/main/default"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    told = {
        "packageDirectories": [{"path": "force-app", "default": True}, {"path": "setup-app"}],
        "sourceApiVersion": "67.0",
        "replacements": [
            {
                "glob": "setup-app/**/*.xml",
                "stringToReplace": "https://handoff.example.com",
                "replaceWithEnv": "HANDOFF_BASE_URL",
            }
        ],
    }
    (tmp_path / "sfdx-project.json").write_text(json.dumps(told), encoding="utf-8")
    return tmp_path


def put(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def converted(root: Path, *packages: str, **values: str) -> Package:
    return convert(Project.at(root), packages or ("force-app",), values or URL)


def element(tag: str, inside: str = "") -> str:
    return f"{HEADER}<{tag} {NS}>{inside}</{tag}>\n"


class TestObjects:
    def test_the_parts_of_an_object_become_one_file_in_order(self, root: Path) -> None:
        folder = f"{MAIN}/objects/Crate__c"
        put(
            root,
            f"{folder}/Crate__c.object-meta.xml",
            element("CustomObject", "<label>Crate</label><sharingModel>ReadWrite</sharingModel>"),
        )
        for name, inside in (("Size__c", "<label>Size &amp; more</label>"), ("Age__c", "")):
            text = element("CustomField", f"<fullName>{name}</fullName>{inside}")
            put(root, f"{folder}/fields/{name}.field-meta.xml", text)
        put(
            root,
            f"{folder}/validationRules/Small.validationRule-meta.xml",
            element("ValidationRule", "<fullName>Small</fullName><active>true</active>"),
        )
        put(
            root,
            f"{folder}/listViews/All.listView-meta.xml",
            element("ListView", "<fullName>All</fullName>"),
        )

        package = converted(root)

        assert package.files["objects/Crate__c.object"].decode() == (
            f"""{HEADER}<CustomObject {NS}>
    <fields>
        <fullName>Age__c</fullName>
    </fields>
    <fields>
        <fullName>Size__c</fullName>
        <label>Size &amp; more</label>
    </fields>
    <label>Crate</label>
    <listViews>
        <fullName>All</fullName>
    </listViews>
    <sharingModel>ReadWrite</sharingModel>
    <validationRules>
        <fullName>Small</fullName>
        <active>true</active>
    </validationRules>
</CustomObject>
"""
        )
        assert package.members == {
            "CustomObject": {"Crate__c"},
            "CustomField": {"Crate__c.Age__c", "Crate__c.Size__c"},
            "ListView": {"Crate__c.All"},
            "ValidationRule": {"Crate__c.Small"},
        }

    def test_fields_of_a_standard_object_do_not_name_the_object(self, root: Path) -> None:
        put(
            root,
            f"{MAIN}/objects/Activity/fields/Key__c.field-meta.xml",
            element("CustomField", "<label>Key</label>"),
        )

        package = converted(root)

        text = package.files["objects/Activity.object"].decode()
        assert "<fields>\n        <fullName>Key__c</fullName>" in text
        assert package.members == {"CustomField": {"Activity.Key__c"}}

    def test_one_object_in_two_packages_is_one_file(self, root: Path) -> None:
        for package, name in (("force-app", "A__c"), ("setup-app", "B__c")):
            path = f"{package}/main/default/objects/Lead/fields/{name}.field-meta.xml"
            put(root, path, element("CustomField", f"<fullName>{name}</fullName>"))

        text = converted(root, "force-app", "setup-app").files["objects/Lead.object"].decode()

        assert text.count("<fields>") == 2

    def test_translations_of_fields_join_that_of_their_object(self, root: Path) -> None:
        folder = f"{MAIN}/objectTranslations/Crate__c-de"
        put(
            root,
            f"{folder}/Crate__c-de.objectTranslation-meta.xml",
            element("CustomObjectTranslation", "<caseValues><value>Kiste</value></caseValues>"),
        )
        put(
            root,
            f"{folder}/Size__c.fieldTranslation-meta.xml",
            element("CustomFieldTranslation", "<label>Größe</label><name>Size__c</name>"),
        )

        package = converted(root)

        text = package.files["objectTranslations/Crate__c-de.objectTranslation"].decode()
        assert "<fields>\n        <label>Größe</label>\n        <name>Size__c</name>" in text
        assert package.members == {"CustomObjectTranslation": {"Crate__c-de"}}


class TestOtherComponents:
    @pytest.mark.parametrize(
        ("source", "inside", "kind", "name"),
        [
            ("tabs/Crate__c.tab-meta.xml", "tabs/Crate__c.tab", "CustomTab", "Crate__c"),
            ("customMetadata/T.One.md-meta.xml", "customMetadata/T.One.md", "CustomMetadata", "T.One"),
            ("layouts/Crate__c-My Layout.layout-meta.xml", "layouts/Crate__c-My Layout.layout", "Layout", "Crate__c-My Layout"),
            ("quickActions/Lead.Go.quickAction-meta.xml", "quickActions/Lead.Go.quickAction", "QuickAction", "Lead.Go"),
            ("reports/Sales/Won.report-meta.xml", "reports/Sales/Won.report", "Report", "Sales/Won"),
            ("reports/Sales.reportFolder-meta.xml", "reports/Sales-meta.xml", "Report", "Sales"),
            ("extlClntAppPolicies/A.ecaPlcy-meta.xml", "extlClntAppPolicies/A.ecaPlcy", "ExtlClntAppConfigurablePolicies", "A"),
        ],
    )  # fmt: skip
    def test_a_file_loses_its_ending_and_keeps_its_bytes(
        self, root: Path, source: str, inside: str, kind: str, name: str
    ) -> None:
        text = "<!-- kept as it is -->\n<Any/>\n"
        put(root, f"{MAIN}/{source}", text)

        package = converted(root)

        assert package.files == {inside: text.encode()}
        assert package.members == {kind: {name}}

    def test_code_comes_with_its_description(self, root: Path) -> None:
        put(root, f"{MAIN}/classes/One.cls", "class One {}")
        put(root, f"{MAIN}/classes/One.cls-meta.xml", "<ApexClass/>")
        put(root, f"{MAIN}/staticresources/logo.png", "png")
        put(root, f"{MAIN}/staticresources/logo.resource-meta.xml", "<StaticResource/>")

        package = converted(root)

        assert set(package.files) == {
            "classes/One.cls",
            "classes/One.cls-meta.xml",
            "staticresources/logo.resource",
            "staticresources/logo.resource-meta.xml",
        }
        assert package.files["staticresources/logo.resource"] == b"png"

    def test_a_bundle_is_taken_whole(self, root: Path) -> None:
        put(root, ".forceignore", "**/__tests__/**\n")
        put(root, f"{MAIN}/lwc/tile/tile.js", "export default class {}")
        put(root, f"{MAIN}/lwc/tile/tile.js-meta.xml", "<LightningComponentBundle/>")
        put(root, f"{MAIN}/lwc/tile/parts/one.html", "<template></template>")
        put(root, f"{MAIN}/lwc/tile/__tests__/tile.test.js", "test()")

        package = converted(root)

        assert set(package.files) == {
            "lwc/tile/tile.js",
            "lwc/tile/tile.js-meta.xml",
            "lwc/tile/parts/one.html",
        }
        assert package.members == {"LightningComponentBundle": {"tile"}}

    def test_labels_are_named_one_by_one(self, root: Path) -> None:
        inside = "<labels><fullName>A</fullName></labels><labels><fullName>B</fullName></labels>"
        put(root, f"{MAIN}/labels/CustomLabels.labels-meta.xml", element("CustomLabels", inside))

        package = converted(root)

        assert package.members == {"CustomLabels": {"CustomLabels"}, "CustomLabel": {"A", "B"}}


class TestReplacements:
    def test_each_deployment_puts_its_own_address(self, root: Path) -> None:
        for name in ("force-app", "setup-app"):
            path = f"{name}/main/default/cspTrustedSites/A{name[0]}.cspTrustedSite-meta.xml"
            put(root, path, "<a>https://handoff.example.com/canvas</a>")

        files = converted(root, "force-app", "setup-app").files

        assert (
            files["cspTrustedSites/As.cspTrustedSite"] == b"<a>https://book.acme.example/canvas</a>"
        )
        assert b"handoff.example.com" in files["cspTrustedSites/Af.cspTrustedSite"]

    def test_without_an_address_nothing_is_made(self, root: Path) -> None:
        put(root, "setup-app/a/A.cspTrustedSite-meta.xml", "<a>https://handoff.example.com</a>")

        with pytest.raises(NotConvertible, match="--app-url"):
            converted(root, "setup-app", OTHER="x")


class TestWhatCannotBeDeployed:
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("quickActions/Lead.Go.quickaktion-meta.xml", "is of a kind"),
            ("classes/Alone.cls", "no -meta.xml file beside it"),
            ("classes/Gone.cls-meta.xml", "describes a file that is not there"),
            ("objects/Crate__c/fields/Bad__c.field-meta.xml", "Bad__c is no XML"),
        ],
    )
    def test_the_file_is_named(self, root: Path, path: str, words: str) -> None:
        put(root, f"{MAIN}/{path}", "<not")

        with pytest.raises(NotConvertible, match=words):
            converted(root)

    def test_a_folder_that_is_no_project(self, tmp_path: Path) -> None:
        with pytest.raises(Misconfigured, match="is no Salesforce project"):
            Project.at(tmp_path)


@pytest.mark.parametrize(
    ("rule", "path", "covered"),
    [
        ("package.xml", "force-app/deep/package.xml", True),
        ("**/__tests__/**", "force-app/lwc/a/__tests__/a.test.js", True),
        ("**/*.ts", "force-app/lwc/a/a.ts", True),
        ("**/*.ts", "force-app/lwc/a/a.tsx", False),
        ("/manifest", "manifest/package.xml", True),
        ("/manifest", "force-app/manifest/package.xml", False),
        ("force-app/test/", "force-app/test/mocks/a.js", True),
        ("# a comment", "# a comment", False),
    ],
)
def test_ignoring(rule: str, path: str, covered: bool) -> None:
    assert Ignored([rule]).covers(path) is covered


def test_a_later_rule_takes_an_earlier_one_back() -> None:
    rules = Ignored(["*.md", "!README.md"])

    assert rules.covers("docs/a.md")
    assert not rules.covers("docs/README.md")


def test_the_archive_is_the_same_every_time() -> None:
    package = Package("67.0", {"tabs/A.tab": b"<a/>"}, {"CustomTab": {"B", "A"}})

    with zipfile.ZipFile(io.BytesIO(package.archive())) as archive:
        assert archive.namelist() == ["package.xml", "tabs/A.tab"]
        assert archive.read("package.xml") == manifest({"CustomTab": {"A", "B"}}, "67.0")
    assert package.archive() == package.archive()


def test_a_removal_names_what_does_not_go_by_itself() -> None:
    package = Package(
        "67.0",
        members={
            "CustomObject": {"Crate__c", "Kind__mdt"},
            "CustomField": {"Crate__c.Size__c", "Activity.Key__c"},
            "CustomMetadata": {"Kind.One"},
            "Layout": {"Crate__c-Layout"},
            "CustomObjectTranslation": {"Crate__c-de", "Lead-de"},
            "CustomLabels": {"CustomLabels"},
            "CustomLabel": {"Words"},
            "QuickAction": {"Lead.Go", "Crate__c.Go"},
            "Flow": {"Suggest"},
        },
    )

    removal = removal_of(package)

    flows = removal.deletions.pop("Flow")
    assert removal.deletions == {
        "CustomObject": {"Crate__c", "Kind__mdt"},
        "CustomField": {"Activity.Key__c"},
        "CustomObjectTranslation": {"Lead-de"},
        "CustomLabel": {"Words"},
        "QuickAction": {"Lead.Go", "Crate__c.Go"},
    }
    assert {"Suggest-1", "Suggest-50"} <= flows
    assert removal.members == {"FlowDefinition": {"Suggest"}}
    assert b"<activeVersionNumber>0<" in removal.files["flowDefinitions/Suggest.flowDefinition"]
