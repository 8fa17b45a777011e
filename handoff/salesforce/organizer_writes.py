"""What an Organizer writes with their own rights: a guest's corrected address, and a task for the record's owner.

Without a token of theirs the integration user writes it, once Salesforce has said that they may.
"""

from dataclasses import dataclass
from datetime import date

from simple_salesforce.format import format_soql

from handoff.errors import NotAllowed, Unacceptable
from handoff.org_settings import ObjectSetting
from handoff.records import RecordView
from handoff.salesforce.client import Client, query_part
from handoff.salesforce.fields import (
    CONTACT_PREFIX,
    DEFAULTS,
    LEAD_PREFIX,
    OTHER_OBJECT,
    Account,
    Contact,
    PersonAccount,
    Task,
    WebCase,
)
from handoff.salesforce.permissions import UserPermissions
from handoff.salesforce.record_access import accesses
from handoff.wording import say

ADDRESS_OPERATION = "save_guest_address"
TASK_OPERATION = "make_task"
_FOUND = "found"


@dataclass(frozen=True)
class Place:
    """A field of a record."""

    object_name: str
    record_id: str
    field: str


def save_address(client: Client, place: Place, email: str) -> None:
    """Write an address. Raises OutsideError; may be repeated."""
    path = f"sobjects/{place.object_name}/{place.record_id}"
    client.call("PATCH", path, body={place.field: email}, operation=ADDRESS_OPERATION)


def check_may_write(client: Client, user_id: str, place: Place) -> None:
    """Raise NotAllowed unless the user may change that field of that record. Raises OutsideError too."""
    check_may_edit(client, user_id, place.record_id)
    permissions = UserPermissions(client, user_id).on(place.object_name)
    if place.field not in permissions.editable:
        raise NotAllowed(say("You may not change this field in Salesforce."))


def check_may_edit(client: Client, user_id: str, record_id: str) -> None:
    """Raise NotAllowed unless the user may change the record. Raises OutsideError too."""
    if not accesses(client, user_id, [record_id])[record_id].edits:
        raise NotAllowed(say("You may not change this record in Salesforce."))


def address_place(record: RecordView, setting: ObjectSetting | None, record_id: str) -> Place:
    """Return where the guest's address was read from. Raises Unacceptable if it was read from nowhere."""
    guest = next((one for one in record.guests if one.record_id == record_id), None)
    if guest and guest.is_person_account:
        return Place(Account.OBJECT, record.id, PersonAccount.EMAIL)
    if record_id == record.id:
        field = _own_field(record, setting)
        if field:
            return Place(record.object_name, record.id, field)
    elif guest and record_id.startswith(CONTACT_PREFIX):
        return Place(Contact.OBJECT, record_id, Contact.EMAIL)
    elif guest and record_id.startswith(LEAD_PREFIX):
        return Place("Lead", record_id, Contact.EMAIL)
    raise Unacceptable(
        say("This address was not read from the record and cannot be saved to it."),
        field="record_id",
    )


def _own_field(record: RecordView, setting: ObjectSetting | None) -> str:
    """Return the field of the record itself that holds the guest's address; empty if it is another record's."""
    mapped = setting.guest_email if setting else ""
    names = DEFAULTS.get(record.object_name, OTHER_OBJECT).guest
    field = mapped or (names[2] if names else "")
    if not field and record.object_name == "Case":
        field = WebCase.EMAIL
    return "" if "." in field else field


def make_task(
    client: Client, record: RecordView, *, subject: str, description: str, due_on: date
) -> None:
    """Give the record's owner a task, unless the same one is open already. Raises OutsideError; may be repeated."""
    owner = record.owner.user_id if record.owner else ""
    is_person = record.id.startswith((LEAD_PREFIX, CONTACT_PREFIX))
    about = Task.WHO if is_person else Task.WHAT
    soql = format_soql(
        "SELECT Id FROM Task WHERE OwnerId = {} AND Subject = {} AND {:literal} = {} "
        "AND IsClosed = FALSE LIMIT 1",
        owner,
        subject,
        str(about),
        record.id,
    )
    answers = client.composite([query_part(_FOUND, soql)], operation=TASK_OPERATION)
    if client.rows(answers[_FOUND], operation=TASK_OPERATION):
        return
    body: dict[str, str] = {
        Task.SUBJECT: subject,
        Task.DESCRIPTION: description,
        Task.OWNER: owner,
        about: record.id,
        Task.STATUS: "Not Started",
        Task.PRIORITY: "Normal",
        Task.DUE_ON: due_on.isoformat(),
    }
    client.call("POST", f"sobjects/{Task.OBJECT}", body=body, operation=TASK_OPERATION)
