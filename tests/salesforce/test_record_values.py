"""The fields that rules, questions and texts name, as the Organizer may see them."""

from handoff.records import Value
from tests.cast import DANA, GUS, HANA, OLIVE
from tests.salesforce.conftest import Larkspur


def values(larkspur: Larkspur, object_name: str, key: str, *paths: str) -> dict[str, Value]:
    view = larkspur.gateway.read_record(
        larkspur.access(OLIVE), object_name, larkspur.record(key), None, paths=paths
    )
    return dict(view.values)


def test_a_value_is_plain_for_rules_and_readable_for_people(larkspur: Larkspur) -> None:
    found = values(larkspur, "Lead", GUS, "NumberOfEmployees", "IsConverted", "Company", "OwnerId")

    assert found == {
        "NumberOfEmployees": Value("Employees", 420, "420"),
        "IsConverted": Value("Converted", False, "No"),
        "Company": Value("Company", "Northwind Robotics", "Northwind Robotics"),
        "OwnerId": Value("Lead Owner", larkspur.user(HANA), "Hana Berg"),
    }


def test_lookups_are_followed_and_keep_the_admins_spelling(larkspur: Larkspur) -> None:
    found = values(larkspur, "Opportunity", "opportunity:northwind", "account.industry", "Amount")

    assert found["account.industry"] == Value("Account Industry", "Manufacturing", "Manufacturing")
    assert found["Amount"].raw == 184_000
    assert found["Amount"].text == "184,000"


def test_what_may_not_be_seen_is_missing_and_what_is_empty_is_not(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "object": "Lead", "field": "Industry"})

    found = values(larkspur, "Lead", "lead:queue", "Industry", "Title", "Nonsense__c", "Owner.Name")

    assert found == {"Title": Value("Title", None, "")}


def test_a_related_record_that_may_not_be_seen_is_not_an_empty_one(larkspur: Larkspur) -> None:
    larkspur.rule(deny={"user": OLIVE, "record": larkspur.record("account:northwind")})

    assert values(larkspur, "Contact", DANA, "Account.Industry", "AccountId").keys() == {
        "AccountId"
    }


def test_everything_wanted_is_read_at_once(larkspur: Larkspur) -> None:
    paths = ("Account.Industry", "StageName", "Account.CSM__c")
    values(larkspur, "Opportunity", "opportunity:northwind", *paths)
    before = larkspur.calls()

    values(larkspur, "Opportunity", "opportunity:northwind", *paths)

    assert larkspur.calls() == {**before, "composite": before["composite"] + 1}
