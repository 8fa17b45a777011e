"""Each mistake that can be made in the Salesforce project is found, at its place and in words."""

from pathlib import Path

import pytest

from handoff.salesforce import fields
from sf_metadata.checks.__main__ import findings, main
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import Project
from tests.metadata.planted import MAIN, PROJECT, Edit, Mistake, copy_of_project, mistake, planted

OBJECTS = f"{MAIN}/objects"
WEIGHT = f"{OBJECTS}/Handoff_Pool_Member__c/fields/Weight__c.field-meta.xml"
MEMBER_USER = f"{OBJECTS}/Handoff_Pool_Member__c/fields/User__c.field-meta.xml"
NOT_NEGATIVE = f"{OBJECTS}/Handoff_Pool_Member__c/validationRules/Weight_Is_Not_Negative.validationRule-meta.xml"
BOOKING = f"{OBJECTS}/Handoff_Booking__c"
ATTENTION = f"{BOOKING}/listViews/Needs_Attention.listView-meta.xml"
COMPACT = f"{BOOKING}/compactLayouts/Handoff_Booking_Compact_Layout.compactLayout-meta.xml"
BUTTON = f"{MAIN}/quickActions/Lead.Handoff_Book.quickAction-meta.xml"
ORGANIZER = f"{MAIN}/permissionsets/Handoff_Organizer.permissionset-meta.xml"
HOST = f"{MAIN}/permissionsets/Handoff_Host.permissionset-meta.xml"
LAYOUT = f"{MAIN}/layouts/Handoff_Booking__c-Handoff Booking Layout.layout-meta.xml"
FLOW = f"{MAIN}/flows/Handoff_Suggest_Hosts.flow-meta.xml"
LEAD_SETTING = f"{MAIN}/customMetadata/Handoff_Object_Setting.Lead.md-meta.xml"
APP = f"{MAIN}/applications/Handoff.app-meta.xml"
TAB = f"{MAIN}/tabs/Handoff_Pool__c.tab-meta.xml"
AURA = f"{MAIN}/aura/handoffQuickAction/handoffQuickAction"
CLASS = f"{MAIN}/classes/HandoffCanvasLifecycle.cls"
QUERYING = f"{MAIN}/classes/HandoffBookings.cls"
LABELS = f"{MAIN}/labels/CustomLabels.labels-meta.xml"
LWC = f"{MAIN}/lwc/handoffBookings"
REPORTS = f"{MAIN}/reports/Handoff_Reports"
DASHBOARD = f"{MAIN}/dashboards/Handoff_Dashboards/Handoff.dashboard-meta.xml"
CANVAS = (
    "setup-app/main/default/extlClntAppCanvasSettings/Handoff_canvasSettings.ecaCanvas-meta.xml"
)
POLICY = "setup-app/main/default/extlClntAppOauthPolicies/Handoff_oauthPlcy.ecaOauthPlcy-meta.xml"
GERMAN = "translations-app/main/default/translations/de.translation-meta.xml"
FRENCH_BOOKING = "translations-app/main/default/objectTranslations/Handoff_Booking__c-fr"
META = 'xmlns="http://soap.sforce.com/2006/04/metadata"'

PAGE = (
    f"<FlexiPage {META}><flexiPageRegions><itemInstances><componentInstance>"
    "<componentInstanceProperties><name>nothing</name><value>1</value></componentInstanceProperties>"
    "<componentName>{component}</componentName></componentInstance></itemInstances><name>main</name><type>Region</type>"
    "</flexiPageRegions><masterLabel>Extra</masterLabel><sobjectType>{owner}</sobjectType>"
    "<template><name>flexipage:recordHomeTemplateDesktop</name></template><type>RecordPage</type></FlexiPage>"
)


def page(component: str, owner: str = "Handoff_Booking__c") -> Edit:
    return Edit(
        f"{MAIN}/flexipages/Extra.flexipage-meta.xml",
        new=PAGE.format(component=component, owner=owner),
    )


