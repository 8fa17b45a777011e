"""Check the answers to a meeting type's own questions, and put them as a booking keeps them."""

from collections.abc import Mapping

from handoff.errors import Unacceptable
from handoff.meeting_types import MeetingType, Question, QuestionKind
from handoff.pools.prefills import prefilled
from handoff.records import RecordView
from handoff.wording import say

LONGEST_LINE = 255

Answer = str | bool


def answers_kept(
    meeting_type: MeetingType, record: RecordView, given: Mapping[str, Answer]
) -> list[dict[str, object]]:
    """Return every question with its answer. Raises Unacceptable naming the question that is answered wrongly.

    A read-only question keeps what the record says, whatever was sent; a question that nobody answered, because
    the window did not ask it, has its answer from the record too.
    """
    asked = {question.id for question in meeting_type.questions}
    for question_id in given:
        if question_id not in asked:
            raise Unacceptable(
                say(
                    "This meeting type no longer asks one of the questions. Open the window again."
                ),
                field=f"answers.{question_id}",
            )
    return [
        {
            "question": question.id,
            "label": question.label,
            "kind": str(question.kind),
            "value": _answer(question, record, given),
            "write_field": question.write_field,
        }
        for question in meeting_type.questions
    ]


def _answer(question: Question, record: RecordView, given: Mapping[str, Answer]) -> Answer:
    at_first = prefilled(question, record)
    if question.is_read_only:
        return at_first
    answer = given.get(question.id, at_first)
    if question.kind is QuestionKind.CHECKBOX:
        return _checkbox(question, answer)
    return _text(question, answer)


def _checkbox(question: Question, answer: Answer) -> bool:
    if not isinstance(answer, bool):
        raise _wrong(say("Answer “{question}” with yes or no.", question=question.label), question)
    if question.is_required and not answer:
        raise _wrong(say("“{question}” must be ticked.", question=question.label), question)
    return answer


def _text(question: Question, answer: Answer) -> str:
    text = answer.strip() if isinstance(answer, str) else ""
    if isinstance(answer, bool):
        raise _wrong(say("Answer “{question}” in words.", question=question.label), question)
    if question.is_required and not text:
        raise _wrong(say("“{question}” has to be answered.", question=question.label), question)
    if question.kind is QuestionKind.PICKLIST and text and text not in question.options:
        raise _wrong(say("“{question}” has no such choice.", question=question.label), question)
    is_line = question.kind is QuestionKind.TEXT
    if is_line and ("\n" in text or len(text) > LONGEST_LINE):
        raise _wrong(
            say("The answer to “{question}” is too long.", question=question.label), question
        )
    return text


def _wrong(sentence: str, question: Question) -> Unacceptable:
    return Unacceptable(sentence, field=f"answers.{question.id}")
