"""A record as the Organizer may see it."""

from dataclasses import replace

import pytest

from handoff.errors import AccessLost, NotFound, TryLater, TurnedDown
from handoff.org_settings import ObjectSetting
from handoff.records import RecordUser, RecordView
from tests.cast import DANA, GUS, OLIVE, OWNED_BY_INES, PRIVATE, QUEUED
from tests.salesforce.conftest import Larkspur

NORTHWIND = "Northwind Robotics"


def read(
    larkspur: Larkspur, key: str, setting: ObjectSetting | None = None, *, by: str = OLIVE
) -> RecordView:
    object_name = {"lead": "Lead", "project": "Project__c"}.get(
        key.split(":")[0], key.split(":")[0].title()
    )
    return larkspur.gateway.read_record(
        larkspur.access(by), object_name, larkspur.record(key), setting
    )


def user(view: RecordView, path: str) -> RecordUser:
    return next(one for one in view.users if one.path == path)


def own_paths(view: RecordView) -> list[str]:
    return [one.path for one in view.users if not one.is_related]


def test_a_lead_is_its_own_guest(larkspur: Larkspur) -> None:
    view = read(larkspur, GUS)

    assert (view.name, view.object_label, view.company) == ("Gus Grant", "Lead", NORTHWIND)
    assert view.country == "United Kingdom"
    (guest,) = view.guests
    assert (guest.first_name, guest.last_name, guest.email) == (
        "Gus",
        "Grant",
        "gus@northwind.example",
    )
    assert guest.record_id == view.id == larkspur.record(GUS)


def test_every_user_field_of_the_record_is_found(larkspur: Larkspur) -> None:
    view = read(larkspur, GUS)

    assert [(one.path, one.label, one.name) for one in view.users if not one.is_related] == [
        ("OwnerId", "Lead Owner", "Hana Berg"),
        ("SDR__c", "SDR", "Olive Ortega"),
    ]
    assert user(view, "SDR__c").user_id == larkspur.user(OLIVE)


def test_a_queue_is_no_user(larkspur: Larkspur) -> None:
    owner = user(read(larkspur, QUEUED), "OwnerId")

    assert owner.is_queue
    assert owner.name == "Inbound Leads"


def test_an_inactive_owner_is_said_to_be_inactive(larkspur: Larkspur) -> None:
    assert not user(read(larkspur, OWNED_BY_INES), "OwnerId").is_active


def test_a_contact_brings_the_users_of_its_account(larkspur: Larkspur) -> None:
    view = read(larkspur, DANA, ObjectSetting("Contact", user_field_paths=("Account",)))

    assert [(one.path, one.label, one.is_related) for one in view.users] == [
        ("OwnerId", "Contact Owner", False),
        ("Account.OwnerId", "Account Owner", True),
        ("Account.CSM__c", "Account CSM", True),
    ]
    assert user(view, "Account.CSM__c").name == "Maya Tanaka"


def test_the_owner_of_the_account_needs_no_setting(larkspur: Larkspur) -> None:
    assert user(read(larkspur, DANA), "Account.OwnerId").name == "Hugo Sands"


def test_a_custom_object_is_read_like_any_other(larkspur: Larkspur) -> None:
    setting = ObjectSetting(
        "Project__c",
        detail_fields=("Stage__c", "Account__r.Name", "Account__r.Industry"),
        user_field_paths=("Account__r.CSM__c",),
        guest_contact="Contact__c",
    )

    view = read(larkspur, "project:northwind", setting)

    assert [line.label for line in view.details] == ["Stage", "Account", "Account Industry"]
    assert user(view, "Account__r.CSM__c").name == "Maya Tanaka"
    assert user(view, "Delivery_Lead__c").name == "Maya Tanaka"
    assert view.guests[0].email == "dana@northwind.example"
    assert view.guests[0].record_id == larkspur.record(DANA)


def test_an_accounts_guests_are_its_contacts(larkspur: Larkspur) -> None:
    view = read(larkspur, "account:northwind")

    assert {guest.email for guest in view.guests} == {
        "dana@northwind.example",
        "piers@northwind.example",
    }


def test_an_opportunitys_guests_begin_with_the_primary_contact(larkspur: Larkspur) -> None:
    view = read(larkspur, "opportunity:northwind")

    assert view.guests[0].email == "dana@northwind.example"
    assert view.guests[0].role == "Decision Maker, primary contact"
    assert len({guest.record_id for guest in view.guests}) == len(view.guests) == 2


def test_a_cases_guest_is_its_contact(larkspur: Larkspur) -> None:
    view = read(larkspur, "case:northwind")

    assert [guest.record_id for guest in view.guests] == [larkspur.record(DANA)]
    assert view.name == "00000001"


def test_a_case_from_the_web_has_the_guest_that_wrote_it(larkspur: Larkspur) -> None:
    case = larkspur.create(
        "Case", Subject="Help", SuppliedName="Ruth van Dyk", SuppliedEmail="ruth@web.example"
    )

    view = larkspur.gateway.read_record(larkspur.access(OLIVE), "Case", case, None)

    (guest,) = view.guests
    assert (guest.first_name, guest.last_name, guest.email) == (
        "Ruth van",
        "Dyk",
        "ruth@web.example",
    )


