"""The suggestion rules of a pretend company: one of each sort, and a draft."""

from typing import Any


def _rule(name: str, *, order: int, **fields: Any) -> dict[str, Any]:
    return {
        "Name": name,
        "Active__c": True,
        "Object_API_Name__c": "Lead",
        "Sort_Order__c": order,
        **fields,
    }


LARKSPUR = (
    _rule(
        "Unqualified leads",
        order=10,
        Conditions__c="Status = Unqualified",
        Outcome__c="Do Not Schedule",
        Text__c="{Name} of {Company} is not qualified: marketing stays in touch. Please book no meeting.",
        Action__c="Notify Owner",
        Action_Label__c="Ask the owner to look again",
        Action_Value__c="Please look at {Name} again",
    ),
    _rule(
        "Leads of customers",
        order=20,
        Conditions__c="LeadSource in (Partner Referral, Phone Inquiry)",
        Host_Field__c="MatchedAccount.OwnerId",
        Further_Hosts__c="MatchedAccount.CSM__c optional",
        Meeting_Type__c="@type:Product Demo",
        Text__c="{Company} is a customer already: their account's owner takes the call.",
    ),
    _rule(
        "Europe",
        order=30,
        Conditions__c="Country in (Denmark, France, Germany, Netherlands, Norway, Sweden)",
        Pool__c="@pool:EMEA",
        Meeting_Type__c="@type:Discovery Call",
    ),
    _rule(
        "Big early deals",
        order=40,
        Object_API_Name__c="Opportunity",
        Conditions__c="Amount >= 90000\nStageName = Qualification",
        Host_Field__c="OwnerId",
        Further_Hosts__c="Account.CSM__c required",
        Meeting_Type__c="@type:Technical Review",
        Lock_Hosts__c=True,
        Lock_Type__c=True,
        May_Add_Hosts__c=False,
        Text__c="Deals of this size stay with the owner of the opportunity.",
    ),
    _rule(
        "Draft: industry desk",
        order=50,
        Active__c=False,
        Conditions__c="Industry = Manufacturing",
        Host__c="@hana",
    ),
)
