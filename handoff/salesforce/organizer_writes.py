"""What an Organizer writes with their own rights: a guest's corrected address, and a task for the record's owner."""

from datetime import date

from simple_salesforce.format import format_soql

from handoff.errors import Unacceptable
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
from handoff.wording import say

ADDRESS_OPERATION = "save_guest_address"
TASK_OPERATION = "make_task"
_FOUND = "found"


def save_guest_address(
    client: Client, record: RecordView, setting: ObjectSetting | None, *, record_id: str, email: str
) -> None:
    """Write the address where it was read from. Raises Unacceptable, OutsideError; may be repeated."""
    path, field = _place(record, setting, record_id)
    client.call("PATCH", f"sobjects/{path}", body={field: email}, operation=ADDRESS_OPERATION)


def _place(record: RecordView, setting: ObjectSetting | None, record_id: str) -> tuple[str, str]:
    """Return the record and the field that the guest's address stands in."""
    guest = next((one for one in record.guests if one.record_id == record_id), None)
    if guest and guest.is_person_account:
        return f"{Account.OBJECT}/{record.id}", PersonAccount.EMAIL
    if record_id == record.id:
        field = _own_field(record, setting)
        if field:
            return f"{record.object_name}/{record.id}", field
    elif guest and record_id.startswith(CONTACT_PREFIX):
        return f"{Contact.OBJECT}/{record_id}", Contact.EMAIL
    elif guest and record_id.startswith(LEAD_PREFIX):
        return f"Lead/{record_id}", Contact.EMAIL
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
