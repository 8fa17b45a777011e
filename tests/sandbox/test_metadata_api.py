"""The sandbox's Metadata API: what is deployed is checked in Salesforce's words, and becomes the org."""

from collections.abc import Iterator

import pytest
import requests
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)
from simple_salesforce.login import SalesforceLogin

from handoff.deploy.packaging import manifest
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import org_credentials, vendor_session
from tests.sandbox.deployments import (
    APP_URL,
    DELETIONS,
    PROJECT,
    deploy,
    metadata,
    problems,
    project,
    zipped,
)
from tests.sandbox.salesforce_clients import (
    as_admin,
    as_user,
    assertion,
    record_id,
    token_answer,
    user_token,
)

FIELD = (
    "<fields><fullName>Size__c</fullName><label>Size</label>{type}</fields>"
    "<label>Crate</label><pluralLabel>Crates</pluralLabel><deploymentStatus>Deployed</deploymentStatus>"
    "<nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>"
)
CHECKBOX = "<type>Checkbox</type><defaultValue>false</defaultValue>"
NUMBER = "<type>Number</type><precision>4</precision><scale>0</scale>"
CRATE = metadata("CustomObject", FIELD.format(type=NUMBER))
CRATE_MEMBERS = {"CustomObject": {"Crate__c"}, "CustomField": {"Crate__c.Size__c"}}


@pytest.fixture
def empty() -> Iterator[Sandbox]:
    with Sandbox(now=NOW, app_url="http://127.0.0.1:8000", empty=True) as box:
        yield box


@pytest.fixture
def admin(empty: Sandbox) -> Iterator[Salesforce]:
    with as_admin(empty) as salesforce:
        yield salesforce


def names(admin: Salesforce) -> set[str]:
    return {one["name"] for one in (admin.describe() or {})["sobjects"]}


def signed(box: Sandbox) -> requests.Response:
    wish = {"record": record_id(box, "lead:gus"), "as": "olive", "checked": "1"}
    return requests.get(f"{box.url}/lightning/signed-request", params=wish, timeout=30)


def page(box: Sandbox) -> str:
    path = f"/lightning/r/Lead/{record_id(box, 'lead:gus')}/view?as=olive"
    return requests.get(box.url + path, timeout=30).text


class TestAnOrgWithoutHandoff:
    def test_it_has_customers_and_nothing_of_handoff(
        self, empty: Sandbox, admin: Salesforce
    ) -> None:
        assert {"Lead", "Project__c", "Holiday"} <= names(admin)
        assert not [name for name in names(admin) if name.startswith("Handoff_")]
        assert admin.query("SELECT Id FROM PermissionSet WHERE Type = 'Regular'")["totalSize"] == 0
        assert "data-action" not in page(empty)
        assert signed(empty).status_code == 403
        assert token_answer(empty, assertion(empty)).json()["error"] == "invalid_client_id"
        assert requests.post(f"{empty.url}/plant", timeout=30).json() == {"planted": []}

    def test_it_becomes_what_is_deployed(self, empty: Sandbox, admin: Salesforce) -> None:
        for package in ("force-app", "setup-app"):
            answer = deploy(admin, project(package))
            assert (answer["state"], problems(answer)) == ("Succeeded", [])
        console = requests.get(empty.url, timeout=30).text
        planted = requests.post(f"{empty.url}/plant", timeout=30)

        assert {"Handoff_Booking__c", "Handoff_Object_Setting__mdt"} <= names(admin)
        settings = admin.query("SELECT DeveloperName FROM Handoff_Object_Setting__mdt")
        assert settings["totalSize"] == 5
        rights = (
            "SELECT SobjectType FROM ObjectPermissions WHERE Parent.Name = 'Handoff_Integration'"
        )
        assert admin.query(rights)["totalSize"] > 10
        assert "not set up yet in Larkspur and Fernhill" in console
        assert planted.json() == {"planted": ["Larkspur"]}
        assert "not set up yet in Fernhill" in requests.get(empty.url, timeout=30).text
        assert "data-action" in page(empty)
        assert signed(empty).json()["canvas_url"] == f"{APP_URL}/canvas"
        assert "access_token" in token_answer(empty, assertion(empty)).json()

    def test_who_holds_no_approved_permission_set_does_not_get_in(
        self, empty: Sandbox, admin: Salesforce
    ) -> None:
        for package in ("force-app", "setup-app"):
            deploy(admin, project(package))

        assert "not authorized" in signed(empty).json()["error"]
        refusal = token_answer(empty, assertion(empty)).json()
        assert refusal["error_description"] == "user is not admin approved to access this app"


