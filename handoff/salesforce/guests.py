"""Who could be the primary guest of a meeting about a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simple_salesforce.format import format_soql

from handoff.org_settings import ObjectSetting
from handoff.records import GuestChoice
from handoff.salesforce.client import Answer, Part, Reader, Row, codes, query_part
from handoff.salesforce.describing import ObjectShape
from handoff.salesforce.fields import (
    CONTACT_PREFIX,
    DEFAULTS,
    LEAD_PREFIX,
    OTHER_OBJECT,
    Contact,
    ContactRole,
    PersonAccount,
    WebCase,
)
from handoff.salesforce.paths import Shapes, find, text, value
from handoff.wording import say

CONTACTS = "contacts"
ROLES = "roles"
_HIDDEN = frozenset({"INVALID_TYPE", "INVALID_FIELD", "INSUFFICIENT_ACCESS"})

_CONTACT = ", ".join(
    (Contact.ID, Contact.FIRST_NAME, Contact.LAST_NAME, Contact.EMAIL, Contact.TITLE)
)
_CONTACTS_OF_ACCOUNT = (
    "SELECT "  # noqa: S608 — constants of ours, and an id that format_soql quotes
    + _CONTACT
    + " FROM Contact WHERE AccountId = {} ORDER BY LastName, FirstName LIMIT 200"
)
_CONTACTS_OF_OPPORTUNITY = (
    "SELECT "  # noqa: S608
    + _CONTACT
    + " FROM Contact WHERE AccountId IN (SELECT AccountId FROM Opportunity WHERE Id = {})"
    + " ORDER BY LastName, FirstName LIMIT 200"
)
_ROLES_OF_OPPORTUNITY = (
    "SELECT ContactId, Role, IsPrimary, Contact.FirstName, Contact.LastName, Contact.Email"
    " FROM OpportunityContactRole WHERE OpportunityId = {} ORDER BY IsPrimary DESC, CreatedDate LIMIT 200"
)


@dataclass(frozen=True)
class PersonPath:
    """Where a person's names and address stand in the record's row; a missing one is an empty text."""

    first_name: str
    last_name: str
    email: str
    record_id: str = ""
    is_last_resort: bool = False
    is_person_account: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """What to ask."""
        found = (self.first_name, self.last_name, self.email, self.record_id)
        return tuple(one for one in found if one)

    def read(self, row: Row) -> GuestChoice | None:
        """Return the person, or None if nothing is known of them."""
        first_name, last_name = text(row, self.first_name), text(row, self.last_name)
        if not self.first_name:
            first_name, _, last_name = last_name.rpartition(" ")
        guest = GuestChoice(
            first_name=first_name,
            last_name=last_name,
            email=text(row, self.email),
            record_id=text(row, self.record_id),
            is_person_account=self.is_person_account,
        )
        return guest if guest.first_name or guest.last_name or guest.email else None


def person_paths(
    shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes
) -> list[PersonPath]:
    """Return the people that the record itself names, the likeliest guest first."""
    found = [
        _mapped(shape, setting, shapes),
        _looked_up(shape, setting, shapes),
        _person_account(shape),
        _web_case(shape),
    ]
    return [one for one in found if one and one.columns]


def contact_parts(shape: ObjectShape, record_id: str) -> list[Part]:
    """Return the queries for people around the record that its own row does not name."""
    if shape.name == "Account":
        return [query_part(CONTACTS, format_soql(_CONTACTS_OF_ACCOUNT, record_id))]
    if shape.name == "Opportunity":
        return [
            query_part(ROLES, format_soql(_ROLES_OF_OPPORTUNITY, record_id)),
            query_part(CONTACTS, format_soql(_CONTACTS_OF_OPPORTUNITY, record_id)),
        ]
    return []


def guest_choices(
    paths: list[PersonPath], row: Row, answers: Mapping[str, Answer], client: Reader
) -> tuple[GuestChoice, ...]:
    """Return the guests in order: the record's own, contact roles, then the account's contacts; nobody twice."""
    own: list[GuestChoice] = []
    for path in paths:
        guest = None if own and path.is_last_resort else path.read(row)
        own += [guest] if guest else []
    everyone = [*own, *_with_roles(answers, client), *_contacts(answers, client)]
    found: dict[str, GuestChoice] = {}
    for guest in everyone:
        found.setdefault(guest.record_id or guest.email.lower() or guest.last_name, guest)
    return tuple(found.values())


def _mapped(shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes) -> PersonPath | None:
    chosen = (
        (setting.guest_first_name, setting.guest_last_name, setting.guest_email)
        if setting
        else ("", "", "")
    )
    names = chosen if any(chosen) else DEFAULTS.get(shape.name, OTHER_OBJECT).guest
    if names is None:
        return None
    first, last, email = (_spelled(name, shape, shapes) for name in names)
    is_person = shape.prefix in (LEAD_PREFIX, CONTACT_PREFIX)
    return PersonPath(first, last, email, "Id" if is_person else "")


def _looked_up(
    shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes
) -> PersonPath | None:
    name = (setting.guest_contact if setting else "") or DEFAULTS.get(
        shape.name, OTHER_OBJECT
    ).contact
    path = find(name, shape, shapes) if name else None
    contact = shapes(Contact.OBJECT) if path else None
    if path is None or contact is None or path.field.targets != (Contact.OBJECT,):
        return None
    wanted = (Contact.FIRST_NAME, Contact.LAST_NAME, Contact.EMAIL)
    first, last, email = (
        f"{path.target}.{field}" if contact.field(field) else "" for field in wanted
    )
    return PersonPath(first, last, email, path.soql)


def _person_account(shape: ObjectShape) -> PersonPath | None:
    if shape.name != "Account" or not shape.field(PersonAccount.IS_PERSON):
        return None
    first, last, email, contact = (
        str(field) if shape.field(field) else ""
        for field in (
            PersonAccount.FIRST_NAME,
            PersonAccount.LAST_NAME,
            PersonAccount.EMAIL,
            PersonAccount.CONTACT,
        )
    )
    return PersonPath(first, last, email, contact, is_person_account=True)


def _web_case(shape: ObjectShape) -> PersonPath | None:
    if shape.name != "Case":
        return None
    name, email = (
        str(field) if shape.field(field) else "" for field in (WebCase.NAME, WebCase.EMAIL)
    )
    return PersonPath("", name, email, is_last_resort=True)


def _spelled(name: str, shape: ObjectShape, shapes: Shapes) -> str:
    path = find(name, shape, shapes) if name else None
    return path.soql if path else ""


def _with_roles(answers: Mapping[str, Answer], client: Reader) -> Iterator[GuestChoice]:
    for row in _rows(answers, ROLES, client):
        person = PersonPath(
            "Contact.FirstName", "Contact.LastName", "Contact.Email", "ContactId"
        ).read(row)
        if person:
            role = text(row, ContactRole.ROLE)
            if value(row, ContactRole.IS_PRIMARY):
                role = say("{role}, primary contact", role=role) if role else say("Primary contact")
            yield GuestChoice(
                person.first_name, person.last_name, person.email, person.record_id, role
            )


def _contacts(answers: Mapping[str, Answer], client: Reader) -> Iterator[GuestChoice]:
    for row in _rows(answers, CONTACTS, client):
        yield GuestChoice(
            text(row, Contact.FIRST_NAME),
            text(row, Contact.LAST_NAME),
            text(row, Contact.EMAIL),
            text(row, Contact.ID),
            text(row, Contact.TITLE),
        )


def _rows(answers: Mapping[str, Answer], name: str, client: Reader) -> list[Row]:
    answer = answers.get(name)
    if answer is None:
        return []
    # Somebody who may not see contacts at all still books; they type the guest's name.
    from_hidden = not answer.is_good and codes(answer) <= _HIDDEN
    return [] if from_hidden else client.rows(answer, operation="read_guests")