def swap(file: str, old: str, new: str = "") -> Edit:
    return Edit(file, old, new)


MISTAKES = (
    # ---- the file itself
    mistake("unknown-element", swap(BUTTON, "<height>", "<frobnicate>1</frobnicate><height>"), check="schema", says="<frobnicate> is not an element of QuickAction"),
    mistake("broken-field", swap(WEIGHT, "</label>", ""), check="schema", says="not well-formed"),
    mistake("broken-action", swap(BUTTON, "</QuickAction>", ""), check="schema", says="not well-formed"),
    mistake("wrong-root", (swap(BUTTON, "<QuickAction ", "<CustomAction "), swap(BUTTON, "</QuickAction>", "</CustomAction>")), check="schema", says="the root element is <CustomAction>"),
    mistake("bad-enum", swap(WEIGHT, "<type>Number</type>", "<type>Nummer</type>"), check="schema", says="which is none of FieldType"),
    mistake("bad-boolean", swap(BUTTON, "<optionsCreateFeedItem>false", "<optionsCreateFeedItem>no"), check="schema", says="<optionsCreateFeedItem> is 'no'"),
    mistake("bad-number", swap(WEIGHT, "<precision>4", "<precision>four"), check="schema", says="<precision> is 'four'"),
    mistake("missing-element", swap(BUTTON, "    <optionsCreateFeedItem>false</optionsCreateFeedItem>\n"), check="schema", says="lacks its required <optionsCreateFeedItem>"),
    mistake("given-twice", swap(WEIGHT, "<label>", "<label>Weight</label><label>"), check="schema", says="<label> is given twice"),
    mistake("not-together", swap(ATTENTION, "<label>", "<columns>Name</columns><label>"), check="schema", says="the <columns> elements do not stand together"),
    # ---- names and places
    mistake("unknown-suffix", Edit(f"{MAIN}/quickActions/Lead.Second.quickaktion-meta.xml", new=f"<QuickAction {META}/>"), check="naming", says="Salesforce knows no such suffix"),
    mistake("wrong-folder", Edit(f"{MAIN}/flows/Handoff_Extra.tab-meta.xml", new=f"<CustomTab {META}/>"), check="naming", says="a CustomTab does not lie here"),
    mistake("class-without-code", Edit(f"{MAIN}/classes/Lonely.cls-meta.xml", new=f"<ApexClass {META}><apiVersion>67.0</apiVersion></ApexClass>"), check="naming", says="there is no Lonely.cls beside it"),
    mistake("code-without-meta", Edit(f"{MAIN}/classes/LonelyTest.cls", new="@IsTest private class LonelyTest {}"), check="naming", says="LonelyTest.cls-meta.xml is missing"),
    mistake("aura-without-meta", Edit(f"{AURA}.cmp-meta.xml"), check="naming", says="handoffQuickAction.cmp-meta.xml is missing"),
    mistake("lwc-without-meta", Edit(f"{LWC}/handoffBookings.js-meta.xml"), check="naming", says="handoffBookings.js-meta.xml is missing"),
    mistake("full-name", swap(WEIGHT, "<fullName>Weight__c", "<fullName>Share__c"), check="naming", says="<fullName> is Share__c, and the file is called Weight__c"),
    mistake("api-name", Edit(f"{OBJECTS}/Handoff_Pool__c/fields/Two__Bars__c.field-meta.xml", new=f"<CustomField {META}/>"), check="naming", says="Two__Bars__c is no API name"),
    mistake("api-version", swap(f"{AURA}.cmp-meta.xml", "67.0", "58.0"), check="naming", says="API version 58.0 here, 67.0 in sfdx-project.json"),
    mistake("nobodys-file", Edit("extras/main/default/tabs/Extra.tab-meta.xml", new=f"<CustomTab {META}/>"), check="naming", says="no package directory holds extras"),
    mistake("foreign-file", Edit(f"{MAIN}/classes/notes.txt", new="remember"), check="naming", says="Salesforce knows no such file"),
    mistake("customers-layout", Edit(f"{MAIN}/layouts/Lead-Lead Layout.layout-meta.xml", new=f"<Layout {META}/>"), check="naming", says="would overwrite a customer's layout of Lead"),
    mistake("twice", Edit("sample-app/main/default/tabs/Handoff_Pool__c.tab-meta.xml", new=f"<CustomTab {META}><customObject>true</customObject></CustomTab>"), check="naming", says="CustomTab Handoff_Pool__c is there twice"),
    # ---- fields and formulas
    mistake("lookup-to-nothing", swap(MEMBER_USER, "<referenceTo>User<", "<referenceTo>Usr__c<"), check="fields", says="looks up Usr__c, which does not exist"),
    mistake("required-set-null", swap(MEMBER_USER, "<required>false", "<required>true"), check="fields", says="a required lookup cannot be emptied"),
    mistake("long-help", swap(WEIGHT, "<inlineHelpText>", f"<inlineHelpText>{'Long. ' * 90}"), check="fields", says="at most 510"),
    mistake("picklist-in-setting", swap(f"{OBJECTS}/Handoff_Settings__c/fields/Test_Mailbox__c.field-meta.xml", "<type>Email", "<type>LongTextArea"), check="fields", says="Handoff_Settings__c cannot hold a LongTextArea"),
    mistake("long-list-label", swap(ATTENTION, "<label>", f"<label>{'Long ' * 9}"), check="lengths", says="at most 40"),
    mistake("long-label", swap(LABELS, "<value>", f"<value>{'Long ' * 250}"), check="lengths", says="at most 1000"),
    mistake("long-message", swap(NOT_NEGATIVE, "<errorMessage>", f"<errorMessage>{'Long ' * 60}"), check="lengths", says="at most 255"),
    mistake("long-translation", swap(f"{FRENCH_BOOKING}/Handoff_Booking__c-fr.objectTranslation-meta.xml", "<label>Organisateur", f"<label>{'Organisateur ' * 4}"), check="lengths", says="at most 40"),
    mistake("formula-field", swap(NOT_NEGATIVE, "Weight__c", "Wieght__c"), check="formulas", says="Handoff_Pool_Member__c has no field Wieght__c"),
    mistake("formula-function", swap(NOT_NEGATIVE, "<errorConditionFormula>", "<errorConditionFormula>ISNULLISH(User__c) || "), check="formulas", says="there is no function ISNULLISH"),
    mistake("formula-brackets", swap(NOT_NEGATIVE, "<errorConditionFormula>", "<errorConditionFormula>AND("), check="formulas", says="brackets open"),
    # ---- permission sets and client apps
    mistake("permission-field", swap(HOST, "Event.Handoff_Pool__c", "Event.Handoff_Pol__c"), check="permissions", says="there is no field Event.Handoff_Pol__c"),
    mistake("permission-class", swap(ORGANIZER, "<apexClass>HandoffCanvasLifecycle", "<apexClass>HandoffCanvas"), check="permissions", says="there is no Apex class HandoffCanvas"),
    mistake("permission-master", swap(HOST, "<field>Event.Handoff_Pool__c", "<field>Handoff_Pool_Member__c.Pool__c"), check="permissions", says="everybody has it"),
    mistake("permission-rests", swap(HOST, "<allowEdit>true</allowEdit>\n        <allowRead>true", "<allowEdit>true</allowEdit>\n        <allowRead>false"), check="permissions", says="rests on allowRead"),
    mistake("policy", swap(POLICY, "Handoff_Organizer", "Handoff_User"), check="permissions", says="there is no permission set Handoff_User"),
    mistake("lifecycle", swap(CANVAS, "HandoffCanvasLifecycle", "HandoffLifecycle"), check="permissions", says="there is no Apex class HandoffLifecycle"),
    # ---- pages
    mistake("layout-field", swap(LAYOUT, "<field>Status__c", "<field>State__c"), check="layouts", says="there is no field State__c"),
    mistake("layout-required", swap(LAYOUT, "<behavior>Required</behavior>\n                <field>Booking_Key__c", "<behavior>Readonly</behavior>\n                <field>Booking_Key__c"), check="layouts", says="Booking_Key__c is required, and Readonly here"),
    mistake("layout-name", swap(LAYOUT, "<field>Name</field>", "<field>OwnerId</field>"), check="layouts", says="the required field Name is not on the layout"),
    mistake("list-column", swap(ATTENTION, "<columns>Status__c", "<columns>State__c"), check="layouts", says="Handoff_Booking__c has no field State__c"),
    mistake("list-value", swap(ATTENTION, "<value>Needs Attention", "<value>Needs Care"), check="layouts", says="Status__c is never Needs Care"),
    mistake("compact-field", swap(COMPACT, "<fields>Status__c", "<fields>State__c"), check="layouts", says="has no field State__c"),
    mistake("action-component", swap(BUTTON, "handoffQuickAction", "handoffQuick"), check="pages", says="there is no Aura component handoffQuick"),
    mistake("app-tab", swap(APP, "<tabs>Handoff_Pool__c", "<tabs>Handoff_Pools__c"), check="pages", says="there is no tab Handoff_Pools__c"),
    mistake("tab-object", Edit(f"{MAIN}/tabs/Handoff_Nothing__c.tab-meta.xml", new=f"<CustomTab {META}><customObject>true</customObject></CustomTab>"), check="pages", says="Handoff_Nothing__c is no custom object"),
    mistake("report-column", swap(f"{REPORTS}/Bookings_by_Organizer.report-meta.xml", "$Organizer__c", "$Organiser__c"), check="reports", says="has no column Handoff_Booking__c$Organiser__c"),
    mistake("dashboard-report", swap(DASHBOARD, "Bookings_by_Organizer", "Bookings_by_Nobody"), check="reports", says="there is no report Handoff_Reports/Bookings_by_Nobody"),
    mistake("page-component", page("handoffNothing"), check="pages", says="there is no component handoffNothing"),
    mistake("page-property", page("handoffBookings"), check="pages", says="handoffBookings has no property nothing"),
    mistake("page-object", page("handoffBookings", "Handoff_Nothing__c"), check="pages", says="there is no object Handoff_Nothing__c"),
    mistake("customers-page", page("handoffBookings", "Lead"), check="naming", says="would overwrite a customer's record page of Lead"),
    mistake("report-type", swap(f"{MAIN}/reportTypes/Handoff_Bookings.reportType-meta.xml", "<field>Status__c", "<field>State__c"), check="reports", says="Handoff_Booking__c has no field State__c"),
    mistake("report-folder", Edit(f"{MAIN}/reports/Handoff_Reports.reportFolder-meta.xml"), check="reports", says="the folder Handoff_Reports is missing"),
    mistake("related-list", swap(LAYOUT, "<relatedList>Handoff_Booking_Host__c.Booking__c", "<relatedList>Handoff_Booking_Host__c.Book__c"), check="layouts", says="is no lookup to Handoff_Booking__c"),
    mistake("search-column", swap(f"{BOOKING}/Handoff_Booking__c.object-meta.xml", "AdditionalFields>Status__c", "AdditionalFields>State__c"), check="layouts", says="has no field State__c"),
    # ---- records and flows
    mistake("record-field", swap(LEAD_SETTING, "<field>Enabled__c", "<field>Enabeld__c"), check="records", says="there is no field Enabeld__c"),
    mistake("record-value", swap(LEAD_SETTING, ">Only If Empty<", ">If Empty<"), check="records", says="Owner_Field_Mode__c is never 'If Empty'"),
    mistake("record-path", swap(LEAD_SETTING, ">FirstName<", ">ForeName<"), check="records", says="Lead has no field ForeName"),
    mistake("flow-connector", swap(FLOW, "<targetReference>Get_Account", "<targetReference>Get_Acount"), check="flows", says="leads to Get_Acount, which is no element"),
    mistake("flow-reference", swap(FLOW, "<elementReference>recordId", "<elementReference>recordKey"), check="flows", says="there is no element or resource recordKey"),
    mistake("flow-field", swap(FLOW, "<queriedFields>IsClosed", "<queriedFields>IsShut"), check="flows", says="Opportunity has no field IsShut"),
    # ---- code
    mistake("query-field", swap(QUERYING, "SELECT Booking__r.Booking_Key__c,", "SELECT Booking__r.Booking_Kee__c,"), check="apex", says="in a query: Handoff_Booking__c has no field Booking_Kee__c"),
    mistake("query-object", swap(QUERYING, "FROM Handoff_Booking_Host__c", "FROM Handoff_Booking_Hosts__c"), check="apex", says="in a query: there is no object Handoff_Booking_Hosts__c"),
    mistake("apex-label", swap(CLASS, "Handoff_No_Record", "Handoff_No_Rekord"), check="apex", says="there is no custom label Handoff_No_Rekord"),
    mistake("apex-query-mode", swap(QUERYING, "WITH SYSTEM_MODE", ""), check="apex", says="a query says neither user nor system mode"),
    mistake("apex-dml-mode", swap(f"{MAIN}/classes/HandoffLaunchTest.cls", "insert as system", "insert"), check="apex", says="insert says neither user nor system mode"),
    mistake("apex-method-mode", swap(f"{MAIN}/classes/HandoffHostSharing.cls", "outdated, false, AccessLevel.SYSTEM_MODE", "outdated, false"), check="apex", says="Database.delete says neither user nor system mode"),
    mistake("apex-untested", (Edit(f"{MAIN}/classes/Untested.cls", new="public with sharing class Untested {}"), Edit(f"{MAIN}/classes/Untested.cls-meta.xml", new=f"<ApexClass {META}><apiVersion>67.0</apiVersion></ApexClass>")), check="apex", says="Untested has no test class"),
    mistake("aura-attribute", swap(f"{AURA}.cmp", "developerName=", "developersName="), check="aura", says="<force:canvasApp> has no attribute developersName"),
    mistake("aura-interface", swap(f"{AURA}.cmp", "force:hasRecordId", "force:hasRecordKey"), check="aura", says="there is no interface force:hasRecordKey"),
    mistake("aura-action", swap(f"{AURA}.cmp", "{!c.handleInit}", "{!c.handleStart}"), check="aura", says="the controller has no action handleStart"),
    mistake("aura-component", swap(f"{AURA}.cmp", "<aura:handler ", "<force:canvas /><aura:handler "), check="aura", says="there is no component <force:canvas>"),
    mistake("aura-helper", swap(f"{AURA}Controller.js", "helper.listen(", "helper.hear("), check="aura", says="the helper has no hear"),
    mistake("lwc-label", swap(f"{LWC}/labels.js", "c.Handoff_Refresh", "c.Handoff_Refesh"), check="components", says="there is no custom label c.Handoff_Refesh"),
    mistake("lwc-apex", swap(f"{LWC}/handoffBookings.js", "apex/HandoffBookings.listFor", "apex/HandoffBookings.listAll"), check="components", says="there is no @AuraEnabled method HandoffBookings.listAll"),
    mistake("lwc-property", swap(f"{LWC}/handoffBookings.js-meta.xml", "name=\"howMany\"", "name=\"howFew\""), check="components", says="the component has no @api howFew"),
    mistake("lwc-component", swap(f"{LWC}/handoffBookings.html", "<lightning-card", "<lightning-cart"), check="components", says="<lightning-cart> is no standard component"),
    mistake("lwc-attribute", swap(f"{LWC}/handoffBookings.html", "alternative-text=", "alternate-text="), check="components", says="has no attribute alternate-text"),
    mistake("lwc-expression", swap(f"{LWC}/handoffBookings.html", "{isEmpty}", "{isVoid}"), check="components", says="the script has no isVoid"),
    # ---- words and deployment
    mistake("label-untranslated", swap(GERMAN, "<name>Handoff_Booked</name>", "<name>Handoff_Booket</name>"), check="words", says="there is no label Handoff_Booket"),
    mistake("field-untranslated", Edit(f"{FRENCH_BOOKING}/Status__c.fieldTranslation-meta.xml"), check="words", says="the field Status__c is not translated"),
    mistake("value-untranslated", swap(f"{FRENCH_BOOKING}/Status__c.fieldTranslation-meta.xml", "<masterLabel>No Show", "<masterLabel>No-Show"), check="words", says="the picklist value No Show is not translated"),
    mistake("unused-label", swap(LABELS, "<fullName>Handoff_Booked<", "<fullName>Handoff_Booket<"), check="words", says="nothing uses the label Handoff_Booket"),
    mistake("replacement", swap("sfdx-project.json", "setup-app/**/*.xml", "set-up-app/**/*.xml"), check="deployment", says="finds nothing"),
    mistake("not-replaced", swap(BUTTON, "Book a meeting", "https://handoff.example.com"), check="deployment", says="and nothing replaces it"),
    mistake("manifest", swap("manifest/package.xml", "<members>Handoff_Organizer<", "<members>Handoff_User<"), check="deployment", says="names PermissionSet Handoff_User, which is not there"),
    mistake("undeploy", swap("manifest/undeploy/destructiveChangesPost.xml", "<members>Handoff_Organizer<", "<members>Handoff_User<"), check="deployment", says="leaves out PermissionSet Handoff_Organizer"),
)  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_project(tmp_path_factory.mktemp("planted"))


