"""Which fields the record pages show, in which order, and which icon stands for an object."""

from dataclasses import dataclass

from sandbox.salesforce.schema import ObjectType


@dataclass(frozen=True)
class Layout:
    icon: str
    highlights: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[str, ...] = ()


TABS = ("Lead", "Account", "Contact", "Opportunity", "Case", "Project__c")
_SYSTEM = ("System Information", ("CreatedById", "LastModifiedById"))

_LAYOUTS = {
    "Lead": Layout(
        icon="lead",
        highlights=("Title", "Company", "Phone", "Email"),
        sections=(
            (
                "Lead Information",
                (
                    "OwnerId", "Status", "Name", "Phone", "Company", "Email",
                    "Title", "Website", "LeadSource", "Rating", "Industry", "NumberOfEmployees", "SDR__c",
                ),
            ),
            ("Address Information", ("Street", "City", "PostalCode", "Country")),
            _SYSTEM,
        ),
        columns=("Company", "Status", "OwnerId"),
    ),
    "Contact": Layout(
        icon="contact",
        highlights=("Title", "AccountId", "Phone", "Email", "OwnerId"),
        sections=(
            (
                "Contact Information",
                ("OwnerId", "Phone", "Name", "MobilePhone", "AccountId", "Email", "Title", "Department"),
            ),
            ("Address Information", ("MailingStreet", "MailingCity", "MailingPostalCode", "MailingCountry")),
            _SYSTEM,
        ),
        columns=("AccountId", "Email", "OwnerId"),
    ),
    "Account": Layout(
        icon="account",
        highlights=("Type", "Phone", "Website", "OwnerId", "Industry"),
        sections=(
            (
                "Account Information",
                (
                    "OwnerId", "Rating", "Name", "Phone", "Type", "Website",
                    "Industry", "NumberOfEmployees", "CSM__c", "AnnualRevenue",
                ),
            ),
            ("Address Information", ("BillingStreet", "BillingCity", "BillingPostalCode", "BillingCountry")),
            ("Description Information", ("Description",)),
            _SYSTEM,
        ),
        columns=("Industry", "Website", "OwnerId"),
    ),
    "Opportunity": Layout(
        icon="opportunity",
        highlights=("AccountId", "CloseDate", "Amount", "OwnerId"),
        sections=(
            (
                "Opportunity Information",
                (
                    "OwnerId", "Amount", "Name", "CloseDate", "AccountId", "StageName",
                    "ContactId", "Probability", "Type", "NextStep", "LeadSource",
                ),
            ),
            ("Description Information", ("Description",)),
            _SYSTEM,
        ),
        columns=("AccountId", "StageName", "OwnerId"),
    ),
    "Case": Layout(
        icon="case",
        highlights=("CaseNumber", "Priority", "Status", "OwnerId"),
        sections=(
            (
                "Case Information",
                (
                    "OwnerId", "Status", "CaseNumber", "Priority", "ContactId", "ContactEmail",
                    "AccountId", "Origin", "Type", "Reason",
                ),
            ),
            ("Description Information", ("Subject", "Description")),
            _SYSTEM,
        ),
        columns=("Subject", "Status", "OwnerId"),
    ),
}  # fmt: skip


def layout_of(kind: ObjectType) -> Layout:
    """The object's layout; a custom object shows all that was deployed for it."""
    known = _LAYOUTS.get(kind.name)
    if known:
        return known
    custom = tuple(field.name for field in kind.fields.values() if field.custom)
    return Layout(
        icon="custom",
        highlights=(*custom[:4], "OwnerId"),
        sections=(("Information", ("OwnerId", "Name", *custom)), _SYSTEM),
        columns=(*custom[:2], "OwnerId"),
    )
