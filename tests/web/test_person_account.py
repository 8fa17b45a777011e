"""An account that is a person is its own guest, and the Event is about both halves of it."""

from typing import Any

import pytest

from sandbox.salesforce import permission_rows
from sandbox.salesforce.schema import Field
from tests.support.served import Served, org_of
from tests.web.test_changes import salesforce

OF_A_PERSON = (
    Field("IsPersonAccount", "Is Person Account", "boolean", writable=False, default=False),
    Field("FirstName", "First Name", "string", length=40),
    Field("LastName", "Last Name", "string", length=80),
    Field("PersonEmail", "Email", "email", length=80),
    Field(
        "PersonContactId",
        "Contact ID",
        "reference",
        reference_to=("Contact",),
        relationship="PersonContact",
        writable=False,
    ),
)
ACCOUNT = "account:northwind"


@pytest.fixture
def person(served: Served) -> dict[str, Any]:
    """An org with person accounts, in which one of the accounts is Dana Whitfield and no company."""
    org = org_of(served)
    with served.box.world.lock:
        for field in OF_A_PERSON:
            org.kind("Account").add(field)
        permission_rows.refresh(org)
        account = org.rows("Account")[org.keys[ACCOUNT]]
        contact = org.rows("Contact")[org.keys["contact:dana"]]
        for one in [row for row in org.rows("Contact").values() if row is not contact]:
            if one["AccountId"] == account["Id"]:
                one["AccountId"] = None
        account |= {
            "IsPersonAccount": True,
            "Name": "Dana Whitfield",
            "FirstName": "Dana",
            "LastName": "Whitfield",
            "PersonEmail": contact["Email"],
            "PersonContactId": contact["Id"],
        }
    return dict(account)


def test_a_person_account_is_its_own_guest(served: Served, person: dict[str, Any]) -> None:
    window = served.open(ACCOUNT)
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    window.book(hold["id"])
    served.deliver()

    [guest] = window.context["guests"]
    assert (guest["first_name"], guest["last_name"]) == ("Dana", "Whitfield")
    assert (guest["email"], guest["record_id"]) == (
        person["PersonEmail"],
        person["PersonContactId"],
    )
    assert window.context["record"]["company"] == ""
    [event] = salesforce(served, "Event")
    assert (event["WhoId"], event["WhatId"]) == (person["PersonContactId"], person["Id"])
    assert served.open("contact:dana").context["record"]["company"] == ""
    [booking] = salesforce(served, "Handoff_Booking__c")
    assert (booking["Record_Id__c"], booking["Object__c"]) == (person["Id"], "Account")


def test_a_company_in_such_an_org_is_as_ever(served: Served, person: dict[str, Any]) -> None:
    context = served.open("account:solstice").context

    assert person["IsPersonAccount"]
    assert context["record"]["company"] == context["record"]["name"]
    assert all(one["record_id"].startswith("003") for one in context["guests"])


def test_a_persons_address_is_saved_to_the_account(served: Served, person: dict[str, Any]) -> None:
    window = served.open(ACCOUNT)
    wish = {"record_id": person["PersonContactId"], "email": "dana@home.example"}

    window.ask("POST", "/guest-address", wish)

    row = org_of(served).rows("Account")[person["Id"]]
    assert row["PersonEmail"] == "dana@home.example"