def test_nothing_is_wrong_with_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    assert capsys.readouterr().out == ""
    assert code == 0


@pytest.mark.parametrize("one", MISTAKES, ids=lambda one: one.id)
def test_a_mistake_is_found(copy: Path, one: Mistake) -> None:
    with planted(copy, one):
        found = findings(copy, only=[one.check])

    assert any(one.says in f"{finding.wrong} {finding.remedy}" for finding in found), found
    assert all(finding.remedy for finding in found)


def test_a_finding_says_the_line(copy: Path) -> None:
    text = (copy / ATTENTION).read_text("utf-8")
    line = text[: text.index("<columns>Status__c")].count("\n") + 1
    (bad,) = (one for one in MISTAKES if one.id == "list-column")

    with planted(copy, bad):
        (found,) = findings(copy, only=["layouts"])

    assert (found.file, found.line) == (ATTENTION, line)


# ------------------------------------------------------------------ the product's names


def unlike_the_product(project: Path) -> list[str]:
    """The fields that handoff/salesforce/fields.py names and the project has not, or not as that type."""
    org = Org(Project(project))
    return [
        f"{vars(described)['OBJECT']}.{field}"
        for described in fields.CUSTOM
        for field in fields.fields_of(described)
        if field.endswith("__c")
        and getattr(org.field(vars(described)["OBJECT"], field), "type", "") != field.kind
    ]


def test_the_product_and_the_project_name_the_same_fields(copy: Path) -> None:
    retyped = mistake("type", swap(WEIGHT, "<type>Number", "<type>Percent"), check="", says="")
    removed = mistake("gone", Edit(WEIGHT), check="", says="")

    assert unlike_the_product(PROJECT) == []
    for one in (retyped, removed):
        with planted(copy, one):
            assert unlike_the_product(copy) == ["Handoff_Pool_Member__c.Weight__c"]
