"""What guests answered: kept with the booking, told to the host, and written where a question says so."""

from typing import Any

from tests.cast import GUS, GUS_EMAIL
from tests.support.served import Served
from tests.support.window import Window
from tests.web.test_changes import cancelled, salesforce

ANSWERS = {
    "What is it about?": "A replacement",
    "Industry": "Robotics",
    "The decision maker will join": True,
}


def asked(window: Window) -> list[dict[str, Any]]:
    kinds = window.context["meeting_types"]
    [kind] = [one for one in kinds if one["name"] == "Needs Analysis"]
    questions: list[dict[str, Any]] = kind["questions"]
    return questions


def answered(window: Window) -> str:
    question = window.question(window.host("Hana Berg"), "Needs Analysis")
    start = window.times(question)["slots"][0]["starts_at"]
    ids = {one["label"]: one["id"] for one in asked(window)}
    answers = {ids[label]: value for label, value in ANSWERS.items()}
    hold = window.hold(question, start)
    return str(window.book(str(hold["id"]), answers=answers)["booking"]["id"])


def industry(served: Served) -> Any:
    org = served.box.world.orgs[served.person("olive").org_id]
    return org.row(org.keys[GUS])["Industry"]


def test_answers_are_shown_told_to_the_host_and_written_to_the_record(served: Served) -> None:
    window = served.open(GUS)
    booking_id = answered(window)
    served.deliver()

    shown = window.booking(booking_id)
    told = {one["label"]: one["value"] for one in shown["booking"]["answers"]}
    assert told.items() >= ANSWERS.items()
    [to_host] = served.letters_to(served.person("hana").email)
    for words in ("What is it about?", "A replacement", "The decision maker will join", "Yes"):
        assert words in to_host["text"]
    assert "A replacement" not in str(served.letters_to(GUS_EMAIL))
    [event] = salesforce(served, "Event")
    assert "What is it about?: A replacement" in event["Description"]
    assert "The decision maker will join: Yes" in event["Description"]
    assert industry(served) == "Robotics"
    [effect] = [one for one in shown["effects"] if one["kind"] == "record_fields"]
    assert (effect["label"], effect["state"]) == ("Answers written to Gus Grant", "done")


def test_a_record_that_refuses_an_answer_is_shown_in_salesforces_words_and_may_be_tried_again(
    served: Served,
) -> None:
    window = served.open(GUS)
    served.fault(
        "salesforce",
        "status",
        call="sobjects.update",
        status=400,
        body=[
            {
                "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                "message": "Industry is set by Marketing.",
                "fields": ["Industry"],
            }
        ],
        times=1,
    )
    booking_id = answered(window)
    served.deliver()

    [effect] = [
        one for one in window.booking(booking_id)["effects"] if one["kind"] == "record_fields"
    ]
    assert effect["state"] == "given_up"
    assert "Industry is set by Marketing." in effect["error"]
    assert window.booking(booking_id)["booking"]["state"] == "confirmed"
    window.ask("POST", f"/effects/{effect['id']}/retry")
    served.deliver()
    assert industry(served) == "Robotics"


def test_a_cancelled_meeting_writes_no_answers(served: Served) -> None:
    window = served.open(GUS)
    before = industry(served)

    cancelled(window, answered(window))
    served.deliver()

    assert industry(served) == before
