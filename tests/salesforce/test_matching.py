"""The account that a lead belongs to, and what is read from it."""

import pytest

from handoff.org_settings import ObjectSetting
from handoff.records import RecordView
from tests.cast import DANA, GUS, OLIVE, QUEUED
from tests.salesforce.conftest import Larkspur

LOOKUP = "Matched_Account__c"
LEAD = ObjectSetting("Lead", matched_account_field=LOOKUP)
BY_SIZE = ObjectSetting("Lead", account_tie_order="NumberOfEmployees DESC, Name")


def read(
    larkspur: Larkspur, key: str, setting: ObjectSetting = LEAD, paths: tuple[str, ...] = ()
) -> RecordView:
    return larkspur.gateway.read_record(
        larkspur.access(OLIVE), "Lead", larkspur.record(key), setting, paths=paths
    )


def related(view: RecordView) -> list[tuple[str, str, str]]:
    return [(one.path, one.label, one.name) for one in view.users if one.is_related]


def test_the_admins_lookup_names_the_account(larkspur: Larkspur) -> None:
    view = read(larkspur, "lead:linked")

    assert view.matched_account is not None
    assert view.matched_account.id == larkspur.record("account:solstice")
    assert view.matched_account.why == "Solstice Energy stands in Matched Account."
    assert [path for path, _, _ in related(view)] == ["MatchedAccount.OwnerId"]


def test_the_lookup_needs_no_request_of_its_own_and_the_domain_one(larkspur: Larkspur) -> None:
    for key, more in (("lead:linked", 0), ("lead:matched", 1)):
        read(larkspur, key)
        before = larkspur.calls().get("query", 0)
        read(larkspur, key)
        assert larkspur.calls().get("query", 0) - before == more


def test_else_the_account_at_the_domain_of_the_address(larkspur: Larkspur) -> None:
    found = read(larkspur, GUS).matched_account

    assert found is not None
    assert (found.id, found.name) == (larkspur.record("account:northwind"), "Northwind Robotics")
    assert found.why == (
        "Northwind Robotics has its website at northwind.example, as the e-mail address has."
    )


def test_of_several_accounts_the_admins_order_decides(larkspur: Larkspur) -> None:
    found = read(larkspur, "lead:tie", BY_SIZE).matched_account

    assert found is not None
    assert found.name == "Tandem Bikes"
    assert found.why == (
        "Tandem Bikes is one of 2 accounts with a website at tandem.example; it comes first by "
        "Employees (descending), then Account Name."
    )


def test_without_an_order_the_oldest_account_comes_first(larkspur: Larkspur) -> None:
    found = read(larkspur, "lead:tie").matched_account

    assert found is not None
    assert found.why.endswith("it comes first by Created Date.")


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("gus@gmail.com", "https://gmail.com"),
        ("gus@acme.example", "https://notacme.example"),
        ("gus@acme.example", "https://shop.acme.example"),
        ("gus@acme.example", "https://elsewhere.example/?from=acme.example"),
        ("gus@%.example", "https://acme.example"),
        ("", "https://acme.example"),
    ],
)
def test_another_host_or_free_mail_matches_nothing(
    own_larkspur: Larkspur, email: str, website: str
) -> None:
    own_larkspur.theirs.row(own_larkspur.record(QUEUED))["Email"] = email or None
    own_larkspur.theirs.row(own_larkspur.record("account:marlowe"))["Website"] = website

    assert read(own_larkspur, QUEUED).matched_account is None


@pytest.mark.parametrize("website", ["acme.example", "HTTP://WWW.Acme.example:8080/about?x=1"])
def test_a_website_is_read_as_people_type_it(own_larkspur: Larkspur, website: str) -> None:
    own_larkspur.theirs.row(own_larkspur.record(QUEUED))["Email"] = "Wanda@ACME.example"
    own_larkspur.theirs.row(own_larkspur.record("account:marlowe"))["Website"] = website

    found = read(own_larkspur, QUEUED).matched_account

    assert found is not None
    assert found.name == "Marlowe & Finch"


def test_an_account_that_may_not_be_seen_is_no_match(larkspur: Larkspur) -> None:
    for key in ("account:northwind", "account:solstice"):
        larkspur.rule(deny={"user": OLIVE, "record": larkspur.record(key)})

    assert read(larkspur, GUS).matched_account is None
    assert read(larkspur, "lead:linked").matched_account is None


def test_without_access_to_accounts_or_their_websites_nothing_is_searched(
    larkspur: Larkspur,
) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Account", "field": "Website"})
    read(larkspur, GUS)
    before = larkspur.calls().get("query", 0)

    assert read(larkspur, GUS).matched_account is None
    assert larkspur.calls().get("query", 0) == before


def test_a_search_that_fails_leaves_the_lead_readable(larkspur: Larkspur) -> None:
    read(larkspur, GUS)
    larkspur.fault(kind="status", call="query", times=1, status=503)

    view = read(larkspur, GUS)

    assert (view.name, view.matched_account) == ("Gus Grant", None)


def test_the_users_of_the_account_are_offered(larkspur: Larkspur) -> None:
    everyone = ObjectSetting("Lead", user_field_paths=("MatchedAccount",))
    one = ObjectSetting(
        "Lead", user_field_paths=("Matched_Account__r.CSM__c",), matched_account_field=LOOKUP
    )

    assert related(read(larkspur, GUS, everyone)) == [
        ("MatchedAccount.OwnerId", "Account Owner", "Hugo Sands"),
        ("MatchedAccount.CSM__c", "Account CSM", "Maya Tanaka"),
    ]
    assert [path for path, _, _ in related(read(larkspur, "lead:linked", one))] == [
        "MatchedAccount.OwnerId",
        "MatchedAccount.CSM__c",
    ]


def test_rules_can_name_fields_of_the_account(larkspur: Larkspur) -> None:
    paths = ("MatchedAccount", "MatchedAccount.Industry", "MatchedAccount.CSM__c", "Industry")

    found = read(larkspur, "lead:matched", paths=paths).values
    empty = read(larkspur, QUEUED, paths=paths).values

    assert found["MatchedAccount"].raw == larkspur.record("account:northwind")
    assert (found["MatchedAccount.Industry"].label, found["MatchedAccount.Industry"].raw) == (
        "Account Industry",
        "Manufacturing",
    )
    assert found["MatchedAccount.CSM__c"].text == "Maya Tanaka"
    assert [empty[path].raw for path in paths] == [None] * 4


def test_other_objects_have_no_matched_account(larkspur: Larkspur) -> None:
    view = larkspur.gateway.read_record(
        larkspur.access(OLIVE),
        "Contact",
        larkspur.record(DANA),
        None,
        paths=("MatchedAccount.OwnerId",),
    )

    assert view.matched_account is None
    assert view.values == {}