def test_details_follow_the_admins_list_and_its_lookups(larkspur: Larkspur) -> None:
    setting = ObjectSetting(
        "Opportunity",
        detail_fields=("Amount", "CloseDate", "Account.Industry", "IsClosed", "Owner.Name"),
    )

    view = read(larkspur, "opportunity:northwind", setting)

    assert [(line.label, line.value) for line in view.details] == [
        ("Amount", "184,000"),
        ("Close Date", "16 Apr 2026"),
        ("Account Industry", "Manufacturing"),
        ("Closed", "No"),
        ("Owner", "Hugo Sands"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "No_Such__c",
        "Account.Name",
        "Owner.Manager.Manager.Manager.Manager.Manager.Name",
        "Company, (SELECT Id FROM Tasks)",
        "Company FROM Lead --",
        "'",
        "Owner..Name",
        "",
    ],
)
def test_a_path_that_leads_nowhere_is_left_out(larkspur: Larkspur, path: str) -> None:
    setting = ObjectSetting(
        "Lead", detail_fields=(path, "Company"), user_field_paths=(path,), guest_company=path
    )

    assert [line.label for line in read(larkspur, GUS, setting).details] == ["Company"]


def test_a_field_that_the_organizer_may_not_see_is_not_asked_for(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Lead", "field": "SDR__c"})
    larkspur.rule(deny={"user": OLIVE, "object": "Lead", "field": "Email"})

    view = read(larkspur, GUS, ObjectSetting("Lead", detail_fields=("Email", "Company")))

    assert own_paths(view) == ["OwnerId"]
    assert [line.label for line in view.details] == ["Company"]
    assert view.guests[0].email == ""


def test_without_access_to_accounts_a_contact_can_still_be_read(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Account"})

    view = read(larkspur, DANA, ObjectSetting("Contact", user_field_paths=("Account",)))

    assert [one.path for one in view.users] == ["OwnerId"]
    assert view.name == "Dana Whitfield"


def test_without_access_to_contacts_an_opportunity_has_no_guests(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Contact"})

    assert read(larkspur, "opportunity:northwind").guests == ()


def test_a_field_that_was_hidden_since_the_describe_is_noticed(larkspur: Larkspur) -> None:
    read(larkspur, GUS)
    larkspur.rule(deny={"user": OLIVE, "object": "Lead", "field": "SDR__c"})

    assert own_paths(read(larkspur, GUS)) == ["OwnerId"]


@pytest.mark.parametrize(
    "key", ["lead:linked", DANA, "account:northwind", "opportunity:northwind", "case:northwind"]
)
def test_a_warm_read_is_one_request(larkspur: Larkspur, key: str) -> None:
    setting = ObjectSetting("", matched_account_field="Matched_Account__c")
    cold = read(larkspur, key, setting)
    before = larkspur.calls()

    assert read(larkspur, key, setting) == cold

    assert larkspur.calls() == {**before, "composite": before["composite"] + 1}


def test_describes_of_one_user_say_nothing_about_another(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": "otto", "object": "Lead", "field": "SDR__c"})
    read(larkspur, GUS)

    assert own_paths(read(larkspur, GUS, by="otto")) == ["OwnerId"]


@pytest.mark.parametrize("key,by", [(PRIVATE, OLIVE), (GUS, "nils")])
def test_a_record_that_may_not_be_seen_does_not_exist(
    larkspur: Larkspur, key: str, by: str
) -> None:
    with pytest.raises(NotFound):
        read(larkspur, key, by=by)


def test_an_object_that_may_not_be_seen_does_not_exist(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Lead"})

    with pytest.raises(NotFound):
        read(larkspur, GUS)


def test_a_record_of_another_object_does_not_exist(larkspur: Larkspur) -> None:
    with pytest.raises(NotFound):
        larkspur.gateway.read_record(larkspur.access(OLIVE), "Contact", larkspur.record(GUS), None)


@pytest.mark.parametrize(
    "object_name,record_id",
    [
        ("Lead/describe?", "00QLk00000001E0MAI"),
        ("No_Such__c", "a00000000000001AAA"),
        ("Lead", "' OR Id != '"),
        ("Lead", "../Account/001"),
        ("", "00QLk00000001E0MAI"),
    ],
)
def test_odd_names_never_leave_the_house_or_are_not_found(
    larkspur: Larkspur, object_name: str, record_id: str
) -> None:
    with pytest.raises(NotFound):
        larkspur.gateway.read_record(larkspur.access(OLIVE), object_name, record_id, None)


def test_an_ended_session_is_lost_access(larkspur: Larkspur) -> None:
    access = larkspur.access(OLIVE, session="expired")

    with pytest.raises(AccessLost):
        larkspur.gateway.read_record(access, "Lead", larkspur.record(GUS), None)


def test_the_token_only_goes_to_the_registered_host(larkspur: Larkspur) -> None:
    access = replace(larkspur.access(OLIVE), instance_url="https://fernhill.my.salesforce.com")

    assert (
        larkspur.gateway.read_record(access, "Lead", larkspur.record(GUS), None).name == "Gus Grant"
    )


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_dropped_connection_is_for_later(larkspur: Larkspur, kind: str) -> None:
    larkspur.fault(kind=kind, call="composite", times=1)

    with pytest.raises(TryLater) as caught:
        read(larkspur, GUS)

    assert not caught.value.ambiguous
    assert read(larkspur, GUS).name == "Gus Grant"


def test_what_salesforce_refuses_is_told_in_its_words(larkspur: Larkspur) -> None:
    larkspur.fault(
        kind="status",
        call="composite",
        times=1,
        status=400,
        body=[{"errorCode": "JSON_PARSER_ERROR", "message": "Unexpected token"}],
    )

    with pytest.raises(TurnedDown, match="Unexpected token"):
        read(larkspur, GUS)
