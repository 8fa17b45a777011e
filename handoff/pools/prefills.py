"""PURE. What the form holds at first: the guest by a type's own fields, and the answers to its questions."""

from handoff.meeting_types import MeetingType, Question, QuestionKind
from handoff.records import RecordView

OFF, FROM_RECORD = "off", "record"


def guest_prefill(meeting_type: MeetingType, record: RecordView) -> str | dict[str, str]:
    """Return the type's own names and address of the guest, or whether the record's are used ("record", "off")."""
    if not meeting_type.prefills_guest:
        return OFF
    wanted = vars(meeting_type.guest_fields)
    if not any(wanted.values()):
        return FROM_RECORD
    likeliest = vars(record.guests[0]) if record.guests else {}
    return {
        name: text_at(path, record) if path else str(likeliest.get(name, ""))
        for name, path in wanted.items()
    }


def prefilled(question: Question, record: RecordView) -> str | bool:
    """Return a question's answer at first: what its field holds, if that is an answer."""
    if question.kind is QuestionKind.CHECKBOX:
        found = record.values.get(question.prefill_field)
        return bool(found and found.raw is True)
    text = text_at(question.prefill_field, record)
    is_none_of_them = question.kind is QuestionKind.PICKLIST and text not in question.options
    return "" if is_none_of_them else text


def text_at(path: str, record: RecordView) -> str:
    """Return what stands at a path as people read it; empty if there is nothing to see."""
    found = record.values.get(path)
    # Plain text: an answer may be written back to a field, whoever reads it.
    return str(found.text) if found else ""
