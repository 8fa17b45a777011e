"""What the form holds at first: a type's own guest fields, and answers that a record's fields give."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.conditions import Condition
from handoff.conditions import Test as Compare
from handoff.meeting_types import (
    GuestFields,
    MeetingType,
    MeetingTypeId,
    PossibleHost,
    PossibleKind,
    Question,
    QuestionKind,
)
from handoff.org_settings import (
    ActionKind,
    OrgSettings,
    RuleOutcome,
    SuggestedField,
    SuggestionRule,
)
from handoff.pools.prefills import guest_prefill, prefilled
from handoff.pools.record_paths import paths_of
from handoff.records import GuestChoice, RecordView, Value

PLAIN = MeetingType(MeetingTypeId("type"), "Discovery Call", timedelta(minutes=30))
RECORD = RecordView(
    "record",
    "Lead",
    "Lead",
    "Gus Grant",
    guests=(GuestChoice("Gus", "Grant", "gus@northwind.example", "record"),),
    values={
        "Industry": Value("Industry", "Energy", "Energy"),
        "NumberOfEmployees": Value("Employees", 1200, "1,200"),
        "Wanted__c": Value("Wanted", True, "Yes"),
        "Work_Email__c": Value("Work Email", "gus@work.example", "gus@work.example"),
    },
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "record"),
        ({"prefills_guest": False}, "off"),
        (
            {"guest_fields": GuestFields(email="Work_Email__c")},
            {"first_name": "Gus", "last_name": "Grant", "email": "gus@work.example"},
        ),
        (
            {"guest_fields": GuestFields(first_name="Hidden__c")},
            {"first_name": "", "last_name": "Grant", "email": "gus@northwind.example"},
        ),
    ],
)
def test_a_type_may_override_or_switch_off_the_records_guest(
    changes: dict[str, Any], expected: object
) -> None:
    assert guest_prefill(replace(PLAIN, **changes), RECORD) == expected


def test_without_a_guest_on_the_record_the_rest_stays_empty() -> None:
    kind = replace(PLAIN, guest_fields=GuestFields(email="Work_Email__c"))

    assert guest_prefill(kind, replace(RECORD, guests=())) == {
        "first_name": "",
        "last_name": "",
        "email": "gus@work.example",
    }


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (Question("q", "Industry", prefill_field="Industry"), "Energy"),
        (Question("q", "Employees", prefill_field="NumberOfEmployees"), "1,200"),
        (Question("q", "Nothing"), ""),
        (Question("q", "Hidden", prefill_field="Hidden__c"), ""),
        (Question("q", "Wanted", QuestionKind.CHECKBOX, prefill_field="Wanted__c"), True),
        (Question("q", "Not so", QuestionKind.CHECKBOX, prefill_field="Industry"), False),
        (Question("q", "Hidden", QuestionKind.CHECKBOX, prefill_field="Hidden__c"), False),
        (
            Question(
                "q",
                "Industry",
                QuestionKind.PICKLIST,
                options=("Energy", "Other"),
                prefill_field="Industry",
            ),
            "Energy",
        ),
        (
            Question(
                "q",
                "Industry",
                QuestionKind.PICKLIST,
                options=("Retail",),
                prefill_field="Industry",
            ),
            "",
        ),
    ],
)
def test_a_question_is_answered_by_its_field(question: Question, expected: object) -> None:
    assert prefilled(question, RECORD) == expected


NAMING = replace(
    PLAIN,
    objects=("Lead",),
    conditions=(Condition("Rating", Compare.IS_FILLED),),
    questions=(Question("q", "Industry", prefill_field="Industry"), Question("r", "Other")),
    guest_fields=GuestFields(email="Work_Email__c"),
    possible_hosts=(
        PossibleHost(PossibleKind.FIELD, "SDR__c"),
        PossibleHost(PossibleKind.HOST, "somebody"),
    ),
)
ELSEWHERE = replace(
    NAMING, objects=("Case",), questions=(Question("q", "Case", prefill_field="Priority"),)
)
RULES = (
    SuggestionRule(
        "1",
        "Suggest",
        "Lead",
        conditions=(Condition("Rating", Compare.EQUALS, ("Hot",)),),
        host_field="MatchedAccount.OwnerId",
        further=(SuggestedField("Account.CSM__c"),),
        text="{Company} in {Address.City}",
    ),
    SuggestionRule(
        "2",
        "Stop",
        "Lead",
        outcome=RuleOutcome.DO_NOT_SCHEDULE,
        action=ActionKind.OPEN_RECORD,
        action_value="Parent__c",
    ),
    SuggestionRule("3", "Other", "Case", host_field="OwnerId", text="{Priority}"),
    SuggestionRule(
        "4",
        "Copy",
        "Lead",
        outcome=RuleOutcome.DO_NOT_SCHEDULE,
        action=ActionKind.COPY_TEXT,
        action_value="Call {Phone}",
    ),
)


def test_every_field_that_types_and_rules_name_is_read_once() -> None:
    assert paths_of(OrgSettings(meeting_types=(NAMING, ELSEWHERE), rules=RULES), "Lead") == (
        "Rating",
        "Industry",
        "Work_Email__c",
        "SDR__c",
        "MatchedAccount.OwnerId",
        "Account.CSM__c",
        "Company",
        "Address.City",
        "Parent__c",
        "Phone",
    )