class TestDeployments:
    def test_a_check_changes_nothing(self, admin: Salesforce) -> None:
        answer = deploy(
            admin, zipped({"objects/Crate__c.object": CRATE}, CRATE_MEMBERS), checkOnly="true"
        )

        assert answer["state"] == "Succeeded"
        assert "Crate__c" not in names(admin)

    def test_one_refusal_keeps_everything_out(self, admin: Salesforce) -> None:
        files = {
            "objects/Crate__c.object": CRATE,
            "tabs/Box__c.tab": metadata("CustomTab", "<customObject>true</customObject><motif>Custom1: Heart</motif>"),
        }  # fmt: skip

        answer = deploy(admin, zipped(files, {**CRATE_MEMBERS, "CustomTab": {"Box__c"}}))

        assert answer["state"] == "Failed"
        assert problems(answer) == ["In field: customObject - no CustomObject named Box__c found"]
        assert "Crate__c" not in names(admin)

    def test_records_outlive_another_deployment_and_a_dropped_field_takes_its_values(
        self, admin: Salesforce
    ) -> None:
        files = {
            "objects/Crate__c.object": CRATE,
            "permissionsets/Crates.permissionset": metadata(
                "PermissionSet",
                "<fieldPermissions><editable>true</editable><field>Crate__c.Size__c</field>"
                "<readable>true</readable></fieldPermissions><label>Crates</label>",
            ),
        }
        deploy(admin, zipped(files, {**CRATE_MEMBERS, "PermissionSet": {"Crates"}}))
        holder = admin.query("SELECT Id FROM User WHERE Username = 'adam@larkspur.example'")
        held = admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Crates'")
        admin.PermissionSetAssignment.create(
            {
                "AssigneeId": holder["records"][0]["Id"],
                "PermissionSetId": held["records"][0]["Id"],
            }
        )
        made = admin.Crate__c.create({"Name": "First", "Size__c": 7})
        deploy(admin, zipped(files, {**CRATE_MEMBERS, "PermissionSet": {"Crates"}}))
        assert admin.Crate__c.get(made["id"])["Size__c"] == 7

        gone = manifest({"CustomField": {"Crate__c.Size__c"}}, "67.0")
        assert deploy(admin, zipped({DELETIONS: gone}, {}))["state"] == "Succeeded"

        assert "Size__c" not in admin.Crate__c.get(made["id"])

    def test_a_package_without_manifest_fails_as_a_whole(self, admin: Salesforce) -> None:
        answer = deploy(admin, b"no zip at all")

        assert answer["state"] == "Failed"

    def test_a_layout_requires_what_the_object_requires(self, admin: Salesforce) -> None:
        files = {
            "objects/Crate__c.object": CRATE.replace("</label><type>", "</label><required>true</required><type>"),
            "layouts/Crate__c-Crate Layout.layout": metadata("Layout", LAYOUT.format("Size__c")),
        }  # fmt: skip

        answer = deploy(admin, zipped(files, CRATE_MEMBERS | {"Layout": {"Crate__c-Crate Layout"}}))

        assert problems(answer) == ["Field:Size__c must be Required"]

    def test_only_who_may_change_metadata_deploys(self, empty: Sandbox) -> None:
        for token, words in (
            (user_token(empty, "olive"), "ModifyMetadata"),
            ("00D!nobody", "INVALID_SESSION_ID"),
        ):
            with (
                as_user(empty, "", token=token) as somebody,
                pytest.raises(SalesforceGeneralError, match=words),
            ):
                deploy(somebody, zipped({}, {}))

    def test_the_org_tells_its_metadata(self, admin: Salesforce) -> None:
        deploy(admin, zipped({"objects/Crate__c.object": CRATE}, CRATE_MEMBERS))
        described = asked(admin, "describeMetadata", "<asOfVersion>67.0</asOfVersion>")
        listed = asked(admin, "listMetadata", "<queries><type>CustomObject</type></queries>")

        assert "<xmlName>PermissionSet</xmlName>" in described
        assert "<fullName>Crate__c</fullName>" in listed


def asked(admin: Salesforce, operation: str, inside: str) -> str:
    """The answer to an operation that simple-salesforce has no words for."""
    body = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns="http://soap.sforce.com/2006/04/metadata"><e:Header><SessionHeader><sessionId>'
        f"{admin.session_id}</sessionId></SessionHeader></e:Header><e:Body>"
        f"<{operation}>{inside}</{operation}></e:Body></e:Envelope>"
    )
    answer = admin.session.post(admin.metadata_url, data=body, timeout=30)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


