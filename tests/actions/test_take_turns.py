"""Why this host: in one sentence, from what the organizer can see, and kept with the booking."""

import pytest

from tests.support.served import Served


@pytest.mark.parametrize(
    "name, why",
    [
        ("Hana Berg", "Hana Berg is Lead Owner."),
        ("Maya Tanaka", "Maya Tanaka was chosen by hand."),
    ],
)
def test_a_chosen_host_is_explained_by_the_record_or_by_hand(
    standing: Served, name: str, why: str
) -> None:
    window = standing.open("lead:gus")
    question = window.question(window.host(name))

    hold = window.hold(question, window.times(question)["slots"][-1]["starts_at"])

    assert hold["why"] == why
    window.ask("DELETE", f"/holds/{hold['id']}")


def test_the_booked_page_names_everybody_who_hosts_and_why(served: Served) -> None:
    window = served.open("lead:gus")
    hugo, maya = (window.host(name)["host"] for name in ("Hugo Sands", "Maya Tanaka"))
    additional = [{"host": hugo, "required": True}, {"host": maya, "required": False}]
    question = window.question(window.host("Hana Berg"), additional=additional)
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

    booking = window.book(hold["id"])["booking"]

    assert [(one["name"], one["required"]) for one in booking["additional"]] == [
        ("Hugo Sands", True),
        ("Maya Tanaka", False),
    ]
    assert booking["why"] == "Hana Berg is Lead Owner."