SET = "<label>S</label>"
LAYOUT = "<layoutSections><customLabel>false</customLabel><layoutColumns><layoutItems><field>{0}</field></layoutItems></layoutColumns><style>OneColumn</style></layoutSections>"
FAULTS: dict[str, tuple[str, str, tuple[str, str], str]] = {
    "not well-formed": (
        "tabs/X__c.tab", "<CustomTab><oops</CustomTab>", ("CustomTab", "X__c"), "Error parsing file",
    ),
    "unknown element": (
        "permissionsets/S.permissionset", metadata("PermissionSet", SET + "<frobnicate>1</frobnicate>"), ("PermissionSet", "S"),
        "Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}frobnicate invalid at this location in type PermissionSet",
    ),
    "bad enumeration": (
        "objects/Lead.object", metadata("CustomObject", "<fields><fullName>A__c</fullName><label>A</label><type>Textt</type></fields>"),
        ("CustomField", "Lead.A__c"), "'Textt' is not a valid value for the enum 'FieldType'",
    ),
    "lookup to nowhere": (
        "objects/Lead.object",
        metadata("CustomObject", "<fields><fullName>A__c</fullName><label>A</label><type>Lookup</type><referenceTo>Nope__c</referenceTo></fields>"),
        ("CustomField", "Lead.A__c"), "referenceTo value of 'Nope__c' does not resolve to a valid sObject type",
    ),
    "field of no object": (
        "objects/Nope__c.object", metadata("CustomObject", f"<fields><fullName>A__c</fullName><label>A</label>{CHECKBOX}</fields>"),
        ("CustomField", "Nope__c.A__c"), "Entity of type 'CustomObject' named 'Nope__c' cannot be found",
    ),
    "right to a missing field": (
        "permissionsets/S.permissionset",
        metadata("PermissionSet", "<fieldPermissions><editable>false</editable><field>Lead.Nope__c</field><readable>true</readable></fieldPermissions>" + SET),
        ("PermissionSet", "S"), "In field: field - no CustomField named Lead.Nope__c found",
    ),
    "right to a missing class": (
        "permissionsets/S.permissionset",
        metadata("PermissionSet", "<classAccesses><apexClass>Nope</apexClass><enabled>true</enabled></classAccesses>" + SET),
        ("PermissionSet", "S"), "In field: apexClass - no ApexClass named Nope found",
    ),
    "right that needs another": (
        "permissionsets/S.permissionset",
        metadata("PermissionSet", SET + "<objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>false</allowRead><modifyAllRecords>false</modifyAllRecords><object>Lead</object><viewAllRecords>false</viewAllRecords></objectPermissions>"),
        ("PermissionSet", "S"), "Permission Create Lead depends on permission(s): Read Lead",
    ),
    "layout with a missing field": (
        "layouts/Lead-Mine.layout", metadata("Layout", LAYOUT.format("Nope__c")), ("Layout", "Lead-Mine"),
        "In field: field - no CustomField named Lead.Nope__c found",
    ),
    "list view column": (
        "objects/Project__c.object",
        metadata("CustomObject", "<listViews><fullName>Mine</fullName><columns>Nope__c</columns><filterScope>Everything</filterScope><label>Mine</label></listViews>"),
        ("ListView", "Project__c.Mine"), "Could not resolve list view column: Nope__c",
    ),
    "action without its bundle": (
        "quickActions/Lead.Go.quickAction",
        metadata("QuickAction", "<label>Go</label><lightningComponent>nope</lightningComponent><optionsCreateFeedItem>false</optionsCreateFeedItem><type>LightningComponent</type>"),
        ("QuickAction", "Lead.Go"), "In field: lightningComponent - no AuraDefinitionBundle named nope found",
    ),
    "policy for nobody's app": (
        "extlClntAppPolicies/P.ecaPlcy", metadata("ExtlClntAppConfigurablePolicies", "<externalClientApplication>Nope</externalClientApplication><isEnabled>true</isEnabled>"),
        ("ExtlClntAppConfigurablePolicies", "P"), "In field: externalClientApplication - no ExternalClientApplication named Nope found",
    ),
    "record of no type": (
        "customMetadata/Nope.One.md", metadata("CustomMetadata", "<label>One</label>"), ("CustomMetadata", "Nope.One"),
        "Custom metadata type Nope__mdt is not available in this organization",
    ),
    "rule about a missing field": (
        "objects/Lead.object",
        metadata("CustomObject", "<validationRules><fullName>R</fullName><active>true</active><errorConditionFormula>ISBLANK(Nope__c)</errorConditionFormula><errorMessage>No</errorMessage></validationRules>"),
        ("ValidationRule", "Lead.R"), "Field Nope__c does not exist. Check spelling.",
    ),
    "named but not there": (
        "tabs/Project__c.tab", metadata("CustomTab", "<customObject>true</customObject><motif>Custom1: Heart</motif>"), ("CustomTab", "Other__c"),
        "An object 'Other__c' of type CustomTab was named in package.xml, but was not found in zipped directory",
    ),
    "class without its description": (
        "classes/Alone.cls", "public class Alone {}", ("ApexClass", "Alone"), "Alone.cls-meta.xml is missing",
    ),
    "language of no workbench": (
        "translations/es.translation", metadata("Translations", ""), ("Translations", "es"), "Not available for deploy for this organization",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoiled() -> Iterator[Sandbox]:
    with Sandbox(now=NOW, empty=True) as box:
        yield box


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_fit_is_refused_in_salesforces_words(spoiled: Sandbox, fault: str) -> None:
    path, content, (kind, name), words = FAULTS[fault]
    with as_admin(spoiled) as admin:
        answer = deploy(admin, zipped({path: content}, {kind: {name}}))

    assert answer["state"] == "Failed"
    assert any(words in one for one in problems(answer)), problems(answer)


class TestUndeploying:
    def test_a_destructive_manifest_leaves_the_org_clean(
        self, empty: Sandbox, admin: Salesforce
    ) -> None:
        before = {name: fields_of(admin, name) for name in ("Event", "Task", "Lead")}
        known = dict(next(iter(empty.world.orgs.values())).components)  # type: ignore[attr-defined]
        for package in ("force-app", "setup-app"):
            deploy(admin, project(package))
        requests.post(f"{empty.url}/plant", timeout=30)
        assert fields_of(admin, "Event") > before["Event"]
        for name in ("PermissionSetAssignment", "PermissionSetGroupComponent"):
            query = f"SELECT Id FROM {name} WHERE PermissionSet.Name LIKE 'Handoff%'"
            for row in admin.query_all(query)["records"]:
                getattr(admin, name).delete(row["Id"])

        answer = deploy(admin, undeployment())

        assert (answer["state"], problems(answer)) == ("Succeeded", [])
        assert {name: fields_of(admin, name) for name in before} == before
        assert not [name for name in names(admin) if name.startswith("Handoff_")]
        assert admin.query("SELECT Id FROM PermissionSet WHERE Type = 'Regular'")["totalSize"] == 0
        assert next(iter(empty.world.orgs.values())).components.keys() == known.keys()  # type: ignore[attr-defined]
        assert "data-action" not in page(empty)
        with pytest.raises(SalesforceMalformedRequest):
            admin.query("SELECT Id FROM Handoff_Pool__c")
        with pytest.raises(SalesforceResourceNotFound):
            admin.Handoff_Pool__c.describe()

    @pytest.mark.parametrize(
        ("kind", "name", "words"),
        [
            ("Flow", "Handoff_Suggest_Hosts-1", "insufficient access rights on cross-reference id"),
            ("ApexClass", "HandoffCanvasLifecycle", "This apex class is referenced elsewhere"),
            ("AuraDefinitionBundle", "handoffQuickAction", "is referenced elsewhere"),
            ("PermissionSet", "Handoff_Organizer", "assigned to users"),
        ],
    )
    def test_what_is_in_use_stays(
        self, standing: Sandbox, kind: str, name: str, words: str
    ) -> None:
        gone = manifest({kind: {name}}, "67.0")
        with as_admin(standing) as admin:
            answer = deploy(admin, zipped({DELETIONS: gone}, {}))

        assert answer["state"] == "Failed"
        assert any(words in one for one in problems(answer)), problems(answer)


@pytest.fixture(scope="module")
def standing() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as box:
        yield box


def fields_of(admin: Salesforce, name: str) -> set[str]:
    return {field["name"] for field in getattr(admin, name).describe()["fields"]}


def undeployment() -> bytes:
    """What the project itself brings for `sf project deploy start --metadata-dir`."""
    folder = PROJECT / "manifest" / "undeploy"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "package.xml"
    }
    return zipped(
        files, {"FlowDefinition": {path.stem for path in folder.rglob("*.flowDefinition")}}
    )


class TestLogin:
    def test_the_admin_logs_in_with_password_and_security_token(self, standing: Sandbox) -> None:
        known = org_credentials(standing)["admin"]
        with vendor_session(standing) as session:
            token, instance = SalesforceLogin(
                username=known["username"],
                password=known["password"],
                security_token=known["security_token"],
                domain="larkspur.my",
                sf_version="64.0",
                session=session,
            )
        with as_user(standing, "", token=token) as admin:
            assert admin.query("SELECT Name FROM Organization")["records"][0]["Name"] == "Larkspur"
        assert instance == "larkspur.my.salesforce.com"

    @pytest.mark.parametrize(
        ("version", "password", "code"),
        [("64.0", "wrong", "INVALID_LOGIN"), ("65.0", "", "INVALID_OPERATION")],
    )
    def test_other_passwords_and_newer_versions_are_refused(
        self, standing: Sandbox, version: str, password: str, code: str
    ) -> None:
        known = org_credentials(standing)["admin"]
        with (
            vendor_session(standing) as session,
            pytest.raises(SalesforceAuthenticationFailed, match=code),
        ):
            SalesforceLogin(
                username=known["username"],
                password=password or known["password"],
                security_token=known["security_token"],
                sf_version=version,
                session=session,
            )
